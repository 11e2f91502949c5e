"""The practice mail world's SMTP server: takes every mail for every address, or fails on order."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.faults import Fault
from sandbox.world import World

SIZE_LIMIT = 50 * 1024 * 1024
WORDS = {"4": "Try again later, the practice mailbox is having a pause", "5": "The practice mailbox says no"}


class SmtpSink:
    def __init__(self, world: World) -> None:
        self._world = world
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Begins to listen; returns the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, host, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def _session(self) -> SMTP:
        return SMTP(_Handler(self._world), data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, ident="sandbox")


class _Handler:
    """aiosmtpd calls these by name; the strings are the SMTP answers."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        fault = self._world.faults.next("smtp")
        if fault and not fault.after and (answer := await _strike(fault, server)):
            return answer
        mail = self._world.mailbox.add(
            "out", envelope.mail_from or "", [str(to) for to in envelope.rcpt_tos], _bytes(envelope.content)
        )
        if fault and fault.after and (answer := await _strike(fault, server)):
            return answer
        return f"250 2.0.0 Taken as {mail.id}"


async def _strike(fault: Fault, server: SMTP) -> str | None:
    match fault.kind:
        case "slow":
            await asyncio.sleep(3.0 if fault.seconds is None else fault.seconds)
            return None
        case "drop":
            if isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            return "421 Gone"
        case code:
            return f"{code} {code[0]}.3.0 {WORDS[code[0]]}"


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else str(content or "").encode()
