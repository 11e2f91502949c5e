"""Forum topics, for bots that are admins with the right to manage them."""

from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    GetForumTopicIconStickers,
    ReopenForumTopic,
)

from sandbox.acts.topics import close_topic, create_topic, delete_topic, rename_topic
from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.target import can, open_chat
from sandbox.errors import bad_request
from sandbox.model import Chat, Json, Topic

NAME_LIMIT = 128


@answers(CreateForumTopic)
def create(call: Call[CreateForumTopic]) -> Json:
    chat = _forum(call)
    if not can(chat, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = _name(call.ask.name)
    color = call.ask.icon_color or 7322096
    call.world.limits.spend(chat.id)
    topic = create_topic(call.world, chat, call.world.settings.bot_id, name, color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@answers(EditForumTopic)
def edit(call: Call[EditForumTopic]) -> bool:
    chat = _forum(call)
    topic = _own_topic(call, chat, "edit")
    name = _name(call.ask.name) if call.ask.name else topic.name
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    rename_topic(call.world, chat, call.world.settings.bot_id, topic, name)
    return True


@answers(CloseForumTopic, ReopenForumTopic)
def close(call: Call[Any]) -> bool:
    chat = _forum(call)
    topic, closed = _own_topic(call, chat, "close or reopen"), isinstance(call.ask, CloseForumTopic)
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    close_topic(call.world, chat, call.world.settings.bot_id, topic, closed=closed)
    return True


@answers(DeleteForumTopic)
def delete(call: Call[DeleteForumTopic]) -> bool:
    chat = _forum(call)
    if not can(chat, "can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    delete_topic(call.world, chat, _topic(call, chat))
    return True


@answers(GetForumTopicIconStickers)
def icons(call: Call[GetForumTopicIconStickers]) -> list[Json]:
    return []


def _forum(call: Call[Any]) -> Chat:
    chat = open_chat(call.world, call.ask.chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _own_topic(call: Call[Any], chat: Chat, deed: str) -> Topic:
    """Who has made a topic needs no right to change it (Bot API, editForumTopic)."""
    topic = _topic(call, chat)
    if topic.creator != call.world.settings.bot_id and not can(chat, "can_manage_topics"):
        raise bad_request(f"not enough rights to {deed} the topic")
    return topic


def _topic(call: Call[Any], chat: Chat) -> Topic:
    topic = chat.topics.get(call.ask.message_thread_id)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _name(name: str) -> str:
    if not 1 <= len(name.strip()) <= NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name.strip() else "topic name is too long")
    return name.strip()
