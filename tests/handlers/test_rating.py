"""What dispatchers think of a partner's work: by command and by star, and nobody else ever sees it (S68)."""

import pytest

from sandbox.people import Person
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answer(world: World, command: str) -> str:
    said = await world.dina.writes(command, in_=world.desk)
    return (await world.desk.saw(lambda message: message.reply_to == said.message_id, after=said)).text


async def test_a_star_under_the_approval_and_a_command_rate_the_work_and_nobody_else_sees(
    world: World, kari: Person
) -> None:
    case = await world.done(kari)
    assert "ikke noe godkjent arbeid" in await answer(world, f"/rate {case.number} 5")
    await world.dina.presses("Godkjenn", on=await world.desk.saw(case.name, button="Godkjenn"))
    news = await world.desk.saw(case.name, "Godkjent", button="4 ★")
    assert (await world.dina.presses("4 ★", on=news)).text == "Notert: vår vurdering, bare for oss."
    await world.desk.saw(case.name, "Vår vurdering", "4/5")
    assert "fra 1 (dårlig) til 5" in await answer(world, f"/rate {case.number} 6")
    await world.dina.writes(f"/rate {case.number} 2 Sølte olje", in_=world.desk)
    await world.desk.saw(case.name, "Vår vurdering", "2/5: Sølte olje")
    exported = await world.exported(case.number)
    (handoff,) = exported["handoffs"]
    assert (handoff["rating"], handoff["rating_note"], exported["csat"]) == (2, "Sølte olje", None)
    assert [e["audience"] for e in exported["entries"] if e["event"] == "rated"] == [["internal"]] * 2
    assert "★ 2/5 “Sølte olje”" in await answer(world, f"/ticket {case.number}")
    assert "★ 2 av 5, én jobb" in await answer(world, "/partners")
    assert "★ 2 av 5, én jobb" in await answer(world, f"/partners {case.number}")
    outside = [each.text for each in world.nord.messages()] + [mail.text for mail in kari.inbox()]
    assert not [text for text in outside if "Sølte" in text or "★" in text or "vurdering" in text]
