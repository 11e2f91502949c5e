"""The bot itself: who it is, what it is called, which commands it offers."""

import re
from typing import Any

from aiogram.methods import (
    Close,
    DeleteMyCommands,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDefaultAdministratorRights,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from sandbox.bot_api.call import Call, answers
from sandbox.commands import scope_key
from sandbox.errors import bad_request
from sandbox.model import Json
from sandbox.wire import bot_user

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
TEXTS = {"description": 512, "short_description": 120}


@answers(GetMe)
def get_me(call: Call[GetMe]) -> Json:
    return bot_user(call.world) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.settings.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@answers(SetMyCommands)
def set_my_commands(call: Call[SetMyCommands]) -> bool:
    commands = [{"command": c.command, "description": c.description} for c in call.ask.commands]
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.commands.menus[_menu(call.ask)] = commands
    _show_chats(call)
    return True


@answers(GetMyCommands)
def get_my_commands(call: Call[GetMyCommands]) -> list[Json]:
    return call.world.commands.menus.get(_menu(call.ask), [])


@answers(DeleteMyCommands)
def delete_my_commands(call: Call[DeleteMyCommands]) -> bool:
    call.world.commands.menus.pop(_menu(call.ask), None)
    _show_chats(call)
    return True


@answers(SetMyName)
def set_my_name(call: Call[SetMyName]) -> bool:
    """A name for one language only isn't shown here."""
    if len(call.ask.name or "") > 64:
        raise bad_request("BOT_TITLE_INVALID")
    if not call.ask.language_code:
        call.world.bot_name = call.ask.name or call.world.settings.bot_name
    return True


@answers(GetMyName)
def get_my_name(call: Call[GetMyName]) -> Json:
    return {"name": call.world.bot_name}


@answers(SetMyDescription, SetMyShortDescription)
def set_text(call: Call[Any]) -> bool:
    name = "description" if isinstance(call.ask, SetMyDescription) else "short_description"
    text = getattr(call.ask, name) or ""
    if len(text) > TEXTS[name]:
        raise bad_request("BOT_DESCRIPTION_INVALID")
    call.world.bot_texts[f"{name}:{call.ask.language_code or ''}"] = text
    return True


@answers(GetMyDescription, GetMyShortDescription)
def get_text(call: Call[Any]) -> Json:
    name = "description" if isinstance(call.ask, GetMyDescription) else "short_description"
    return {name: call.world.bot_texts.get(f"{name}:{call.ask.language_code or ''}", "")}


@answers(SetChatMenuButton, SetMyDefaultAdministratorRights, LogOut, Close)
def accept(call: Call[Any]) -> bool:
    """Taken note of by nobody; the bot must still be able to say it."""
    return True


def _menu(ask: Any) -> tuple[str, str]:
    scope = ask.scope.model_dump(mode="json") if ask.scope else None
    return scope_key(scope), ask.language_code or ""


def _show_chats(call: Call[Any]) -> None:
    for chat in call.world.chats.values():
        call.world.show_chat(chat)
