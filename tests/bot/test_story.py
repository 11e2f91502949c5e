"""`stafett demo --once` plays the whole story and says by its exit code whether every step was seen."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from typer.testing import CliRunner

from bot import cli
from sandbox.demo import stage
from sandbox.demo.application import Installation
from sandbox.demo.people import Cast
from sandbox.people import Town


@pytest.mark.timeout(300)
async def test_the_story_is_seen_to_happen_from_its_first_step_to_its_last() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--once"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    assert "Every step was seen to happen." in said
    assert said.count("✓") > 20


def test_a_step_that_is_not_seen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Installation, "install", nothing)
    monkeypatch.setattr(Installation, "running", not_running)
    monkeypatch.setattr(stage, "gather", kari_alone)
    done = CliRunner().invoke(cli.app, ["demo", "--once"])
    assert done.exit_code == 1, done.output
    assert "✗ Kari mails that the coffee machine stands still" in done.output
    assert "Failed: Kari mails" in done.output


async def nothing(_stafett: Installation) -> None:
    """Installs nothing."""


@asynccontextmanager
async def not_running(_stafett: Installation) -> AsyncIterator[None]:
    """Where mail would be taken nobody listens."""
    yield


async def kari_alone(town: Town, _stafett: Installation) -> Cast:
    """Whoever the first step needs."""
    kari = await town.person("Kari Nordmann", email="kari@solsikken.example", language="nb")
    group = await town.group("Nordlys dispatch", [kari], with_bot=False)
    return Cast(kari, kari, kari, kari, kari, kari, kari, group, group, group, group, group)
