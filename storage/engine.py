"""Engines: how a connection to SQLite or PostgreSQL is set up, for writing and for reading."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.sqlite_threads import SqliteThreads

BUSY_TIMEOUT = 30.0  # seconds a writer waits for another process (`stafett import` beside `stafett run`)
READERS = 4

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


def engines(database_url: str, threads: SqliteThreads | None = None) -> tuple[AsyncEngine, AsyncEngine]:
    """(for writing, for reading). On PostgreSQL they share one pool; `database_url` may omit the driver.

    `threads` None: nothing that uses them is ever cancelled.
    """
    url = url_of(database_url)
    if url.get_backend_name() == "sqlite":
        threads = threads or SqliteThreads()
        writer = _sqlite(url, threads, begin="BEGIN IMMEDIATE", size=1)
        return writer, _sqlite(url, threads, begin="BEGIN", size=READERS)
    writer = create_async_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    return writer, writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def url_of(database_url: str) -> URL:
    """With the driver that we use; `database_url` may omit it."""
    url = make_url(database_url)
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _sqlite(url: URL, threads: SqliteThreads, *, begin: str, size: int) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        raise ValueError("an SQLite database is a file: sqlite+aiosqlite:///path/to/stafett.db")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT,
        connect_args={
            "timeout": BUSY_TIMEOUT,
            "factory": _Unlocking,
            "async_creator_fn": threads.connect,
        },
        hide_parameters=True,  # what people wrote stays out of errors, and so out of the log
    )
    pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"]
    if begin == "BEGIN":
        pragmas.append("query_only=ON")

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw: Any = connection
        raw.isolation_level = None  # we say BEGIN ourselves: Python 3.11's sqlite3 says it too late for reads
        raw.create_function("lower", 1, _lower)  # SQLite's own knows ASCII only
        cursor = raw.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class _Unlocking(sqlite3.Connection):
    """Closed in the midst of a transaction it lets go of the lock at once. By itself it would keep it until
    the last cursor is collected, and a cancelled task keeps its cursors as long as anybody waits for it.
    """

    def close(self) -> None:
        """Undoes what is open, then closes."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


def _lower(text: str | None) -> str | None:
    return None if text is None else str(text).lower()
