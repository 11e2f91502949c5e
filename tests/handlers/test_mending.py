"""What was written down wrong is mended where it counts: by an edit, by Undo, by the desk with a reason."""

from typing import Any

import pytest

from sandbox.people import Person, picture
from tests.world import DESK, Case, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def at_work(world: World, kari: Person) -> Case:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="Fremme"))


async def lines(world: World, case: Case) -> list[tuple[float, str]]:
    work = (await world.exported(case.number))["handoffs"][-1]["work"]
    return [(line["quantity"], line["text"]) for line in work]


async def happened(world: World, case: Case) -> list[Any]:
    entries = (await world.exported(case.number))["entries"]
    return [(each["event"], each["text"]) for each in entries if str(each["event"]).startswith("work")]


async def test_an_edited_command_is_the_line_that_it_says_now(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    said = await world.ola.writes("/log 25h", reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: 25 t")
    await world.ola.edits(said, "/log 2.5h")
    await world.nord.saw(f"Notert på {case.name}: 2,5 t")
    assert await lines(world, case) == [(2.5, "")]
    assert await happened(world, case) == [("work", "25 h"), ("work_struck", "25 h"), ("work", "2.5 h")]


async def test_edited_words_are_the_line_that_they_say_now_or_none(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    said = await world.ola.writes("brukte 20 timer", reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: 20 t")
    await world.ola.edits(said, "brukte 2 timer")
    assert await lines(world, case) == [(2, "")]
    await world.ola.edits(said, "brukte lang tid på den")
    assert await lines(world, case) == []


async def test_a_command_that_was_not_understood_is_heard_when_it_is_mended(
    world: World, kari: Person
) -> None:
    case = await at_work(world, kari)
    said = await world.ola.writes("/cost drosje", reply_to=case.card)
    await world.nord.saw("/cost 350 kr taxi")
    await world.ola.edits(said, "/cost 350 kr drosje")
    assert await lines(world, case) == [(1, "drosje")]


async def test_undo_crosses_out_what_was_a_slip_once(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("2 timer", reply_to=case.card)
    noted = await world.nord.saw(f"Notert på {case.name}", button="Angre")
    assert (await world.ola.presses("Angre", on=noted)).text == "Strøket."
    await world.nord.saw(f"Strøket på {case.name}: 2 t")
    assert (await world.ola.presses("Angre", on=noted)).alert
    assert await lines(world, case) == []


async def test_undoing_what_passed_the_cap_lets_the_work_go_on(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost 42000 kr pumpe", reply_to=case.card)
    await world.desk.saw(case.name, "42 000 kr", button="Fortsett")
    await world.ola.presses("Angre", on=await world.nord.saw(f"Notert på {case.name}", button="Angre"))
    ticket = await world.exported(case.number)
    assert (ticket["state"], ticket["handoffs"][-1]["cost_asked"]) == ("in_progress", None)


async def test_the_desk_crosses_out_a_line_with_a_reason(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    for text in ("/log 2h", "/log 20h"):
        await world.ola.writes(text, reply_to=case.card)
    await world.settles()
    await world.dina.writes(f"/strike {case.number}", in_=world.desk)
    await world.desk.saw("1: 2 t · 2: 20 t")
    await world.dina.writes(f"/strike {case.number} 2", in_=world.desk)
    await world.desk.saw("grunn")
    await world.dina.writes(f"/strike {case.number} 2 Ført på feil jobb", in_=world.desk)
    await world.nord.saw(f"Strøket på {case.name}: 20 t", "Ført på feil jobb")
    assert await lines(world, case) == [(2, "")]
    assert (await happened(world, case))[-1] == ("work_struck", "20 h: Ført på feil jobb")


async def test_an_edited_reading_counts_as_it_is_now(world: World) -> None:
    hanna = await world.town.person("Hanna Dahl", email="hanna@hotell.example", language="nb")
    await hanna.mails("Oppvaskmaskinen HB-5501", "Den vasker ikke rent.", to=DESK)
    number = number_in((await hanna.received(lambda mail: "Vi har" in mail.text)).subject)
    card = await world.nord.saw(f"#{number}", button="Tar det")
    await world.ola.presses("Tar det", on=card)
    said = await world.ola.writes("temp 8 °C", photo=picture(), reply_to=card)
    await world.nord.saw(f"#{number}", "8 °C", "utenfor grensene")
    await world.ola.edits(said, "temp 85 °C")
    evidence = (await world.exported(number))["handoffs"][-1]["evidence"]
    told = [(proof["key"], proof["value"], proof["outside"]) for proof in evidence]
    assert told == [("photo:before", "", False), ("reading:temperature", "85 °C", False)]
    await world.nord.saw(f"#{number}", "85 °C", button="Ferdig")


async def test_an_edited_time_is_when_they_come(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    said = await world.ola.writes("er der om 20 min", reply_to=case.card)
    first = (await world.exported(case.number))["handoffs"][-1]["eta"]
    await world.ola.edits(said, "er der om 90 min")
    assert first < (await world.exported(case.number))["handoffs"][-1]["eta"]
