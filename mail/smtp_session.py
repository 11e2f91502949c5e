"""One SMTP or LMTP connection: aiosmtpd's command loop with our own way to take DATA, answer and leave.

aiosmtpd tells an unexpected error to the peer as permanent and with its text; here it is 451 and a line in
our log. RFC 5321 (SMTP), RFC 2033 (LMTP), RFC 2920 (pipelining), RFC 1870 (SIZE), RFC 3207 (STARTTLS), RFC
6152, RFC 6531.
"""

import asyncio
import collections
import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Draft

from mail import smtp_replies as replies
from mail.smtp_data import Fault, MailData
from mail.smtp_envelope import Envelope

log = structlog.get_logger()

_COMMAND_LIMITS = {"MAIL": 512 + 26 + 10}  # SIZE= and SMTPUTF8 may stand behind the address
_RUNAWAY = 3  # a peer that sends this many times the allowed size is not waited for
_LINGER = 5.0  # seconds for a peer to take our last line
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a session allows. Sizes in octets, times in seconds."""

    max_size: int
    max_line: int
    max_recipients: int
    idle_timeout: float
    data_timeout: float


class Host(Protocol):
    """The server that a session belongs to."""

    hostname: str
    limits: Limits
    tls: ssl.SSLContext | None  # None: STARTTLS is not offered
    stopping: bool
    held: int  # octets that all mails now coming in take

    def is_ours(self, address: str) -> bool:
        """Whether mail to the address is taken."""

    async def take(self, envelope: Envelope) -> str:
        """Keep the mail and return the reply; never raises but CancelledError."""

    def opened(self, session: "SmtpSession") -> None:
        """A connection has begun."""

    def closed(self, session: "SmtpSession") -> None:
        """A connection is over."""

    def has_room(self) -> bool:
        """Whether what is held is not too much."""


class SmtpSession(SMTP):
    """One connection. ``busy``: a mail is under way, from DATA to the answer."""

    def __init__(self, host: Host) -> None:
        limits = host.limits
        super().__init__(
            _Hooks(host),
            data_size_limit=limits.max_size,
            enable_SMTPUTF8=True,
            hostname=host.hostname,
            ident="ESMTP",
            timeout=limits.idle_timeout,
            tls_context=host.tls,
            loop=asyncio.get_running_loop(),
        )
        # aiosmtpd shares this among all connections and lets each EHLO raise it.
        self.command_size_limits = collections.defaultdict(lambda: SMTP.command_size_limit, _COMMAND_LIMITS)
        for command in ("AUTH", "EXPN", *(() if host.tls else ("STARTTLS",))):
            self._smtp_methods.pop(command, None)
        self.busy = False
        self._host = host
        self._peer = ""
        self._mail: MailData | None = None
        self._arrived = asyncio.Event()
        self._held = 0
        self._data_ends = 0.0

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not hostname:
            await self.push("501 Syntax: EHLO hostname")
            return
        self._greet(hostname, extended=True)
        features = [
            self.hostname,
            f"SIZE {self._host.limits.max_size}",
            "8BITMIME",
            "SMTPUTF8",
            "PIPELINING",
            "ENHANCEDSTATUSCODES",
        ]
        if self._host.tls and self._tls_protocol is None:
            features.append("STARTTLS")
        await super().push("\r\n".join([*(f"250-{feature}" for feature in features), "250 HELP"]))

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        if not hostname:
            await self.push("501 Syntax: HELO hostname")
            return
        self._greet(hostname, extended=False)
        await super().push(f"250 {self.hostname}")

    async def smtp_VRFY(self, arg: str) -> None:  # noqa: N802
        await self.push(replies.NO_VRFY)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if await self.check_helo_needed():
            return
        draft = self.envelope
        if draft is None or not draft.rcpt_tos:
            await self.push(replies.NEED_RECIPIENT)
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        self.busy = True
        try:
            reply = await self._take_mail(draft)
            self.envelope = Draft()
            await self._answer(reply, len(draft.rcpt_tos))
        finally:
            self.busy = False
        if self._host.stopping:
            self.leave(replies.LEAVING)

    async def push(self, status: str) -> None:  # type: ignore[override]  # nothing pushes bytes
        await super().push(replies.with_enhanced_code(status))

    def leave(self, reply: str) -> None:
        """Say goodbye and close; a peer that does not take the line is cut off."""
        transport = self.transport
        if not isinstance(transport, asyncio.Transport) or transport.is_closing():
            return
        transport.write(f"{reply}\r\n".encode())
        transport.close()
        self.loop.call_later(_LINGER, transport.abort)

    def cut_off(self) -> None:
        """Close at once, whatever is under way."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if isinstance(peer, tuple) else ""
        super().connection_made(transport)
        self._host.opened(self)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._hold(0)
        self._host.closed(self)

    def data_received(self, data: bytes) -> None:
        if self._mail is None:
            super().data_received(data)
        else:
            self._take_block(self._mail, data)

    async def _take_mail(self, draft: Draft) -> str:
        limits = self._host.limits
        self._data_ends = self.loop.time() + limits.data_timeout
        self._arrived.clear()
        # A peer that pipelines (wrongly) does not wait for our 354; its first block is in the reader already.
        early = await self._reader.read(2**24) if self._reader._buffer else b""  # type: ignore[attr-defined]
        self._mail = mail = MailData(limits.max_size, limits.max_line)
        if early:
            self._take_block(mail, early)
        await self.push(replies.START_DATA)
        await self._arrived.wait()
        self._pause_timeout()
        try:
            if mail.fault is not None:
                log.warning("mail_refused", peer=self._peer, reason=mail.fault.value, octets=mail.received)
                return replies.FAULTS[mail.fault]
            return await self._host.take(
                Envelope(
                    peer=self._peer,
                    sender="" if draft.mail_from == "<>" else draft.mail_from or "",
                    recipients=tuple(draft.rcpt_tos),
                    raw=mail.content,
                    received_at=datetime.now(UTC),
                )
            )
        finally:
            self._mail = None
            self._hold(0)
            if self.transport is not None:
                self._reset_timeout()

    async def _answer(self, reply: str, recipients: int) -> None:
        await self.push(reply)

    def _take_block(self, mail: MailData, block: bytes) -> None:
        if self._arrived.is_set():
            super().data_received(block)
            return
        rest = mail.feed(block)
        self._hold(mail.held)
        if not self._host.has_room():
            mail.refuse(Fault.NO_ROOM)
            self._hold(mail.held)
        if rest is not None:
            self._arrived.set()
            if rest:
                super().data_received(rest)
        elif mail.fault and mail.received > _RUNAWAY * self._host.limits.max_size:
            self.leave(replies.FAULTS[mail.fault])
        elif self.loop.time() > self._data_ends:
            self.leave(replies.TOO_SLOW)
        else:
            self._reset_timeout()

    def _hold(self, octets: int) -> None:
        self._host.held += octets - self._held
        self._held = octets

    def _greet(self, hostname: str, *, extended: bool) -> None:
        self.envelope = Draft()
        if self.session is not None:
            self.session.extended_smtp = extended
            self.session.host_name = hostname

    def _pause_timeout(self) -> None:
        # While we keep the mail, the peer has nothing to say.
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()

    def _timeout_cb(self) -> None:
        self.leave(replies.IDLE)


