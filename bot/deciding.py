"""Deciding what arrived: one transaction an arrival, again after failures, then to quarantine."""

import asyncio
from datetime import timedelta
from time import perf_counter
from typing import Protocol

import structlog
from jinja2 import UndefinedError
from pydantic import ValidationError
from sqlalchemy.exc import DataError

from bot.arrivals import LARGE
from bot.bells import Bells
from bot.metrics import Metrics
from bot.moments import Clock
from handlers.house import House
from handlers.tell_desk import tell_desk
from storage.arrivals import Arrival
from storage.errors import ChangedMeanwhile
from storage.store import Store
from storage.unit import Unit

_log = structlog.get_logger()

_LEASE = timedelta(minutes=5)
_PAUSES = (timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=1))  # then quarantine
_LIVES = 20  # processes that ended over one arrival: fewer ends may be the machine's fault
_LARGE_AT_ONCE = 4
_POLL = 1.0  # seconds: another process may have saved what nobody here was rung for


class Unreadable(Exception):
    """An arrival that will not become readable by trying again."""


class Deadly(Unreadable):
    """An arrival with which process after process has ended: the next one leaves it alone."""


# Trying these again changes nothing, and would hold up whatever else the same sender or chat has said.
_HOPELESS = (Unreadable, ValidationError, OverflowError, DataError, UndefinedError)


class Decider(Protocol):
    """Decides one kind of arrival."""

    async def decide(self, arrival: Arrival) -> tuple[str, int | None]:
        """Commits what follows, with the arrival marked decided; gives the outcome and the ticket."""
        ...


class DecidingLoop:
    """Takes arrivals from the inbox in their order and has them decided. Several may run at once.

    A large mail takes as long as a hundred others, most of it in threads: it is decided beside them. What its
    sender writes next waits for it all the same, for the inbox gives out one of a lane at a time.
    """

    def __init__(
        self,
        *,
        store: Store,
        house: House,
        deciders: dict[str, Decider],
        bells: Bells,
        metrics: Metrics,
        now: Clock,
    ) -> None:
        self._store = store
        self._house = house
        self._deciders = deciders
        self._bells = bells
        self._metrics = metrics
        self._now = now
        self._few = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; those under way are finished."""
        async with asyncio.TaskGroup() as beside:
            while not stop.is_set():
                arrival = await self._claimed()
                if arrival is None:
                    await self._bells.inbox.wait(_POLL)
                elif len(arrival.raw) <= LARGE:
                    await self._handle(arrival)
                else:
                    await self._few.acquire()
                    beside.create_task(self._handle_large(arrival))

    async def _claimed(self) -> Arrival | None:
        async with self._store.unit() as unit:
            arrival = await unit.arrivals.claim(self._now(), _LEASE, tuple(self._deciders))
            await unit.commit()
        return arrival

    async def _handle_large(self, arrival: Arrival) -> None:
        try:
            await self._handle(arrival)
        finally:
            self._few.release()
            self._bells.inbox.ring()  # the next of its lane may have waited

    async def _handle(self, arrival: Arrival) -> None:
        started = perf_counter()
        try:
            outcome, ticket = await self._decide(arrival)
        except ChangedMeanwhile:
            await self._again(arrival, "changed meanwhile", timedelta(), failed=False)
        except Exception as error:  # noqa: BLE001  the edge of the loop: one bad arrival stops no other
            await self._failed(arrival, error)
        else:
            _log.info(
                "arrival_decided", arrival=arrival.id, channel=arrival.channel, outcome=outcome, ticket=ticket
            )
            self._metrics.arrivals.labels(arrival.channel, outcome).inc()
            self._metrics.handling.labels(arrival.channel).observe(perf_counter() - started)
            self._bells.decided()

    async def _decide(self, arrival: Arrival) -> tuple[str, int | None]:
        if arrival.attempts >= _LIVES:
            raise Deadly(arrival.reason or "no attempt came to its end")
        return await self._deciders[arrival.channel].decide(arrival)

    async def _failed(self, arrival: Arrival, error: Exception) -> None:
        if arrival.attempts < len(_PAUSES) and not isinstance(error, _HOPELESS):
            _log.warning("arrival_failed", arrival=arrival.id, attempts=arrival.attempts, exc_info=error)
            await self._again(arrival, type(error).__name__, _PAUSES[arrival.attempts])
            return
        if isinstance(error, ValidationError):  # its text holds what it was given
            fields = [".".join(map(str, each["loc"])) for each in error.errors(include_input=False)]
            _log.error("arrival_quarantined", arrival=arrival.id, error="ValidationError", fields=fields)
        else:
            _log.error("arrival_quarantined", arrival=arrival.id, exc_info=error)
        self._metrics.arrivals.labels(arrival.channel, "quarantined").inc()
        async with self._store.unit() as unit:
            reason = str(error) if isinstance(error, Unreadable) else type(error).__name__
            await quarantine(unit, self._house, arrival, reason, self._now)
            await unit.commit()
        self._bells.decided()

    async def _again(self, arrival: Arrival, reason: str, pause: timedelta, *, failed: bool = True) -> None:
        async with self._store.unit() as unit:
            await unit.arrivals.retry(arrival.id, self._now() + pause, reason, failed=failed)
            await unit.commit()


async def quarantine(unit: Unit, house: House, arrival: Arrival, reason: str, now: Clock) -> None:
    """Sets an arrival aside with its raw form and shows it to the dispatchers."""
    await unit.arrivals.quarantine(arrival.id, reason, now())
    facts = {
        "arrival_id": arrival.id,
        "channel": arrival.channel,
        "sender": str(arrival.envelope.get("sender") or "") or None,
        "reason": reason,
    }
    await tell_desk(unit, house, "quarantined", now(), facts)
