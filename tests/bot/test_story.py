"""`stafett demo --once` plays the whole story and says by its exit code whether every step was seen."""

import asyncio
import sys

import pytest

WITHOUT_MAIL = """
import sys
from sandbox.people import Town
from bot.cli import main

async def nowhere(self, host, port):
    await self.settings(app_smtp="127.0.0.1:9")

Town.delivers_mail_to = nowhere
sys.argv = ["stafett", "demo", "--once"]
main()
"""


async def run(*command: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.timeout(300)
async def test_the_story_is_seen_to_happen_from_its_first_step_to_its_last() -> None:
    code, said = await run("-m", "bot", "demo", "--once")
    assert code == 0, said
    assert "Every step was seen to happen." in said
    assert said.count("✓") > 20


async def test_a_step_that_is_not_seen_is_named() -> None:
    code, said = await run("-c", WITHOUT_MAIL)
    assert code == 1, said
    assert "✗ Kari mails that the coffee machine stands still" in said
    assert "Failed: Kari mails" in said