class LmtpSession(SmtpSession):
    """LMTP: LHLO instead of HELO, and after DATA one reply for each recipient (RFC 2033 section 4.2)."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        for command in ("HELO", "EHLO"):
            self._smtp_methods.pop(command, None)

    async def smtp_LHLO(self, hostname: str) -> None:  # noqa: N802
        await self.smtp_EHLO(hostname)

    async def check_helo_needed(self, helo: str = "LHLO") -> bool:
        return await super().check_helo_needed(helo)

    async def _answer(self, reply: str, recipients: int) -> None:
        # All recipients share one transaction, so they share its outcome.
        await self.push("\r\n".join([reply] * recipients))


class _Hooks:
    """aiosmtpd's view of us: addresses, and errors that nobody expected."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, draft: Draft, address: str, _options: list[str]
    ) -> str:
        if _UNPRINTABLE.search(address):
            return replies.BAD_ADDRESS
        draft.mail_from = address
        return "250 2.1.0 Sender noted"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, draft: Draft, address: str, _options: list[str]
    ) -> str:
        if _UNPRINTABLE.search(address):
            return replies.BAD_ADDRESS
        if len(draft.rcpt_tos) >= self._host.limits.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        if not _is_postmaster(address) and not self._host.is_ours(address):
            return replies.NOT_OURS
        draft.rcpt_tos.append(address)
        return "250 2.1.5 Recipient noted"

    async def handle_exception(self, error: Exception) -> str:
        log.error("smtp_session_failed", exc_info=error)
        return replies.TRY_AGAIN


def _is_postmaster(address: str) -> bool:
    """RFC 5321 section 4.5.1: a server that takes mail has a postmaster, with or without a domain."""
    return address.partition("@")[0].lower() == "postmaster"
