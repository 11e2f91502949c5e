"""What waits is brought up again, to whoever can end it, until it ends: seen from the chats and mailboxes."""

import pytest

from sandbox.people import Mail, Person
from tests.world import DESK, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


def reminders(world: World, number: int) -> list[str]:
    return [m.text for m in world.desk.messages() if m.text.startswith(f"⏳ #{number}") and "siden" in m.text]


async def test_finished_work_that_nobody_approves_comes_up_the_same_day_and_daily(
    world: World, kari: Person
) -> None:
    case = await world.done(kari)
    await world.passes(hours=4)
    first = await world.desk.saw(f"⏳ {case.name}", "har vært ferdig siden", button="Godkjenn")
    assert "Nord Elektro AS" in first.text
    for _ in range(3):
        await world.passes(days=1)
        await world.settles()
    assert len(reminders(world, case.number)) == 4
    await world.dina.presses("Godkjenn", on=first)
    await world.passes(days=30)
    await world.settles()
    assert len(reminders(world, case.number)) == 4


async def test_a_cost_that_nobody_answers_comes_up_with_its_buttons(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("/cost 9000 kr pumpe", in_=world.nord, reply_to=case.card)
    await world.desk.saw(case.name, "9 000")
    await world.passes(hours=4)
    reminder = await world.desk.saw(f"⏳ {case.name}", "ja eller nei til kostnaden")
    assert reminder.buttons


async def test_a_wait_for_the_customer_names_whom_to_contact(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("venter på kunden", in_=world.nord, reply_to=case.card)
    await world.settles()
    await world.passes(days=1)
    await world.desk.saw(f"⏳ {case.name}", "Den har ventet på kunden siden", "Kontakt Kari Nordmann")
    await world.passes(days=60)
    await world.settles()
    assert len(reminders(world, case.number)) == 2


async def test_questions_are_asked_once_more_and_then_they_are_the_desks(world: World) -> None:
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    await siri.mails("Kaffemaskinen", "Kaffemaskinen SAECO-3001 lekker vann.", to=DESK)
    asked = await siri.received("tekniker")
    number = number_in(asked.subject)

    def again(mail: Mail) -> bool:
        return "trenger fortsatt dette" in mail.text and f"[#{number}]" in mail.subject

    await world.passes(days=1)
    assert "Hvordan komme" in (await siri.received(again)).text
    assert reminders(world, number) == []
    await world.passes(days=2)
    await world.desk.saw(f"⏳ #{number}", "Kunden har ikke svart", "Kontakt Siri Saks", f"/card {number}")
    await world.passes(days=2)
    await world.settles()
    assert len([mail for mail in siri.inbox() if again(mail)]) == 1
