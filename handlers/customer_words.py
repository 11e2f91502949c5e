"""What a customer's words do: open a ticket, continue one, or wait until their writer says which."""

from dataclasses import replace

from aiogram.types import Message

from handlers import parking, pricing
from handlers.albums import joins_album
from handlers.buttons import Belongs, Keyboard, button, keyboard
from handlers.completing import complete
from handlers.context import answer_message, language_of
from handlers.desk import Desk
from handlers.incoming import key_of, said, source_of
from handlers.knowing import assets_meant, known_for_request
from handlers.leaving import QUIET
from handlers.reading import Reader
from storage.people import Chat
from tickets import conversation, intake
from tickets.intake import Request
from tickets.outcome import Refused
from tickets.parties import Audience, Channel, Role
from tickets.ticket import Requester, Ticket
from tickets.timeline import Message as Words
from tickets.views import CustomerView, customer_view

_CHOICES = 8  # open tickets to choose from
_LATELY = 3  # finished ones


async def take(message: Message, desk: Desk, room: Chat | None, reader: Reader) -> None:
    """Joins the ticket that is meant, asks when several may be, or opens a new one."""
    number = await _answered(message, desk)
    if number is not None:
        await _continue(message, desk, room, reader, number)
        return
    open_ones, finished = await _theirs(message, desk)
    priced = await pricing.meant(message, open_ones, desk)
    if len(priced) == 1:
        await _continue(message, desk, room, reader, priced[0].number, guessed=True)
    elif priced:
        await _ask_which(message, desk, room, priced[:_CHOICES])
    elif finished and not open_ones and conversation.is_thanks(said(message, Role.CUSTOMER)):
        await _continue(message, desk, room, reader, finished[0].number)
    elif len(open_ones) > 1 or (finished and not open_ones):
        await _ask_which(message, desk, room, open_ones[:_CHOICES] or finished[:_LATELY])
    elif open_ones:
        await _continue(message, desk, room, reader, open_ones[0].number, guessed=True)
    else:
        await _open(message, said(message, Role.CUSTOMER), desk, room, reader)


async def place(messages: list[Message], number: int, desk: Desk, room: Chat | None, reader: Reader) -> None:
    """Puts what was asked about where its writer wants it; `number` 0 is a new ticket."""
    first, *further = messages
    if number:
        await _continue(first, desk, room, reader, number)
    else:
        joined = await desk.unit.tickets.entry_by_source(source_of(first))
        words = said(first, Role.CUSTOMER)
        if joined is not None:  # taken for a further word on another ticket, where a copy of it stays
            words = replace(words, text=joined[1].text, attachments=joined[1].attachments, source=None)
        await _open(first, words, desk, room, reader, relative=joined[0] if joined else None)
    for message in further:
        await joins_album(message, desk)


async def view_of(desk: Desk, ticket: Ticket) -> CustomerView:
    """The ticket as its requester may see it."""
    given = await desk.given(ticket)
    return customer_view(ticket, given.known, desk.policy, await desk.unit.tickets.entries(ticket.number))


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
    key = key_of(reply)
    ref = (await desk.unit.messages.find([key])).get(key)
    return ref.ticket if ref and ref.audience is Audience.CUSTOMER else None


async def _open(
    message: Message,
    words: Words,
    desk: Desk,
    room: Chat | None,
    reader: Reader,
    *,
    relative: int | None = None,
) -> None:
    contact = await desk.unit.register.contact(room.contact_id) if room and room.contact_id else None
    assets = await assets_meant(desk.unit, reader.hints(words.text), contact)
    told = reader.read(words.text, message.date.astimezone(desk.policy.zone), assets)
    asset = next((asset for asset in assets if asset.id == told.asset_id), None)
    language = (
        (room.language if room else None) or told.language or language_of(desk, room, message.from_user)
    )
    request = Request(
        requester=Requester(
            name=contact.name if contact else words.author.name,
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


async def _continue(
    message: Message, desk: Desk, room: Chat | None, reader: Reader, number: int, *, guessed: bool = False
) -> None:
    """`guessed`: nobody said that it is about this ticket, so a tap can say that it is not."""
    ticket = await desk.ticket(number)
    if ticket.requester.chat_id != message.chat.id:
        raise Refused("not_your_job")
    ticket = await desk.heir(ticket)
    words: Words = said(message, Role.CUSTOMER, proof="chat")
    if conversation.is_past(ticket, desk.now):
        await _open(message, words, desk, room, reader, relative=ticket.number)
        return
    priced = await pricing.said_in_words(message, ticket, desk)
    outcome = priced or conversation.requester_says(ticket, words, await desk.given(ticket), desk.now)
    ticket = await desk.carry_out(outcome)
    await _remember(message, desk, ticket)
    if ticket.asked:
        await _complete(message, words, desk, room, reader, ticket)
    elif outcome.answer == "continued" and ticket.is_open:
        await _say_it_joined(message, desk, room, ticket, guessed=guessed)


async def _complete(
    message: Message, words: Words, desk: Desk, room: Chat | None, reader: Reader, ticket: Ticket
) -> None:
    """The answer to what was asked names a machine, a place, a person, a way in."""
    contact = await desk.unit.register.contact(room.contact_id) if room and room.contact_id else None
    assets = await assets_meant(desk.unit, reader.hints(words.text), contact)
    told = reader.read(words.text, message.date.astimezone(desk.policy.zone), assets)
    asset = next((asset for asset in assets if asset.id == told.asset_id), None)
    await complete(desk, ticket, words.text, told.facts, await known_for_request(desk.unit, contact, asset))


async def _say_it_joined(
    message: Message, desk: Desk, room: Chat | None, ticket: Ticket, *, guessed: bool
) -> None:
    """One answer to several words in a row: it waits for a quiet moment, and the last word counts."""
    language = language_of(desk, room, message.from_user)
    html = desk.texts.chat("requester/continued", language, view=await view_of(desk, ticket), now=desk.now)
    buttons = None
    if guessed:
        await parking.park(desk, message)
        buttons = keyboard([[_new_case(message, desk, language)]])
    await answer_message(
        message,
        desk,
        html,
        keyboard=buttons,
        ticket=ticket.number,
        audience=Audience.CUSTOMER,
        collapse_key=f"continued:{ticket.number}",
        not_before=desk.now + QUIET,
    )


async def _ask_which(message: Message, desk: Desk, room: Chat | None, tickets: list[Ticket]) -> None:
    """Parks the message until its writer says where it belongs; the desk sees it at once all the same."""
    if not await parking.park(desk, message):
        return
    await parking.show(desk, message, Role.CUSTOMER, tickets[-1])
    language = language_of(desk, room, message.from_user)
    views = [await view_of(desk, each) for each in tickets]
    html = desk.texts.chat("requester/which_job", language, views=views, now=desk.now)
    rows: Keyboard = [
        [
            button(
                f"#{ticket.number} {ticket.subject}"[:40],
                Belongs(number=ticket.number, seq=0, message=message.message_id),
            )
        ]
        for ticket in tickets
    ]
    rows.append([_new_case(message, desk, language)])
    await answer_message(message, desk, html, keyboard=keyboard(rows))


def _new_case(message: Message, desk: Desk, language: str) -> dict[str, str]:
    new = Belongs(number=0, seq=0, message=message.message_id)
    return button(desk.texts.word("button/new_case", language), new)


async def _remember(message: Message, desk: Desk, ticket: Ticket) -> None:
    await desk.unit.messages.remember(
        key_of(message), ticket.number, None, None, Audience.CUSTOMER, ours=False
    )
