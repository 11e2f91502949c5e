"""Looking at something again and again, with a pause between."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress


async def rounds(look: Callable[[], Awaitable[None]], every: float, stop: asyncio.Event) -> None:
    """Looks at once and then every so many seconds, until stopped; the pause ends with it."""
    while not stop.is_set():
        await look()
        with suppress(TimeoutError):
            async with asyncio.timeout(every):
                await stop.wait()
