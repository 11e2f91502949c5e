"""What Telegram's answer tells of a message that was sent, its key and the ids of its photos; and why not."""

from collections.abc import Iterator, Sequence
from typing import Any

from aiogram.types import Message, RichBlockCollage, RichBlockPhoto

from handlers.incoming import message_key
from storage.outbox import Outbox


def photos_of(result: Any) -> list[str]:
    """The file ids of a rich message's photos, in their order."""
    rich = result.rich_message if isinstance(result, Message) else None
    return [] if rich is None else list(_photos(rich.blocks))


def _photos(blocks: Sequence[Any]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, RichBlockPhoto):
            yield block.photo[-1].file_id
        elif isinstance(block, RichBlockCollage):
            yield from _photos(block.blocks)


def keys_of(result: Any) -> list[str]:
    """The keys of what was sent; an ephemeral message has none (its message_id is 0)."""
    messages = result if isinstance(result, list) else [result]
    return [message_key(m.chat.id, m.message_id) for m in messages if isinstance(m, Message) and m.message_id]


def keys_told(answer: Any) -> list[str] | None:
    """The messages of an answer that is a yes in a shape newer than our aiogram; None: it is no yes."""
    if not isinstance(answer, dict) or answer.get("ok") is not True:
        return None
    result = answer.get("result")
    messages = result if isinstance(result, list) else [result]
    return [
        message_key(m["chat"]["id"], m["message_id"])
        for m in messages
        if isinstance(m, dict) and "chat" in m and m["message_id"]
    ]


def card_is_gone(said: str) -> bool:
    """Whether the message of an edit was cleared away, or is another bot's."""
    return any(words in said for words in ("to edit not found", "message_id_invalid", "can't be edited"))


def concerns_the_chat(said: str) -> bool:
    """Whether another form of the same message would be refused as well."""
    return any(words in said for words in ("chat not found", "to edit not found", "can't be edited"))


async def message_id(outbox: Outbox, delivery_id: int | None, lane: str) -> int | None:
    """The message of this lane's chat that a delivery was sent as; None when it has none.

    A group that has become a supergroup is another chat, where the same number is another message (T11).
    """
    if delivery_id is None:
        return None
    sent = await outbox.get(delivery_id)
    if sent is None or not sent.sent_as:
        return None
    chat, _, id_ = sent.sent_as[0].rpartition(":")
    return int(id_) if chat == lane else None
