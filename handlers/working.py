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
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work import costs, mending
from tickets.work.lines import WorkLine
from tickets.work.reading import READERS
from tickets.work.told import USAGE, command_in, read_sentences


async def report(message: Message, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """A command is a line of work and no words; words may be both. Files are kept whatever stands by them."""
    text = message.text or message.caption or ""
    words = said(message, Role.PARTNER, proof="reply")
    by_command = command_in(text) is not None
    when = None if by_command else told_in(ticket.handoff(seq), ticket, text, desk.now, desk.policy.zone)
    was = ticket.handoff(seq).state
    if words.attachments or not by_command:
        words = replace(words, text="") if by_command else words
        given = await desk.given(ticket)
        parks = was is HandoffState.OFFERED
        heard = reports.partner_says(ticket, seq, words, given, desk.now, parks=parks)
        ticket = await desk.carry_out(heard)
    if when is None:
        await _writes_down(message, text, ticket, seq, desk, room, was)


async def joins(message: Message, desk: Desk, room: Chat) -> bool:
    """A further item of an album, whose caption may be a line of work as well. False: it is the first."""
    caption = message.caption or ""
    if not await joins_album(message, desk, in_words=command_in(caption) is None):
        return False
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if caption and found and found[1].author.role is Role.PARTNER and found[1].handoff is not None:
        ticket, seq = await desk.ticket(found[0]), found[1].handoff
        await _writes_down(message, caption, ticket, seq, desk, room, ticket.handoff(seq).state)
    return True


async def _writes_down(
    message: Message, text: str, ticket: Ticket, seq: int, desk: Desk, room: Chat, was: HandoffState
) -> None:
    """The line that the text is, or its sentences are. `was`: where the job stood before them. Refused, or
    beside words and files answered: what cannot be read, or not now."""
    by = actor(message.from_user, Role.PARTNER)
    command = command_in(text)
    try:
        lines = lines_of(message, text, desk)
        if command is None and costs.AT_WORK.isdisjoint((was, ticket.handoff(seq).state)):
            return
        for line in lines:
            given = await desk.given(ticket)
            ticket = await desk.carry_out(costs.write_down(ticket, seq, line, given, desk.now, by=by))
    except Refused as refusal:
        if command is not None and not files_of(message):
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
    """Its lines are as the edited message says them now. Refused: `unreadable_arguments`."""
    number, seq = job
    ticket, text = await desk.ticket(number), message.text or message.caption or ""
    handoff, lines = ticket.handoff(seq), lines_of(message, text, desk)
    if command_in(text) is None and not any(each.source == key_of(message) for each in handoff.work):
        when = told_in(handoff, ticket, text, desk.now, desk.policy.zone)
        lines = lines if when is None and handoff.state in costs.AT_WORK else []
    given, by = await desk.given(ticket), actor(message.from_user, Role.PARTNER)
    anew = mending.said_anew(ticket, seq, key_of(message), lines, given, desk.now, by=by)
    await desk.carry_out(anew)


async def undoes(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """The button under what was just written down. Refused: `ended`, `old_button`."""
    given, by = await desk.given(ticket), actor(query.from_user, Role.PARTNER)
    key = press.act.removeprefix(UNDO)
    await desk.carry_out(mending.take_back(ticket, press.seq, key, given, desk.now, by=by))
    await answer_press(query, desk, desk.texts.word("toast/struck", language))


def lines_of(message: Message, text: str, desk: Desk) -> list[WorkLine]:
    """The line that a command writes down, or those in words. Refused: `unreadable_arguments`."""
    by, command = actor(message.from_user, Role.PARTNER).name, command_in(text)
    lines = [commanded(command, text, desk, by=by)] if command else read_sentences(text, desk.now, by=by)
    return [replace(line, source=key_of(message)) for line in lines]


def commanded(command: str, text: str, desk: Desk, *, by: str) -> WorkLine:
    """The line that a command writes down. Refused: `unreadable_arguments`."""
    rest = text.split(maxsplit=1)[1:]
    line = READERS[command](rest[0] if rest else "", desk.now, by=by)
    if line is None:
        raise Refused("unreadable_arguments", usage=USAGE[command])
    return line
