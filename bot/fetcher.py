"""The fetcher: brings files that wait at Telegram home, promptly and by their own bytes (T9, T10)."""

import asyncio
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound
from aiohttp import ClientError

from bot.bells import Bells
from bot.moments import Clock, growing
from bot.troubles import Trouble, Troubles
from handlers.sizes import FETCH_LIMIT
from storage.files import Files
from storage.store import Store
from tickets.timeline import Attachment

_log = structlog.get_logger()

_POLL = 2.0
_AT_ONCE = 4
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)


class Fetcher:
    """A file that cannot be had is kept by its name and id, and said to be missing."""

    def __init__(
        self, *, store: Store, files: Files, bot: Bot, bells: Bells, troubles: Troubles, now: Clock
    ) -> None:
        self._store = store
        self._files = files
        self._bot = bot
        self._bells = bells
        self._troubles = troubles
        self._now = now
        self._failures: dict[int, int] = {}  # of each file that waits for another try

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; files under way are finished or fetched anew."""
        while not stop.is_set():
            if not await self.fetch():
                await self._bells.files.wait(_POLL)

    async def fetch(self) -> bool:
        """Fetches what is due; whether anything was."""
        async with self._store.glance() as unit:
            due = await unit.tickets.attachments_to_fetch(self._now(), _AT_ONCE)
        await asyncio.gather(*(self._fetch(attachment_id, file) for attachment_id, file in due))
        return bool(due)

    async def _fetch(self, attachment_id: int, file: Attachment) -> None:
        if file.size > FETCH_LIMIT:
            await self._missed(attachment_id, "larger than a bot may download", again=False)
            return
        try:
            content = await self._download(file)
            sha256 = await self._files.put(content)
        except (TelegramBadRequest, TelegramNotFound) as error:
            await self._missed(attachment_id, error.message, again=False)
        except (TelegramAPIError, ClientError, OSError, TimeoutError) as error:
            await self._missed(attachment_id, type(error).__name__, again=True)
        except Exception as error:  # noqa: BLE001  the edge of the loop
            _log.error("fetch_broke", attachment=attachment_id, exc_info=error)
            await self._missed(attachment_id, type(error).__name__, again=True)
        else:
            async with self._store.unit() as unit:
                await unit.tickets.fetched(attachment_id, sha256, len(content), file.content_type)
                await unit.commit()
            self._failures.pop(attachment_id, None)
            self._bells.mails.ring()  # a mail may wait for it
            await self._troubles.works(Trouble.FILES)
            _log.info("file_fetched", attachment=attachment_id, size=len(content))

    async def _download(self, file: Attachment) -> bytes:
        found = await self._bot.get_file(file.telegram_file_id or "")
        buffer = await self._bot.download_file(found.file_path or "", timeout=120)
        return buffer.read() if buffer is not None else b""

    async def _missed(self, attachment_id: int, reason: str, *, again: bool) -> None:
        failures = self._failures.pop(attachment_id, 0)
        retry_at = self._now() + growing(_FIRST_PAUSE, failures, _LONGEST_PAUSE) if again else None
        _log.warning("fetch_failed", attachment=attachment_id, reason=reason, failures=failures + 1)
        async with self._store.unit() as unit:
            await unit.tickets.fetch_failed(attachment_id, reason, retry_at)
            await unit.commit()
        if again:
            self._failures[attachment_id] = failures + 1
            await self._troubles.lost(Trouble.FILES, reason)
