"""Reactions come to admins who asked, and never for the bot's own (T16)."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ReactionTypeEmoji

from sandbox.people import Person, Town
from tests.sandbox.conftest import Listener

ALLOWED = ["message", "message_reaction"]


async def test_admin_that_asked_hears_of_a_reaction(
    bot: Bot, listener: Listener, town: Town, ola: Person
) -> None:
    group = await town.supergroup("Nord", [ola])
    await group.makes_bot_admin(by=ola)
    listener.allowed = ALLOWED
    await listener.all()
    await bot.send_message(group.id, "#1001")
    await ola.reacts("👍", to=await group.saw("#1001"))
    reaction = await listener.hears("message_reaction")
    assert (reaction.user.id, reaction.new_reaction[0].emoji) == (ola.id, "👍")
    assert (await group.saw("#1001")).reactions == {ola.id: "👍"}


async def test_member_does_not_hear_of_reactions(
    bot: Bot, listener: Listener, town: Town, ola: Person
) -> None:
    group = await town.supergroup("Nord", [ola])
    listener.allowed = ALLOWED
    await listener.all()
    await bot.send_message(group.id, "#1001")
    await ola.reacts("👍", to=await group.saw("#1001"))
    assert await listener.all() == []


async def test_reactions_must_be_asked_for(listener: Listener, bot: Bot, kari: Person) -> None:
    await listener.all()
    await bot.send_message(kari.id, "hei")
    await kari.reacts("👍", to=await kari.saw("hei"))
    assert await listener.all() == []


async def test_bots_own_reaction_shows_and_comes_to_nobody(
    bot: Bot, listener: Listener, kari: Person
) -> None:
    listener.allowed = ALLOWED
    message = await kari.writes("hei")
    await listener.all()
    await bot.set_message_reaction(kari.id, message.message_id, [ReactionTypeEmoji(emoji="👀")])
    seen = await kari.chat.saw("hei", lambda m: bool(m.reactions), by=kari)
    assert seen.reactions == {bot.id: "👀"}
    assert await listener.all() == []


async def test_unusual_emoji_is_invalid(bot: Bot, kari: Person) -> None:
    message = await kari.writes("hei")
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(kari.id, message.message_id, [ReactionTypeEmoji(emoji="🔧")])
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await bot.set_message_reaction(kari.id, 999, [ReactionTypeEmoji(emoji="👍")])
