"""Edited messages: the timeline keeps the old words, those who heard them hear the new ones (I28)."""

from dataclasses import replace

from aiogram.types import Message

from handlers import job_words, working
from handlers.albums import copies_of
from handlers.context import actor, refuse
from handlers.desk import Desk
from handlers.incoming import place_of, source_of
from storage.people import Chat
from tickets import amending, rereading
from tickets.arrival import Place, located
from tickets.chains.passing import keeps_words
from tickets.outcome import Refused
from tickets.parties import Role
from tickets.seen import step_taken_back
from tickets.work.told import command_in


async def corrects(message: Message, desk: Desk, room: Chat | None) -> None:
    """Takes an edit of words that are part of a ticket, of what was written down, and a live location that
    goes on; other edits mean nothing to us. An edit of a dispatcher's command is answered so."""
    if message.location is not None:
        await _goes_on(message, desk)
    elif room is not None and room.role == "dispatchers" and (message.text or "").startswith("/"):
        await refuse(message, Refused("edited_command"), desk, room)
    elif room is not None and room.role == "partner" and await _is_a_command(message, desk, room):
        pass
    else:
        await _corrects_words(message, desk)


async def _is_a_command(message: Message, desk: Desk, room: Chat) -> bool:
    """A command that writes work down and was edited. One that was not understood at first is heard anew, as
    is what it has become where that is none."""
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if found is not None and found[1].author.role is not Role.PARTNER:
        return False
    job = await working.written_by(message, desk, room)
    command = command_in(message.text or message.caption or "")
    if command is None and (job is None or found is not None):
        return False
    if job is None and found is not None and found[1].handoff is not None:
        job = (found[0], found[1].handoff)
    if job is not None:
        await working.writes_anew(message, job, desk)
    if job is None or command is None:
        await job_words.says(message, desk, room)
    return True


async def _corrects_words(message: Message, desk: Desk) -> None:
    words = message.text or message.caption
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if found is None or words is None:
        return
    number, entry = found
    if entry.id is None or entry.text == words:
        return
    ticket = await desk.ticket(number)
    by = actor(message.from_user, entry.author.role)
    await desk.unit.tickets.edit_entry(entry.id, words, desk.now, by)
    given = await desk.given(ticket)
    copies = []
    for copy in await copies_of(entry, ticket, desk):
        if copy.id is not None and keeps_words(ticket, entry, copy, given):
            await desk.unit.tickets.edit_entry(copy.id, words, desk.now, copy.author)
            copies.append(replace(copy, text=words, attachments=()))
    edited = replace(entry, text=words, attachments=())
    outcome = amending.corrected(ticket, edited, given, copies, was=entry.text)
    outcome = outcome.then(step_taken_back(outcome.ticket, entry, words, given))
    if entry.author.role is not Role.PARTNER or entry.is_copy or entry.handoff is None:
        await desk.carry_out(outcome)
        return
    again = rereading.says_now(outcome.ticket, entry, words, given, desk.now, by=by)
    await desk.carry_out(outcome.then(again))
    await working.writes_anew(message, (number, entry.handoff), desk)


async def _goes_on(message: Message, desk: Desk) -> None:
    """A live location has moved: of that only the arrival is news."""
    found, place = await desk.unit.tickets.entry_by_source(source_of(message)), place_of(message)
    if found is None or place is None or found[1].author.role is not Role.PARTNER or found[1].handoff is None:
        return
    ticket, by = await desk.ticket(found[0]), actor(message.from_user, Role.PARTNER)
    given = await desk.given(ticket)
    arrived = located(ticket, found[1].handoff, Place(*place), given, desk.now, by=by, moving=True)
    if arrived is not None:
        await desk.carry_out(arrived)
