"""Ephemeral messages (Bot API 10): edited and deleted by their own ids. They are sent like any others."""

from typing import Any

from aiogram.methods import (
    DeleteEphemeralMessage,
    EditEphemeralMessageCaption,
    EditEphemeralMessageReplyMarkup,
    EditEphemeralMessageText,
)

from sandbox.bot_api.call import Call, answers, option
from sandbox.bot_api.markup import markup_of
from sandbox.bot_api.rich import read_rich, rich_content
from sandbox.bot_api.sending import read_caption, read_text
from sandbox.bot_api.target import open_chat
from sandbox.errors import bad_request
from sandbox.model import Message


@answers(EditEphemeralMessageText)
def edit_text(call: Call[EditEphemeralMessageText]) -> bool:
    ask, message = call.ask, _find(call)
    if ask.rich_message is not None:
        rich = read_rich(call, ask.rich_message)
        message.content = rich_content(rich)
        message.rich_html, message.rich_text = rich.html, rich.text
    else:
        message.content = read_text(ask.text or "", option(ask, "parse_mode"), ask.entities).content()
    return _edited(call, message)


@answers(EditEphemeralMessageCaption)
def edit_caption(call: Call[EditEphemeralMessageCaption]) -> bool:
    message = _find(call)
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    message.content = kept | read_caption(call.ask)
    return _edited(call, message)


@answers(EditEphemeralMessageReplyMarkup)
def edit_markup(call: Call[EditEphemeralMessageReplyMarkup]) -> bool:
    return _edited(call, _find(call))


@answers(DeleteEphemeralMessage)
def delete(call: Call[DeleteEphemeralMessage]) -> bool:
    call.world.delete(_find(call))
    return True


def _find(call: Call[Any]) -> Message:
    chat = open_chat(call.world, call.ask.chat_id)
    message = call.world.messages.get((chat.id, call.ask.ephemeral_message_id))
    if message is None or message.deleted or message.only_for != call.ask.receiver_user_id:
        raise bad_request("message to edit not found")
    return message


def _edited(call: Call[Any], message: Message) -> bool:
    message.markup = markup_of(call.ask)
    call.world.edited(message)
    return True
