"""The pinger: looks at each ticket whose moment has come, and at no other."""

import asyncio
from datetime import timedelta

import structlog

from bot.bells import Bells
from bot.metrics import Metrics
from bot.moments import Clock
from handlers.desk import Desk
from handlers.house import House
from storage.errors import ChangedMeanwhile
from storage.store import Store
from tickets import clock, offers
from tickets.outcome import Tell

_log = structlog.get_logger()

_POLL = 1.0  # seconds between looks at an index that is empty nearly always
_SET_ASIDE = timedelta(hours=1)  # a ticket at which looking fails keeps no other from being looked at


class Pinger:
    """May run in many processes: a ticket is decided once, by its version."""

    def __init__(self, *, store: Store, house: House, bells: Bells, metrics: Metrics, now: Clock) -> None:
        self._store = store
        self._house = house
        self._bells = bells
        self._metrics = metrics
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped."""
        while not stop.is_set():
            if not await self.look():
                await self._bells.clock.wait(_POLL)

    async def look(self) -> bool:
        """Looks at all that is due; whether anything was."""
        async with self._store.glance() as unit:
            due = await unit.tickets.due(self._now())
        for number in due:
            try:
                await self._look_at(number)
            except ChangedMeanwhile:
                continue  # whoever changed it has stored when to look next
            except Exception as error:  # noqa: BLE001  the edge of the loop
                _log.error("look_failed", ticket=number, exc_info=error)
                await self._set_aside(number)
        return bool(due)

    async def _look_at(self, number: int) -> None:
        async with self._store.unit() as unit:
            desk = Desk(house=self._house, unit=unit, now=self._now())
            ticket = await desk.ticket(number)
            outcome = clock.look(ticket, self._house.policy, desk.now)
            ticket = await desk.carry_out(outcome)
            ran_out = clock.expired_offer(ticket, desk.now)
            if ran_out is not None:
                await desk.carry_out(offers.expire(ticket, ran_out.seq, await desk.given(ticket), desk.now))
            await unit.commit()
        for notice in outcome.notices:
            if notice.tell in (Tell.PING, Tell.BREACH, Tell.WARNING):
                self._metrics.pings.labels(str(notice.facts["kind"]), notice.tell.value).inc()
        self._bells.decided()

    async def _set_aside(self, number: int) -> None:
        async with self._store.unit() as unit:
            await unit.tickets.postpone_look(number, self._now() + _SET_ASIDE)
            await unit.commit()
