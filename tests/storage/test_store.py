"""Units of work on both databases."""

import asyncio
import shutil
import threading
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.store import Store


async def test_what_is_not_committed_never_was(store: Store) -> None:
    async with store.unit() as unit:
        await unit.facts.put("bot_username", "stafett_bot")
    async with store.glance() as unit:
        assert await unit.facts.get("bot_username") is None


async def test_committed_is_seen_by_others(store: Store) -> None:
    async with store.unit() as unit:
        await unit.facts.put("bot_username", "stafett_bot")
        await unit.commit()
    async with store.glance() as unit:
        assert await unit.facts.get("bot_username") == "stafett_bot"


async def test_an_error_undoes_the_unit(store: Store) -> None:
    async def fail() -> None:
        async with store.unit() as unit:
            await unit.facts.put("bot_username", "stafett_bot")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.glance() as unit:
        assert await unit.facts.get("bot_username") is None


async def test_a_glance_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError):
        async with store.glance() as unit:
            await unit.facts.put("bot_username", "stafett_bot")


async def test_a_glance_sees_one_moment_throughout(store: Store) -> None:
    async with store.glance() as reader:
        assert await reader.facts.get("bot_username") is None
        async with store.unit() as unit:
            await unit.facts.put("bot_username", "stafett_bot")
            await unit.commit()
        assert await reader.facts.get("bot_username") is None


async def test_a_glance_does_not_wait_for_a_writer(store: Store) -> None:
    async with store.unit() as unit:
        await unit.facts.put("bot_username", "stafett_bot")
        async with asyncio.timeout(5), store.glance() as reader:
            assert await reader.facts.get("bot_username") is None


async def test_writers_on_sqlite_take_turns_in_order(sqlite_store: Store) -> None:
    order: list[int] = []

    async def write(number: int) -> None:
        async with sqlite_store.unit() as unit:
            await unit.facts.put("last", str(number))
            order.append(number)
            await unit.commit()

    await asyncio.gather(*(write(number) for number in range(20)))
    assert order == list(range(20))


async def test_a_cancelled_unit_leaves_the_door_open(store: Store) -> None:
    inside = asyncio.Event()

    async def linger() -> None:
        async with store.unit() as unit:
            await unit.facts.put("bot_username", "half")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(linger())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])
    async with asyncio.timeout(5), store.unit() as unit:
        assert await unit.facts.get("bot_username") is None


async def test_ping_answers(store: Store) -> None:
    await store.ping()  # raises otherwise, as the next one shows


async def test_ping_raises_once_there_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "stafett.db"
    store = Store(f"sqlite+aiosqlite:///{path}")
    await store.ping()
    await store.close()
    shutil.rmtree(tmp_path)
    with pytest.raises(OperationalError):
        await store.ping()
    await store.close()


async def test_sqlite_syncs_every_commit_and_keeps_its_references(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        pragma = unit.connection.exec_driver_sql
        assert (await pragma("PRAGMA journal_mode")).scalar() == "wal"
        assert (await pragma("PRAGMA synchronous")).scalar() == 2
        assert (await pragma("PRAGMA foreign_keys")).scalar() == 1


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="is a file"):
        Store("sqlite+aiosqlite:///:memory:")


async def test_a_closed_sqlite_store_leaves_no_thread_behind(sqlite_store: Store) -> None:
    counting, counted = Event(), Event()

    async def count() -> None:
        async with sqlite_store.glance() as unit:
            raw: Any = await unit.connection.get_raw_connection()
            await raw.driver_connection.create_function(
                "count_them", 0, lambda: (counting.set(), counted.wait())[1]
            )
            await unit.connection.execute(text("SELECT count_them()"))

    before = set(threading.enumerate())
    task = asyncio.create_task(count())
    await asyncio.to_thread(counting.wait)
    task.cancel()
    asyncio.get_running_loop().call_later(0.05, counted.set)
    await sqlite_store.close()
    assert [each for each in set(threading.enumerate()) - before if "connection" in each.name] == []


async def test_a_unit_cancelled_in_a_statement_keeps_nobody_waiting(sqlite_store: Store) -> None:
    writing, written = Event(), Event()

    async def write() -> None:
        async with sqlite_store.unit() as unit:
            raw: Any = await unit.connection.get_raw_connection()
            await raw.driver_connection.create_function("slow", 0, lambda: (writing.set(), written.wait())[1])
            insert = (
                "INSERT INTO facts (name, value) SELECT 'half', slow() UNION SELECT 'other', 1 RETURNING name"
            )
            await unit.connection.execute(text(insert))

    task = asyncio.create_task(write())
    await asyncio.to_thread(writing.wait)
    task.cancel()
    written.set()
    await asyncio.wait([task])  # whoever waited for it still has its traceback, and that its cursor
    async with asyncio.timeout(5), sqlite_store.unit() as unit:
        await unit.facts.put("bot_username", "stafett_bot")
