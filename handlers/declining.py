"""Declining for a reason of one's own: the button asks, and the same person's next words are the reason.

Who has declined in words that say no more than no is asked afterwards (:mod:`tickets.reports`).
"""

from aiogram.types import CallbackQuery, Message

from handlers import withdrawing
from handlers.buttons import FORCE_REPLY
from handlers.context import actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.handoff_view import view_of
from handlers.owning import Job
from storage.people import Chat
from tickets import handoffs
from tickets.answers import read_answer
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Audience, Role, party_of_partner
from tickets.states import HandoffState
from tickets.ticket import Ticket

ACT = "decline_other"


async def ask(query: CallbackQuery, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """Asks why. Refused: `ended`, and `not_now` once it is accepted."""
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if handoff.state is not HandoffState.OFFERED:
        raise Refused("not_now", state=handoff.state)
    row = None
    if query.message is not None:
        about = Notice(to=Party.PARTNER, tell=Tell.NEED_REASON, handoff=seq)
        telling = await desk.telling(about, ticket)
        html = desk.texts.chat(
            "partner/need_reason",
            language_of(desk, room),
            view=view_of(telling, handoff),
            **telling.facts(declined=False),
        )
        row = await answer_message(
            query.message,
            desk,
            html,
            keyboard=FORCE_REPLY,
            ticket=ticket.number,
            handoff=seq,
            audience=Audience.PARTNER,
            party=party_of_partner(handoff.partner_id),
        )
    await owes(query.from_user.id, (ticket.number, seq), desk, room, row)
    await answer_press(query, desk, "")


async def takes(message: Message, answered: Job | None, desk: Desk, room: Chat) -> bool:
    """Whether these words are the reason that was asked for: then the job is declined with them.

    `answered` is the job of the message that they reply to. Words about another job are none, and so is a
    step: who writes "on my way" has changed their mind.
    """
    if message.from_user is None or not message.text or message.text.startswith("/"):
        return False
    user_id = message.from_user.id
    job = await withdrawing.awaited(desk.unit.facts, room.chat_id, user_id, desk.now)
    if job is None or answered not in (None, job):
        return False
    ticket = await desk.ticket(job[0])
    handoff = next((h for h in ticket.handoffs if h.seq == job[1] and h.partner_id == room.partner_id), None)
    if handoff is None or handoff.state is not HandoffState.OFFERED:
        return False
    step = read_answer(message.text, offered=True)
    if step is not None and step.state is not HandoffState.DECLINED:
        await forgets(job, desk)
        return False
    await withdrawing.answered(desk.unit.facts, *job, room.chat_id, user_id)
    given, by = await desk.given(ticket), actor(message.from_user, Role.PARTNER)
    state, note = HandoffState.DECLINED, message.text.strip()
    outcome = handoffs.answer(ticket, job[1], state, given, desk.now, by=by, note=note)
    await desk.carry_out(outcome)
    text = desk.texts.word(f"toast/{outcome.answer}", language_of(desk, room))
    await answer_message(message, desk, text, plain=True)
    return True


async def declined(message: Message, desk: Desk, room: Chat) -> Job | None:
    """The job that its writer has declined a moment ago without a reason, which these words may be."""
    if message.from_user is None or not message.text:
        return None
    job = await withdrawing.awaited(desk.unit.facts, room.chat_id, message.from_user.id, desk.now)
    handoff = (await desk.ticket(job[0])).handoff(job[1]) if job else None
    return job if handoff is not None and handoff.lacks_reason else None


async def owes(user_id: int, job: Job, desk: Desk, room: Chat, row: int | None = None) -> None:
    """Remembers whom a reason is awaited from, and the outbox row of the question; None: it is kept."""
    await withdrawing.remember(desk.unit.facts, *job, room.chat_id, user_id, row, desk.now)


async def forgets(job: Job, desk: Desk) -> None:
    """A button has been pressed, or a step taken: no words are awaited any more."""
    await withdrawing.withdraw(desk.unit, *job, desk.now)
