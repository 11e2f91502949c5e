"""What a technician reports from a job: words and files, and the hours, parts and costs among them."""

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers.albums import joins_album
from handlers.buttons import UNDO, Press
from handlers.context import actor, answer_press, refuse
from handlers.desk import Desk
from handlers.incoming import files_of, key_of, said, source_of
from handlers.owning import Job
from storage.people import Chat
from tickets import reports
from tickets.expected import told_in
from tickets.outcome import Refused
from tickets.parties import Role
from tickets.ticket import Ticket
from tickets.work import costs, mending
from tickets.work.lines import WorkLine
from tickets.work.reading import READERS, read_words

_USAGE = {
    "log": "/log 2.5h",
    "part": "/part ABC-12 x1",
    "cost": "/cost 350 kr taxi",
    "extra": "/extra 300 kr …",
}


async def report(message: Message, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """A command is a line of work and no words; words may be both. Files are kept whatever stands by them."""
    text = message.text or message.caption or ""
    words = said(message, Role.PARTNER, proof="reply")
    by_command = command_in(text) is not None
    when = None if by_command else told_in(ticket.handoff(seq), ticket, text, desk.now, desk.policy.zone)
    if words.attachments or not by_command:
        words = replace(words, text="") if by_command else words
        given = await desk.given(ticket)
        ticket = await desk.carry_out(reports.partner_says(ticket, seq, words, given, desk.now))
    if when is None:
        await _writes_down(message, text, ticket, seq, desk, room)


async def joins(message: Message, desk: Desk, room: Chat) -> bool:
    """A further item of an album, whose caption may be a line of work as well. False: it is the first."""
    caption = message.caption or ""
    if not await joins_album(message, desk, in_words=command_in(caption) is None):
        return False
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if caption and found and found[1].author.role is Role.PARTNER and found[1].handoff is not None:
        await _writes_down(message, caption, await desk.ticket(found[0]), found[1].handoff, desk, room)
    return True


async def _writes_down(message: Message, text: str, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """The line that the text is, if it is one. Refused, or where there are files answered: what cannot be
    read, or not now."""
    by = actor(message.from_user, Role.PARTNER)
    command = command_in(text)
    try:
        line = line_of(message, text, desk)
        if line is None or (command is None and ticket.handoff(seq).state not in costs.AT_WORK):
            return
        given = await desk.given(ticket)
        await desk.carry_out(costs.write_down(ticket, seq, line, given, desk.now, by=by))
    except Refused as refusal:
        if not files_of(message):
            raise
        await refuse(message, refusal, desk, room)


async def written_by(message: Message, desk: Desk, room: Chat) -> Job | None:
    """The job on which the message has written a line down; None: it has written none."""
    key = key_of(message)
    ref = (await desk.unit.messages.find([key])).get(key)
    ticket = await desk.unit.tickets.get(ref.ticket) if ref is not None else None
    if ticket is None:
        return None
    theirs = (each for each in ticket.handoffs if each.partner_id == room.partner_id)
    return next(
        ((ticket.number, each.seq) for each in theirs if any(line.source == key for line in each.work)), None
    )


async def writes_anew(message: Message, job: Job, desk: Desk) -> None:
    """Its line is as the edited message says it now. Refused: `unreadable_arguments`."""
    number, seq = job
    ticket, text = await desk.ticket(number), message.text or message.caption or ""
    handoff, line = ticket.handoff(seq), line_of(message, text, desk)
    if command_in(text) is None and not any(each.source == key_of(message) for each in handoff.work):
        when = told_in(handoff, ticket, text, desk.now, desk.policy.zone)
        line = line if when is None and handoff.state in costs.AT_WORK else None
    given, by = await desk.given(ticket), actor(message.from_user, Role.PARTNER)
    anew = mending.said_anew(ticket, seq, key_of(message), line, given, desk.now, by=by)
    await desk.carry_out(anew)


async def undoes(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """The button under what was just written down. Refused: `ended`, `old_button`."""
    given, by = await desk.given(ticket), actor(query.from_user, Role.PARTNER)
    key = press.act.removeprefix(UNDO)
    await desk.carry_out(mending.take_back(ticket, press.seq, key, given, desk.now, by=by))
    await answer_press(query, desk, desk.texts.word("toast/struck", language))


def line_of(message: Message, text: str, desk: Desk) -> WorkLine | None:
    """The line that a command or words write down. Refused: `unreadable_arguments`, of a command."""
    by, command = actor(message.from_user, Role.PARTNER).name, command_in(text)
    line = commanded(command, text, desk, by=by) if command else read_words(text, desk.now, by=by)
    return replace(line, source=key_of(message)) if line is not None else None


def command_in(text: str) -> str | None:
    """The name of the command that writes a line down; None for words."""
    name = text.split(maxsplit=1)[0].removeprefix("/").partition("@")[0].lower() if text.strip() else ""
    return name if text.startswith("/") and name in READERS else None


def commanded(command: str, text: str, desk: Desk, *, by: str) -> WorkLine:
    """The line that a command writes down. Refused: `unreadable_arguments`."""
    rest = text.split(maxsplit=1)[1:]
    line = READERS[command](rest[0] if rest else "", desk.now, by=by)
    if line is None:
        raise Refused("unreadable_arguments", usage=_USAGE[command])
    return line
