"""Nordlys Service's application in this process, on SQLite, with free ports and a clock that can be set."""

import asyncio
import io
import socket
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from aiogram.client.session.aiohttp import AiohttpSession

from bot.import_command import import_csv
from bot.limits import Limits
from bot.moments import utc_now
from bot.run import Application
from bot.settings import Settings, settings_from, split_listen
from sandbox.people import Sandbox
from templates import Texts
from tests.world_data import CONFIGURATION, REGISTER


class Moments:
    """The application's clock: the real one, and as far ahead of it as a test has set it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class NoLimits(Limits):
    """Telegram's limits slow tests down and are tested elsewhere; what its 429 says still counts."""

    def took(self, lane: str, urgency: int, now: datetime, messages: int = 1) -> None:
        """Counts nothing."""


def installed(
    sandbox: Sandbox, folder: Path, database_url: str, configuration: str = CONFIGURATION
) -> Settings:
    """The settings of an installation in `folder` that meets this sandbox."""
    web = f"127.0.0.1:{free_port()}"
    environment = {
        "database": {"url": database_url},
        "files": {"url": f"file:{folder / 'files'}"},
        "telegram": {"token": sandbox.token, "api_base": sandbox.url},
        "mail": {
            "smtp": {"listen": f"127.0.0.1:{free_port()}"},
            "outgoing": {"host": sandbox.host, "port": sandbox.smtp_port},
        },
        "web": {"listen": web, "public_url": f"http://{web}"},
    }
    return settings_from(tomllib.loads(configuration), environment, folder=folder)


async def registered(settings: Settings, folder: Path, register: dict[str, str] = REGISTER) -> None:
    """Imports these files, by kind."""
    for kind, content in register.items():
        path = folder / f"{kind}.csv"
        path.write_text(content, "utf-8")
        await import_csv(settings, kind, path, io.StringIO())


@asynccontextmanager
async def running(settings: Settings, clock: Moments) -> AsyncIterator[Application]:
    """The application, once it takes mail; stopped at the end, and no part of it has died."""
    with (
        patch("bot.courier.Limits", NoLimits),
        patch("bot.house.Texts", _texts),
        patch.object(AiohttpSession, "close", _close_at_once),
    ):
        async with Application.build(settings, clock) as application:
            stop = asyncio.Event()
            task = asyncio.create_task(application.run(stop))
            try:

                async def ready() -> bool:
                    return task.done() or await _listens(settings.mail.smtp.listen)

                await until(ready)
                yield application
            finally:
                stop.set()
                assert await task == 0, "a part of the application died"


@cache
def _texts(zone: ZoneInfo) -> Texts:
    """Compiled once for all worlds."""
    return Texts(zone=zone)


async def _close_at_once(session: AiohttpSession) -> None:
    """The original waits a quarter of a second for TLS, which isn't used here."""
    if session._session is not None:
        await session._session.close()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Returns as soon as it does. For what rings no bell: a port, a database."""
    while not await holds():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _listens(address: str) -> bool:
    try:
        _reader, writer = await asyncio.open_connection(*split_listen(address))
    except OSError:
        return False
    writer.close()
    return True
