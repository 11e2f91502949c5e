"""The store: units of work on one database, SQLite or PostgreSQL by its URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import select

from storage.engine import engines
from storage.sqlite_threads import SqliteThreads
from storage.unit import Unit


class Store:
    """Opens units. One per process; `close` it when done.

    SQLite has one writer at a time: units queue, first come first served, and keep nobody waiting who only
    glances. PostgreSQL isolates units by row (READ COMMITTED), so what decides checks again as it writes
    (`claim`, `Tickets.save`).
    """

    def __init__(self, database_url: str) -> None:
        """Connects when first used. Raises ValueError for an SQLite database in memory."""
        self._threads = SqliteThreads()
        self._writer, self._reader = engines(database_url, self._threads)
        self._turn = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this process is the only one that decides."""
        return self._writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """A unit that writes. Leaving it without `await unit.commit()` undoes everything."""
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._turn)
            yield Unit(await stack.enter_async_context(self._writer.connect()))

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Unit]:
        """A unit that only reads, all of it from one moment. The database refuses writes in it."""
        async with self._reader.connect() as connection:
            yield Unit(connection)

    async def ping(self) -> None:
        """Returns when the database answers; raises what it says otherwise."""
        async with self._reader.connect() as connection:
            await connection.execute(select(1))

    async def close(self) -> None:
        """Closes every connection, and returns when those of cancelled tasks have ended, too."""
        await self._reader.dispose()
        await self._writer.dispose()
        await self._threads.ended()
