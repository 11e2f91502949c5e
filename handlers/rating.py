"""The buttons 1 to 5 under the news that work was approved: what we think of it, for us only (S68)."""

from aiogram.types import CallbackQuery

from handlers import admitting
from handlers.buttons import Rate
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from storage.people import Chat
from tickets import rating
from tickets.outcome import Refused
from tickets.parties import Role


async def presses(query: CallbackQuery, callback_data: Rate, desk: Desk, room: Chat) -> None:
    """The work of that handoff. Refused: `old_button` when there is none, and as rating.rate."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    partner = next((each.partner_id for each in ticket.handoffs if each.seq == callback_data.seq), None)
    if partner is None:
        raise Refused("old_button")
    verdict = rating.Verdict(callback_data.score, partner=partner)
    by = actor(query.from_user, Role.DISPATCHER)
    outcome = rating.rate(ticket, verdict, await desk.given(ticket), desk.now, by=by)
    await desk.carry_out(outcome)
    await answer_press(query, desk, desk.texts.word(f"toast/{outcome.answer}", language_of(desk, room)))
