"""Opens the store for a command that is done in a moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from storage.migrate import check
from storage.store import Store


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The store, closed again after. Raises storage.errors.SchemaBehind when its tables are not ours."""
    url = settings.database.url.get_secret_value()
    await check(url)
    store = Store(url)
    try:
        yield store
    finally:
        await store.close()
