"""Editing, deleting and pinning messages that are already there."""

from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
    UnpinAllChatMessages,
    UnpinChatMessage,
)

from sandbox.bot_api.call import Call, answers, option
from sandbox.bot_api.markup import markup_of
from sandbox.bot_api.media import find_media
from sandbox.bot_api.rich import read_rich, rich_content
from sandbox.bot_api.sending import read_caption, read_text
from sandbox.bot_api.target import can, find_message, open_chat
from sandbox.errors import bad_request
from sandbox.media import media_content
from sandbox.model import Chat, ChatType, Json, Message
from sandbox.wire import message_json
from sandbox.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@answers(EditMessageText)
def edit_text(call: Call[EditMessageText]) -> Json:
    ask = call.ask
    if ask.rich_message is not None:
        rich = read_rich(call, ask.rich_message)
        message = _editable(call)
        message.rich_html, message.rich_text = rich.html, rich.text
        return _apply(call, message, rich_content(rich))
    content = read_text(ask.text or "", option(ask, "parse_mode"), ask.entities).content()
    message = _editable(call)
    if not message.content.keys() & {"text", "rich_message"}:
        raise bad_request("there is no text in the message to edit")
    message.rich_html, message.rich_text = None, ""
    return _apply(call, message, content)


@answers(EditMessageCaption)
def edit_caption(call: Call[EditMessageCaption]) -> Json:
    caption = read_caption(call.ask)
    message = _editable(call)
    if not message.content.keys() & {"photo", "document", "video", "voice", "audio", "animation"}:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _apply(call, message, kept | caption)


@answers(EditMessageMedia)
def edit_media(call: Call[EditMessageMedia]) -> Json:
    media: Any = call.ask.media
    file = find_media(call.world, str(media.type), str(media.media), call.uploads)
    message = _editable(call)
    if "text" in message.content:
        raise bad_request("there is no media in the message to edit")
    return _apply(call, message, media_content(file) | read_caption(media))


@answers(EditMessageReplyMarkup)
def edit_markup(call: Call[EditMessageReplyMarkup]) -> Json:
    message = _editable(call)
    return _apply(call, message, message.content)


@answers(DeleteMessage)
def delete_message(call: Call[DeleteMessage]) -> bool:
    chat = open_chat(call.world, call.ask.chat_id)
    message = find_message(call.world, chat, call.ask.message_id, "delete")
    if not _deletable(call.world, chat, message):
        raise bad_request("message can't be deleted")
    call.world.delete(message)
    return True


@answers(DeleteMessages)
def delete_messages(call: Call[DeleteMessages]) -> bool:
    """As the real one: what can't be found or deleted is skipped."""
    chat = open_chat(call.world, call.ask.chat_id)
    for message_id in call.ask.message_ids:
        message = call.world.messages.get((chat.id, message_id))
        if message and not message.deleted and _deletable(call.world, chat, message):
            call.world.delete(message)
    return True


@answers(PinChatMessage)
def pin(call: Call[PinChatMessage]) -> bool:
    chat = _pinnable(call.world, call.ask.chat_id)
    message = find_message(call.world, chat, call.ask.message_id, "pin")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        content = {"pinned_message": message_json(call.world, message, with_reply=False)}
        words = f"{call.world.bot_name} pinned a message"
        call.world.post(chat, call.world.settings.bot_id, content, service=words, known_to_bot=True)
        call.world.show_chat(chat)
    return True


@answers(UnpinChatMessage, UnpinAllChatMessages)
def unpin(call: Call[Any]) -> bool:
    """Without a message id: the latest pin; all of them with unpinAll."""
    chat = _pinnable(call.world, call.ask.chat_id)
    if isinstance(call.ask, UnpinAllChatMessages):
        chat.pinned.clear()
    elif call.ask.message_id is None:
        del chat.pinned[-1:]
    elif call.ask.message_id in chat.pinned:
        chat.pinned.remove(call.ask.message_id)
    else:
        raise bad_request("message to unpin not found")
    call.world.show_chat(chat)
    return True


def _editable(call: Call[Any]) -> Message:
    if call.ask.chat_id is None:
        raise bad_request("message identifier is not specified")
    chat = open_chat(call.world, call.ask.chat_id)
    message = find_message(call.world, chat, call.ask.message_id, "edit")
    if message.sender_id != call.world.settings.bot_id or message.service:
        raise bad_request("message can't be edited")
    return message


def _apply(call: Call[Any], message: Message, content: Json) -> Json:
    markup = markup_of(call.ask)
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    call.world.limits.spend(message.chat_id, edit=True)
    message.content, message.markup = content, markup
    call.world.edited(message)
    return message_json(call.world, message)


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    if can(chat, "can_delete_messages"):
        return True
    young = world.clock.unix() - message.date < DELETABLE_SECONDS
    own = message.sender_id == world.settings.bot_id
    return young and (own or chat.type is ChatType.PRIVATE)


def _pinnable(world: World, chat_id: int | str) -> Chat:
    chat = open_chat(world, chat_id)
    if chat.type is not ChatType.PRIVATE and not can(chat, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
