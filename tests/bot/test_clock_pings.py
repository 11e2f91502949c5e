"""The clock: silence is pinged at its steps, each once, and then it is somebody else's turn."""

import pytest

from sandbox.people import Chat, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


def pings(chat: Chat, case: Case) -> int:
    return len([message for message in chat.messages() if "⏰" in message.text and case.name in message.text])


async def test_silence_is_pinged_and_then_the_next_partner_is_asked(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.passes(minutes=21)
    await world.nord.saw("⏰", case.name, "kan dere ta det?")
    await world.passes(minutes=10)
    await world.settles()
    assert pings(world.nord, case) == 2
    await world.passes(minutes=10)
    await world.syd.saw(case.name, button="Tar det")
    await world.nord.saw(case.name, "ikke fikk svar i tide")
    await world.desk.saw(case.name, "Ikke besvart i tide", "Nord Elektro AS")


async def test_looking_often_says_nothing_twice(world: World, kari: Person) -> None:
    case = await world.case(kari)
    for _ in range(13):
        await world.passes(minutes=3)
        await world.settles()
    assert pings(world.nord, case) == 2


async def test_when_nobody_answers_it_is_the_desks(world: World, kari: Person) -> None:
    case = await world.case(kari)
    for _ in range(2):
        await world.passes(minutes=41)
        await world.settles()
    await world.desk.saw(case.name, "Denne trenger dere", "Alle på ruten er spurt", button="Finn partner")
    assert (await world.exported(case.number))["state"] == "new"


async def test_who_answers_is_pinged_no_more(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.nord.saw(case.name, button="På vei")
    await world.passes(minutes=45)
    await world.settles()
    assert pings(world.nord, case) == 0


async def test_a_broken_promise_to_the_customer_is_told_to_the_desk_once(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.nord.saw(case.name, button="På vei")
    await world.passes(days=2.1)
    await world.desk.saw("⏰", case.name, "kunden ble lovet")
    await world.passes(hours=1)
    await world.settles()
    lines = [m.text for m in world.desk.messages() if case.name in m.text and "kunden ble lovet" in m.text]
    told = [line for line in lines if "Oppmøte" in line]
    assert len(told) == 1


async def test_while_it_waits_for_the_customer_nobody_is_pinged(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.writes("venter på kunden", reply_to=case.card)
    await kari.received("vi trenger et svar fra deg")
    await world.passes(days=4)
    await world.settles()
    assert pings(world.nord, case) == 0


async def test_a_late_answer_to_an_offer_that_went_on_is_told_so(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.passes(minutes=41)
    await world.syd.saw(case.name, button="Tar det")
    answer = await world.ola.presses("Press", on=await world.plants(f"j:{case.number}:1:accept", world.nord))
    assert "ikke lenger hos dere" in answer.text
    said = await world.ola.writes("Tar den", reply_to=case.card)
    await world.nord.saw("ikke lenger hos dere", after=said)
