"""Who pays a line of work: as the technician says it, as the desk sees and settles it, as it is exported."""

from typing import Any

import pytest

from sandbox.people import Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def at_work(world: World, kari: Person) -> Case:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="Fremme"))


async def payers(world: World, case: Case) -> list[Any]:
    work = (await world.exported(case.number))["handoffs"][-1]["work"]
    return [line["payer"] for line in work]


async def shares(world: World, case: Case) -> list[Any]:
    account = (await world.exported(case.number))["account"]
    return [(each["payer"], each["sums"]) for each in account["shares"]]


async def test_the_technician_says_who_pays_and_hears_it_understood(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes(f"/log {case.number} 1.5 h maker", reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: 1,5 t", "🏭 Produsenten betaler")
    await world.ola.writes("taxi 350 kr, kunden betaler", reply_to=case.card)
    await world.nord.saw(f"Notert på {case.name}: taxi kunden betaler, 350 kr", "👤 Kunden betaler")
    await world.ola.writes("2 timer", reply_to=case.card)
    assert "betaler" not in (await world.nord.saw(f"Notert på {case.name}: 2 t")).text
    assert await payers(world, case) == ["maker", "customer", None]


async def test_whoever_approves_sees_who_pays_what(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    for text in ("/log 1.5h maker", "/cost 480 kr frakt garanti", "/cost 350 kr taxi kunde", "/log 2h"):
        await world.ola.writes(text, reply_to=case.card)
    await world.ola.writes("ferdig", reply_to=case.card)
    told = "🏭 Produsent: 1,5 t, 480 kr. 👤 Kunde: 350 kr. 📄 Etter avtale: 2 t"
    await world.desk.saw(case.name, "3,5 t + 830 kr", told, button="Godkjenn")
    await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    await world.desk.saw("• taxi kunde, 350 kr 👤", told)
    assert await shares(world, case) == [
        ("maker", ["1.5 h", "480 kr"]), ("customer", ["350 kr"]), (None, ["2 h"])
    ]  # fmt: skip


async def test_where_nobody_says_who_pays_nothing_is_shown(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/log 2h", reply_to=case.card)
    await world.ola.writes("ferdig", reply_to=case.card)
    asked = await world.desk.saw(case.name, "2 t", button="Godkjenn")
    await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    shown = await world.desk.saw(case.name, "Arbeidet så langt", "• 2 t")
    assert [each for each in (asked, shown) if "avtale" in each.text or "📄" in each.text] == []
    assert await shares(world, case) == []


async def test_the_desk_settles_who_pays_and_the_partner_hears_nothing(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    for text in ("/log 2h", "/cost 480 kr frakt garanti"):
        await world.ola.writes(text, reply_to=case.card)
    await world.settles()
    heard = len(world.nord.messages())
    await world.dina.writes(f"/payer {case.number}", in_=world.desk)
    await world.desk.saw("1: 2 t · 2: frakt garanti, 480 kr", "/payer 1001 2 produsent")
    await world.dina.writes(f"/payer {case.number} 2 kulanse", in_=world.desk)
    await world.dina.writes(f"/payer {case.number} 1 kunden", in_=world.desk)
    await world.settles()
    assert await payers(world, case) == ["customer", "us"]
    assert len(world.nord.messages()) == heard
    assert not [each for each in world.nord.messages() if case.name in each.text and "ulanse" in each.text]
    await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    await world.desk.saw("👤 Kunde: 2 t. 🏠 Vi, som kulanse: 480 kr", "Kunden betaler · Dina Berg · 2 t")


async def test_an_edited_message_changes_who_pays(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    said = await world.ola.writes("/cost 480 kr frakt garanti", reply_to=case.card)
    await world.nord.saw(case.name, "Produsenten betaler")
    await world.ola.edits(said, "/cost 480 kr frakt kunde")
    await world.nord.saw(case.name, "frakt kunde, 480 kr", "Kunden betaler")
    assert await payers(world, case) == ["customer"]
    await world.ola.edits(said, "/cost 480 kr frakt")
    assert await payers(world, case) == [None]
