"""A customer's yes or no to a price, in their chat: by button, or in words that answer the question."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import CallbackQuery, Message

from handlers import leaving
from handlers.buttons import Price
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.incoming import said
from handlers.owning import replied_to
from storage.people import Chat
from tickets.outcome import Outcome, Refused, Tell
from tickets.parties import Role
from tickets.ticket import Ticket
from tickets.timeline import Message as Words
from tickets.views import customer_view
from tickets.work import customer
from tickets.work.yes_or_no import yes_or_no

# What wants an answer of theirs: a yes to one of these is none to another.
_ASKING = (Tell.COST_QUESTION, Tell.REPLY, Tell.ASKED, Tell.RESOLVED)


async def presses(query: CallbackQuery, callback_data: Price, desk: Desk, room: Chat | None) -> None:
    """The button: it counts once, and its message says from now on what was answered."""
    ticket = await desk.ticket(callback_data.number)
    if query.message is None or ticket.requester.chat_id != query.message.chat.id:
        raise Refused("not_your_job")
    by, given, yes = actor(query.from_user, Role.CUSTOMER), await desk.given(ticket), callback_data.yes
    outcome = customer.answers(ticket, callback_data.question, given, desk.now, by=by, yes=yes)
    asked = customer.open_question(ticket, callback_data.question, desk.now)
    await desk.carry_out(outcome)
    language = language_of(desk, room, query.from_user)
    view = customer_view(ticket, given.known, desk.policy, ())
    amount = asked.price_asked if asked else ""
    html = desk.texts.chat("requester/cost_noted", language, view=view, yes=yes, amount=amount, now=desk.now)
    chat_id, message = query.message.chat.id, query.message.message_id
    await desk.unit.outbox.add(
        leaving.chat_rewrite(
            chat_id, html, message=message, kind=Tell.COST_NOTED.value, now=desk.now, keyboard=None
        )
    )
    await answer_press(query, desk, desk.texts.word("toast/thanks", language))


async def meant(message: Message, tickets: Sequence[Ticket], desk: Desk) -> list[Ticket]:
    """Those of their tickets whose price a plain yes or no may answer; none: it answers something else."""
    priced = [each for each in tickets if _asked_since(each, desk.now) is not None]
    if not priced or not _is_clear(said(message, Role.CUSTOMER)):
        return []
    if len(priced) == 1 and not await _asked_last(message, tickets, priced[0], desk):
        return []
    return priced


async def said_in_words(message: Message, ticket: Ticket, desk: Desk) -> Outcome | None:
    """What words do that answer the question: a reply to it, or a plain yes or no after it. None: they answer
    something else."""
    live = ticket.live_handoff
    question = customer.question_of(live) if live else None
    if question is None:
        return None
    if message.reply_to_message is None:
        words = said(message, Role.CUSTOMER, proof="chat")
        if not _is_clear(words):
            return None
        current = await _asked_last(message, (ticket,), ticket, desk)
        return await decided(desk, ticket, question, words, current=current)
    sent = await replied_to(message, desk)
    if sent is None or sent.kind != Tell.COST_QUESTION:
        return None
    words = said(message, Role.CUSTOMER, proof="reply")
    current = int(sent.created_at.timestamp()) >= question  # the question itself, or a reminder of it
    return await decided(desk, ticket, question, words, current=current)


async def decided(desk: Desk, ticket: Ticket, question: int, words: Words, *, current: bool) -> Outcome:
    """A clear yes or no to the question as it is now; else a dispatcher looks."""
    yes = yes_or_no(words.text) if current and not words.attachments else None
    if yes is None or customer.open_question(ticket, question, desk.now) is None:
        return customer.unclear(ticket, words)
    given = await desk.given(ticket)
    return customer.answers(ticket, question, given, desk.now, by=words.author, yes=yes, message=words)


def _is_clear(words: Words) -> bool:
    return not words.attachments and yes_or_no(words.text) is not None


def _asked_since(ticket: Ticket, now: datetime) -> datetime | None:
    """Since when they are asked for that price; None: they are not."""
    live = ticket.live_handoff
    question = customer.question_of(live) if live else None
    asked = customer.open_question(ticket, question, now) if question is not None else None
    return asked.cost_since if asked else None


async def _asked_last(message: Message, tickets: Sequence[Ticket], ticket: Ticket, desk: Desk) -> bool:
    """Whether that ticket's price, as it is now, is the last thing that we asked there before the message."""
    numbers, lane = [each.number for each in tickets], leaving.chat_lane(message.chat.id)
    last = await desk.unit.messages.last_sent(numbers, lane, _ASKING)
    since = _asked_since(ticket, desk.now)
    if last is None or since is None or (last.kind, last.ticket) != (Tell.COST_QUESTION, ticket.number):
        return False
    seen = any(int(key.rpartition(":")[2]) < message.message_id for key in last.sent_as)
    return seen and last.created_at >= since
