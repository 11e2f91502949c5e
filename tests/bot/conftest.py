"""What the application's tests share beside what all rooms do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.people import Person
from tests.two_desks import TwoDesks, two_desks
from tests.world import World


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tore(world: World) -> Person:
    """Works for Fjell, who have no Telegram, where the module's configuration has them."""
    from tests.bot.test_partner_mail import FJELL

    return await world.town.person("Tore Tekniker", email=FJELL, language="nb")
