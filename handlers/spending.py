"""Yes or no to a cost above the cap: from the desk, or from the partner who has handed the job on."""

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers import admitting
from handlers.buttons import Spend
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.incoming import said
from handlers.owning import is_principal, replied_to
from storage.people import Chat
from tickets.chains import handing
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import Role
from tickets.ticket import Ticket
from tickets.timeline import Message as Words
from tickets.work import costs
from tickets.work.approval import is_asked, question_of
from tickets.work.caps import asked_sum, cap_of


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


async def answers(message: Message, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> Outcome | None:
    """A partner's reply to the question about its subcontractor's cost: a yes is for the sum that stands
    there. None: it replies to something else.

    Refused: as costs.in_words.
    """
    sent = await replied_to(message, desk)
    if sent is None or sent.kind != Tell.COST_TO_APPROVE:
        return None
    asked, told = question_of(ticket.handoff(seq)), int(sent.created_at.timestamp())
    question = told if asked is None else min(asked, told)  # a reminder asks the same
    words = said(message, Role.PARTNER, proof="reply")
    return await in_words(ticket, seq, question, words, desk, language_of(desk, room))


async def in_words(
    ticket: Ticket, seq: int, question: int, words: Words, desk: Desk, language: str
) -> Outcome:
    """A yes or no to what the subcontractor has come to. Other words go to it, and their writer hears that
    the work still rests.

    Refused: as costs.in_words.
    """
    given, child = await desk.given(ticket), ticket.handoff(seq)
    decided = costs.in_words(ticket, seq, question, words, given, desk.now)
    if decided is not None:
        return decided
    passed_on = handing.principal_says(ticket, seq, words, given, desk.now)
    if not is_asked(child):
        return passed_on
    amount = str(asked_sum(ticket, child, cap_of(child, ticket, given)))
    partner = given.partner_name(child.partner_id)
    again = desk.texts.word("refused/yes_or_no", language, partner=partner, amount=amount)
    asks = Notice(to=Party.PARTNER, tell=Tell.CANNOT, handoff=child.parent, facts={"said": again})
    return replace(passed_on, notices=(*passed_on.notices, asks))
