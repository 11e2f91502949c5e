"""Who is alive on a database: so that what a killed process had taken waits for no lease to run out.

On SQLite there is one process, kept so by a lock on a file beside the database. On PostgreSQL each holds an
advisory lock together with the others, and whoever begins asks for it alone first (PostgreSQL, "Explicit
Locking", 13.3.5). Both locks end with their process, however it ends. A server that restarts forgets who was
there: then whoever begins next takes up what others are about, and at the worst something is sent twice.
"""

import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.engine import url_of
from storage.errors import AlreadyRunning

_LOCK = int.from_bytes(b"stafett", "big")
_PATIENCE = "1s"  # the server takes its moment to notice that a killed process has gone
_LOCK_NOT_AVAILABLE = "55P03"

Alone = Callable[[], Awaitable[None]]


def present(database_url: str, alone: Alone) -> AbstractAsyncContextManager[None]:
    """Within the block this process counts as alive.

    `alone` is awaited first when no other does, and none can begin meanwhile. Raises AlreadyRunning where the
    database is a file that another process works on.
    """
    url = url_of(database_url)
    return _on_sqlite(url, alone) if url.get_backend_name() == "sqlite" else _on_postgresql(url, alone)


@asynccontextmanager
async def _on_sqlite(url: URL, alone: Alone) -> AsyncIterator[None]:
    # Not the database's own file: closing that would drop SQLite's locks on it.
    with open(f"{url.database}.running", "w") as file:  # noqa: ASYNC230, PTH123  nothing is read or written
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Stafett is running already on {url.database}. Stop it first") from None
        await alone()
        yield


@asynccontextmanager
async def _on_postgresql(url: URL, alone: Alone) -> AsyncIterator[None]:
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            if await _has_it_alone(connection):
                await alone()
                await _lock(connection, "pg_advisory_lock_shared")
                await _lock(connection, "pg_advisory_unlock")
            else:
                await _lock(connection, "pg_advisory_lock_shared")
            yield
    finally:
        await engine.dispose()


async def _has_it_alone(connection: AsyncConnection) -> bool:
    await connection.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
    try:
        await _lock(connection, "pg_advisory_lock")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return False
    finally:
        await connection.execute(text("RESET lock_timeout"))
    return True


async def _lock(connection: AsyncConnection, how: str) -> None:
    await connection.execute(text(f"SELECT {how}(:lock)"), {"lock": _LOCK})
