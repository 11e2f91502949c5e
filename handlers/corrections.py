"""Edited messages: the timeline keeps the old words, those who heard them hear the new ones (I28)."""

from dataclasses import replace

from aiogram.types import Message

from handlers.albums import copies_of
from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import source_of
from tickets import conversation
from tickets.chains.passing import keeps_words


async def corrects(message: Message, desk: Desk) -> None:
    """Takes an edit of words that are part of a ticket; other edits mean nothing to us."""
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
    outcome = conversation.corrected(ticket, replace(entry, text=words, attachments=()), given, copies)
    await desk.carry_out(outcome)
