"""A mail server under test, and a peer that sends it exactly what it is told."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any

from mail.smtp import Envelope, MailServer

CRLF = "\r\n"


class Desk:
    """A service desk that keeps what it receives, or fails as it is told."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.error: Exception | None = None
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def receive(self, envelope: Envelope) -> None:
        self.asked.set()
        await self.go_on.wait()
        if self.error is not None:
            raise self.error
        self.envelopes.append(envelope)

    def is_ours(self, address: str) -> bool:
        return address.lower().endswith("@nordlys.example")


class Peer:
    """A raw connection that writes down both sides of the talk."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.transcript: list[str] = []

    async def hears(self) -> str:
        """One whole reply, of one or more lines; "" when the server has closed."""
        lines = []
        while line := (await asyncio.wait_for(self._reader.readline(), 20)).decode():
            lines.append(line.rstrip(CRLF))
            if line[3:4] != "-":
                break
        self.transcript += [f"S: {line}" for line in lines]
        return "\n".join(lines)

    async def says(self, line: str) -> str:
        """Send a command and hear its reply."""
        self.transcript.append(f"C: {line}")
        await self.sends(f"{line}{CRLF}".encode())
        return await self.hears()

    async def sends(self, data: bytes) -> None:
        """Send octets as they are, and hear nothing."""
        self._writer.write(data)
        await self._writer.drain()

    async def begins_mail(self, recipient: str = "service@nordlys.example") -> None:
        """All up to the 354."""
        for line in ("EHLO kari", "MAIL FROM:<kari@kunde.example>", f"RCPT TO:<{recipient}>", "DATA"):
            await self.says(line)
        self.transcript.clear()

    async def is_left(self) -> bool:
        """Whether the server has closed the connection, which is waited for."""
        with contextlib.suppress(ConnectionError):
            return await asyncio.wait_for(self._reader.read(), 20) == b""
        return True

    async def starts_tls(self, context: ssl.SSLContext) -> None:
        """The handshake, after the 220."""
        await self._writer.start_tls(context, server_hostname="localhost")

    def hangs_up(self) -> None:
        self._writer.transport.abort()


@contextlib.asynccontextmanager
async def serving(desk: Desk, **options: Any) -> AsyncIterator[MailServer]:
    """A server on a free port, stopped at the end."""
    server = MailServer(
        listen="127.0.0.1:0",
        receive=desk.receive,
        is_ours=desk.is_ours,
        hostname="mx.nordlys.example",
        **options,
    )
    await server.start()
    try:
        yield server
    finally:
        desk.go_on.set()
        await server.stop(grace=5)


@contextlib.asynccontextmanager
async def talking(server: MailServer, *, greeted: bool = True) -> AsyncIterator[Peer]:
    """A raw connection to it, the greeting heard."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    peer = Peer(reader, writer)
    if greeted:
        await peer.hears()
        peer.transcript.clear()
    try:
        yield peer
    finally:
        peer.hangs_up()


def pieces(data: bytes, size: int) -> list[bytes]:
    """The data cut into pieces of a size."""
    return [data[start : start + size] for start in range(0, len(data), size)]
