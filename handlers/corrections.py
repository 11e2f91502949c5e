"""Edited messages: the timeline keeps the old words, those who heard them hear the new ones (I28)."""

from dataclasses import replace

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import source_of
from tickets import conversation


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
    outcome = conversation.corrected(
        ticket, replace(entry, text=words, attachments=()), await desk.given(ticket)
    )
    await desk.carry_out(outcome)
