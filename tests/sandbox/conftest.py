"""The practice world in each test: a sandbox, its town, aiogram's Bot as the client, a few named people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update

from sandbox.people import Person, Sandbox, Town


class QuickSession(AiohttpSession):
    """Closes at once; the original waits a quarter of a second for TLS, which isn't used here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@dataclass(slots=True)
class Listener:
    """A bot's update loop in small steps."""

    bot: Bot
    offset: int | None = None
    allowed: list[str] | None = None
    heard: list[Update] = field(default_factory=list)

    async def hears(self, kind: str, seconds: int = 5) -> Any:
        """The next update of this kind; others are passed over. Fails when none comes."""
        while True:
            updates = await self.bot.get_updates(
                offset=self.offset, timeout=seconds, limit=1, allowed_updates=self.allowed
            )
            if not updates:
                raise AssertionError(f"no {kind} came, only {[u.event_type for u in self.heard]}")
            self.offset = updates[0].update_id + 1
            self.heard.append(updates[0])
            if updates[0].event_type == kind:
                return updates[0].event

    async def all(self) -> list[Update]:
        """Everything that waits, confirmed."""
        updates = await self.bot.get_updates(offset=self.offset, allowed_updates=self.allowed)
        if updates:
            self.offset = updates[-1].update_id + 1
            await self.bot.get_updates(offset=self.offset)
        return updates


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.start() as running:
        yield running


@pytest.fixture
async def town(sandbox: Sandbox) -> AsyncIterator[Town]:
    async with sandbox.town() as town:
        yield town


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = QuickSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot(sandbox.token, session=session) as bot:
        yield bot


@pytest.fixture
def listener(bot: Bot) -> Listener:
    return Listener(bot)


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP at the Bot API, for calls that aiogram would not make."""
    async with aiohttp.ClientSession(f"{sandbox.url}/bot{sandbox.token}/") as session:
        yield session


@pytest.fixture
async def kari(town: Town) -> Person:
    """A customer, who has pressed START."""
    kari = await town.person("Kari Nordmann", email="kari@example.no", language="nb", role="customer")
    await kari.starts()
    return kari


@pytest.fixture
async def ola(town: Town) -> Person:
    """A technician, who has never written to the bot."""
    return await town.person("Ola Hansen", role="technician", username="ola_h")
