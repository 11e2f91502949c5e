"""What the desk sees of everybody who was asked: why a partner at all, what they said, how long they took."""

import pytest

from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_decline_and_why_a_partner_at_all_are_in_the_ticket(world: World) -> None:
    case = await world.case(await world.kari())
    await world.passes(minutes=12)
    await world.ola.presses("Kan ikke", on=case.card)
    await world.ola.presses("For langt unna", on=await world.nord.saw(case.name, button="For langt unna"))
    await world.syd.saw(case.name, button="Tar det")
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    shown = (await world.desk.saw(case.name, "Partnere", after=asked)).text
    assert "✖️ Nord Elektro AS · Avslått · Ola Hansen · fag · etter 12 min: For langt unna" in shown
    assert "Valgt av rutene · nord-elektro: category coffee (fag)" in shown


async def test_why_the_desk_chose_one_is_exported(world: World) -> None:
    case = await world.case(await world.kari())
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.nord.saw(case.name, "trukket tilbake")
    await world.dina.writes(f"/handoff {case.number} syd-kyl peak", in_=world.desk)
    await world.syd.saw(case.name, button="Tar det")
    handoffs = (await world.exported(case.number))["handoffs"]
    assert [each["because"] for each in handoffs] == ["trade", "peak"]


async def test_what_a_partner_had_to_ask_before_the_work_began_is_counted(world: World) -> None:
    case = await world.case(await world.kari())
    await world.ola.presses("Tar det", on=case.card)
    for words in ("Er det strøm der?", "Hvilken etasje?", "Takk.", "på vei", "Er døra låst?"):
        await world.ola.writes(words, in_=world.nord, reply_to=case.card)
    assert (await world.exported(case.number))["handoffs"][0]["questions_before_start"] == 2
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    assert "❓ spørsmål før start: 2" in (await world.desk.saw(case.name, "Partnere", after=asked)).text
