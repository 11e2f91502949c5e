"""Long polling keeps Telegram's promises, and not one more (T20, T21, T23)."""

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from sandbox.people import Person, Sandbox, Town
from tests.sandbox.conftest import Listener


async def test_update_comes_again_until_a_higher_offset_confirms_it(bot: Bot, kari: Person) -> None:
    first = (await bot.get_updates())[0]
    assert (await bot.get_updates())[0].update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == []
    assert await bot.get_updates() == []


async def test_updates_are_numbered_and_limited(bot: Bot, kari: Person) -> None:
    for number in range(120):
        await kari.writes(f"{number}")
    updates = await bot.get_updates()
    assert [update.update_id - updates[0].update_id for update in updates] == list(range(100))
    assert len(await bot.get_updates(limit=3)) == 3
    assert len(await bot.get_updates(limit=500)) == 100


async def test_negative_offset_forgets_all_but_the_newest(bot: Bot, kari: Person) -> None:
    await kari.writes("eldre")
    await kari.writes("nyest")
    newest = await bot.get_updates(offset=-1)
    assert [update.message.text for update in newest if update.message] == ["nyest"]
    assert len(await bot.get_updates()) == 1


async def test_long_poll_ends_with_the_first_update(bot: Bot, kari: Person) -> None:
    offset = (await bot.get_updates())[-1].update_id + 1
    poll = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))
    await kari.writes("hei")
    updates = await asyncio.wait_for(poll, 5)
    assert [update.message.text for update in updates if update.message] == ["hei"]


async def test_updates_are_kept_for_a_day(bot: Bot, town: Town, kari: Person) -> None:
    await town.time_passes(hours=23)
    assert len(await bot.get_updates()) == 1
    await town.time_passes(hours=2)
    assert await bot.get_updates() == []


async def test_second_poller_ends_the_first_with_a_conflict(sandbox: Sandbox, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    async with aiohttp.ClientSession() as http:
        while not first.done():
            async with http.get(f"{sandbox.url}/bot{sandbox.token}/getUpdates"):
                await asyncio.sleep(0)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request; make sure"):
        await first


async def test_no_polling_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nowhere")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_allowed_updates_are_remembered(bot: Bot, kari: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await kari.writes("a")
    await kari.edits(message, "b")
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "edited_message"]  # the START from before was wanted then


async def test_member_changes_come_only_to_admins_who_asked(
    bot: Bot, listener: Listener, town: Town, kari: Person, ola: Person
) -> None:
    group = await town.supergroup("Nord", [ola])
    await group.makes_bot_admin(by=ola)
    await group.adds(kari, by=ola)
    assert "chat_member" not in [update.event_type for update in await listener.all()]
    listener.allowed = ["chat_member"]
    await listener.all()
    await kari.leaves(group)
    change = await listener.hears("chat_member")
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "left")


async def test_town_knows_when_the_bot_has_read_everything(bot: Bot, town: Town, kari: Person) -> None:
    with pytest.raises(AssertionError, match="still has 1 updates to read"):
        await town.bot_has_read_everything(within=0.01)
    update = (await bot.get_updates())[-1]
    waiting = asyncio.create_task(town.bot_has_read_everything())
    await bot.get_updates(offset=update.update_id + 1)
    await waiting
