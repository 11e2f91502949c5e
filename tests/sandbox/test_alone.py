"""`python -m sandbox`: a sandbox in a process of its own, played from outside."""

import asyncio
import re
import sys

from sandbox.people import Town


async def test_runs_alone_and_stops_when_told_to() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--smtp-port", "0", "--limits", "2.5"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = re.findall(r"http://\S+", (await process.stdout.readline()).decode())[0]
    async with Town.at(url) as town:
        kari = await town.person("Kari Nordmann")
        assert (await kari.starts()).text == "/start"
        assert (await town.line.get("world"))["settings"]["limits"] == 2.5
    process.terminate()
    await process.communicate()
    assert process.returncode == 0
