"""Albums: items come one by one, in any order, the caption on any of them, and become one entry (T7, I28)."""

from dataclasses import replace

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import files_of, source_of
from tickets import conversation


async def joins_album(message: Message, desk: Desk) -> bool:
    """Adds a further item to its album's entry and to what passes the album on. False: it is the first."""
    if not message.media_group_id:
        return False
    found = await desk.unit.tickets.entry_by_source(source_of(message))
    if found is None or found[1].id is None:
        return False
    number, album = found
    await desk.unit.tickets.extend_entry(found[1].id, files_of(message), message.caption)
    ticket = await desk.ticket(number)
    grown = replace(
        album,
        attachments=(*album.attachments, *files_of(message)),
        text=message.caption or album.text,
    )
    await desk.carry_out(
        conversation.album_grew(
            ticket,
            grown,
            message.caption or "",
            await desk.given(ticket),
            desk.now,
            by=actor(message.from_user, album.author.role),
        )
    )
    return True
