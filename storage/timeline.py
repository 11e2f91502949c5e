"""A ticket's timeline: entries with their attachments, and what they said before an edit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from storage.repository import Repository
from storage.schema import attachments, edits, entries
from tickets.parties import Actor, Audience, Identity, Role
from tickets.timeline import Attachment, Entry, EntryKind

_ADD = insert(entries).returning(entries.c.id, sort_by_parameter_order=True)


class Timeline(Repository):
    """Entries in the order in which they were written."""

    async def add_entries(self, number: int, new: Sequence[Entry]) -> tuple[Entry, ...]:
        """The same entries with their ids."""
        if not new:
            return ()
        ids = await self.connection.scalars(
            _ADD,
            [_entry_values(number, entry) for entry in new],
        )
        kept = tuple(replace(entry, id=each) for entry, each in zip(new, ids.all(), strict=True))
        await self._attach([(entry.id, entry.at, entry.attachments) for entry in kept])
        return kept

    async def entries(self, number: int) -> tuple[Entry, ...]:
        """All of a ticket's."""
        return tuple((await self.entries_of([number]))[number])

    async def entries_of(self, numbers: Sequence[int]) -> dict[int, list[Entry]]:
        """All of these tickets', by ticket: two statements however many there are."""
        said = select(entries).where(entries.c.ticket.in_(numbers)).order_by(entries.c.id)
        files = (
            select(attachments)
            .join(entries, entries.c.id == attachments.c.entry)
            .where(entries.c.ticket.in_(numbers))
            .order_by(attachments.c.id)
        )
        by_entry: dict[int, list[Attachment]] = {}
        for file in await self.connection.execute(files):
            by_entry.setdefault(file.entry, []).append(attachment_from(file))
        by_ticket: dict[int, list[Entry]] = {number: [] for number in numbers}
        for row in await self.connection.execute(said):
            by_ticket[row.ticket].append(_entry(row, by_entry.get(row.id, ())))
        return by_ticket

    async def files_of_many(self, hashes: Sequence[str], tickets: int) -> frozenset[str]:
        """Those of the SHA-256 ``hashes`` that hang on at least so many tickets: letterheads and logos."""
        if not hashes:
            return frozenset()
        often = (
            select(attachments.c.sha256)
            .join(entries, entries.c.id == attachments.c.entry)
            .where(attachments.c.sha256.in_(hashes))
            .group_by(attachments.c.sha256)
            .having(func.count(entries.c.ticket.distinct()) >= tickets)
        )
        return frozenset((await self.connection.scalars(often)).all())

    async def entry_by_source(self, source: str) -> tuple[int, Entry] | None:
        """(ticket, entry) of what came with that arrival or album; None: nothing did."""
        row = (await self.connection.execute(select(entries).where(entries.c.source == source))).one_or_none()
        if row is None:
            return None
        files = select(attachments).where(attachments.c.entry == row.id).order_by(attachments.c.id)
        return row.ticket, _entry(row, map(attachment_from, await self.connection.execute(files)))

    async def extend_entry(self, entry_id: int, more: Sequence[Attachment], text: str | None) -> None:
        """Adds files, and words on a line of their own (an album comes piece by piece). None: no words."""
        found = select(entries.c.text, entries.c.at).where(entries.c.id == entry_id).with_for_update()
        before = (await self.connection.execute(found)).one()
        await self._attach([(entry_id, before.at, more)])
        if not text:
            return
        whole = f"{before.text}\n{text}" if before.text else text
        await self.connection.execute(update(entries).where(entries.c.id == entry_id).values(text=whole))

    async def edit_entry(self, entry_id: int, text: str, at: datetime, by: Actor) -> None:
        """Changes its words and keeps the old ones; its files stay."""
        old = select(entries.c.text).where(entries.c.id == entry_id).with_for_update()
        before: str | None = await self.connection.scalar(old)
        if before is None or before == text:
            return
        await self.connection.execute(
            insert(edits).values(entry=entry_id, at=at, by_name=by.name, text=before)
        )
        await self.connection.execute(update(entries).where(entries.c.id == entry_id).values(text=text))

    async def _attach(self, files: Sequence[tuple[int | None, datetime, Sequence[Attachment]]]) -> None:
        rows = [
            {
                "entry": entry_id,
                "filename": file.filename,
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
                "kind": file.kind,
                "telegram_file_id": file.telegram_file_id,
                "fetch_at": at if file.sha256 is None and file.telegram_file_id is not None else None,
            }
            for entry_id, at, attached in files
            for file in attached
        ]
        if rows:
            await self.connection.execute(insert(attachments), rows)


def attachment_from(row: Row[Any]) -> Attachment:
    """The file of a row of `attachments`."""
    return Attachment(
        filename=row.filename,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        kind=row.kind,
        telegram_file_id=row.telegram_file_id,
    )


def _entry_values(number: int, entry: Entry) -> dict[str, Any]:
    return {
        "ticket": number,
        "handoff": entry.handoff,
        "kind": entry.kind,
        "event": entry.event,
        "for_customer": Audience.CUSTOMER in entry.audience,
        "for_partner": Audience.PARTNER in entry.audience,
        "author_role": entry.author.role,
        "author_name": entry.author.name,
        "author_id": entry.author.id,
        "text": entry.text,
        "source": entry.source,
        "proof": entry.proof,
        "identity": entry.identity,
        "at": entry.at,
    }


def _entry(row: Row[Any], files: Any) -> Entry:
    audience = {Audience.INTERNAL}
    if row.for_customer:
        audience.add(Audience.CUSTOMER)
    if row.for_partner:
        audience.add(Audience.PARTNER)
    return Entry(
        id=row.id,
        kind=EntryKind(row.kind),
        event=row.event,
        handoff=row.handoff,
        audience=frozenset(audience),
        author=Actor(role=Role(row.author_role), name=row.author_name, id=row.author_id),
        text=row.text,
        source=row.source,
        proof=row.proof,
        identity=Identity(row.identity) if row.identity else None,
        at=row.at,
        attachments=tuple(files),
    )
