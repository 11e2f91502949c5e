"""A dispatcher says with one tap what a partner's words meant: the step is taken for the partner (S64)."""

from dataclasses import replace

from aiogram.types import CallbackQuery

from handlers import admitting
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.desk_keyboards import InStead
from storage.people import Chat
from tickets import handoffs
from tickets.parties import Role


async def presses(query: CallbackQuery, callback_data: InStead, desk: Desk, room: Chat) -> None:
    """The step as the partner would take it; the timeline has who tapped, and for whom."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    given, by = await desk.given(ticket), actor(query.from_user, Role.DISPATCHER)
    handoff = ticket.handoff(callback_data.seq)
    outcome = handoffs.answer(ticket, handoff.seq, callback_data.state, given, desk.now, by=by)
    partner = given.partner_name(handoff.partner_id)
    entries = tuple(
        replace(each, text=each.text or partner)
        if each.handoff == handoff.seq and each.author == by
        else each
        for each in outcome.entries
    )
    await desk.carry_out(replace(outcome, entries=entries))
    text = desk.texts.word("toast/recorded", language_of(desk, room))
    await answer_press(query, desk, text)
