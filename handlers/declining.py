"""Declining for a reason of one's own: the button asks, and the same person's next words are the reason."""

from datetime import timedelta

from aiogram.types import CallbackQuery, Message

from handlers import withdrawing
from handlers.context import actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.withdrawing import waits_for
from storage.people import Chat
from tickets import handoffs
from tickets.outcome import Refused
from tickets.parties import Audience, Role
from tickets.states import HandoffState
from tickets.ticket import Ticket

ACT = "decline_other"

_WAITS = timedelta(minutes=30)  # after which words are just words again


async def ask(query: CallbackQuery, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """Asks why. Refused: `ended`."""
    if not ticket.handoff(seq).is_live:
        raise Refused("ended")
    asked = waits_for(room.chat_id, query.from_user.id)
    await desk.unit.facts.put(asked, f"{ticket.number}:{seq}:{desk.now.timestamp()}")
    if isinstance(query.message, Message):
        html = desk.texts.chat(
            "partner/need_reason", language_of(desk, room), state=HandoffState.DECLINED, now=desk.now
        )
        # A group's bot in privacy mode hears replies only; the client offers one (Bot API, ForceReply).
        force = {"force_reply": True}
        row = await answer_message(
            query.message,
            desk,
            html,
            keyboard=force,
            ticket=ticket.number,
            handoff=seq,
            audience=Audience.PARTNER,
        )
        await withdrawing.remember(desk.unit.facts, ticket.number, seq, room.chat_id, query.from_user.id, row)
    await answer_press(query, desk, "")


async def takes(message: Message, answered: tuple[int, int] | None, desk: Desk, room: Chat) -> bool:
    """Whether these words are the reason that was asked for: then the job is declined with them.

    `answered` is the job of the message that they reply to. Words about another job are none.
    """
    if message.from_user is None or not message.text:
        return False
    name = waits_for(room.chat_id, message.from_user.id)
    asked = await desk.unit.facts.get(name)
    if not asked:
        return False
    number, seq, at = asked.split(":")
    job = (int(number), int(seq))
    if answered not in (None, job) or desk.now.timestamp() - float(at) > _WAITS.total_seconds():
        return False
    await desk.unit.facts.put(name, "")
    await withdrawing.answered(desk.unit.facts, *job, room.chat_id, message.from_user.id)
    ticket = await desk.ticket(job[0])
    if not any(h.seq == job[1] and h.partner_id == room.partner_id for h in ticket.handoffs):
        return False
    by = actor(message.from_user, Role.PARTNER)
    outcome = handoffs.answer(
        ticket,
        job[1],
        HandoffState.DECLINED,
        await desk.given(ticket),
        desk.now,
        by=by,
        note=message.text.strip(),
    )
    await desk.carry_out(outcome)
    text = desk.texts.word(f"toast/{outcome.answer}", language_of(desk, room))
    await answer_message(message, desk, text, plain=True)
    return True
