"""The customers' room: a private chat, where words open or continue a ticket."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import customer_words, parking, pricing
from handlers.albums import joins_album
from handlers.buttons import Belongs, Price, Score
from handlers.context import InRoom, actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.reading import Reader
from handlers.sizes import warn_of_size
from storage.people import Chat
from templates.languages import shipped
from tickets import dispatch
from tickets.muting import is_muted
from tickets.outcome import Refused
from tickets.parties import CUSTOMERS_SIDE, Role


def router() -> Router:
    """The room's handlers, in the order in which they are asked."""
    room = Router(name="customers")
    room.message.filter(F.chat.type == ChatType.PRIVATE, InRoom("customer", None))
    room.callback_query.filter(F.message.chat.type == ChatType.PRIVATE, InRoom("customer", None))
    room.message.register(status, Command("status"))
    room.message.register(set_language, Command("language"))
    room.message.register(show_help, Command("help"))
    room.message.register(unknown_command, F.text.startswith("/"))
    room.message.register(says)
    room.callback_query.register(rates, Score.filter())
    room.callback_query.register(pricing.presses, Price.filter())
    room.callback_query.register(chooses, Belongs.filter())
    return room


async def says(message: Message, desk: Desk, room: Chat | None, reader: Reader) -> None:
    """Words or files, about a ticket they have or a new one."""
    if await joins_album(message, desk):
        return
    await warn_of_size(message, desk, room)
    await customer_words.take(message, desk, room, reader)


async def status(message: Message, desk: Desk, room: Chat | None) -> None:
    """What is open, and how far it is. Nothing is said of what they are muted for, nor that there is nothing
    else."""
    found = await desk.unit.tickets.of_requester(str(message.chat.id))
    tickets = [each for each in found if not is_muted(each, CUSTOMERS_SIDE)]
    if found and not tickets:
        await desk.ticket(found[0].number)  # what the answer would be about
    views = [await customer_words.view_of(desk, ticket) for ticket in tickets]
    html = desk.texts.chat(
        "requester/status",
        language_of(desk, room, message.from_user),
        views=views,
        desk=desk.policy.desk_name,
        now=desk.now,
    )
    await answer_message(message, desk, html)


async def set_language(message: Message, command: CommandObject, desk: Desk, room: Chat | None) -> None:
    """Speaks another language from now on."""
    code = (command.args or "").strip().lower()
    if code not in shipped():
        raise Refused("unreadable_arguments", usage=f"/language {'|'.join(shipped())}")
    await desk.unit.people.bind_chat(
        message.chat.id,
        "customer",
        message.chat.full_name,
        code,
        contact_id=room.contact_id if room else None,
        now=desk.now,
    )
    await answer_message(message, desk, desk.texts.chat("requester/language_set", code, now=desk.now))


async def show_help(message: Message, desk: Desk, room: Chat | None) -> None:
    """What one can do here."""
    language = language_of(desk, room, message.from_user)
    html = desk.texts.chat("requester/help", language, desk=desk.policy.desk_name, now=desk.now)
    await answer_message(message, desk, html)


async def rates(query: CallbackQuery, callback_data: Score, desk: Desk, room: Chat | None) -> None:
    """One tap of satisfaction."""
    ticket = await desk.ticket(callback_data.number)
    if query.message is None or ticket.requester.chat_id != query.message.chat.id:
        raise Refused("not_your_job")
    by = actor(query.from_user, Role.CUSTOMER)
    await desk.carry_out(dispatch.rate(ticket, callback_data.score, desk.now, by=by))
    text = desk.texts.word("toast/thanks", language_of(desk, room, query.from_user))
    await answer_press(query, desk, text)


async def chooses(
    query: CallbackQuery, callback_data: Belongs, desk: Desk, room: Chat | None, reader: Reader
) -> None:
    """Says which ticket a parked message belongs to."""
    chat_id = query.message.chat.id if query.message else 0
    parked = await parking.take(desk, chat_id, callback_data.message)
    if not parked:
        raise Refused("old_button")
    await customer_words.place(parked, callback_data.number, desk, room, reader)
    text = desk.texts.word("toast/recorded", language_of(desk, room, query.from_user))
    await answer_press(query, desk, text)


async def unknown_command(message: Message) -> None:
    """A command that this room does not have: also the dispatchers' and the partners'."""
    raise Refused("not_here")
