"""Albums: items come one by one, in any order, the caption on any of them, and become one entry (T7, I28)."""

from dataclasses import replace

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import files_of, source_of
from tickets import amending
from tickets.chains.passing import copy_sources, keeps_words
from tickets.ticket import Ticket
from tickets.timeline import Entry


async def joins_album(message: Message, desk: Desk, *, in_words: bool = True) -> bool:
    """Adds a further item to its album's entry and to what passes the album on. False: it is the first.

    `in_words`: its caption is words, and no command that stands under a photo.
    """
    if not message.media_group_id:
        return False
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if found is None or found[1].id is None:
        return False
    number, album = found
    told = message.caption if in_words else None
    await desk.unit.tickets.extend_entry(found[1].id, files_of(message), told)
    ticket = await desk.ticket(number)
    grown = replace(
        album,
        attachments=(*album.attachments, *files_of(message)),
        text=told or album.text,
    )
    given = await desk.given(ticket)
    copies = []
    for copy in await copies_of(album, ticket, desk):
        caption = told if keeps_words(ticket, album, copy, given) else None
        if copy.id is not None:
            await desk.unit.tickets.extend_entry(copy.id, files_of(message), caption)
        files = (*copy.attachments, *files_of(message))
        copies.append(replace(copy, attachments=files, text=caption or copy.text))
    await desk.carry_out(
        amending.album_grew(
            ticket,
            grown,
            told or "",
            given,
            desk.now,
            by=actor(message.from_user, album.author.role),
            copies=copies,
        )
    )
    return True


async def copies_of(entry: Entry, ticket: Ticket, desk: Desk) -> list[Entry]:
    """The copies of an entry in the other threads of a chain."""
    if entry.source is None or not any(handoff.parent for handoff in ticket.handoffs):
        return []
    found = [await desk.unit.tickets.entry_by_source(source) for source in copy_sources(ticket, entry.source)]
    return [each[1] for each in found if each is not None]
