"""A dispatcher chooses a partner: the ranked list with why and why not, and its buttons."""

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers import admitting
from handlers.buttons import Agree, Choose
from handlers.context import actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.desk_keyboards import choice_keyboard
from handlers.knowing import ratings_of
from storage.people import Chat
from templates import CandidateRow
from tickets import second_word
from tickets.given import Given
from tickets.hops import reason_as_told
from tickets.outcome import Refused
from tickets.parties import Role
from tickets.routing import ASKED, NEVER_OUTSOURCE, Candidate, ranked
from tickets.ticket import Ticket

_ROWS = 15

# What a dispatcher may overrule has a button all the same.
_FINAL = frozenset({"not_approved_partner", "unreachable"})


async def show(message: Message, ticket: Ticket, desk: Desk, room: Chat) -> None:
    """The partners for a ticket: those of its route first, each with its reason and a button."""
    language = language_of(desk, room)
    ratings = await ratings_of(desk.unit, desk.policy, desk.now)
    given = replace(await desk.given(ticket), ratings=ratings)
    ranking = ranked(ticket, given, desk.now)[:_ROWS]
    html = desk.texts.chat(
        "dispatchers/candidates",
        language,
        number=ticket.number,
        rows=[_row(each, given) for each in ranking],
        now=desk.now,
    )
    free = ticket.live_handoff is None and ticket.is_open
    partners = [each.partner for each in ranking if free and each.why_not not in _FINAL]
    await answer_message(message, desk, html, keyboard=choice_keyboard(ticket.number, partners))


async def chooses(query: CallbackQuery, callback_data: Choose, desk: Desk, room: Chat) -> None:
    """A button of the list: as /handoff with the partner's name."""
    await _decides(query, callback_data, desk, room)


async def agrees(query: CallbackQuery, callback_data: Agree, desk: Desk, room: Chat) -> None:
    """Another dispatcher's yes to what a rule keeps with us."""
    await _decides(query, callback_data, desk, room)


async def _decides(query: CallbackQuery, press: Choose | Agree, desk: Desk, room: Chat) -> None:
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(press.number)
    partner = desk.policy.partners.get(press.partner)
    if partner is None:
        raise Refused("old_button")
    given, entries = await desk.given(ticket), await desk.timeline(ticket)
    by = actor(query.from_user, Role.DISPATCHER)
    decide = second_word.agree if isinstance(press, Agree) else second_word.choose
    outcome = decide(ticket, partner, entries, given, desk.now, by=by)
    await desk.carry_out(outcome)
    text = desk.texts.word(f"toast/{outcome.answer}", language_of(desk, room))
    await answer_press(query, desk, text)


def _row(each: Candidate, given: Given) -> CandidateRow:
    """One line. Of a partner that the route names and that can have it, the reason says enough."""
    return CandidateRow(
        id=each.partner.id,
        name=each.partner.name,
        why=reason_as_told(each.reason, given.known, given.policy)
        if each.why_not in (None, ASKED, NEVER_OUTSOURCE)
        else "",
        because=each.because,
        why_not=each.why_not or "",
        rated=each.rated,
    )
