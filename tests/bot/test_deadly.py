"""An arrival that ends the process deciding it ends no more than a few: then it is set aside."""

import asyncio
from collections import Counter
from dataclasses import replace
from unittest.mock import Mock

import pytest

from bot.bells import Bells
from bot.deciding import DecidingLoop
from bot.metrics import Metrics
from storage.arrivals import Arrival
from storage.store import Store
from tests.running import until
from tests.storage.world import NOW, mail

DEADLY, GOOD = "<deadly@kafe.example>", "<good@kafe.example>"


class Killed(BaseException):
    """The process ends: nothing catches this."""


class Decider:
    """Ends the process with one mail, and decides the others."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.begun: Counter[str] = Counter()

    async def decide(self, arrival: Arrival) -> tuple[str, int | None]:
        self.begun[arrival.key] += 1
        if arrival.key == DEADLY:
            raise Killed
        async with self.store.unit() as unit:
            await unit.arrivals.decided(arrival.id, "entry", 1001, NOW)
            await unit.commit()
        return "entry", 1001


@pytest.fixture
async def decider(sqlite_store: Store) -> Decider:
    async with sqlite_store.unit() as unit:
        await unit.arrivals.save([replace(mail(), key=DEADLY), replace(mail(), key=GOOD)])
        await unit.commit()
    return Decider(sqlite_store)


async def lives(decider: Decider) -> None:
    """From the beginning until there is nothing to do, or until it is killed."""
    async with decider.store.unit() as unit:
        await unit.arrivals.release_leases()
        await unit.commit()
    loop = DecidingLoop(
        store=decider.store,
        house=Mock(),
        deciders={"mail": decider},
        bells=Bells(),
        metrics=Metrics(),
        now=lambda: NOW,
    )
    stop = asyncio.Event()
    running = asyncio.create_task(loop.run(stop))

    async def is_over() -> bool:
        async with decider.store.glance() as unit:
            return running.done() or not (await unit.arrivals.counts())["pending"]

    await until(is_over)
    stop.set()
    await running


async def test_a_mail_that_ends_every_process_is_set_aside(decider: Decider) -> None:
    for _ in range(20):
        with pytest.raises(BaseExceptionGroup, match="unhandled errors"):
            await lives(decider)
    await lives(decider)
    async with decider.store.glance() as unit:
        aside = await unit.arrivals.quarantined(10)
    assert [(each.key, each.reason) for each in aside] == [(DEADLY, "the process ended meanwhile")]
    assert decider.begun == {DEADLY: 20, GOOD: 1}
