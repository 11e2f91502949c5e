"""The parts that everything shares: settings, store, house and files, and what the sides add to them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Self

from aiohttp import web

from bot.bells import Bells
from bot.deciding import Decider
from bot.house import house_of
from bot.identity import Identities
from bot.linked.copying import LINK_KEY
from bot.metrics import Metrics
from bot.moments import Clock, utc_now
from bot.settings import Settings
from bot.troubles import Troubles
from bot.web import Check
from handlers.house import House
from handlers.signing import new_secret
from mail.identity import Trust
from mail.linked.seal import Sealer, new_seed
from storage.files import Files
from storage.presence import present
from storage.store import Store

Loop = Callable[[asyncio.Event], Coroutine[None, None, None]]


class Parts:
    """What the mail side and the Telegram side are built of, and the loops and pages that they bring."""

    def __init__(
        self, settings: Settings, store: Store, house: House, files: Files, sealer: Sealer, now: Clock
    ) -> None:
        self.settings = settings
        self.store = store
        self.house = house
        self.files = files
        self.sealer = sealer  # signs what another Stafett reads
        self.now = now
        self.bells = Bells()
        self.metrics = Metrics()
        self.troubles = Troubles(store=store, house=house, bells=self.bells, now=now)
        identity = settings.mail.identity
        trust = Trust(
            servers=frozenset(identity.trusted_servers),
            sealers=frozenset(identity.trusted_sealers),
            signatures=identity.dkim,
        )
        self.identities = Identities(trust)
        self.deciders: dict[str, Decider] = {}
        self.loops: dict[str, Loop] = {}
        self.checks: dict[str, Check] = {"database": self._database}
        self.routes: list[web.RouteDef] = []

    @classmethod
    @asynccontextmanager
    async def build(cls, settings: Settings, now: Clock = utc_now) -> AsyncIterator[Self]:
        """All of it with the store open; everything is closed again when the block is left.

        Raises storage.errors.AlreadyRunning.
        """
        url = settings.database.url.get_secret_value()
        store = Store(url)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            await stack.enter_async_context(present(url, partial(_take_up, store)))
            async with store.unit() as unit:
                secret = await unit.facts.ensure("secret", new_secret)
                seed = await unit.facts.ensure(LINK_KEY, new_seed)
                await unit.commit()
            house = house_of(settings, secret)
            yield cls(settings, store, house, Files(settings.files.url), Sealer(seed), now)

    async def _database(self) -> str | None:
        await self.store.ping()
        return None


async def _take_up(store: Store) -> None:
    """Nobody is alive: whoever had something under way was killed."""
    async with store.unit() as unit:
        await unit.arrivals.release_leases()
        await unit.outbox.release_leases()
        await unit.commit()
