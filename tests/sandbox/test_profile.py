"""The bot's own face: name, texts, and command menus by scope and language."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from sandbox.people import Person, Town


async def test_narrowest_command_menu_wins(bot: Bot, town: Town, kari: Person, ola: Person) -> None:
    group = await town.group("Vakt", [ola])
    await bot.set_my_commands([BotCommand(command="help", description="a")])
    await bot.set_my_commands(
        [BotCommand(command="queue", description="b")], BotCommandScopeChat(chat_id=group.id)
    )
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="hjelp", description="c")], private, language_code="nb")
    await town.moment()
    menus = [town.feed.chats[chat_id]["commands"][0]["command"] for chat_id in (kari.id, group.id)]
    assert menus == ["hjelp", "queue"]


async def test_deleted_menu_falls_back(bot: Bot) -> None:
    scope = BotCommandScopeDefault()
    await bot.set_my_commands([BotCommand(command="help", description="a")], scope)
    assert [command.command for command in await bot.get_my_commands()] == ["help"]
    await bot.delete_my_commands(scope)
    assert await bot.get_my_commands() == []


@pytest.mark.parametrize("command", ["Help", "to-ord", "å", "x" * 33])
async def test_command_has_a_narrow_alphabet(bot: Bot, command: str) -> None:
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command=command, description="a")])


async def test_name_and_texts_are_kept(bot: Bot) -> None:
    await bot.set_my_name("Stafett")
    await bot.set_my_description("Melder feil", language_code="nb")
    assert (await bot.get_my_name()).name == "Stafett"
    assert (await bot.get_my_description(language_code="nb")).description == "Melder feil"
    assert (await bot.get_me()).first_name == "Stafett"


async def test_typing_reaches_who_watches(bot: Bot, town: Town, kari: Person) -> None:
    before = await town.moment()
    assert await bot.send_chat_action(kari.id, "typing")
    assert await town.moment() > before
