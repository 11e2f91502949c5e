"""One pass over a mailbox: what is new is fetched, kept, and only then moved away."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import structlog
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mail.imap_key import Lying, MailKey
from mail.imap_mailbox import Login, Mailbox
from mail.imap_watch import Watch

log = structlog.get_logger()
T = TypeVar("T")

_BATCH_OCTETS = 4 * 2**20  # a larger mail comes alone
_BATCH_MAILS = 32
_FETCH_FAILURES = 3  # then the server will never hand it out
_BREAKS = 5  # so often one mail alone broke the connection; lines break without any mail's fault as well
_PROGRESS_EVERY = 10.0  # seconds


class NotMailError(Exception):
    """Raised by ``receive`` for what can never be kept; the mail moves to the quarantine folder."""


Receive = Callable[[bytes, MailKey], Awaitable[None]]
"""Keeps a mail for good. Any error but NotMailError leaves it in the folder, to be tried again."""


class InThread(Protocol):
    """Runs a blocking call in the mailbox's thread."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a mailbox is emptied; see :class:`mail.imap.MailboxReader`."""

    done_folder: str
    quarantine_folder: str
    max_size: int
    first_retry: float


class Intake:
    """Empties one open mailbox. ``lying`` outlives it, so that what is kept is not fetched again."""

    def __init__(
        self,
        mailbox: Mailbox,
        *,
        login: Login,
        rules: Rules,
        lying: Lying,
        receive: Receive,
        in_thread: InThread,
        watch: Watch,
    ) -> None:
        self._mailbox = mailbox
        self._login = login
        self._rules = rules
        self._lying = lying
        self._receive = receive
        self._in_thread = in_thread
        self._watch = watch
        self._told_at = time.monotonic()

    async def take_waiting(self, stop: asyncio.Event) -> int:
        """Take all that is due, batch by batch, early done when told to stop. How many were handled.

        When it is not none, look again: a mail that came meanwhile was announced while nobody listened.
        """
        uids = await self._in_thread(self._mailbox.waiting)
        self._lying.see(uids)
        await self._clear()
        due = self._lying.due(uids, time.monotonic())
        if not due:
            return 0
        sizes = await self._in_thread(lambda: self._mailbox.sizes(due))
        for uid in [uid for uid, size in sizes.items() if size > self._rules.max_size]:
            octets = sizes.pop(uid)
            log.warning("imap_mail_too_large", uid=uid, octets=octets)
            await self._set_aside(uid, f"{octets / 2**20:.0f} MB")
        taken = 0
        if len(sizes) > _BATCH_MAILS:
            log.info("imap_backlog", waiting=len(sizes))
        for batch in _batches(sizes, self._lying.suspect):
            if stop.is_set():
                break
            await self._take(batch)
            await self._clear()
            taken += len(batch)
            self._tell(taken, len(sizes))
        return len(due)

    async def _take(self, batch: list[int]) -> None:
        mails: dict[int, bytes] = {}
        try:
            mails = await self._in_thread(lambda: self._mailbox.fetch(batch))
        except (IMAPClientAbortError, OSError) as error:
            await self._broke(batch, str(error))
            raise
        except IMAPClientError as error:
            log.warning("imap_fetch_failed", uids=len(batch), error=str(error))
            if len(batch) > 1:
                for uid in batch:
                    await self._take([uid])
                return
        for uid in set(batch) - mails.keys():
            if self._failed(uid) >= _FETCH_FAILURES:
                await self._set_aside(uid, "the server does not hand it out")
        await asyncio.gather(*(self._keep(uid, raw) for uid, raw in mails.items()))

    async def _keep(self, uid: int, raw: bytes) -> None:
        login = self._login
        key = MailKey(login.host, login.user, login.folder, self._mailbox.uidvalidity, uid)
        try:
            await self._receive(raw, key)
        except NotMailError as error:
            log.warning("imap_mail_unfit", uid=uid, reason=str(error))
            await self._set_aside(uid, str(error))
        except Exception:
            log.exception("imap_mail_not_kept", uid=uid, failures=self._failed(uid))
        else:
            self._lying.kept.add(uid)

    async def _broke(self, batch: list[int], error: str) -> None:
        """The connection broke over these mails. From now on each comes alone, so that one harms no other."""
        self._lying.suspect |= set(batch)
        if len(batch) == 1 and self._failed(batch[0]) >= _BREAKS:
            await self._set_aside(batch[0], error)

    async def _set_aside(self, uid: int, reason: str) -> None:
        self._lying.unfit.add(uid)
        await self._watch.unfit(reason, self._rules.quarantine_folder)

    async def _clear(self) -> None:
        """Move away what is done with. When the server won't, it stays, known, until the next pass."""
        for uids, folder in (
            (self._lying.kept, self._rules.done_folder),
            (self._lying.unfit, self._rules.quarantine_folder),
        ):
            if not uids:
                continue
            try:
                await self._in_thread(partial(self._mailbox.move, sorted(uids), folder))
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                log.warning("imap_move_failed", folder=folder, mails=len(uids), error=str(error))
            else:
                uids.clear()

    def _failed(self, uid: int) -> int:
        return self._lying.failed(uid, time.monotonic(), self._rules.first_retry)

    def _tell(self, taken: int, waiting: int) -> None:
        self._watch.progress(taken, waiting)
        now = time.monotonic()
        if now - self._told_at >= _PROGRESS_EVERY:
            self._told_at = now
            log.info("imap_progress", taken=taken, of=waiting)


def _batches(sizes: dict[int, int], alone: set[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    octets = 0
    for uid, size in sizes.items():
        full = len(batch) == _BATCH_MAILS or octets + size > _BATCH_OCTETS
        if batch and (full or uid in alone or batch[-1] in alone):
            yield batch
            batch, octets = [], 0
        batch.append(uid)
        octets += size
    if batch:
        yield batch
