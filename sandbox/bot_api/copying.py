"""Copying and forwarding messages from one chat to another."""

from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, ForwardMessages

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.sending import deliver_all, read_caption
from sandbox.bot_api.target import find_message, open_chat
from sandbox.errors import bad_request
from sandbox.model import Json, Message
from sandbox.wire import message_json, user
from sandbox.world import World


@answers(CopyMessage)
def copy_message(call: Call[CopyMessage]) -> Json:
    source = _source(call, call.ask.message_id, "copy")
    content = dict(source.content)
    if call.ask.caption is not None:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= read_caption(call.ask)
    return {"message_id": deliver_all(call, [content])[0].message_id}


@answers(ForwardMessage)
def forward_message(call: Call[ForwardMessage]) -> Json:
    source = _source(call, call.ask.message_id, "forward")
    origin = _origin(call.world, source)
    return message_json(call.world, deliver_all(call, [dict(source.content)], forward_origin=origin)[0])


@answers(CopyMessages, ForwardMessages)
def several(call: Call[Any]) -> list[Json]:
    """As the real methods: messages that can't be found are left out."""
    purpose = "copy" if isinstance(call.ask, CopyMessages) else "forward"
    chat = open_chat(call.world, call.ask.from_chat_id)
    found = [call.world.messages.get((chat.id, message_id)) for message_id in call.ask.message_ids]
    sources = [message for message in found if message and not message.deleted and not message.service]
    if not sources:
        raise bad_request(f"there are no messages to {purpose}")
    sent = deliver_all(call, [dict(source.content) for source in sources])
    if purpose == "forward":
        for message, source in zip(sent, sources, strict=True):
            message.forward_origin = _origin(call.world, source)
            call.world.touched(message)
    return [{"message_id": message.message_id} for message in sent]


def _source(call: Call[Any], message_id: int, purpose: str) -> Message:
    chat = open_chat(call.world, call.ask.from_chat_id)
    message = find_message(call.world, chat, message_id, purpose)
    if message.service or message.protected:
        raise bad_request(f"the message can't be {'copied' if purpose == 'copy' else 'forwarded'}")
    return message


def _origin(world: World, source: Message) -> Json:
    return source.forward_origin or {
        "type": "user",
        "date": source.date,
        "sender_user": user(world, source.sender_id),
    }
