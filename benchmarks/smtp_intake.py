"""How fast mail comes in over SMTP, and how long others wait while a large one does.

aiosmtpd with an empty handler against our server with an empty ``receive``: what differs is how DATA is read.
"""

import asyncio
import logging
import multiprocessing
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from statistics import median

import structlog
from aiosmtpd.smtp import SMTP

from benchmarks.table import Table, ratio
from mail.smtp import Envelope, MailServer

NAME = "smtp"

_ROUNDS = 4
_SECONDS = 1.0  # of load for each contender in each round
_LARGE = 25 * 2**20
_LINE = b"Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod te\r\n"
_MAIL = b"From: Kari <kari@kunde.example>\r\n\r\n" + _LINE * (60_000 // len(_LINE)) + b"..\r\n"
_ENVELOPE = b"MAIL FROM:<kari@kunde.example>\r\nRCPT TO:<service@nordlys.example>\r\nDATA\r\n"


def run() -> Table:
    """Mails a second against aiosmtpd's over 8 connections, and the longest wait of another connection."""
    with _Server(_aiosmtpd) as theirs, _Server(_ours) as ours:
        results = [
            _Result(name, server, connections)
            for name, server in (("aiosmtpd", theirs), ("ours", ours))
            for connections in (8, 32)
        ]
        for _ in range(_ROUNDS):
            for result in results:
                result.measure()
    return Table(
        "SMTP intake, mails of 60 KB, nothing kept",
        ("server", "mails/s, ratio", "mails/s", "CPU a mail, ms", "longest wait, ms"),
        tuple(result.row(results[0]) for result in results),
        "longest wait: of another connection, while a mail of 25 MB comes in",
    )


@dataclass(slots=True)
class _Result:
    """One contender at one number of connections, round by round."""

    name: str
    server: "_Server"
    connections: int
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds of the server's processor a mail
    waits: list[float] = field(default_factory=list)  # seconds

    def measure(self) -> None:
        cpu, began = self.server.cpu_seconds(), time.perf_counter()
        sent = asyncio.run(_load(self.server.port, self.connections))
        self.rates.append(sent / (time.perf_counter() - began))
        self.cpu.append((self.server.cpu_seconds() - cpu) / sent)
        self.waits.append(_longest_wait(self.server.port))

    def row(self, baseline: "_Result") -> tuple[str, ...]:
        return (
            f"{self.name}, {self.connections} connections",
            ratio(self.rates, baseline.rates),
            f"{median(self.rates):.0f}",
            f"{median(self.cpu) * 1000:.2f}",
            f"{median(self.waits) * 1000:.0f}",
        )


class _Server:
    """One contender in a process of its own, so that the load does not share its processor."""

    def __init__(self, start: Callable[[], Awaitable[int]]) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(start, theirs), daemon=True)

    def __enter__(self) -> "_Server":
        self._process.start()
        self.port: int = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def cpu_seconds(self) -> float:
        self._pipe.send(None)
        return float(self._pipe.recv())


def _serve(start: Callable[[], Awaitable[int]], pipe: Connection) -> None:
    """In the process of a contender: start it, then tell its processor time whenever asked."""

    def tell() -> None:
        while True:
            pipe.recv()
            pipe.send(time.process_time())

    async def serve() -> None:
        pipe.send(await start())
        threading.Thread(target=tell, daemon=True).start()
        await asyncio.Event().wait()

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(serve())


class _Handler:
    async def handle_DATA(self, _server: SMTP, _session: object, _envelope: object) -> str:  # noqa: N802
        return "250 OK"


async def _aiosmtpd() -> int:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Handler()), "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1])


async def _ours() -> int:
    async def receive(_envelope: Envelope) -> None:
        return

    server = MailServer(listen="127.0.0.1:0", receive=receive, is_ours=lambda _: True)
    await server.start()
    return server.port


async def _load(port: int, connections: int) -> int:
    """How many mails went through so many connections."""
    until = time.perf_counter() + _SECONDS
    return sum(await asyncio.gather(*(_send_until(port, until) for _ in range(connections))))


async def _send_until(port: int, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(b"HELO load\r\n")
    await reader.readline()
    sent = 0
    while time.perf_counter() < until:
        writer.write(_ENVELOPE)
        for _ in range(3):
            await reader.readline()
        writer.write(_MAIL + b".\r\n")
        answer = await reader.readline()
        assert answer.startswith(b"250"), answer
        sent += 1
    writer.close()
    await writer.wait_closed()
    return sent


def _longest_wait(port: int) -> float:
    """Seconds that the slowest NOOP took while a large mail came in elsewhere."""
    waits = [0.0]
    mail = _LINE * (_LARGE // len(_LINE)) + b".\r\n"  # made before anything is measured
    large = threading.Thread(target=_send_large, args=(port, mail))
    with _talking(port) as peer:
        large.start()
        while large.is_alive():
            began = time.perf_counter()
            peer.sendall(b"NOOP\r\n")
            peer.recv(1000)
            waits.append(time.perf_counter() - began)
        large.join()
    return max(waits)


def _send_large(port: int, mail: bytes) -> None:
    with _talking(port) as peer:
        peer.sendall(_ENVELOPE)
        answers = b""
        while b"354" not in answers:
            answers += peer.recv(1000)
        peer.sendall(mail)
        answer = peer.recv(1000)
        assert answer.startswith(b"250"), answer


def _talking(port: int) -> socket.socket:
    peer = socket.create_connection(("127.0.0.1", port))
    peer.recv(1000)
    peer.sendall(b"HELO wait\r\n")
    peer.recv(1000)
    return peer
