"""The customers' room: a private chat, where words open or continue a ticket."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import leaving, parking
from handlers.albums import joins_album
from handlers.buttons import Belongs, Score, button, keyboard
from handlers.context import InRoom, actor, answer_message, language_of
from handlers.desk import Desk
from handlers.incoming import key_of, message_key, said, too_big
from handlers.knowing import assets_meant, known_for_request
from handlers.reading import Reader
from storage.people import Chat
from templates.languages import shipped
from tickets import conversation, dispatch, intake
from tickets.intake import Request
from tickets.ticket import Audience, Channel, Refused, Requester, Role, Ticket
from tickets.ticket import Message as Words
from tickets.views import CustomerView, customer_view

_LATELY = 3  # finished tickets to choose from


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
    room.callback_query.register(chooses, Belongs.filter())
    return room


async def says(message: Message, desk: Desk, room: Chat | None, reader: Reader) -> None:
    """Joins the ticket that is meant, asks when several may be, or opens a new one."""
    if await joins_album(message, desk):
        return
    await _warn_of_size(message, desk, room)
    number = await _answered(message, desk)
    if number is not None:
        await _continue(message, desk, room, reader, number)
        return
    open_ones, finished = await _theirs(message, desk)
    if finished and not open_ones and conversation.is_thanks(said(message, Role.CUSTOMER)):
        await _continue(message, desk, room, reader, finished[0].number)
    elif len(open_ones) > 1 or (finished and not open_ones):
        await _ask_which(message, desk, room, open_ones or finished[:_LATELY])
    elif open_ones:
        await _continue(message, desk, room, reader, open_ones[0].number)
    else:
        await _open(message, desk, room, reader)


async def status(message: Message, desk: Desk, room: Chat | None) -> None:
    """What is open, and how far it is."""
    tickets = await desk.unit.tickets.of_requester(str(message.chat.id))
    views = [await _view(desk, ticket) for ticket in tickets]
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
    await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now))


async def chooses(
    query: CallbackQuery, callback_data: Belongs, desk: Desk, room: Chat | None, reader: Reader
) -> None:
    """Says which ticket a parked message belongs to."""
    chat_id = query.message.chat.id if query.message else 0
    parked = await parking.take(desk, chat_id, callback_data.message)
    if not parked:
        raise Refused("old_button")
    if callback_data.number == 0:
        await _open(parked[0], desk, room, reader)
    else:
        await _continue(parked[0], desk, room, reader, callback_data.number)
    for further in parked[1:]:
        await joins_album(further, desk)
    text = desk.texts.word("toast/recorded", language_of(desk, room, query.from_user))
    await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now))


async def unknown_command(message: Message) -> None:
    """A command that this room does not have: also the dispatchers' and the partners'."""
    raise Refused("not_here")


async def _theirs(message: Message, desk: Desk) -> tuple[list[Ticket], list[Ticket]]:
    """The writer's open tickets, and those finished not so long ago; newest first."""
    tickets = await desk.unit.tickets.of_requester(str(message.chat.id), open_only=False)
    tickets = [each for each in tickets if not each.merged_into and not conversation.is_past(each, desk.now)]
    return [each for each in tickets if each.is_open], [each for each in tickets if not each.is_open]


async def _answered(message: Message, desk: Desk) -> int | None:
    """The ticket of the message this one replies to; None when it replies to none of ours."""
    reply = message.reply_to_message
    if reply is None:
        return None
    key = message_key(message.chat.id, reply.message_id)
    ref = (await desk.unit.messages.find([key])).get(key)
    return ref.ticket if ref and ref.audience is Audience.CUSTOMER else None


async def _open(
    message: Message, desk: Desk, room: Chat | None, reader: Reader, relative: int | None = None
) -> None:
    words = said(message, Role.CUSTOMER)
    contact = await desk.unit.register.contact(room.contact_id) if room and room.contact_id else None
    assets = await assets_meant(desk.unit, reader.hints(words.text), contact)
    told = reader.read(words.text, message.date.astimezone(desk.policy.zone), assets)
    asset = next((asset for asset in assets if asset.id == told.asset_id), None)
    language = (
        (room.language if room else None) or told.language or language_of(desk, room, message.from_user)
    )
    request = Request(
        requester=Requester(
            name=message.from_user.full_name if message.from_user else message.chat.full_name,
            channel=Channel.TELEGRAM,
            address=str(message.chat.id),
            language=language,
            chat_id=message.chat.id,
        ),
        subject="",
        message=words,
        facts=told.facts,
        priority=told.priority,
        relative=relative,
    )
    known = await known_for_request(desk.unit, contact, asset)
    ticket = await desk.carry_out(intake.open_ticket(request, known, desk.policy, desk.now))
    await _remember(message, desk, ticket)
    await desk.carry_out(intake.hand_off_new(ticket, await desk.given(ticket), desk.now))


async def _continue(message: Message, desk: Desk, room: Chat | None, reader: Reader, number: int) -> None:
    ticket = await desk.ticket(number)
    if ticket.requester.chat_id != message.chat.id:
        raise Refused("not_your_job")
    ticket = await desk.heir(ticket)
    if conversation.is_past(ticket, desk.now):
        await _open(message, desk, room, reader, relative=ticket.number)
        return
    words: Words = said(message, Role.CUSTOMER, proof="chat")
    outcome = conversation.requester_says(ticket, words, await desk.given(ticket), desk.now)
    ticket = await desk.carry_out(outcome)
    await _remember(message, desk, ticket)


async def _remember(message: Message, desk: Desk, ticket: Ticket) -> None:
    await desk.unit.messages.remember(
        key_of(message), ticket.number, None, None, Audience.CUSTOMER, ours=False
    )


async def _ask_which(message: Message, desk: Desk, room: Chat | None, tickets: list[Ticket]) -> None:
    """Parks the message until its writer says where it belongs; it is not lost meanwhile."""
    if not await parking.park(desk, message):
        return
    language = language_of(desk, room, message.from_user)
    html = desk.texts.chat(
        "requester/which_job", language, views=[await _view(desk, each) for each in tickets], now=desk.now
    )
    rows = [
        [
            button(
                f"#{ticket.number} {ticket.subject}"[:40],
                Belongs(number=ticket.number, seq=0, message=message.message_id),
            )
        ]
        for ticket in tickets[:8]
    ]
    new = Belongs(number=0, seq=0, message=message.message_id)
    rows.append([button(desk.texts.word("button/new_case", language), new)])
    await answer_message(message, desk, html, keyboard=keyboard(rows))


async def _warn_of_size(message: Message, desk: Desk, room: Chat | None) -> None:
    for file in too_big(message):
        language = language_of(desk, room, message.from_user)
        html = desk.texts.chat("requester/too_big", language, filename=file.filename, limit_mb=20)
        await answer_message(message, desk, html)


async def _view(desk: Desk, ticket: Ticket) -> CustomerView:
    given = await desk.given(ticket)
    return customer_view(ticket, given.known, desk.policy, await desk.unit.tickets.entries(ticket.number))
