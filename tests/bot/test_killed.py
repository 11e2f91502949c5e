"""SIGKILL at any moment loses nothing and doubles nothing (DESIGN, "What always holds", 1)."""

from pathlib import Path

import pytest

from tests.bot.siege import rounds, siege

ROUNDS = rounds(4)


@pytest.mark.timeout(180 + 60 * ROUNDS)
async def test_killed_at_any_moment(tmp_path: Path, sqlite_url: str) -> None:
    async with siege(tmp_path, sqlite_url) as stafett:
        reckoning = await stafett.endured(ROUNDS)
    assert len(reckoning.kills) == 4 * ROUNDS
    assert (reckoning.lost(), reckoning.unexplained()) == ([], {})
