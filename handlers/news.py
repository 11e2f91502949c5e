"""What of an entry is news to a chat."""

from dataclasses import replace

from handlers.house import Telling
from handlers.leaving import album_key
from tickets.timeline import Entry


async def news(telling: Telling, chat_id: int) -> Entry | None:
    """The notice's entry as a chat should get it: of an album that grew after it left, only what is new."""
    entry = telling.notice.entry
    if entry is None or entry.source is None or not telling.notice.facts.get("grew"):
        return entry
    if await telling.unit.outbox.waiting(f"{album_key(entry.source, 'files', chat_id)}:0"):
        return entry
    return replace(
        entry, attachments=entry.attachments[-1:], text=str(telling.notice.facts.get("caption") or "")
    )
