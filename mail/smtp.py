"""Incoming mail over SMTP or LMTP: a server whose 250 means that the mail is kept.

``receive`` decides: when it returns the peer is told 250, when it raises 451, so that it tries again. The
protocol itself is in :mod:`mail.smtp_session`.
"""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from typing import Literal

import structlog

from mail import smtp_replies as replies
from mail.smtp_envelope import Envelope, Receive
from mail.smtp_session import Limits, LmtpSession, SmtpSession

__all__ = ["Envelope", "MailServer", "Receive"]

log = structlog.get_logger()

_MIB = 2**20


class MailServer:
    """Listens on one address. What it says 250 to is kept, and nothing else is.

    ``listen`` is ``host:port``; an empty host means every interface, port 0 any free one (see ``port``).
    ``is_ours`` tells whether an address has a mailbox here; a postmaster always has (RFC 5321 section 4.5.1).
    ``max_size`` is the largest mail in octets; ``max_memory`` what all mails now coming in may take together;
    beyond it, and beyond ``max_connections``, peers are asked to come back. With ``tls`` STARTTLS is offered.
    """

    def __init__(
        self,
        *,
        listen: str,
        receive: Receive,
        is_ours: Callable[[str], bool],
        protocol: Literal["smtp", "lmtp"] = "smtp",
        hostname: str | None = None,
        max_size: int = 50 * _MIB,
        max_line: int = 1001,
        max_recipients: int = 1000,
        max_connections: int = 200,
        max_memory: int = 512 * _MIB,
        idle_timeout: float = 300.0,
        data_timeout: float = 3600.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.tls = tls
        self.hostname = hostname or socket.gethostname()
        self.limits = Limits(
            max_size=max_size,
            max_line=max_line,
            max_recipients=max_recipients,
            idle_timeout=idle_timeout,
            data_timeout=data_timeout,
        )
        self.stopping = False
        self.held = 0
        self.is_ours = is_ours
        self._host, _, port = listen.rpartition(":")
        self._asked_port = int(port)
        self._receive = receive
        self._session = LmtpSession if protocol == "lmtp" else SmtpSession
        self._max_connections = max_connections
        self._max_memory = max_memory
        self._server: asyncio.Server | None = None
        self._sessions: set[SmtpSession] = set()
        self._receiving: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()

    @property
    def port(self) -> int:
        """The port listened on; the one asked for while not started."""
        if self._server is None or not self._server.sockets:
            return self._asked_port
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen. OSError when the address is taken or not ours."""
        # aiosmtpd logs every command with its addresses; we log outcomes.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self.stopping = False
        host = self._host.strip("[]") or None
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Door(self), host, self._asked_port, backlog=128
        )
        log.info("smtp_listening", host=host, port=self.port)

    async def stop(self, grace: float = 30.0) -> None:
        """Stop listening, send idle peers away, cut off after ``grace`` seconds what is still coming in.

        Returns when every mail that ``receive`` was given is kept or refused.
        """
        if self._server is None:
            return
        self.stopping = True
        self._server.close()
        for session in list(self._sessions):
            if not session.busy:
                session.leave(replies.LEAVING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._all_left()
        for session in list(self._sessions):
            session.cut_off()
        await self._all_left()
        await asyncio.gather(*self._receiving, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def take(self, envelope: Envelope) -> str:
        """Give the mail to ``receive`` and return the reply. A peer that hangs up does not interrupt it."""
        task = asyncio.ensure_future(self._receive(envelope))
        self._receiving.add(task)
        task.add_done_callback(self._receiving.discard)
        try:
            await asyncio.shield(task)
        except Exception:
            log.exception("mail_not_kept", peer=envelope.peer, octets=len(envelope.raw))
            return replies.TRY_AGAIN
        log.info(
            "mail_kept", peer=envelope.peer, octets=len(envelope.raw), recipients=len(envelope.recipients)
        )
        return replies.ACCEPTED

    def is_full(self) -> bool:
        """Whether a further connection is one too many."""
        return len(self._sessions) >= self._max_connections

    def new_session(self) -> SmtpSession:
        """The protocol for one connection."""
        return self._session(self)

    def opened(self, session: SmtpSession) -> None:
        self._sessions.add(session)

    def closed(self, session: SmtpSession) -> None:
        self._sessions.discard(session)
        if not self._sessions:
            self._left.set()

    def has_room(self) -> bool:
        return self.held <= self._max_memory

    async def _all_left(self) -> None:
        while self._sessions:
            self._left.clear()
            await self._left.wait()


class _Door(asyncio.Protocol):
    """Lets a connection in, or asks it to come back; a session costs too much to make for those."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            return
        if self._server.is_full() or self._server.stopping:
            log.warning("smtp_too_busy")
            transport.write(f"{replies.TOO_BUSY}\r\n".encode())
            transport.close()
            return
        session = self._server.new_session()
        transport.set_protocol(session)
        session.connection_made(transport)
