"""The dispatchers' room: slash commands and buttons, obeyed from people that were let in."""

from difflib import get_close_matches

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import admitting, believing, choosing, in_stead, rating, spending, topics
from handlers.albums import joins_album
from handlers.believing import Believe
from handlers.buttons import Agree, Choose, DeskPress, LetIn, Rate, Release, Spend, Vouch
from handlers.context import InRoom, actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.desk_commands import VERBS
from handlers.desk_keyboards import InStead
from handlers.desk_lists import LISTS
from handlers.held import releases
from handlers.incoming import key_of, said
from handlers.sizes import warn_of_size
from storage.people import Chat
from tickets import approval, conversation, offers
from tickets.linked import orders
from tickets.outcome import Outcome, Refused, Tell
from tickets.parties import Audience, Role
from tickets.ticket import Ticket


def router() -> Router:
    """The room's handlers, in the order in which they are asked."""
    room = Router(name="dispatchers")
    room.message.filter(InRoom("dispatchers"))
    room.callback_query.filter(InRoom("dispatchers"))
    room.message.register(commands, F.text.startswith("/") | F.caption.startswith("/"))
    room.message.register(says)
    room.callback_query.register(presses, DeskPress.filter())
    room.callback_query.register(spending.presses, Spend.filter())
    room.callback_query.register(rating.presses, Rate.filter())
    room.callback_query.register(choosing.chooses, Choose.filter())
    room.callback_query.register(choosing.agrees, Agree.filter())
    room.callback_query.register(in_stead.presses, InStead.filter())
    room.callback_query.register(lets_in, LetIn.filter())
    room.callback_query.register(vouches, Vouch.filter())
    room.callback_query.register(releases, Release.filter())
    room.callback_query.register(believing.believes, Believe.filter())
    return room


async def commands(message: Message, desk: Desk, room: Chat) -> None:
    """A slash command: about the ticket whose number it names, or whose message it answers."""
    if await joins_album(message, desk):
        return
    if not await _may_act(message, desk, room):
        return
    words = (message.text or message.caption or "").split(maxsplit=1)
    name = words[0][1:].partition("@")[0].lower()
    arguments = words[1] if len(words) > 1 else ""
    number, _ = await _about(message, arguments, desk)
    if name == "partners" and number is not None:
        await choosing.show(message, await desk.ticket(number), desk, room)
    elif name in LISTS:
        html = await LISTS[name](arguments, await _answered(message, desk), desk, language_of(desk, room))
        await answer_message(message, desk, html)
    elif name in VERBS:
        await warn_of_size(message, desk, room)
        await _act(message, name, arguments, desk, room)
    else:
        near = get_close_matches(name, [*LISTS, *VERBS], n=1, cutoff=0.6)
        html = desk.texts.chat(
            "dispatchers/unknown_command",
            language_of(desk, room),
            command=f"/{name}",
            near=f"/{near[0]}" if near else None,
            now=desk.now,
        )
        await answer_message(message, desk, html)


async def says(message: Message, desk: Desk, room: Chat) -> None:
    """Plain words under a ticket's message are an internal note: nothing leaves by accident (I5)."""
    if await joins_album(message, desk):
        return
    number = await _answered(message, desk)
    if number is None or not await _may_act(message, desk, room):
        return
    await warn_of_size(message, desk, room)
    ticket = await desk.ticket(number)
    await desk.carry_out(conversation.note(ticket, said(message, Role.DISPATCHER, proof="reply")))
    await _remember(message, desk, ticket)
    if message.reply_to_message is None or message.reply_to_message.forum_topic_created is not None:
        return  # in the ticket's topic nobody needs to hear each time that it is a note
    text = desk.texts.word("toast/noted", language_of(desk, room), number=number)
    await answer_message(message, desk, text, plain=True)


