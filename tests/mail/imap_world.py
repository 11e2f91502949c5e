"""A real IMAP server (pymap) with one mailbox, and a line to it that can lose words or break."""

import asyncio
import contextlib
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from imapclient import IMAPClient

from mail.imap import Login, MailboxReader, MailKey
from tests.mail import tls_context

USER, PASSWORD = "desk", "secret"


class Line:
    """Between the reader and the server. ``without`` are capabilities that the server seems not to have."""

    def __init__(self, port: int, *without: str) -> None:
        self.connections = 0
        self.dead = 0  # so many of them, the earliest: nothing comes through, and nobody is told
        self.heard = b""  # what the reader said
        self.news = asyncio.Event()  # it said more
        self.answers: Callable[[bytes], bytes] | None = None  # changes what the server says
        self._server_port = port
        if without:
            lost = re.compile(rb" (?:" + "|".join(without).encode() + rb")(?=[ \]\r])")
            self.answers = lambda line: lost.sub(b"", line)
        self._writers: list[asyncio.StreamWriter] = []
        self._listener: asyncio.Server | None = None
        self.port = 0

    async def open(self) -> None:
        self._listener = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def breaks(self) -> None:
        """Every connection is cut, and none can be made."""
        assert self._listener is not None
        self._listener.close()
        for writer in self._writers:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        self._writers.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers += [writer, to_server]
        number = self.connections
        await asyncio.gather(self._listen(reader, to_server, number), self._tell(from_server, writer))

    async def _listen(
        self, reader: asyncio.StreamReader, to_server: asyncio.StreamWriter, number: int
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(2**16):
                if number <= self.dead:
                    continue
                self.heard += data
                self.news.set()
                to_server.write(data)
        to_server.close()

    async def _tell(self, from_server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            if self.answers is None:
                while data := await from_server.read(2**16):
                    writer.write(data)
            else:
                while line := await from_server.readline():
                    writer.write(self.answers(line))
        writer.close()


class Postbox:
    """The mailbox as a person sees it with another client."""

    def __init__(self, port: int) -> None:
        self._client = IMAPClient("127.0.0.1", port, ssl=False, timeout=20)
        self._client.login(USER, PASSWORD)

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        for mail in mails:
            self._client.append(folder, mail)

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        if not self._client.folder_exists(folder):
            return []
        self._client.select_folder(folder, readonly=True)
        uids = self._client.search()
        mails = self._client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [mails[uid][b"BODY[]"] for uid in uids]

    def mark_deleted(self, mail: bytes) -> None:
        self._client.select_folder("INBOX")
        for uid, parts in self._client.fetch(self._client.search(), ["BODY.PEEK[]"]).items():
            if parts[b"BODY[]"] == mail:
                self._client.delete_messages([uid])

    def make(self, folder: str) -> None:
        self._client.create_folder(folder)

    def make_anew(self, folder: str) -> None:
        """The folder goes and comes back empty, with another UIDVALIDITY."""
        self._client.delete_folder(folder)
        self._client.create_folder(folder)

    def close(self) -> None:
        self._client.logout()


class Inbox:
    """Where the reader's mails are kept, or are not, as the test says."""

    def __init__(self) -> None:
        self.mails: dict[MailKey, bytes] = {}
        self.calls: list[MailKey] = []
        self.errors: dict[bytes, Exception] = {}
        self._changed = asyncio.Condition()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def receive(self, raw: bytes, key: MailKey) -> None:
        self.calls.append(key)
        await self._tell()
        await self.go_on.wait()
        if raw in self.errors:
            raise self.errors[raw]
        self.mails[key] = raw
        await self._tell()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(condition)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.asynccontextmanager
async def imap_server(*arguments: str) -> AsyncIterator[int]:
    """pymap with an empty mailbox in memory; its port."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from pymap.main import main; main()"),
        *("--host", "127.0.0.1", "--port", str(port), *arguments),
        *("dict", "--demo-user", USER, "--demo-password", PASSWORD),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await listening(port)
        yield port
    finally:
        process.kill()
        await process.wait()


async def listening(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                await writer.wait_closed()
                return


@contextlib.contextmanager
def postbox(port: int) -> Iterator[Postbox]:
    box = Postbox(port)
    try:
        yield box
    finally:
        box.close()


@contextlib.asynccontextmanager
async def reading(
    port: int, inbox: Inbox, *, login: dict[str, Any] | None = None, **options: Any
) -> AsyncIterator[asyncio.Event]:
    """A reader at work; the event that stops it."""
    where: dict[str, Any] = {"host": "127.0.0.1", "port": port, "user": USER, "password": PASSWORD}
    options = {"first_pause": 0.01, "first_retry": 0.01} | options
    reader = MailboxReader(Login(**where | {"security": "none"} | (login or {})), inbox.receive, **options)
    stop = asyncio.Event()
    running = asyncio.create_task(reader.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


@contextlib.asynccontextmanager
async def line_to(port: int, *without: str) -> AsyncIterator[Line]:
    line = Line(port, *without)
    await line.open()
    try:
        yield line
    finally:
        await line.breaks()


TLS = ("--cert", str(tls_context.CERTIFICATE), "--key", str(tls_context.KEY))
