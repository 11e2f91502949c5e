"""How full the boxes are, for /metrics, looked at every few seconds."""

import asyncio
from datetime import datetime

from bot.metrics import Metrics
from bot.moments import Clock
from bot.rounds import rounds
from storage.store import Store

_EVERY = 10.0  # seconds


class Gauges:
    """Sets the gauges from the database."""

    def __init__(self, *, store: Store, metrics: Metrics, now: Clock) -> None:
        self._store = store
        self._metrics = metrics
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped."""
        await rounds(self.look, _EVERY, stop)

    async def look(self) -> None:
        """Reads the counts once."""
        async with self._store.glance() as unit:
            inbox, outbox = await unit.arrivals.counts(), await unit.outbox.counts()
        self._metrics.inbox_pending.set(inbox["pending"])
        self._metrics.inbox_oldest.set(self._age(inbox["oldest_pending_at"]))
        self._metrics.quarantined.set(inbox["quarantined"])
        self._metrics.outbox_pending.set(outbox["pending"])
        self._metrics.outbox_oldest.set(self._age(outbox["oldest_pending_at"]))

    def _age(self, oldest: datetime | None) -> float:
        return 0.0 if oldest is None else max((self._now() - oldest).total_seconds(), 0.0)
