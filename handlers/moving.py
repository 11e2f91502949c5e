"""A group becomes a supergroup: everything bound to it moves along, and open cards hang there anew (T11)."""

from handlers.desk import Desk
from handlers.hanging import hung_anew
from tickets.ticket import Handoff


async def move(desk: Desk, old: int, new: int) -> None:
    """Both chats tell of it, and an error may have told before: whatever comes later changes nothing."""
    chat = await desk.unit.people.chat(old)
    first = chat is not None and chat.migrated_to is None
    await desk.unit.people.migrate_chat(old, new)
    if not first:
        return
    for ticket in await desk.unit.tickets.of_chat(new):
        for handoff in ticket.handoffs:
            if handoff.is_live and handoff.chat_id == new and await _was_sent(desk, handoff):
                await desk.carry_out(hung_anew(ticket, handoff.seq))


async def _was_sent(desk: Desk, handoff: Handoff) -> bool:
    """A card that has not left yet leaves for the new chat by itself."""
    card = await desk.unit.outbox.get(handoff.card_delivery) if handoff.card_delivery is not None else None
    return card is None or bool(card.sent_as)
