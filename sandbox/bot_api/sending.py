"""Sending: the way that every new message of the bot takes, and the kinds that carry no file."""

from typing import Any

from aiogram.methods import SendChatAction, SendContact, SendLocation, SendMessage, SendVenue

from sandbox.bot_api.call import Call, answers, option
from sandbox.bot_api.markup import markup_of
from sandbox.bot_api.target import check_thread, find_reply, open_chat
from sandbox.entities import Formatted, formatted, utf16_length
from sandbox.errors import bad_request
from sandbox.model import Json, Message
from sandbox.wire import message_json

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
"""UTF-16 units after entity parsing."""


@answers(SendMessage)
def send_message(call: Call[SendMessage]) -> Json:
    ask = call.ask
    return deliver(call, read_text(ask.text, option(ask, "parse_mode"), ask.entities).content())


@answers(SendLocation)
def send_location(call: Call[SendLocation]) -> Json:
    return deliver(call, {"location": place(call.ask.latitude, call.ask.longitude)})


@answers(SendVenue)
def send_venue(call: Call[SendVenue]) -> Json:
    ask = call.ask
    location = place(ask.latitude, ask.longitude)
    return deliver(
        call,
        {"location": location, "venue": {"location": location, "title": ask.title, "address": ask.address}},
    )


@answers(SendContact)
def send_contact(call: Call[SendContact]) -> Json:
    contact = {"phone_number": call.ask.phone_number, "first_name": call.ask.first_name}
    return deliver(
        call, {"contact": contact | ({"last_name": call.ask.last_name} if call.ask.last_name else {})}
    )


@answers(SendChatAction)
def send_chat_action(call: Call[SendChatAction]) -> bool:
    chat = open_chat(call.world, call.ask.chat_id)
    check_thread(chat, call.ask.message_thread_id)
    call.world.events.publish("typing", {"chat_id": chat.id, "action": call.ask.action})
    return True


def deliver(call: Call[Any], content: Json, **facts: Any) -> Json:
    """Sends one message where the call says, and answers with it."""
    return message_json(call.world, deliver_all(call, [content], **facts)[0])


def deliver_all(call: Call[Any], contents: list[Json], **facts: Any) -> list[Message]:
    """Sends the contents one after the other; all of them or, with an error, none."""
    world, ask = call.world, call.ask
    chat = open_chat(world, ask.chat_id)
    receiver = _receiver(call)
    if receiver is not None and not chat.is_group:
        raise bad_request("ephemeral messages can be sent only to groups and supergroups")
    if receiver is not None and receiver not in chat.members:
        raise bad_request("USER_NOT_PARTICIPANT")
    thread = check_thread(chat, getattr(ask, "message_thread_id", None))
    reply = find_reply(world, chat, ask, thread)
    markup = markup_of(ask)
    world.limits.spend(chat.id, len(contents))
    facts |= {
        "reply_to": reply.message.message_id if reply.message else None,
        "quote": {"text": reply.quote, "position": 0, "is_manual": True} if reply.quote else None,
        "thread_id": thread or (reply.message.thread_id if reply.message else None),
        "markup": markup,
        "protected": bool(option(ask, "protect_content")),
        "only_for": receiver,
        "known_to_bot": True,
    }
    return [world.post(chat, world.settings.bot_id, content, **facts) for content in contents]


def read_text(text: str, parse_mode: str | None, entities: Any, limit: int = TEXT_LIMIT) -> Formatted:
    """A message's text; raises 400 where it is empty, too long or can't be parsed."""
    result = formatted(text, parse_mode, _dumped(entities))
    if not result.text:
        raise bad_request("message text is empty")
    if utf16_length(result.text) > limit:
        raise bad_request("message is too long")
    return result


def read_caption(ask: Any) -> Json:
    """Caption fields of a media message or of one album item, {} where it has none."""
    caption = option(ask, "caption")
    if not caption:
        return {}
    entities = _dumped(option(ask, "caption_entities"))
    result = formatted(caption, option(ask, "parse_mode"), entities)
    if utf16_length(result.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    above = {"show_caption_above_media": True} if option(ask, "show_caption_above_media") else {}
    return result.content("caption") | above


def place(latitude: float, longitude: float) -> Json:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def _receiver(call: Call[Any]) -> int | None:
    """Who alone will see the message (Bot API "Ephemeral messages"); None for ordinary ones."""
    parameters = getattr(call.ask, "ephemeral_message_parameters", None)
    receiver: int | None = parameters.receiver_user_id if parameters else option(call.ask, "receiver_user_id")
    return receiver


def _dumped(entities: Any) -> list[Json] | None:
    if entities is None:
        return None
    return [entity.model_dump(mode="json", exclude_none=True, by_alias=True) for entity in entities]
