"""The score page where several may write at once."""

import asyncio
import re
from pathlib import Path

import aiohttp

from tests.world import a_world

_LINK = re.compile(r'https?://[^"\s]+/score/[^"\s]+/5')


async def test_taps_at_the_same_time_all_count(tmp_path: Path, postgres_url: str) -> None:
    async with a_world(tmp_path, postgres_url) as world, aiohttp.ClientSession() as browser:
        kari = await world.kari()
        await world.resolved(kari)
        asked = await kari.received("Hvordan gjorde vi det?")
        link = _LINK.findall(asked.html or "")[0][:-1]

        async def taps(score: int) -> int:
            async with browser.post(f"{link}{score}") as thanks:
                return thanks.status

        assert await asyncio.gather(*map(taps, (1, 2, 3, 4, 5, 1, 2, 3))) == [200] * 8
