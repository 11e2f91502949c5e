"""Saying no: a slip can be undone, a mind can change, and why is asked without keeping the job."""

import pytest

from sandbox.people import Message, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def states(world: World, case: Case) -> list[tuple[str, str | None]]:
    return [(each["state"], each["note"]) for each in (await world.exported(case.number))["handoffs"]]


async def asked_why(world: World, case: Case) -> Message:
    """Ola has pressed that he cannot, for another reason."""
    await world.ola.presses("Kan ikke", on=case.card)
    await world.ola.presses("Annen grunn", on=await world.nord.saw(case.name, button="Annen grunn"))
    return await world.nord.saw(case.name, "Hvorfor kan dere ikke ta det", after=case.card)


async def test_the_reason_may_come_without_a_reply_and_once(world: World, kari: Person) -> None:
    """The first of all, while Nord has no other job."""
    case = await world.case(kari)
    await world.nord.makes_bot_admin(by=world.ola)
    await world.ola.writes("nei", reply_to=case.card)
    await world.nord.saw(f"{case.name} er ikke lenger hos dere", after=case.card)
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.ola.writes("Bilen er full", in_=world.nord)
    await world.ola.writes("Skal vi spise?", in_=world.nord)
    await world.nord.makes_bot_member(by=world.ola)
    assert (await states(world, case))[0] == ("declined", "Bilen er full")


@pytest.mark.parametrize(("slip", "then"), [("Kan ikke", "Tar det"), ("Venter", "Ferdig")])
async def test_a_slip_on_a_button_that_asks_is_undone(
    world: World, kari: Person, slip: str, then: str
) -> None:
    case = await world.case(kari)
    if slip == "Venter":
        await world.ola.presses("Tar det", on=case.card)
    await world.ola.presses(slip, on=await world.nord.saw(case.name, button=slip))
    await world.ola.presses("Tilbake", on=await world.nord.saw(case.name, button="Tilbake"))
    assert (await world.nord.saw(case.name, button=then)).message_id == case.card.message_id


async def test_who_accepts_after_all_keeps_the_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await asked_why(world, case)
    await world.ola.presses("Press", on=await world.plants(f"j:{case.number}:1:accept", world.nord))
    await world.ola.writes("på vei", reply_to=case.card)
    assert await states(world, case) == [("en_route", "på vei")]


async def test_who_writes_on_my_way_instead_of_a_reason_is_on_the_way(world: World, kari: Person) -> None:
    case = await world.case(kari)
    question = await asked_why(world, case)
    await world.ola.writes("på vei", reply_to=question)
    assert await states(world, case) == [("en_route", "på vei")]


async def test_words_after_back_are_no_reason(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await asked_why(world, case)
    await world.ola.presses("Tilbake", on=await world.nord.saw(case.name, button="Tilbake"))
    await world.ola.writes("Er det heis der?", reply_to=case.card)
    await world.desk.saw("Er det heis der?", case.name)
    assert await states(world, case) == [("offered", None)]


async def test_no_words_are_lost_once_the_job_goes_on(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await asked_why(world, case)
    await world.ola.presses("Press", on=await world.plants(f"j:{case.number}:1:on_site", world.nord))
    await world.ola.writes("Pumpen er sprukket, bytter den", reply_to=case.card)
    texts = [entry["text"] for entry in (await world.exported(case.number))["entries"]]
    assert "Pumpen er sprukket, bytter den" in texts
    assert (await states(world, case))[0][0] == "on_site"


async def test_an_old_cards_button_asks_why_too(world: World, kari: Person) -> None:
    case = await world.case(kari)
    chat = {"id": world.nord.id, "type": "group", "title": "Nord"}
    pressed = {
        "id": f"old-{case.number}",
        "from": {"id": world.ola.id, "is_bot": False, "first_name": "Ola"},
        "chat_instance": "1",
        "data": f"j:{case.number}:1:decline_other",
        "message": {"chat": chat, "message_id": case.card.message_id, "date": 0},  # InaccessibleMessage
    }
    await world.hears({"update_id": 3 * 10**9 + case.number, "callback_query": pressed})
    question = await world.nord.saw(case.name, "Hvorfor kan dere ikke ta det", after=case.card)
    await world.ola.writes("Bilen er på verksted", reply_to=question)
    assert (await states(world, case))[0] == ("declined", "Bilen er på verksted")


@pytest.mark.parametrize("no", ["nei", "declined", "нет"])
async def test_a_bare_no_lets_the_job_go_and_is_asked_why(world: World, kari: Person, no: str) -> None:
    case = await world.case(kari)
    await world.ola.writes(no, reply_to=case.card)
    await world.syd.saw(case.name, button="Tar det")
    question = await world.nord.saw(f"{case.name} er ikke lenger hos dere", "Hvorfor", after=case.card)
    await world.ola.writes("Alt for langt", reply_to=question)
    await world.desk.saw(case.name, "Nord Elektro AS", "Alt for langt")
    assert (await states(world, case))[0] == ("declined", "Alt for langt")


async def test_a_no_with_its_reason_is_asked_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.writes("nei, har ikke tid", reply_to=case.card)
    assert (await states(world, case))[0] == ("declined", "nei, har ikke tid")
    assert not [each for each in world.nord.messages() if case.name in each.text and "Hvorfor" in each.text]


async def test_a_yes_that_becomes_a_no_reaches_the_customer_and_the_next(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.presses("1 t", on=await world.nord.saw(case.name, button="1 t"))
    await kari.received("Teknikeren er ventet")
    await world.ola.writes("På vei", reply_to=case.card)
    before = await kari.received("vi er på vei til deg")
    await world.ola.writes("Kan ikke likevel, bilen er ødelagt", reply_to=case.card)
    assert (
        "En tekniker er hos deg senest" in (await kari.received("ikke bli som planlagt", after=before)).text
    )
    await world.syd.saw(case.name, button="Tar det")
    assert (await states(world, case))[0] == ("declined", "Kan ikke likevel, bilen er ødelagt")
