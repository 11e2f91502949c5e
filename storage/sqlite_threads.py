"""The threads that SQLite's connections work in, and their end.

A connection whose task was cancelled closes by itself, later, in its own thread, and then tells its event
loop. A loop that has ended meanwhile can't be told, and the thread dies with a traceback: so whoever closes
the store waits for them.
"""

import asyncio
import time
from threading import Thread
from typing import Any
from weakref import WeakSet

import aiosqlite

PATIENCE = (
    5.0  # seconds for what is still under way; a connection that nobody gave back holds nothing up for longer
)


class SqliteThreads:
    """Makes connections and knows the thread of each."""

    def __init__(self) -> None:
        self._threads: WeakSet[Thread] = WeakSet()

    def connect(self, *args: Any, **kwargs: Any) -> aiosqlite.Connection:
        """As `aiosqlite.connect`; for SQLAlchemy's `async_creator_fn`. Nobody waits for it at exit."""
        connection = aiosqlite.connect(*args, **kwargs)
        connection._thread.daemon = True  # as SQLAlchemy does where it connects by itself
        self._threads.add(connection._thread)
        return connection

    async def ended(self) -> None:
        """Returns when all of them have ended, or after `PATIENCE`."""
        until = time.monotonic() + PATIENCE
        for thread in list(self._threads):
            if thread.is_alive():
                await asyncio.to_thread(thread.join, max(0.0, until - time.monotonic()))