async def presses(query: CallbackQuery, callback_data: DeskPress, desk: Desk, room: Chat) -> None:
    """A button under a ticket."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    given, by = await desk.given(ticket), actor(query.from_user, Role.DISPATCHER)
    language = language_of(desk, room)
    if callback_data.act == "approve":
        outcome = approval.approve(ticket, given, desk.now, by=by)
    elif callback_data.act == "route":
        outcome = offers.offer_next(ticket, given, desk.now)
    elif callback_data.act == "accept":
        outcome = orders.take_on(ticket, await desk.timeline(ticket), given, desk.now, by=by)
    elif callback_data.act in ("reject", "decline"):
        text = desk.texts.word(f"toast/{callback_data.act}_how", language, number=ticket.number)
        await answer_press(query, desk, text, alert=True)
        return
    else:
        raise Refused("old_button")
    await desk.carry_out(outcome)
    text = desk.texts.word(f"toast/{outcome.answer or 'done'}", language)
    await answer_press(query, desk, text)


async def lets_in(query: CallbackQuery, callback_data: LetIn, desk: Desk, room: Chat) -> None:
    """Somebody new takes part from now on; all they wrote goes where a customer's words go (I6)."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    parked = [e for e in await desk.timeline(ticket) if e.author.role is Role.STRANGER]
    writer = next((each.author for each in parked if each.id == callback_data.entry), None)
    if writer is None or writer.id is None:
        raise Refused("old_button")
    await desk.unit.tickets.add_participant(ticket.number, writer.id, writer.name, confirmed=True)
    by, ticket = actor(query.from_user, Role.DISPATCHER), await desk.heir(ticket)
    passed = {(e.author.id, e.at, e.text) for e in await desk.timeline(ticket) if e.proof == "let_in"}
    waiting = [e for e in parked if (e.author.id, e.at, e.text) not in passed and e.author.id == writer.id]
    for entry in waiting:
        outcome = conversation.let_in(ticket, entry, await desk.given(ticket), desk.now, by=by)
        ticket = await desk.carry_out(outcome)
    answer = "admitted" if waiting else "already"
    text = desk.texts.word(f"toast/{answer}", language_of(desk, room), name=writer.name)
    await answer_press(query, desk, text)


async def vouches(query: CallbackQuery, callback_data: Vouch, desk: Desk, room: Chat) -> None:
    """A mail that nothing proves is decided as if it were proven."""
    if not await admitting.knows(query, desk, room):
        return
    if not await desk.unit.arrivals.vouch(callback_data.arrival, query.from_user.full_name, desk.now):
        raise Refused("old_button")
    text = desk.texts.word("toast/vouched", language_of(desk, room))
    await answer_press(query, desk, text)


async def _act(message: Message, name: str, arguments: str, desk: Desk, room: Chat) -> None:
    verb = VERBS[name]
    number, rest = await _about(message, arguments, desk)
    if number is None and verb.needs_ticket:
        raise Refused("no_job_meant", usage=verb.usage)
    ticket = await desk.ticket(number) if number is not None else None
    outcome = await verb.act(ticket, rest, message, desk)
    saved = await desk.carry_out(outcome)
    if verb.hands_off and not saved.handoffs and saved.is_open:
        onward = offers.offer_next(saved, await desk.given(saved), desk.now)
        if not await _is_known(onward, saved, desk):
            saved = await desk.carry_out(onward)
    await _remember(message, desk, saved)
    if not any(
        notice.tell in (Tell.HAPPENED, Tell.SECOND_ASKED) for notice in outcome.notices
    ):  # else the news says it (I7)
        text = desk.texts.word(f"toast/{outcome.answer or 'done'}", language_of(desk, room))
        await answer_message(message, desk, f"#{saved.number} · {text}", plain=True)


async def _is_known(onward: Outcome, ticket: Ticket, desk: Desk) -> bool:
    """Whether it only says again that nobody can have the ticket, and why, to who is about to mend that."""
    left = {each.text for each in onward.entries if each.event == "needs_desk"}
    return bool(left) and left <= {each.text for each in await desk.timeline(ticket)}


async def _about(message: Message, arguments: str, desk: Desk) -> tuple[int | None, str]:
    """The ticket a command is about, and its arguments without the number."""
    first, _, rest = arguments.partition(" ")
    answered = await _answered(message, desk)
    if first.lstrip("#").isdigit():
        number = int(first.lstrip("#")[:9])
        # Under a ticket's message a bare number may be anything, a price for one.
        if answered is None or first.startswith("#") or number == answered:
            return number, rest.strip()
    return answered, arguments.strip()


async def _answered(message: Message, desk: Desk) -> int | None:
    """The ticket of the message this one replies to, or in whose topic it stands."""
    reply = message.reply_to_message
    if reply is not None:
        key = key_of(reply)
        ref = (await desk.unit.messages.find([key])).get(key)
        if ref is not None:
            return ref.ticket
    return await topics.ticket_of(message, desk.unit)


async def _may_act(message: Message, desk: Desk, room: Chat) -> bool:
    """Only people that were let in; an anonymous admin is nobody (T14)."""
    if message.from_user is None or message.sender_chat is not None:
        raise Refused("anonymous")
    if await admitting.is_known(message.from_user.id, desk, room):
        return True
    await admitting.ask(message, desk, room)
    return False


async def _remember(message: Message, desk: Desk, ticket: Ticket) -> None:
    await desk.unit.messages.remember(
        key_of(message), ticket.number, None, None, Audience.INTERNAL, ours=False
    )
