"""Whose job it is: a chat may touch its own partner's handoffs, and those it has handed on itself."""

from aiogram.types import Message

from handlers.desk import Desk
from handlers.incoming import key_of
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Audience
from tickets.ticket import Ticket

Job = tuple[int, int]  # ticket number, handoff seq


def require_own(ticket: Ticket, seq: int, room: Chat) -> None:
    """A card forwarded to another chat, or a chat bound anew, gives nobody a job. Refused: `not_your_job`."""
    own = any(h.seq == seq and h.partner_id == room.partner_id for h in ticket.handoffs)
    if not own:
        raise Refused("not_your_job")


def is_principal(ticket: Ticket, seq: int, room: Chat) -> bool:
    """Whether this chat's partner has handed that handoff on."""
    parents = {h.parent for h in ticket.handoffs if h.seq == seq}
    return any(h.seq in parents and h.partner_id == room.partner_id for h in ticket.handoffs)


async def answered(message: Message, desk: Desk) -> Job | None:
    """The job of the message this one replies to."""
    reply = message.reply_to_message
    if reply is None:
        return None
    key = key_of(reply)
    ref = (await desk.unit.messages.find([key])).get(key)
    if ref is None or ref.audience is not Audience.PARTNER or ref.handoff is None:
        return None
    return ref.ticket, ref.handoff
