"""A partner's chat is lost, for a while or for good; and comes back (I30, S20)."""

from handlers.desk import Desk
from handlers.hanging import hung_anew
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from handlers.tell_partner import take_down
from storage.people import Chat
from tickets import offers
from tickets.outcome import Notice, Party, Tell
from tickets.parties import Audience
from tickets.states import HandoffState


async def lost(desk: Desk, chat: Chat) -> list[int]:
    """What hung there hangs where the partner can be reached now; else offers go to the next candidate.

    Gives the tickets that stay with the partner although it hears nothing of them.
    """
    left: list[int] = []
    for seen in await desk.unit.tickets.of_chat(chat.chat_id):
        ticket = await desk.ticket(seen.number)
        for seq in [h.seq for h in ticket.handoffs if h.chat_id == chat.chat_id]:
            handoff = ticket.handoff(seq)
            if not handoff.is_live:
                continue
            given = await desk.given(ticket)
            reach = given.reach.get(handoff.partner_id)
            if reach is not None and (reach.chat_id is not None or reach.email is not None):
                ticket = await desk.carry_out(hung_anew(ticket, seq, reach))
            elif handoff.state is HandoffState.OFFERED:
                ticket = await desk.carry_out(offers.unreached(ticket, seq, given, desk.now))
            elif ticket.number not in left:
                left.append(ticket.number)
    return left


async def is_gone(desk: Desk, chat: Chat) -> None:
    """The bot was thrown out or blocked there: marked, and told to the dispatchers once."""
    await desk.unit.people.set_unreachable(chat.chat_id, desk.now)
    left = await lost(desk, chat) if chat.role == "partner" else []
    if chat.role != "dispatchers":
        await _tell(desk, chat, left)


async def is_anothers(desk: Desk, chat: Chat) -> None:
    """The chat as it was before is no partner's any more: the dispatchers hear what stays with that one."""
    if chat.role == "partner" and (left := await lost(desk, chat)):
        await _tell(desk, chat, left)


async def is_back(desk: Desk, chat: Chat) -> None:
    """It can be written to again: cards that changed meanwhile, or were cleared away, hang there anew; those
    of jobs that ended are taken down."""
    await desk.unit.people.set_unreachable(chat.chat_id, None)
    if chat.role != "partner" or chat.unreachable_at is None:
        return
    for seen in await desk.unit.tickets.of_chat(chat.chat_id, ended_since=chat.unreachable_at):
        ticket = await desk.ticket(seen.number)
        for seq in [h.seq for h in ticket.handoffs if h.chat_id == chat.chat_id]:
            if ticket.handoff(seq).is_live:
                ticket = await desk.carry_out(hung_anew(ticket, seq))
            else:
                card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq)
                await take_down(await desk.telling(card, ticket))


async def clear(desk: Desk, chat: Chat) -> None:
    """Before the chat is somebody else's: the cards that hang there show nothing of the jobs any more."""
    for ticket in await desk.unit.tickets.of_chat(chat.chat_id):
        for handoff in ticket.handoffs:
            if handoff.is_live and handoff.chat_id == chat.chat_id:
                card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq)
                await take_down(await desk.telling(card, ticket))


async def _tell(desk: Desk, chat: Chat, left: list[int]) -> None:
    facts = {"title": chat.title or str(chat.chat_id), "error": "", "ticket": None, "jobs": left}
    await tell_desk(
        desk.unit,
        desk.house,
        "unreachable",
        desk.now,
        facts,
        urgency=Urgency.PING,
        audience=Audience.INTERNAL,
    )
