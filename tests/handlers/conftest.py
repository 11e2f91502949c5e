"""Worlds that several modules of this room have."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from sandbox.people import Person
    from tests.handlers.chain_world import Chain
    from tests.world import Case


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chain(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> "AsyncIterator[Chain]":
    """A world of its own for each module, with four partners one below the other."""
    from tests.handlers.chain_world import a_chain  # aiogram takes its seconds

    async with a_chain(tmp_path_factory.mktemp("chain"), sqlite_template) as chain:
        yield chain


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deep(chain: "Chain", kari: "Person") -> "Case":
    """A case of the module's Kari that Gamma has, four hops from the desk."""
    return await chain.handed_on(kari)
