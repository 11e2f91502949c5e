"""Files that wait at Telegram until we have fetched them."""

from datetime import datetime

from sqlalchemy import select, update

from storage.repository import Repository
from storage.schema import attachments
from storage.timeline import attachment_from
from tickets.timeline import Attachment


class Fetching(Repository):
    """By the attachment's id."""

    async def attachments_to_fetch(self, now: datetime, limit: int) -> list[tuple[int, Attachment]]:
        """Those whose time has come, earliest first."""
        found = (
            select(attachments)
            .where(attachments.c.fetch_at <= now)
            .order_by(attachments.c.fetch_at, attachments.c.id)
            .limit(limit)
        )
        return [(row.id, attachment_from(row)) for row in await self.connection.execute(found)]

    async def files_of(self, entry_id: int) -> tuple[Attachment, ...] | None:
        """An entry's files as they are now; None while one of them is still to be fetched."""
        found = select(attachments).where(attachments.c.entry == entry_id).order_by(attachments.c.id)
        rows = (await self.connection.execute(found)).all()
        if any(row.fetch_at is not None for row in rows):
            return None
        return tuple(map(attachment_from, rows))

    async def fetched(self, attachment_id: int, sha256: str, size: int, content_type: str) -> None:
        """It is in the file store."""
        await self._update(
            attachment_id,
            sha256=sha256,
            size=size,
            content_type=content_type,
            fetch_at=None,
            fetch_error=None,
        )

    async def fetch_failed(self, attachment_id: int, error: str, retry_at: datetime | None) -> None:
        """It is to be tried again at `retry_at`; None: it can never be fetched."""
        await self._update(
            attachment_id,
            fetch_at=retry_at,
            fetch_error=error,
            fetch_attempts=attachments.c.fetch_attempts + 1,
        )

    async def kept_at_telegram(self, sha256: str, file_id: str) -> None:
        """Photos of this content need not be sent as bytes again (T10)."""
        photos = (attachments.c.sha256 == sha256) & (attachments.c.kind == "photo")
        await self.connection.execute(
            update(attachments)
            .where(photos, attachments.c.telegram_file_id.is_(None))
            .values(telegram_file_id=file_id)
        )

    async def _update(self, attachment_id: int, **values: object) -> None:
        await self.connection.execute(
            update(attachments).where(attachments.c.id == attachment_id).values(**values)
        )
