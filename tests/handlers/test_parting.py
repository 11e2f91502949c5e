"""A chat unbound, a person no longer there: access ends at once (S20)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import Case, World, a_world


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world for each test: somebody is gone from it afterwards."""
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


async def accepted(world: World) -> Case:
    case = await world.case(await world.kari())
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="På vei"))


async def test_an_unbound_chat_keeps_nothing_and_does_nothing(world: World) -> None:
    case = await accepted(world)
    said = await world.dina.writes("/unbind nord-elektro", in_=world.desk)
    await world.desk.saw("Nord Elektro · jobber", "ikke lenger", after=said)
    await world.desk.saw(f"De har fremdeles {case.name}", after=said)
    await world.nord.saw("kommer ikke lenger i denne chatten")
    await world.settles()
    card = next(each for each in world.nord.messages() if each.message_id == case.card.message_id)
    assert ([word for word in ("4471", "Kari", "lekker") if word in card.text], card.buttons) == ([], [])
    await world.ola.presses("Press", on=await world.plants(f"j:{case.number}:1:done", world.nord))
    assert (await world.exported(case.number))["handoffs"][0]["state"] == "accepted"


async def test_a_title_chooses_the_chat(world: World) -> None:
    said = await world.dina.writes("/unbind nord-elektro En annen", in_=world.desk)
    await world.desk.saw("har ingen slik chat", "Nord Elektro · jobber", after=said)


async def test_who_leaves_the_group_acts_there_no_more(world: World) -> None:
    case = await accepted(world)
    anders = await world.town.person("Anders Moe", language="nb")
    await world.nord.adds(anders, by=world.ola)
    await world.ola.leaves(world.nord)
    await world.nord.adds(world.ola, by=world.boris)  # nobody we know
    answer = await world.ola.presses("På vei", on=case.card)
    assert answer.alert
    assert (await world.exported(case.number))["handoffs"][0]["state"] == "accepted"


async def test_a_dismissed_technician_can_do_nothing_not_even_in_private(world: World) -> None:
    case = await accepted(world)
    private = (await world.invited("partner", "nord-elektro")).rpartition("=")[2]
    await world.ola.starts(private)
    await world.ola.saw("Velkommen, Nord Elektro AS!")
    said = await world.dina.writes("/dismiss nord-elektro ola hansen", in_=world.desk)
    await world.desk.saw("Ola Hansen", "ikke lenger hos Nord Elektro AS", after=said)
    await world.ola.saw("kommer ikke lenger i denne chatten")
    await world.ola.presses("På vei", on=case.card)
    assert (await world.exported(case.number))["handoffs"][0]["state"] == "accepted"
