"""Hours, parts and costs from a technician's phone, and the dispatcher's yes to what passes the cap."""

import pytest

from sandbox.people import Message, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def at_work(world: World, kari: Person) -> Case:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="Fremme"))


async def handoff(world: World, case: Case) -> dict[str, object]:
    return dict((await world.exported(case.number))["handoffs"][-1])


async def now(world: World, case: Case) -> Message:
    """The card as it is now."""
    await world.settles()
    return next(each for each in world.nord.messages() if each.message_id == case.card.message_id)


async def test_lines_are_written_by_replying_to_the_card(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/log 2,5t reise", in_=world.nord, reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: 2,5 t reise")
    await world.ola.writes("/part WMF-9 x2 350 kr", in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "• 2,5 t reise", "• 2 × WMF-9, 350 kr")
    kinds = [line["kind"] for line in (await handoff(world, case))["work"]]  # type: ignore[attr-defined]
    assert kinds == ["travel", "part"]


async def test_hours_in_words_are_words_and_a_line(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("brukte 2 timer", in_=world.nord, reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: 2 t")
    assert await world.desk.saw("brukte 2 timer", case.name)


@pytest.mark.parametrize(
    ("text", "noted"), [("taxi 350 kr", "taxi, 350 kr"), ("/extra 300 kr sluk", "sluk, 300 kr")]
)
async def test_expenses_in_words_and_extras_are_lines(
    world: World, kari: Person, text: str, noted: str
) -> None:
    case = await at_work(world, kari)
    await world.ola.writes(text, in_=world.nord, reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: {noted}")


async def test_a_command_that_says_nothing_is_told_how_it_is_written(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost drosje", in_=world.nord, reply_to=case.card)
    assert await world.nord.saw("/cost 350 kr taxi")


async def test_above_the_cap_the_work_rests_until_the_desk_says_yes(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost 4200 kr pumpe", in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "4 200 kr", "taket er 4 000 kr")
    asked = await world.desk.saw(case.name, "4 200 kr", button="Fortsett")
    assert (await handoff(world, case))["state"] == "waiting"
    await world.dina.presses("Fortsett", on=asked)
    await world.nord.saw(case.name, "4 200 kr er godkjent")
    assert (await handoff(world, case))["state"] == "accepted"


async def test_who_is_on_site_is_still_there_after_the_answer(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.presses("Fremme", on=case.card)
    there = (await handoff(world, case))["on_site_at"]
    await world.ola.writes("/cost 4200 kr pumpe", in_=world.nord, reply_to=case.card)
    await world.dina.presses("Fortsett", on=await world.desk.saw(case.name, "4 200 kr", button="Fortsett"))
    await world.nord.saw(case.name, "4 200 kr er godkjent")
    was = await handoff(world, case)
    assert (was["state"], was["on_site_at"]) == ("on_site", there)
    assert (await world.exported(case.number))["state"] == "in_progress"
    assert not [label for label in (await now(world, case)).buttons if "På vei" in label]


async def test_work_that_was_sent_back_has_its_reason_while_it_rests_and_after(
    world: World, kari: Person
) -> None:
    case = await world.done(kari)
    await world.dina.writes(f"/reject {case.number} Den drypper", in_=world.desk)
    await world.nord.saw(case.name, "Den drypper", button="Fremme")
    await world.ola.writes("venter på deler", in_=world.nord, reply_to=case.card)
    await world.desk.saw(case.name, "Venter på deler")
    assert "Den drypper" in (await now(world, case)).text
    await world.dina.writes(f"/resume {case.number}", in_=world.desk)
    assert (await handoff(world, case))["state"] == "rework"
    assert "Den drypper" in (await now(world, case)).text


async def test_a_yes_is_for_the_sum_that_stood_beside_it(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost 4300 kr pumpe", in_=world.nord, reply_to=case.card)
    first = await world.desk.saw(case.name, "4 300 kr", button="Fortsett")
    await world.ola.writes("/cost 50000 kr maskin", in_=world.nord, reply_to=case.card)
    second = await world.desk.saw(case.name, "54 300 kr", button="Fortsett")
    assert "for gammel" in (await world.dina.presses("Fortsett", on=first)).text
    await world.dina.presses("Fortsett", on=second)
    assert await world.nord.saw(case.name, "54 300 kr er godkjent")


async def test_a_no_says_why(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost 5000 kr pumpe", in_=world.nord, reply_to=case.card)
    await world.desk.saw(case.name, "5 000 kr", button="Ikke mer")
    await world.dina.writes(f"/spend {case.number} no Vi bytter maskinen", in_=world.desk)
    assert await world.nord.saw(case.name, "ikke mer enn 5 000 kr", "Vi bytter maskinen")


async def test_nobody_is_done_while_the_cost_is_asked(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost 5000 kr pumpe", in_=world.nord, reply_to=case.card)
    await world.desk.saw(case.name, "5 000 kr", button="Ikke mer")
    answer = await world.ola.presses("Ferdig", on=await world.nord.saw(case.name, button="Ferdig"))
    assert "kostnaden må godkjennes først" in answer.text
    assert (await handoff(world, case))["state"] == "waiting"


async def test_finished_work_above_the_cap_is_approved_after_the_answer_about_it(
    world: World, kari: Person
) -> None:
    case = await at_work(world, kari)
    await world.ola.presses("Ferdig", on=case.card)
    to_approve = await world.desk.saw(case.name, button="Godkjenn")
    await world.ola.writes("/cost 5000 kr pumpe", in_=world.nord, reply_to=case.card)
    asked = await world.desk.saw(case.name, "5 000 kr", button="Ikke mer")
    assert "/spend" in (await world.dina.presses("Godkjenn", on=to_approve)).text
    await world.dina.presses("Fortsett", on=asked)
    await world.nord.saw(case.name, "5 000 kr er godkjent")
    await world.dina.presses("Godkjenn", on=to_approve)
    assert (await handoff(world, case))["state"] == "approved"


async def test_words_after_the_approval_are_kept_and_told_so(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await world.ola.writes("Filteret bør byttes snart", reply_to=case.card)
    await world.nord.saw("ferdig og godkjent", "tatt vare på", after=case.card)
    done = await world.desk.saw(case.name, "Er alt som det skal")
    assert "📎" not in done.text
