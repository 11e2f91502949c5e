"""A card's buttons: each is one thing that a technician does."""

from aiogram.types import CallbackQuery

from handlers import admitting, arriving, declining, handing_on, hanging, working
from handlers.acts import step_of
from handlers.buttons import (
    DECLINE_CHOICES,
    UNDO,
    WAIT_CHOICES,
    Press,
    check_keyboard,
    job_keyboard,
)
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.owning import require_own
from handlers.tell_partner import show_choices
from handlers.tell_partner import tell as tell_partner
from storage.people import Chat
from tickets import handoffs
from tickets.evidence.job import evidence_of
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Role
from tickets.ticket import Ticket


async def presses(query: CallbackQuery, callback_data: Press, desk: Desk, room: Chat) -> None:
    """A button of the card."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    if handing_on.is_about_a_chain(callback_data.act):
        await handing_on.presses(query, callback_data, desk, room, ticket)
        return
    require_own(ticket, callback_data.seq, room)
    if callback_data.act == hanging.AGAIN:
        await hanging.presses(query, callback_data, desk, room, ticket)
        return
    await declining.forgets((ticket.number, callback_data.seq), desk)
    language = language_of(desk, room)
    act = callback_data.act
    if act == "question":
        await answer_press(query, desk, desk.texts.word("toast/question", language), alert=True)
    elif act in ("waiting", "decline"):
        await _asks_why(query, callback_data, desk, language, ticket)
    elif arriving.is_about_a_time(act):
        await arriving.presses(query, callback_data, desk, language, ticket)
    elif act.startswith(UNDO):
        await working.undoes(query, callback_data, desk, language, ticket)
    elif act in ("checks", "back") or act.startswith("check_"):
        await _ticks(query, callback_data, desk, language, ticket)
    elif act == declining.ACT:
        await declining.ask(query, ticket, callback_data.seq, desk, room)
    else:
        await _steps(query, callback_data, desk, language, ticket)


async def _steps(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """How far the technician is."""
    state, wait, note = step_of(press.act, desk.texts, language)
    given, by = await desk.given(ticket), actor(query.from_user, Role.PARTNER)
    outcome = handoffs.answer(ticket, press.seq, state, given, desk.now, by=by, note=note, wait=wait)
    await desk.carry_out(outcome)
    await answer_press(query, desk, desk.texts.word(f"toast/{outcome.answer}", language))


async def _asks_why(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """What it waits for, or why not, to choose from on the card."""
    choices = (*(WAIT_CHOICES if press.act == "waiting" else DECLINE_CHOICES), ("back",))
    if not ticket.handoff(press.seq).is_live:
        raise Refused("ended")
    markup = job_keyboard(ticket.number, press.seq, choices, desk.texts, language)
    card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=press.seq)
    await show_choices(await desk.telling(card, ticket), markup)
    await answer_press(query, desk, desk.texts.word("toast/choose", language))


async def _ticks(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """The checklist: opened on the card, ticked off step by step, and closed again."""
    given, by = await desk.given(ticket), actor(query.from_user, Role.PARTNER)
    if press.act.startswith("check_"):
        key = press.act.replace("_", ":", 1)
        ticket = await desk.carry_out(handoffs.tick(ticket, press.seq, key, given, desk.now, by=by))
    elif not ticket.handoff(press.seq).is_live:
        raise Refused("ended")
    card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=press.seq)
    telling = await desk.telling(card, ticket)
    if press.act == "back":
        await tell_partner(telling)
    else:
        evidence = evidence_of(ticket.handoff(press.seq), ticket, given.known, desk.policy)
        markup = check_keyboard(ticket.number, press.seq, evidence, desk.texts, language)
        await show_choices(telling, markup)
    await answer_press(query, desk, "")
