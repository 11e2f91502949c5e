"""A customer's yes or no to a price, in their chat: by button, or in words that answer the question."""

from aiogram.types import CallbackQuery, Message

from handlers import leaving
from handlers.buttons import Price
from handlers.context import actor, answer_press, language_of
from handlers.desk import Desk
from handlers.incoming import key_of, said
from storage.people import Chat
from tickets.outcome import Outcome, Refused, Tell
from tickets.parties import Role
from tickets.ticket import Ticket
from tickets.timeline import Message as Words
from tickets.views import customer_view
from tickets.work import customer
from tickets.work.yes_or_no import yes_or_no


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


async def said_in_words(message: Message, ticket: Ticket, desk: Desk) -> Outcome | None:
    """What words do that answer the question with a reply; None: they answer something else."""
    live, reply = ticket.live_handoff, message.reply_to_message
    question = customer.question_of(live) if live else None
    if question is None or reply is None:
        return None
    key = key_of(reply)
    ref = (await desk.unit.messages.find([key])).get(key)
    sent = await desk.unit.outbox.get(ref.delivery) if ref and ref.delivery else None
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
