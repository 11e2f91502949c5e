"""The mailbox that we read, as configured, and what people hear of how that goes."""

import sys
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.moments import Clock
from bot.settings import Settings
from bot.troubles import Trouble, Troubles
from mail.imap import MailboxReader
from mail.imap_mailbox import Login
from mail.oauth import Tokens
from mail.smtp_envelope import Envelope

_WORTH_SHOWING = 100  # mails


def mailbox(
    settings: Settings,
    receive: Callable[[Envelope], Awaitable[None]],
    *,
    tokens: Tokens | None,
    troubles: Troubles,
    now: Clock,
) -> MailboxReader:
    """The reader, not yet running."""
    imap = settings.mail.imap

    async def take(raw: bytes, key: object) -> None:
        await receive(Envelope(peer=imap.host, sender="", recipients=(), raw=raw, received_at=now()))

    return MailboxReader(
        login_of(settings),
        take,
        done_folder=imap.done_folder,
        quarantine_folder=imap.quarantine_folder,
        max_size=settings.mail.smtp.max_size_mb * 1024 * 1024,
        tokens=tokens if imap.login == "oauth" else None,
        watch=Watching(troubles),
    )


def login_of(settings: Settings) -> Login:
    """Where the mailbox is; a token comes when it is needed."""
    imap = settings.mail.imap
    return Login(
        host=imap.host,
        port=imap.port,
        user=imap.user,
        password=imap.password.get_secret_value(),
        folder=imap.folder,
        security=imap.security,
    )


class Watching:
    """Tells the dispatchers of trouble, and shows a long backlog on a terminal; the log has it anyway."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._bar: Progress | None = None
        self._task = TaskID(0)

    async def lost(self, reason: str) -> None:
        """The mailbox can't be read."""
        self._hide()
        await self._troubles.lost(Trouble.MAILBOX, reason)

    async def works(self) -> None:
        """It is read."""
        self._hide()
        await self._troubles.works(Trouble.MAILBOX)

    async def unfit(self, reason: str, folder: str) -> None:
        """A mail lies in the quarantine folder."""
        await self._troubles.set_aside(reason, folder)

    def progress(self, taken: int, of: int) -> None:
        """Shows it where somebody looks."""
        if of < _WORTH_SHOWING or not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn("mailbox"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=of)
            self._bar.start()
        self._bar.update(self._task, completed=taken, total=of)
        if taken >= of:
            self._hide()

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
