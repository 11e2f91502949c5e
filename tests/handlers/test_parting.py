"""A chat unbound, a person no longer there: access ends at once (S20)."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import errors
from bot.unbind_command import unbind
from tests.handlers.chain_world import a_chain
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


@pytest.mark.parametrize("by_number", [False, True])
async def test_the_command_line_unbinds_as_the_desk_does(world: World, *, by_number: bool) -> None:
    case, out = await accepted(world), io.StringIO()
    which = str(world.nord.id) if by_number else "nord-elektro Nord Elektro · jobber"
    assert await unbind(world.settings, which, out) == 0
    assert (
        out.getvalue()
        == "✅ Nord Elektro · jobber is no longer Nord Elektro AS's chat. It gets nothing more.\n"
    )
    await world.nord.saw("kommer ikke lenger i denne chatten")
    await world.desk.saw("Nord Elektro · jobber hører ikke lenger til Nord Elektro AS")
    await world.desk.saw(f"De har fremdeles {case.name}")
    await world.settles()
    card = next(each for each in world.nord.messages() if each.message_id == case.card.message_id)
    assert ([word for word in ("4471", "Kari", "lekker") if word in card.text], card.buttons) == ([], [])


async def test_no_chat_of_somebody_elses_is_unbound(world: World) -> None:
    for which in ("ukjent", str(world.desk.id)):
        with pytest.raises(errors.Refused, match=f"no partner {which}.*nord-elektro"):
            await unbind(world.settings, which, io.StringIO())
    for words, told in (("/unbind", "/unbind PARTNER"), ("/unbind ukjent", "ingen partner ukjent")):
        said = await world.dina.writes(words, in_=world.desk)
        await world.desk.saw(told, after=said)


async def test_what_was_about_to_be_said_there_is_not_said(world: World) -> None:
    case = await accepted(world)
    await world.town.fault("sendMessage", "500", times=50, in_=world.nord)
    await world.dina.writes(f"/tell {case.number} Koden er 9182", in_=world.desk)
    await world.desk.saw(case.name, "Sendt")
    await world.dina.writes("/unbind nord-elektro", in_=world.desk)
    await world.desk.saw("Nord Elektro · jobber", "ikke lenger")
    await world.town.clear_faults()
    await world.passes(minutes=5)
    await world.nord.did_not_see("9182", until=world.nord.saw("kommer ikke lenger i denne chatten"))


async def test_the_cards_of_others_in_the_chain_stay(sqlite_template: Path, tmp_path: Path) -> None:
    async with a_chain(tmp_path, sqlite_template) as chain:
        world, case = chain.world, await chain.handed_on(await chain.world.kari(), depth=2)
        await world.dina.writes("/unbind alfa", in_=world.desk)
        await chain.alfa.chat.saw("kommer ikke lenger i denne chatten")
        await world.settles()
        cards = [
            each for chat in (world.nord, chain.alfa.chat) for each in chat.messages() if "4471" in each.text
        ]
    assert {each.chat_id for each in cards if case.name in each.text} == {world.nord.id}


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


async def test_who_is_dismissed_by_one_partner_keeps_the_chat_of_another(world: World) -> None:
    await accepted(world)
    await world.ola.starts((await world.invited("partner", "syd-kyl")).rpartition("=")[2])
    await world.ola.saw("Syd Kyl AB")
    said = await world.dina.writes("/dismiss nord-elektro ola hansen", in_=world.desk)
    await world.desk.saw("Ola Hansen", "ikke lenger hos Nord Elektro AS", after=said)
    async with world.application.store.glance() as unit:
        private = await unit.people.chat(world.ola.id)
    assert private is not None
    assert private.partner_id == "syd-kyl"


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
