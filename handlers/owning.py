"""Whose job it is: a chat may touch its own partner's handoffs, and those it has handed on itself."""

from aiogram.types import Message

from handlers import topics
from handlers.desk import Desk
from handlers.incoming import key_of
from storage.deliveries import Delivery
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
    """The job of the message this one replies to, or in whose topic it stands."""
    reply = message.reply_to_message
    if reply is not None:
        key = key_of(reply)
        ref = (await desk.unit.messages.find([key])).get(key)
        if ref is not None and ref.audience is Audience.PARTNER and ref.handoff is not None:
            return ref.ticket, ref.handoff
    number = await topics.ticket_of(message, desk.unit)
    ticket = await desk.unit.tickets.get(number) if number is not None else None
    handoff = topics.handoff_in(ticket, message.chat.id) if ticket else None
    return (ticket.number, handoff.seq) if ticket and handoff else None


async def replied_to(message: Message, desk: Desk) -> Delivery | None:
    """What of ours this one replies to; None: nothing."""
    if message.reply_to_message is None:
        return None
    key = key_of(message.reply_to_message)
    ref = (await desk.unit.messages.find([key])).get(key)
    return await desk.unit.outbox.get(ref.delivery) if ref and ref.delivery is not None else None
