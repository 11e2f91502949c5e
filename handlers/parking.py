"""Messages that wait for one tap: their writer was asked which job they belong to."""

from aiogram.types import Message

from handlers.desk import Desk


async def park(desk: Desk, message: Message) -> None:
    """Keeps the message as it came."""
    await desk.unit.facts.put(
        _name(message.chat.id, message.message_id), message.model_dump_json(exclude_none=True)
    )


async def take(desk: Desk, chat_id: int, message_id: int) -> Message | None:
    """The parked message, which is then no longer parked; None when it was placed before."""
    kept = await desk.unit.facts.get(_name(chat_id, message_id))
    if not kept:
        return None
    await desk.unit.facts.put(_name(chat_id, message_id), "")
    return Message.model_validate_json(kept)


def _name(chat_id: int, message_id: int) -> str:
    return f"parked:{chat_id}:{message_id}"
