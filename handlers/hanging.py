"""Cards hung anew: where one is gone, where its chat is another now, where somebody asks for it."""

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers.buttons import Press, button, keyboard
from handlers.context import answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.job_view import view_in
from handlers.leaving import chat_edit, chat_lane
from storage.people import Chat
from tickets.known import Reach
from tickets.muting import hears
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.ticket import Handoff, Ticket

AGAIN = "card"  # the act of the button
_MOST = 30  # buttons under a list of jobs


def hung_anew(ticket: Ticket, seq: int, reach: Reach | None = None) -> Outcome:
    """The job with a new card; `reach`: in another chat, or by mail."""
    handoff = replace(ticket.handoff(seq), card_delivery=None)
    if reach is not None:
        handoff = replace(handoff, chat_id=reach.chat_id, email=reach.email)
    card = Notice(to=Party.PARTNER, tell=Tell.CARD, handoff=seq)
    return Outcome(ticket=ticket.with_handoff(handoff), notices=(card,))


async def jobs(message: Message, desk: Desk, room: Chat) -> None:
    """This partner's open jobs, and nobody else's (S30), each with a button that brings its card here.

    Nothing is said of those it is muted for, nor that there are no others.
    """
    partner = room.partner_id or ""
    found = [
        (ticket, handoff)
        for ticket in await desk.unit.tickets.of_partner(partner)
        for handoff in ticket.handoffs
        if handoff.partner_id == partner and handoff.is_live
    ]
    live = [(ticket, handoff) for ticket, handoff in found if hears(ticket, partner)]
    if found and not live:
        await desk.ticket(found[0][0].number)  # what the answer would be about
    views = [await view_in(desk, ticket, each.seq) for ticket, each in live]
    html = desk.texts.chat(
        "partner/jobs", language_of(desk, room), views=views, desk=desk.policy.desk_name, now=desk.now
    )
    rows = [
        [button(f"📌 #{ticket.number} {ticket.subject}"[:40], _press(ticket, each))]
        for ticket, each in live[:_MOST]
    ]
    await answer_message(message, desk, html, keyboard=keyboard(rows) if rows else None)


async def presses(query: CallbackQuery, press: Press, desk: Desk, room: Chat, ticket: Ticket) -> None:
    """The card is wanted here; the one that hung before says so. Refused: `ended`."""
    handoff = ticket.handoff(press.seq)
    if not handoff.is_live:
        raise Refused("ended")
    await _points_here(desk, ticket, handoff)
    await desk.carry_out(hung_anew(ticket, press.seq, Reach(chat_id=room.chat_id)))
    await answer_press(query, desk, "")


async def put_right(desk: Desk, ticket: Ticket, seq: int, edited: int) -> None:
    """The message of a card (outbox row `edited`) is gone: whoever works by it gets another one."""
    handoff = ticket.handoff(seq)
    if handoff.is_live and handoff.card_delivery == edited:
        await desk.carry_out(hung_anew(ticket, seq))


async def _points_here(desk: Desk, ticket: Ticket, handoff: Handoff) -> None:
    card = await desk.unit.outbox.get(handoff.card_delivery) if handoff.card_delivery is not None else None
    if card is None or handoff.chat_id is None or card.lane != chat_lane(handoff.chat_id):
        return
    chat = await desk.unit.people.chat(handoff.chat_id)
    if chat is None or chat.partner_id != handoff.partner_id or chat.unreachable_at is not None:
        return
    view = await view_in(desk, ticket, handoff.seq)
    html = desk.texts.chat("partner/card_moved", language_of(desk, chat), view=view, now=desk.now)
    await desk.unit.outbox.add(
        chat_edit(
            chat.chat_id,
            html,
            kind="card_moved",
            now=desk.now,
            edits=card.id,
            keyboard=None,
            collapse_key=f"moved:{card.id}",
            ticket=ticket.number,
            handoff=handoff.seq,
        )
    )


def _press(ticket: Ticket, handoff: Handoff) -> Press:
    return Press(number=ticket.number, seq=handoff.seq, act=AGAIN)
