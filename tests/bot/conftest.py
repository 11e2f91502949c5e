"""What the application's tests share beside what all rooms do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.two_desks import TwoDesks, two_desks


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoDesks]:
    """Nordlys and Syd Kyl, who trust each other."""
    async with two_desks(tmp_path_factory.mktemp("two"), sqlite_template) as desks:
        await desks.trust()
        yield desks


@pytest_asyncio.fixture(loop_scope="module")
async def strangers(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[TwoDesks]:
    """Nordlys and Syd Kyl on the first day: neither has heard of the other's machine."""
    async with two_desks(tmp_path_factory.mktemp("two"), sqlite_template) as desks:
        yield desks
