"""`stafett quarantine` and `stafett replay`."""

import io
from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.quarantine_command import list_quarantine, replay
from bot.settings import Settings
from storage.store import Store
from tests.bot.configuration import WHOLE, settings_of
from tests.storage.world import NOW, mail


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return settings_of(f'{WHOLE}\n[database]\nurl = "{sqlite_url}"\n')


async def set_aside(store: Store, reason: str, *, count: int = 1) -> None:
    async with store.unit() as unit:
        odd = mail(envelope={"sender": "kari@holmvik.example"})
        await unit.arrivals.save([replace(odd, key=f"<{number}>") for number in range(count)])
        for number in range(1, count + 1):
            await unit.arrivals.quarantine(number, reason, NOW)
        await unit.commit()


async def listed(settings: Settings) -> str:
    out = io.StringIO()
    assert await list_quarantine(settings, out) == 0
    return out.getvalue()


async def replayed(settings: Settings, arrival_id: int) -> str:
    out = io.StringIO()
    assert await replay(settings, arrival_id, out) == 0
    return out.getvalue()


async def test_each_arrival_is_one_line_in_the_desks_time(settings: Settings, sqlite_store: Store) -> None:
    await set_aside(sqlite_store, "no headers at all")
    assert await listed(settings) == "1\t2026-10-05 10:30\tmail\tkari@holmvik.example\tno headers at all\n"


async def test_all_of_them_are_listed_newest_first(settings: Settings, sqlite_store: Store) -> None:
    await set_aside(sqlite_store, "odd", count=205)
    ids = [int(line.split("\t")[0]) for line in (await listed(settings)).splitlines()]
    assert ids == list(range(205, 0, -1))


async def test_what_comes_from_outside_cannot_command_the_terminal(
    settings: Settings, sqlite_store: Store
) -> None:
    await set_aside(sqlite_store, "ValueError:\n\x1b[2J\x07bad\u202egnorw")
    assert (await listed(settings)).endswith("\tValueError: [2J bad gnorw\n")


async def test_nothing_is_said_to_be_nothing(settings: Settings) -> None:
    assert await listed(settings) == "Nothing is in quarantine.\n"


async def test_a_replayed_arrival_is_in_the_inbox_again(settings: Settings, sqlite_store: Store) -> None:
    await set_aside(sqlite_store, "odd")
    assert "Arrival 1 is in the inbox again" in await replayed(settings, 1)
    async with sqlite_store.glance() as unit:
        assert (await unit.arrivals.counts())["pending"] == 1
    with pytest.raises(Refused, match="arrival 1 waits in the inbox already"):
        await replayed(settings, 1)


async def test_what_is_not_in_quarantine_is_told_where_it_is(settings: Settings, sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        await unit.arrivals.save([mail()])
        await unit.arrivals.decided(1, "entry", 1001, NOW)
        await unit.commit()
    with pytest.raises(Refused, match="it became entry of ticket 1001"):
        await replayed(settings, 1)
    with pytest.raises(Refused, match="there is no arrival 7"):
        await replayed(settings, 7)
