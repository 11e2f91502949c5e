"""Invites bind a chat or a person once, in time, and by somebody who can be seen."""

import pytest

from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_partners_link_greets_in_the_partners_language(world: World) -> None:
    nils = await world.town.person("Nils", language="nb")
    group = await world.town.group("Syd Kyl två", [nils], with_bot=False)
    await nils.follows(await world.invited("partner", "syd-kyl"), into=group)
    assert await group.saw("Välkommen, Syd Kyl AB!")


async def test_a_technicians_private_chat_can_be_the_partners(world: World) -> None:
    nils = await world.town.person("Nils", language="nb")
    await nils.starts((await world.invited("partner", "nord-elektro")).rpartition("=")[2])
    await nils.saw("Velkommen, Nord Elektro AS!")
    assert await nils.saw("Ingen åpne oppdrag", after=await nils.writes("/jobs"))


async def test_a_used_link_binds_no_second_group(world: World) -> None:
    link = await world.invited("partner", "nord-elektro")
    first = await world.town.group("Nord to", [world.ola], with_bot=False)
    second = await world.town.group("Nord tre", [world.ola], with_bot=False)
    await world.ola.follows(link, into=first)
    await first.saw("Velkommen, Nord Elektro AS!")
    await world.ola.follows(link, into=second)
    assert await second.saw("brukt", "kan gi dere en ny")


async def test_an_anonymous_admin_binds_nothing_and_the_link_stays_good(world: World) -> None:
    link = await world.invited("partner", "nord-elektro")
    code = link.rpartition("=")[2]
    group = await world.town.group("Nord fire", [world.ola])
    await world.ola.writes(f"/start {code}", in_=group, anonymous=True)
    await group.saw(lambda message: "anonym" in message.text)
    await world.ola.writes(f"/start {code}", in_=group)
    assert await group.saw("Velkommen, Nord Elektro AS!")


async def test_a_group_bound_anew_has_its_old_part_no_more(world: World) -> None:
    group = await world.town.group("Skifter side", [world.ola], with_bot=False)
    await world.ola.follows(await world.invited("partner", "nord-elektro"), into=group)
    await group.saw("Velkommen, Nord Elektro AS!")
    await world.ola.follows(await world.invited("partner", "syd-kyl"), into=group)
    await group.saw("Välkommen, Syd Kyl AB!")
    await group.saw(" · 1/5", "Så arbetar vi")  # both are Swedish now
    assert await group.saw("Inga öppna uppdrag", after=await world.ola.writes("/jobs", in_=group))


async def test_a_group_that_nobody_bound_is_greeted_when_it_asks(world: World) -> None:
    group = await world.town.group("Noen andre", [world.boris])
    assert await group.saw("This is Nordlys Service", after=await world.boris.writes("/help", in_=group))


async def test_an_expired_link_binds_nobody(world: World) -> None:
    link = await world.invited("dispatchers")
    group = await world.town.group("Vakt to", [world.boris], with_bot=False)
    await world.passes(days=8)
    await world.boris.follows(link, into=group)
    await group.saw("too old", "Nordlys Service can give you a new one")
    said = await world.boris.writes("/queue", in_=group)
    await world.settles()
    assert not [message for message in group.messages() if message.reply_to == said.message_id]
