"""A technician's words and files: which job they are about, and what they write down."""

from aiogram.types import CallbackQuery, Message

from handlers import admitting, declining, parking
from handlers.albums import joins_album
from handlers.buttons import (
    Belongs,
    button,
    keyboard,
)
from handlers.context import actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.incoming import key_of, said
from handlers.job_view import view_in
from handlers.owning import Job, answered, is_principal, require_own
from handlers.sizes import warn_of_size
from storage.people import Chat
from tickets import conversation, reports
from tickets.chains import handing
from tickets.expected import told_in
from tickets.outcome import Refused
from tickets.parties import Audience, Role
from tickets.ticket import Ticket
from tickets.work import costs
from tickets.work.lines import WorkLine
from tickets.work.reading import READERS, read_words

_USAGE = {"log": "/log 2.5h", "part": "/part ABC-12 x1", "cost": "/cost 350 kr taxi"}

_CHOICES = 10  # jobs to choose from


async def says(message: Message, desk: Desk, room: Chat) -> None:
    """Words or files: to the job they answer, to the only one there is, or to the one that gets chosen."""
    if await joins_album(message, desk):
        return
    job = await answered(message, desk)
    if job is None and _answers_a_colleague(message):
        return
    if message.from_user is None or message.sender_chat is not None:
        if job is not None or await _live_jobs(desk, room):
            raise Refused("anonymous")
        return  # there is nothing it could belong to
    if not await admitting.is_known(message.from_user.id, desk, room):
        await _stranger_says(message, desk, room, job)
        return
    if await declining.takes(message, job, desk, room):
        return
    await warn_of_size(message, desk, room)
    if job is None:
        live = await _live_jobs(desk, room)
        if len(live) > 1:
            await _ask_which(message, desk, room, live)
            return
        if not live:
            return  # talk between colleagues while there is no job
        job = (live[0][0].number, live[0][1])
    await _join(message, desk, room, job)


async def chooses(query: CallbackQuery, callback_data: Belongs, desk: Desk, room: Chat) -> None:
    """Says which job a parked message belongs to."""
    if not await admitting.knows(query, desk, room):
        return
    parked = await parking.take(desk, room.chat_id, callback_data.message)
    if not parked:
        raise Refused("old_button")
    await _join(parked[0], desk, room, (callback_data.number, callback_data.seq))
    for further in parked[1:]:
        await joins_album(further, desk)
    text = desk.texts.word("toast/recorded", language_of(desk, room))
    await answer_press(query, desk, text)


def _answers_a_colleague(message: Message) -> bool:
    """Whether it answers what another of them has said, and so is talk between the two."""
    reply = message.reply_to_message
    if reply is None or reply.forum_topic_created is not None:
        return False
    return reply.from_user is not None and not reply.from_user.is_bot


async def _live_jobs(desk: Desk, room: Chat) -> list[tuple[Ticket, int]]:
    tickets = await desk.unit.tickets.of_chat(room.chat_id)
    return [(t, h.seq) for t in tickets for h in t.handoffs if h.is_live and h.chat_id == room.chat_id]


async def _stranger_says(message: Message, desk: Desk, room: Chat, job: Job | None) -> None:
    """Words of somebody nobody has let in: kept for the desk; a colleague can let them in with one tap."""
    if job is not None:
        ticket = await desk.ticket(job[0])
        words = said(message, Role.STRANGER, proof="reply")
        await desk.carry_out(conversation.stranger_says(ticket, words, how="stranger_in_chat"))
    await admitting.ask(message, desk, room)


async def _ask_which(message: Message, desk: Desk, room: Chat, live: list[tuple[Ticket, int]]) -> None:
    if not await parking.park(desk, message):
        return
    await parking.show(desk, message, Role.PARTNER, live[-1][0])
    live = live[: -_CHOICES - 1 : -1]  # newest first
    language = language_of(desk, room)
    views = [await view_in(desk, ticket, seq) for ticket, seq in live]
    html = desk.texts.chat(
        "partner/which_job", language, views=views, desk=desk.policy.desk_name, now=desk.now
    )
    rows = [
        [
            button(
                f"#{ticket.number} {ticket.subject}"[:40],
                Belongs(number=ticket.number, seq=seq, message=message.message_id),
            )
        ]
        for ticket, seq in live
    ]
    await answer_message(message, desk, html, keyboard=keyboard(rows), discreet=True)


async def _join(message: Message, desk: Desk, room: Chat, job: Job) -> None:
    number, seq = job
    ticket = await desk.ticket(number)
    to_its_own = is_principal(ticket, seq, room)
    if to_its_own and not (message.text or "").startswith("/"):
        words = said(message, Role.PARTNER, proof="reply")
        given = await desk.given(ticket)
        await desk.carry_out(handing.principal_says(ticket, seq, words, given, desk.now))
    else:
        own = (ticket.handoff(seq).parent or seq) if to_its_own else seq
        require_own(ticket, own, room)
        await _says_or_writes_down(message, ticket, own, desk)
    await desk.unit.messages.remember(key_of(message), number, seq, None, Audience.PARTNER, ours=False)
    if not to_its_own and not ticket.handoff(seq).is_live:
        text = desk.texts.word("refused/ended_kept", language_of(desk, room))
        await answer_message(message, desk, text, plain=True)


async def _says_or_writes_down(message: Message, ticket: Ticket, seq: int, desk: Desk) -> None:
    """A command is a line of work and no words; words may be both."""
    by, text = actor(message.from_user, Role.PARTNER), message.text or message.caption or ""
    given = await desk.given(ticket)
    line = _commanded(text, desk, by.name)
    if line is None:
        words = said(message, Role.PARTNER, proof="reply")
        when = told_in(ticket.handoff(seq), ticket, text, desk.now, desk.policy.zone)
        ticket = await desk.carry_out(reports.partner_says(ticket, seq, words, given, desk.now))
        line = read_words(text, desk.now, by=by.name)
        if line is None or when or ticket.handoff(seq).state not in costs.AT_WORK:
            return
    await desk.carry_out(costs.write_down(ticket, seq, line, given, desk.now, by=by))


def _commanded(text: str, desk: Desk, by: str) -> WorkLine | None:
    """The line that a command writes down; None for words. Refused: `unreadable_arguments`."""
    command, _, rest = text.partition(" ")
    name = command.removeprefix("/").partition("@")[0].lower()
    if not text.startswith("/") or name not in READERS:
        return None
    line = READERS[name](rest, desk.now, by=by)
    if line is None:
        raise Refused("unreadable_arguments", usage=_USAGE[name])
    return line
