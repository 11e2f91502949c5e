"""Yes or no to a cost above the cap: from the desk, or from the partner who has handed the job on."""

from aiogram.types import CallbackQuery

from handlers import admitting
from handlers.buttons import Spend
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.owning import is_principal
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Role
from tickets.work import costs


async def presses(query: CallbackQuery, callback_data: Spend, desk: Desk, room: Chat) -> None:
    """One of the two buttons: it answers the sum that stood beside it, and none that was asked for later.

    Refused: `old_button` for another sum, `not_your_job`, and as costs.decide_cost and costs.decide_below.
    """
    if not await admitting.knows(query, desk, room):
        return
    ticket, seq, yes = await desk.ticket(callback_data.number), callback_data.seq, callback_data.yes
    is_desk = room.role == "dispatchers"
    if not is_desk and not is_principal(ticket, seq, room):
        raise Refused("not_your_job")
    if ticket.handoff(seq).cost_asked not in (None, callback_data.cost):
        raise Refused("old_button")
    given = await desk.given(ticket)
    by = actor(query.from_user, Role.DISPATCHER if is_desk else Role.PARTNER)
    outcome = (
        costs.decide_cost(ticket, given, desk.now, by=by, yes=yes)
        if is_desk
        else costs.decide_below(ticket, seq, given, desk.now, by=by, yes=yes)
    )
    await desk.carry_out(outcome)
    await answer_press(query, desk, desk.texts.word(f"toast/{outcome.answer}", language_of(desk, room)))
