"""Dispatchers choose a partner: the ranked list, the second word, offers that wait; declines in words."""

import pytest

from sandbox.people import Message, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_ranked_list_says_why_and_why_not_and_offers_by_a_button(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.nord.saw(case.name, "er trukket tilbake")
    said = await world.dina.writes(f"/partners {case.number}", in_=world.desk)
    shown = await world.desk.saw(f"Partnere for {case.name}", "er spurt", button="Syd Kyl AB", after=said)
    assert "✅ Syd Kyl AB · fordi det gjelder kaffemaskin · fag" in shown.text
    await world.dina.presses("Syd Kyl AB", on=shown)
    await world.syd.saw(case.name, button="Tar det", after=said)


async def test_offers_that_nobody_has_confirmed_are_listed(world: World, kari: Person) -> None:
    case = await world.case(kari)
    said = await world.dina.writes("/unacked", in_=world.desk)
    await world.desk.saw(f"{case.name} · Nord Elektro AS", after=said)
    await world.ola.presses("Tar det", on=case.card)
    await world.settles()
    said = await world.dina.writes("/unacked", in_=world.desk)
    answer = await world.desk.saw(lambda message: message.reply_to == said.message_id, after=said)
    assert case.name not in answer.text


async def test_what_stays_with_us_needs_another_dispatcher(world: World, kari: Person) -> None:
    case = await world.case(kari)
    eva = await world.town.person("Eva Vakt", language="nb")
    await eva.joins(world.desk)
    await eva.writes("/queue", in_=world.desk)
    await world.dina.presses("Slipp inn", on=await world.desk.saw("Eva Vakt", button="Slipp inn"))
    for command in (f"/recall {case.number}", f"/priority {case.number} low"):
        await world.dina.writes(command, in_=world.desk)
    said = await world.dina.writes(f"/handoff {case.number} syd-kyl peak", in_=world.desk)
    asked = await world.desk.saw("en annen av dere må si ja", button="Jeg er enig", after=said)
    assert "du ba om det selv" in (await world.dina.presses("Jeg er enig", on=asked)).text
    await eva.presses("Jeg er enig", on=asked)
    assert (await world.exported(case.number))["handoffs"][-1]["partner_id"] == "syd-kyl"


async def test_another_reason_is_asked_for_and_kept(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Kan ikke", on=case.card)
    await world.ola.presses("Annen grunn", on=await world.nord.saw(case.name, button="Annen grunn"))
    question = await world.nord.saw("Hvorfor kan dere ikke ta det", after=case.card)
    await world.ola.writes("Bilen er på verksted", reply_to=question)
    await world.desk.saw(case.name, "Bilen er på verksted")
    (handoff, following) = (await world.exported(case.number))["handoffs"]
    assert (handoff["state"], following["state"]) == ("declined", "offered")


async def asked_why(world: World) -> tuple[Case, Message]:
    """A case whose "Another reason" has been pressed, and the question that came."""
    case = await world.case(await world.kari())
    await world.ola.presses("Kan ikke", on=case.card)
    await world.ola.presses("Annen grunn", on=await world.nord.saw(case.name, button="Annen grunn"))
    question = await world.nord.saw("Hvorfor kan dere ikke ta det", after=case.card)
    return case, question


async def test_a_reason_that_nobody_waits_for_is_asked_for_no_longer(world: World) -> None:
    case, question = await asked_why(world)
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.nord.saw(case.name, "trukket tilbake")
    await world.settles()
    assert question.message_id not in [each.message_id for each in world.nord.messages()]


async def test_the_next_words_are_no_reason_after_that(world: World) -> None:
    case, _question = await asked_why(world)
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.nord.saw(case.name, "trukket tilbake")
    said = await world.ola.writes("Pakningen er sprukket", reply_to=case.card)
    await world.desk.saw("Pakningen er sprukket", after=said)
    assert (await world.exported(case.number))["handoffs"][0]["state"] == "recalled"


async def test_work_that_does_not_hold_goes_back_to_whoever_did_it(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(case.receipt, "Den lekker igjen!")
    await world.desk.saw(case.name, "Denne trenger dere")
    said = await world.dina.writes(f"/partners {case.number}", in_=world.desk)
    shown = await world.desk.saw(f"Partnere for {case.name}", after=said)
    assert "✅ Nord Elektro AS · fordi det må gjøres på nytt · gjorde arbeidet sist" in shown.text
    await world.dina.writes(f"/handoff {case.number}", in_=world.desk)
    await world.nord.saw(case.name, button="Tar det", after=said)
    assert (await world.exported(case.number))["handoffs"][-1]["because"] == "did_it"
