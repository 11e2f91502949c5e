"""Incoming mail from a mailbox: each mail is kept first, then moved to the folder for what is done.

A crash between the two means that the mail is fetched again; its key tells that it is known. Waits with IDLE
where the server can, else looks every minute, and comes back by itself after every kind of failure.
"""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

import structlog
from imapclient.exceptions import IMAPClientError, LoginError

from mail.imap_intake import Intake, NotMailError, Receive, Rules
from mail.imap_key import Lying, MailKey
from mail.imap_mailbox import Login, Mailbox
from mail.imap_watch import Unwatched, Watch
from mail.oauth import OAuthError, Tokens

__all__ = ["Login", "MailKey", "MailboxReader", "NotMailError", "Receive", "Watch"]

log = structlog.get_logger()
T = TypeVar("T")

_LONGEST_PAUSE = 300.0  # seconds between attempts to connect
_LOGIN_PAUSE = 60.0  # a refused password is not tried often: servers lock accounts
_MAX_IDLE_FAILURES = 3  # in a row; then the server promises what it can't do, and is polled
_GRACE = 5.0  # seconds for the mails under way when stopping


class MailboxReader:
    """Reads one folder until it is told to stop.

    Mails come to ``receive`` in batches, at the same time, so that they can share a transaction; large ones
    come alone. Those over ``max_size`` octets, and those that the server can't hand out, go to the quarantine
    folder unread. ``poll`` is the longest time in seconds that a mail waits when no notice of it comes,
    ``first_retry`` the pause before a mail that ``receive`` failed on is tried again, ``first_pause`` the one
    before connecting again; both grow with each failure. With ``tokens`` it signs in with OAuth 2.0.
    """

    def __init__(
        self,
        login: Login,
        receive: Receive,
        *,
        done_folder: str = "Stafett done",
        quarantine_folder: str = "Stafett quarantine",
        max_size: int = 50 * 2**20,
        poll: float = 60.0,
        first_retry: float = 30.0,
        first_pause: float = 1.0,
        tokens: Tokens | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._login = login
        self._tokens = tokens
        self._watch = watch or Unwatched()
        self._receive = receive
        self._rules = Rules(
            done_folder=done_folder,
            quarantine_folder=quarantine_folder,
            max_size=max_size,
            first_retry=first_retry,
        )
        self._poll = poll
        self._first_pause = first_pause
        self._pause = first_pause
        self._uidvalidity: int | None = None
        self._idle_failures = 0
        self._lying = Lying()
        self._mailbox: Mailbox | None = None
        self._executor: ThreadPoolExecutor | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Read until ``stop`` is set. Mails under way are then finished, if that takes only seconds."""
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imap")
        reading = asyncio.create_task(self._keep_reading(stop))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({reading, stopped}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({reading}, timeout=_GRACE)
        finally:
            stopped.cancel()
            reading.cancel()
            if self._mailbox is not None:
                self._mailbox.interrupt()
            await asyncio.gather(reading, stopped, return_exceptions=True)
            self._executor.submit(self._let_go)
            self._executor.shutdown(wait=False)

    async def check(self) -> str:
        """Try it: connect, log in, open the folder. What was found, for people.

        Raises what imapclient raises, OSError and OAuthError.
        """
        mailbox = await asyncio.to_thread(Mailbox, await self._signed())
        try:
            waiting = len(await asyncio.to_thread(mailbox.waiting))
            await asyncio.to_thread(mailbox.close)
        finally:
            mailbox.interrupt()
        manner = "it tells when mail comes" if mailbox.can_idle else f"looked at every {self._poll:.0f} s"
        return f"{self._login.folder} on {self._login.host}: {waiting} mails waiting, {manner}"

    async def _keep_reading(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self._visit(stop)
            except (LoginError, OAuthError) as error:
                log.warning("imap_login_refused", host=self._login.host, error=str(error))
                self._pause = max(self._pause, _LOGIN_PAUSE)
                await self._watch.lost(str(error))
            except (IMAPClientError, OSError) as error:
                log.warning("imap_connection_lost", host=self._login.host, error=str(error))
                await self._watch.lost(str(error) or type(error).__name__)
            except Exception as error:
                log.exception("imap_failed", host=self._login.host)
                await self._watch.lost(type(error).__name__)
            await _wait(stop, self._pause * random.uniform(0.8, 1.2))  # noqa: S311  # spreads, hides nothing
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _visit(self, stop: asyncio.Event) -> None:
        """One connection, from its beginning to its end."""
        mailbox = await self._connected()
        try:
            log.info("imap_connected", host=self._login.host, folder=self._login.folder)
            self._check_uidvalidity(mailbox.uidvalidity)
            intake = Intake(
                mailbox,
                login=self._login,
                rules=self._rules,
                lying=self._lying,
                receive=self._receive,
                in_thread=self._in_thread,
                watch=self._watch,
            )
            while not stop.is_set():
                taken = await intake.take_waiting(stop)
                self._pause = self._first_pause  # it works, so the next failure is a new one
                await self._watch.works()
                if not taken:
                    await self._wait_for_mail(mailbox, stop)
            await self._in_thread(mailbox.close)
        finally:
            self._mailbox = None
            mailbox.interrupt()  # after a failure politeness could wait for an answer that never comes

    async def _connected(self) -> Mailbox:
        login = await self._signed()
        try:
            return await self._in_thread(lambda: self._open(login))
        except LoginError:
            if self._tokens is None:
                raise
            # A token may end before its time, as when somebody changed the account's password.
            self._tokens.refuse(login.token)
            renewed = await self._signed()
            if renewed.token == login.token:
                raise
            return await self._in_thread(lambda: self._open(renewed))

    async def _signed(self) -> Login:
        return replace(self._login, token=await self._tokens.get()) if self._tokens else self._login

    def _open(self, login: Login) -> Mailbox:
        # Set in the thread, so that a connection which comes about while we stop is let go as well.
        self._mailbox = Mailbox(login)
        return self._mailbox

    def _let_go(self) -> None:
        if self._mailbox is not None:
            self._mailbox.interrupt()
            self._mailbox = None

    async def _wait_for_mail(self, mailbox: Mailbox, stop: asyncio.Event) -> None:
        seconds = self._poll
        retry_at = self._lying.next_try_at()
        if retry_at is not None:
            seconds = min(seconds, max(0.0, retry_at - time.monotonic()))
        if not mailbox.can_idle or self._idle_failures == _MAX_IDLE_FAILURES:
            await _wait(stop, seconds)
            return
        self._idle_failures += 1
        readable = await self._in_thread(mailbox.begin_idle)
        self._idle_failures = 0
        if readable is not None:
            await _wait_for_news(readable, stop, seconds)
            await self._in_thread(mailbox.end_idle)

    def _check_uidvalidity(self, uidvalidity: int) -> None:
        if self._uidvalidity not in (None, uidvalidity):
            log.warning("imap_uidvalidity_changed", before=self._uidvalidity, now=uidvalidity)
            self._lying = Lying()
        self._uidvalidity = uidvalidity

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, call)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _wait_for_news(file_descriptor: int, stop: asyncio.Event, seconds: float) -> None:
    """Until the server says something. Not for ever: a notice may sit in a buffer that was read ahead."""
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    loop.add_reader(file_descriptor, news.set)
    waits = [asyncio.create_task(news.wait()), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(file_descriptor)
        for wait in waits:
            wait.cancel()
