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

log = structlog.get_logger()
T = TypeVar("T")

_BATCH_OCTETS = 4 * 2**20  # a larger mail comes alone
_BATCH_MAILS = 32
_FETCH_FAILURES = 3  # then the server will never hand it out
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
    ) -> None:
        self._mailbox = mailbox
        self._login = login
        self._rules = rules
        self._lying = lying
        self._receive = receive
        self._in_thread = in_thread
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
            log.warning("imap_mail_too_large", uid=uid, octets=sizes.pop(uid))
            self._lying.unfit.add(uid)
        taken = 0
        for batch in _batches(sizes):
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
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            log.warning("imap_fetch_failed", uids=len(batch), error=str(error))
            if len(batch) > 1:
                for uid in batch:
                    await self._take([uid])
                return
        for uid in set(batch) - mails.keys():
            if self._failed(uid) >= _FETCH_FAILURES:
                self._lying.unfit.add(uid)
        await asyncio.gather(*(self._keep(uid, raw) for uid, raw in mails.items()))

    async def _keep(self, uid: int, raw: bytes) -> None:
        login = self._login
        key = MailKey(login.host, login.user, login.folder, self._mailbox.uidvalidity, uid)
        try:
            await self._receive(raw, key)
        except NotMailError as error:
            log.warning("imap_mail_unfit", uid=uid, reason=str(error))
            self._lying.unfit.add(uid)
        except Exception:
            log.exception("imap_mail_not_kept", uid=uid, failures=self._failed(uid))
        else:
            self._lying.kept.add(uid)

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
        now = time.monotonic()
        if now - self._told_at >= _PROGRESS_EVERY:
            self._told_at = now
            log.info("imap_progress", taken=taken, of=waiting)


def _batches(sizes: dict[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    octets = 0
    for uid, size in sizes.items():
        if batch and (len(batch) == _BATCH_MAILS or octets + size > _BATCH_OCTETS):
            yield batch
            batch, octets = [], 0
        batch.append(uid)
        octets += size
    if batch:
        yield batch
