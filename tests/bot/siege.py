"""SIGKILL at any moment: people write mail and Telegram messages all the while, `stafett run` is killed and
begun again, and then its export is held against what the people were told has arrived, and against what
reached them.
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import select

from bot.settings import split_listen
from sandbox.people import Sandbox, Town
from storage.schema import deliveries
from storage.store import Store
from tests.bot.installation import Installation
from tests.bot.lives import Lives
from tests.bot.reckoning import Reckoning, reckon
from tests.bot.traffic import Traffic
from tests.running import until

_SLOW = ("sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "smtp")
_REST = 90.0  # seconds within which all is done once nothing new comes

Json = dict[str, Any]


def rounds(usual: int) -> int:
    """STAFETT_SIEGE_ROUNDS, where somebody wants a longer siege. A round is four kills, one of each way."""
    return int(os.environ.get("STAFETT_SIEGE_ROUNDS", usual))


@dataclass(slots=True)
class Siege:
    """One installation, the town around it, and whoever kills it."""

    town: Town
    stafett: Installation
    lives: Lives
    traffic: Traffic
    random: Random
    kills: list[int] = field(default_factory=list)
    """The town's moment after each."""

    async def endured(self, rounds: int) -> Reckoning:
        """All of it: every arrival is there once, and what left is to be held against what reached people."""
        await self.lives.begins_as_typed()
        await self.traffic.is_bound()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.traffic.goes_on())
            for _ in range(rounds):
                await self._round()
            self.traffic.closes()
        await self._comes_to_rest()
        assert await self.lives.is_stopped() == 0
        exported = await self.stafett.exported()
        reckoning = reckon(self.town, exported, await self._sent(), self.town.messages_posted(), self.kills)
        self._tell(exported, reckoning)
        self._every_arrival_is_there_once(exported)
        return reckoning

    async def _round(self) -> None:
        """Killed in each of four ways, in an order as it falls."""
        ways = [
            self._by_the_clock,
            self._on_the_heels,
            self._between_effect_and_answer,
            self._between_commit_and_250,
        ]
        self.random.shuffle(ways)
        for way in ways:
            await way()
            await self.lives.is_killed()
            await self.town.clear_faults()
            self.kills.append(await self.town.moment())
            await self.lives.begins()

    async def _by_the_clock(self) -> None:
        """From the first line of `stafett run` on."""
        await asyncio.sleep(self.random.uniform(0, 2.5))

    async def _on_the_heels(self) -> None:
        """When something has just been seen to arrive."""
        more = self._seen() + self.random.randint(1, 20)
        await self.town.feed.until(lambda: True if self._seen() >= more else None, 5.0)

    def _seen(self) -> int:
        return len(self.town.feed.posted) + len(self.town.feed.mails)

    async def _between_effect_and_answer(self) -> None:
        """While Telegram's or the mail server's answer is on its way: the worst moment for what leaves."""
        for method in _SLOW:
            await self.town.fault(method, "slow", seconds=0.5, after=True, times=1000)
        await self._on_the_heels()

    async def _between_commit_and_250(self) -> None:
        """Within the milliseconds in which it takes a mail: its sender may not hear that it did."""
        feed = self.town.feed
        await self._on_the_heels()
        mails = len(feed.mails)
        await feed.until(lambda: True if len(feed.mails) > mails else None, 2.0)
        await asyncio.sleep(self.random.uniform(0, 0.03))

    async def _comes_to_rest(self) -> None:
        await self.town.bot_has_read_everything(_REST)
        async with self._store() as store, asyncio.timeout(_REST):
            await until(partial(_is_quiet, store))
        await self.town.moment()

    async def _sent(self) -> set[str]:
        """The key of each message that the outbox sent, those of no ticket too: no export lists them."""
        async with self._store() as store, store.glance() as unit:
            rows = await unit.connection.execute(
                select(deliveries.c.sent_as).where(deliveries.c.state == "sent")
            )
        return {key for row in rows for key in row.sent_as or ()}

    @asynccontextmanager
    async def _store(self) -> AsyncIterator[Store]:
        store = Store(self.stafett.settings.database.url.get_secret_value())
        try:
            yield store
        finally:
            await store.close()

    def _every_arrival_is_there_once(self, exported: list[Json]) -> None:
        entries = [entry for ticket in exported for entry in ticket["entries"]]
        said = [(entry["text"], entry) for entry in entries if entry["kind"] in ("message", "note")]
        for mark, photos in self.traffic.ledger.said.items():
            found = [entry for text, entry in said if mark in text]
            assert len(found) == 1, f"{mark} is there {len(found)} times"
            files = [file["sha256"] for file in found[0]["attachments"]]
            assert sorted(files) == sorted(photos), f"{mark} has {files} instead of {photos}"
        assert len(said) == len(self.traffic.ledger.said), "there is more than was said"
        for sha256, content in self.traffic.ledger.pictures.items():
            assert self.stafett.stored(sha256) == content
        steps = Counter(
            (ticket["number"], entry["event"])
            for ticket in exported
            for entry in ticket["entries"]
            if entry["author"]["name"] in ("Ola Hansen", "Dina Berg") and entry["event"]
        )
        assert steps == self.traffic.ledger.steps

    def _tell(self, exported: list[Json], reckoning: Reckoning) -> None:
        ledger = self.traffic.ledger
        deliveries = list(reckoning.deliveries())
        sys.stdout.write(
            f"{len(self.kills)} kills: {len(exported)} tickets, {len(ledger.said)} said,"
            f" {sum(ledger.steps.values())} pressed, {len(ledger.pictures)} photos;"
            f" {len(deliveries)} deliveries, {len(reckoning.posts)} posts, {len(reckoning.mails)} mails;"
            f" {sum(map(len, reckoning.repeats.values()))} repeats\n"
        )


@asynccontextmanager
async def siege(folder: Path, database_url: str) -> AsyncIterator[Siege]:
    """Laid, and nothing runs yet. STAFETT_TEST_SEED repeats its choices."""
    seed = int(os.environ.get("STAFETT_TEST_SEED", "0")) or SystemRandom().randrange(1, 10**6)
    sys.stdout.write(f"STAFETT_TEST_SEED={seed}\n")
    random = Random(seed)  # noqa: S311  it only chooses moments
    async with Sandbox.start() as sandbox, sandbox.town() as town:
        stafett = await Installation.make(folder, sandbox, database_url)
        await town.delivers_mail_to(*split_listen(stafett.settings.mail.smtp.listen))
        traffic = await Traffic.gathers(town, stafett, random)
        async with Lives.of(stafett) as lives:
            yield Siege(town, stafett, lives, traffic, random)


async def _is_quiet(store: Store) -> bool:
    later = datetime.now(UTC) + timedelta(days=1)
    async with store.glance() as unit:
        inbox, outbox = await unit.arrivals.counts(), await unit.outbox.counts()
        files = await unit.tickets.attachments_to_fetch(later, 1)
    return not (inbox["pending"] or outbox["pending"] or files)
