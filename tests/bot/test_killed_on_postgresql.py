"""SIGKILL at any moment, on PostgreSQL: a file of its own, so that another process may run it meanwhile."""

from pathlib import Path

import pytest

from tests.bot.siege import rounds, siege

ROUNDS = rounds(2)


@pytest.mark.timeout(180 + 60 * ROUNDS)
async def test_killed_at_any_moment(tmp_path: Path, postgres_url: str) -> None:
    async with siege(tmp_path, postgres_url) as stafett:
        reckoning = await stafett.endured(ROUNDS)
    assert len(reckoning.kills) == 4 * ROUNDS
    assert (reckoning.lost(), reckoning.unexplained()) == ([], {})
