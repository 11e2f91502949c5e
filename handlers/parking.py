"""Messages that wait for one tap: their writer was asked which job they belong to."""

from aiogram.types import Message
from pydantic import TypeAdapter

from handlers.desk import Desk
from handlers.incoming import said
from tickets import conversation
from tickets.parties import Role
from tickets.ticket import Ticket

_MESSAGES = TypeAdapter(list[Message])


async def park(desk: Desk, message: Message) -> bool:
    """Keeps the message as it came, with the other items of its album. False: of that it was asked before."""
    asked = await _asked_about(desk, message)
    before = await _kept(desk, message.chat.id, asked)
    kept = _MESSAGES.dump_json([*before, message], exclude_none=True).decode()
    await desk.unit.facts.put(_name(message.chat.id, asked), kept)
    return not before


async def show(desk: Desk, message: Message, role: Role, ticket: Ticket) -> None:
    """Lets the desk see words that are not placed yet, under the ticket that they most likely are about."""
    await desk.carry_out(conversation.unplaced(ticket, said(message, role)))


async def take(desk: Desk, chat_id: int, message_id: int) -> list[Message]:
    """What was parked with that message, and is then no longer; nothing when it was placed before."""
    messages = await _kept(desk, chat_id, message_id)
    if messages:
        await desk.unit.facts.put(_name(chat_id, message_id), "")
    return messages


async def _asked_about(desk: Desk, message: Message) -> int:
    """The message whose question this one waits with: itself, or the item of its album that came first."""
    if not message.media_group_id:
        return message.message_id
    album = f"album:{message.chat.id}:{message.media_group_id}"
    return int(await desk.unit.facts.ensure(album, lambda: str(message.message_id)))


async def _kept(desk: Desk, chat_id: int, message_id: int) -> list[Message]:
    kept = await desk.unit.facts.get(_name(chat_id, message_id))
    return _MESSAGES.validate_json(kept) if kept else []


def _name(chat_id: int, message_id: int) -> str:
    return f"parked:{chat_id}:{message_id}"
