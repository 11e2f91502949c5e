"""Chats that nothing reaches any more: the dispatchers hear of it once, and the chat is marked (I30)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Chat, Message
from tests.running import until
from tests.world import DESK, LEAKS, World, a_world, number_in


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world for each test: somebody is gone from it afterwards."""
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


async def test_the_desk_hears_who_threw_the_bot_out(world: World) -> None:
    await world.nord.throws_bot_out(by=world.ola)
    await world.desk.saw("Nord Elektro · jobber")
    assert await is_marked(world, world.nord)


async def test_a_card_that_cannot_be_delivered_is_told_of(world: World) -> None:
    """Telegram's word that we are out comes later than the card."""
    await hears_nothing(world)
    await world.nord.throws_bot_out(by=world.ola)
    kari = await world.kari()
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    told = await world.desk.saw("Nord Elektro · jobber", "kicked")
    assert told.reply_to == post_of(world, number_in((await kari.received("#")).subject)).message_id
    assert await is_marked(world, world.nord)


async def test_both_words_of_it_make_one_notice(world: World) -> None:
    kari = await world.kari()
    await hears_nothing(world)
    await world.nord.throws_bot_out(by=world.ola)
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    await world.desk.saw("Nord Elektro · jobber")
    await world.town.clear_faults()
    await world.settles()
    assert len([m for m in world.desk.messages() if m.from_bot and "Nord Elektro · jobber" in m.text]) == 1


async def test_a_customer_who_blocks_the_bot_is_told_of(world: World) -> None:
    ivan = await world.ivan()
    case = await world.till_case(ivan)
    await ivan.blocks_bot()
    await world.desk.saw("Иван Петров")
    await world.per.presses("Tar det", on=case.card)
    assert await is_marked(world, ivan.chat)


async def test_a_chat_that_lets_the_bot_in_again_is_reached(world: World) -> None:
    await world.nord.throws_bot_out(by=world.ola)
    await world.desk.saw("Nord Elektro · jobber")
    await world.nord.lets_bot_in(by=world.ola)
    case = await world.case(await world.kari())
    await world.ola.presses("Tar det", on=case.card)
    assert not await is_marked(world, world.nord)


async def test_what_failed_for_a_day_is_given_up_and_told_of(world: World) -> None:
    await world.town.fault("sendRichMessage", "502", times=1000, in_=world.nord)
    kari = await world.kari()
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    number = number_in((await kari.received("#")).subject)
    await until(lambda: has_failed_once(world, number))
    await world.passes(hours=25)
    told = await world.desk.saw("Nord Elektro · jobber", "TelegramServerError")
    assert told.reply_to == post_of(world, number).message_id


async def test_a_dispatchers_chat_that_is_gone_stops_nothing(world: World) -> None:
    await world.desk.throws_bot_out(by=world.dina)
    case = await world.case(await world.kari())
    await world.ola.presses("Tar det", on=case.card)
    assert await world.nord.saw(case.name, button="På vei")


async def test_the_dispatchers_are_not_told_there_that_they_are_gone(world: World) -> None:
    await world.desk.throws_bot_out(by=world.dina)
    await until(lambda: is_marked(world, world.desk))
    await world.settles()
    async with world.application.store.glance() as unit:
        assert (await unit.outbox.counts())["failed"] == 0


async def hears_nothing(world: World) -> None:
    """Telegram keeps what happens to itself from now on; the request that waits there has been answered."""
    await world.town.fault("getUpdates", "500", times=50)
    asked = await world.dina.writes("/queue", in_=world.desk)
    await world.desk.saw("Ingenting er åpent", after=asked)


async def has_failed_once(world: World, number: int) -> bool:
    """Whether its card waits for another try."""
    async with world.application.store.glance() as unit:
        rows = (await unit.outbox.of_tickets([number]))[number]
    return any(row.kind == "card" and row.last_error is not None for row in rows)


async def is_marked(world: World, chat: Chat) -> bool:
    """Whether the application knows that it cannot reach it."""
    async with world.application.store.glance() as unit:
        known = await unit.people.chat(chat.id)
    assert known is not None
    return known.unreachable_at is not None


def post_of(world: World, number: int) -> Message:
    """The ticket's post in the dispatchers' chat."""
    return next(m for m in world.desk.messages() if m.from_bot and m.text.startswith(f"#{number} "))
