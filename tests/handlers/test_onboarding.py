"""A partner's chat walks through how we work, and gets jobs once somebody there has confirmed it (S24)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Chat, Person
from tests.world import DESK, LEAKS, World, a_world
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

_WELCOMED = CONFIGURATION.replace(
    'name = "Syd Kyl AB"', 'name = "Syd Kyl AB"\nwelcome = ["Säkerhet: https://nordlys.example/sakerhet"]'
)


async def bound(world: World, person: Person, partner: str) -> Chat:
    """A group of that person's that the partner's link has just bound."""
    group = await world.town.group("Ny gruppe", [person], with_bot=False)
    await person.follows(await world.invited("partner", partner), into=group)
    await group.saw(" · 1/")
    return group


@pytest.fixture
async def fresh(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world whose partners have no chat that is confirmed."""
    async with a_world(tmp_path, sqlite_url, configuration=_WELCOMED) as world:
        async with world.application.store.unit() as unit:
            await unit.people.unbind_chat(world.nord.id)
            await unit.people.unbind_chat(world.syd.id)
            await unit.commit()
        yield world


@pytest.mark.asyncio(loop_scope="function")
async def test_no_job_comes_before_somebody_has_confirmed(fresh: World) -> None:
    group = await bound(fresh, fresh.ola, "nord-elektro")
    kari = await fresh.kari()
    await kari.mails("Lekker", LEAKS, to=DESK)
    await fresh.desk.saw("#1001", "ikke bekreftet hvordan vi jobber")
    refused = await fresh.desk.saw(
        "bekreftet", after=await fresh.dina.writes("/handoff 1001 nord-elektro", in_=fresh.desk)
    )
    assert "Nord Elektro AS" in refused.text
    await group.did_not_see("#1001", until=fresh.settles())


@pytest.mark.asyncio(loop_scope="function")
async def test_what_waited_for_it_is_offered_at_once(fresh: World) -> None:
    group = await bound(fresh, fresh.ola, "nord-elektro")
    for _ in range(2):
        kari = await fresh.kari()
        await kari.mails("Lekker", LEAKS, to=DESK)
    await fresh.desk.saw("#1002", "ikke bekreftet hvordan vi jobber")
    await fresh.dina.writes("/wait 1001 customer", in_=fresh.desk)
    await fresh.desk.saw("#1001", "Venter på kunden")
    await fresh.ola.walks_through(group)
    told = await fresh.desk.saw("Ola Hansen", "Nord Elektro AS", "Ny gruppe", "#1002")
    await group.saw("#1002", button="Tar det")
    await group.did_not_see("#1001", until=fresh.settles())
    assert "#1001" not in told.text


@pytest.mark.asyncio(loop_scope="function")
async def test_mail_is_no_way_around_it(sqlite_url: str, tmp_path: Path) -> None:
    with_mail = CONFIGURATION.replace(
        'name = "Nord Elektro AS"', 'name = "Nord Elektro AS"\nemail = "jobb@nord.example"'
    )
    async with a_world(tmp_path, sqlite_url, configuration=with_mail) as world:
        await world.ola.follows(await world.invited("partner", "syd-kyl"), into=world.nord)
        group = await bound(world, world.ola, "nord-elektro")
        office = await world.town.person("Nord", email="jobb@nord.example", language="nb")
        kari = await world.kari()
        await kari.mails("Lekker", LEAKS, to=DESK)
        await world.syd.saw("#1001", button="Tar det")
        await world.desk.saw("#1001", after=await world.dina.writes("/recall 1001", in_=world.desk))
        said = await world.dina.writes("/handoff 1001 nord-elektro", in_=world.desk)
        await world.desk.saw("bekreftet", "Nord Elektro AS", after=said)
        await world.settles()
        assert office.inbox() == []
        assert not [each for each in group.messages() if "#1001" in each.text]


@pytest.mark.asyncio(loop_scope="function")
async def test_nothing_is_handed_on_to_who_has_not_confirmed(sqlite_url: str, tmp_path: Path) -> None:
    chained = CONFIGURATION.replace(
        'name = "Nord Elektro AS"', 'name = "Nord Elektro AS"\nsubcontractors = ["syd-kyl"]'
    )
    async with a_world(tmp_path, sqlite_url, configuration=chained) as world:
        await world.per.follows(await world.invited("partner", "nord-elektro"), into=world.syd)
        group = await bound(world, world.per, "syd-kyl")
        case = await world.case(await world.kari())
        await world.ola.presses("Tar det", on=case.card)
        await world.nord.saw(case.name, button="På vei")
        said = await world.ola.writes("/handon syd-kyl", reply_to=case.card)
        await world.nord.saw("har ikke bekreftet hvordan vi jobber", after=said)
        await group.did_not_see(case.name, until=world.settles())


@pytest.mark.asyncio(loop_scope="function")
async def test_the_operators_own_lines_are_the_last_step(fresh: World) -> None:
    group = await bound(fresh, fresh.per, "syd-kyl")
    page = await group.saw(" · 1/6")
    for step in range(2, 7):
        await fresh.per.presses(page.buttons[0], on=page)
        page = await group.saw(f" · {step}/6")
    assert "https://nordlys.example/sakerhet" in page.text
    await fresh.per.presses("Så arbetar vi", on=page)
    await group.saw("Per Lindqvist bekräftade")


@pytest.mark.asyncio(loop_scope="function")
async def test_it_is_confirmed_where_nobody_of_the_desk_can_be_told(fresh: World) -> None:
    async with fresh.application.store.unit() as unit:
        await unit.people.unbind_chat(fresh.desk.id)
        await unit.commit()
    group = await bound(fresh, fresh.ola, "nord-elektro")
    assert "Ola Hansen" in (await fresh.ola.walks_through(group)).text


async def test_who_confirmed_and_when_is_kept(world: World) -> None:
    group = await bound(world, world.ola, "nord-elektro")
    said = await world.ola.walks_through(group)
    async with world.application.store.glance() as unit:
        chat = await unit.people.chat(group.id)
    assert chat is not None
    assert (chat.confirmed_by, chat.confirmed_at is not None) == (world.ola.id, True)
    assert "Ola Hansen" in said.text


async def test_a_stranger_confirms_nothing(world: World) -> None:
    group = await bound(world, world.ola, "nord-elektro")
    await group.adds(world.boris, by=world.boris)
    toast = await world.boris.presses("Neste", on=await group.saw(" · 1/5"))
    assert "kjenner" in toast.text
    assert " · 1/5" in (await group.saw("Slik jobber vi")).text


async def test_help_repeats_it(world: World) -> None:
    shown = await world.nord.saw("/jobs", after=await world.ola.writes("/help", in_=world.nord))
    await world.ola.presses("Slik jobber vi", on=shown)
    page = await world.nord.saw(" · 1/5", after=shown)
    assert page.message_id != shown.message_id
    last = await world.ola.walks_through(world.nord)
    assert "Ola Hansen bekreftet" in last.text


async def test_a_chat_bound_again_for_the_same_partner_stays_confirmed(world: World) -> None:
    before = await world.nord.saw("Velkommen")
    await world.ola.follows(await world.invited("partner", "nord-elektro"), into=world.nord)
    await world.nord.saw("Velkommen", after=before)
    async with world.application.store.glance() as unit:
        chat = await unit.people.chat(world.nord.id)
    assert chat is not None
    assert chat.confirmed_by == world.ola.id
