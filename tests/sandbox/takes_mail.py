"""A mail server that takes everything: the application, as far as the page's tests need one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session


class TakesAll:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session, envelope
        return "250 2.0.0 Kept"


@asynccontextmanager
async def taking_mail() -> AsyncIterator[tuple[str, int]]:
    """Its address, as long as the block runs."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(TakesAll(), hostname="application"), "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield host, port
