"""The card's buttons about when the technician comes."""

from datetime import datetime, time, timedelta

from aiogram.types import CallbackQuery

from handlers.buttons import TIME_CHOICES, Press, job_keyboard
from handlers.context import actor, answer_press
from handlers.desk import Desk
from handlers.tell_partner import show_choices
from tickets import expected
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Role
from tickets.spoken_times import Span
from tickets.ticket import Ticket

_IN = {"eta_30": timedelta(minutes=30), "eta_60": timedelta(hours=1), "eta_120": timedelta(hours=2)}
_MORNING = (time(8), time(12))
_DAY_ENDS = time(17)
_EVENING_ENDS = time(22)


def is_about_a_time(act: str) -> bool:
    """Whether the button asks or says when somebody comes."""
    return act == "eta" or act.startswith("eta_")


async def presses(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """Another time is asked for, or one is chosen."""
    if press.act == "eta":
        if not ticket.handoff(press.seq).is_live:
            raise Refused("ended")
        markup = job_keyboard(ticket.number, press.seq, (*TIME_CHOICES, ("back",)), desk.texts, language)
        card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=press.seq)
        await show_choices(await desk.telling(card, ticket), markup)
        answer = "choose"
    else:
        span = span_of(press.act, desk.now.astimezone(desk.policy.zone))
        by = actor(query.from_user, Role.PARTNER)
        given = await desk.given(ticket)
        outcome = expected.expect(ticket, press.seq, span, given, desk.now, by=by)
        await desk.carry_out(outcome)
        answer = outcome.answer or "recorded"
    text = desk.texts.word(f"toast/{answer}", language)
    await answer_press(query, desk, text)


def span_of(act: str, now: datetime) -> Span:
    """The time that a button means; `now` in the desk's zone. Refused: `old_button`."""
    if act in _IN:
        return Span((now + _IN[act]).replace(second=0, microsecond=0))
    if act == "eta_tomorrow":
        start, end = (datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo) for at in _MORNING)
        return Span(start, end)
    if act != "eta_today":
        raise Refused("old_button")
    start = (now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    ends = (datetime.combine(now.date(), at, now.tzinfo) for at in (_DAY_ENDS, _EVENING_ENDS))
    return Span(start, next((end for end in ends if end > start), None))
