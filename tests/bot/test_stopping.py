"""SIGTERM stops it within ten seconds, whatever is under way, and nothing of that is lost."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from bot.settings import split_listen
from sandbox.people import Sandbox, Town
from tests.bot.installation import STAFETT, Installation
from tests.bot.lives import Lives
from tests.bot.traffic import DESK, Traffic
from tests.running import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROMISED = 10.0  # seconds, after which supervisors kill (INTERFACE, `run`)
CUT_OFF, ENDED = "loop_cancelled", "stopped"  # a part that did not end by itself; the last word
CALLS = ("sendMessage", "sendRichMessage", "sendPhoto", "editMessageText", "download", "smtp")


@dataclass(slots=True)
class Process:
    """One that runs when a test begins, with everybody bound."""

    town: Town
    stafett: Installation
    lives: Lives
    people: Traffic

    async def mailed(self) -> str:
        """Kari has mailed a new case; the mark in it."""
        mark = self.people.ledger.mark("sak")
        mail = await self.people.kari.mails(f"Lekker {mark}", f"WMF-77120934 lekker, {mark}", to=DESK)
        assert mail.was_accepted
        return mark

    async def stops(self) -> str:
        """SIGTERM; what it says until it has gone, of its own accord and with nothing to complain of."""
        before = self.stafett.log.stat().st_size
        assert await self.lives.is_stopped(PROMISED) == 0, self.stafett.last_words()
        said = self.stafett.log.read_bytes()[before:].decode()
        assert "Traceback" not in said
        assert "never retrieved" not in said
        return said

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """On which it listens: for mail, for the web."""
        settings = self.stafett.settings
        return [split_listen(settings.mail.smtp.listen), split_listen(settings.web.listen)]

    async def listens(self) -> bool:
        """Whether it does, on all of them."""
        for address in self.addresses:
            try:
                _reader, writer = await asyncio.open_connection(*address)
            except OSError:
                return False
            writer.close()
        return True


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_process(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Process]:
    folder = tmp_path_factory.mktemp("stopping")
    shutil.copy(sqlite_template, folder / "stafett.db")
    async with Sandbox.start() as sandbox, sandbox.town() as town:
        stafett = await Installation.make(folder, sandbox, f"sqlite+aiosqlite:///{folder / 'stafett.db'}")
        await town.delivers_mail_to(*split_listen(stafett.settings.mail.smtp.listen))
        people = await Traffic.gathers(town, stafett, Random(1))  # noqa: S311
        async with Lives.of(stafett) as lives:
            await lives.begins()
            await people.is_bound()
            yield Process(town, stafett, lives, people)


@pytest_asyncio.fixture(loop_scope="module")
async def process(one_process: Process) -> Process:
    await one_process.town.clear_faults()
    if not one_process.lives.is_running:
        await one_process.lives.begins()
    await until(one_process.listens)
    return one_process


async def test_a_quiet_one_stops_at_once(process: Process) -> None:
    await process.town.bot_has_read_everything()
    assert CUT_OFF not in await process.stops()


async def test_stops_while_all_the_world_hangs(process: Process) -> None:
    """Telegram's long poll, messages and a mail that nobody answers, peers who say nothing or half of it."""
    for call in CALLS:
        await process.town.fault(call, "slow", seconds=60, after=True, times=1000)
    silent = [await asyncio.open_connection(*address) for address in process.addresses]
    silent.append(await half_a_mail(process))
    mark = await process.mailed()
    await process.people.desk.saw(mark)
    await process.people.kari.received(mark)
    assert ENDED in await process.stops()
    for _reader, writer in silent:
        writer.close()


async def test_what_was_under_way_is_sent_after(process: Process) -> None:
    await process.town.fault("sendRichMessage", "slow", seconds=60, times=1000)
    mark = await process.mailed()
    await process.people.kari.received(mark)
    assert ENDED in await process.stops()
    await process.town.clear_faults()
    await process.lives.begins()
    await process.people.nord.saw(mark, button="Tar det", within=30)


async def test_stops_while_telegram_is_away(process: Process) -> None:
    await process.lives.is_killed()
    await process.town.fault("*", "drop", times=1000)
    await process.lives.begins()
    await until(process.listens)
    assert CUT_OFF not in await process.stops()


async def test_stopped_while_it_begins_it_loses_nothing(process: Process) -> None:
    mark = await process.mailed()
    await process.lives.is_killed()
    for seconds in (0.0, 0.1, 0.2, 0.3, 0.4):
        await process.lives.begins()
        await asyncio.sleep(seconds)
        assert await process.lives.is_stopped() in (0, -signal.SIGTERM)
    await process.lives.begins()
    await process.people.nord.saw(mark, button="Tar det", within=30)


async def test_a_second_one_is_refused_and_disturbs_nothing(process: Process) -> None:
    second = await asyncio.create_subprocess_exec(
        *STAFETT, "run", env=process.stafett.environment, stderr=asyncio.subprocess.PIPE
    )
    _, complained = await second.communicate()
    assert (second.returncode, complained.count(b"\n")) == (1, 1)
    assert b"Stafett is running already on" in complained
    await process.people.nord.saw(await process.mailed(), button="Tar det")


async def half_a_mail(process: Process) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Somebody in the middle of telling us a mail."""
    reader, writer = await asyncio.open_connection(*process.addresses[0])
    for line in ("", "HELO there", "MAIL FROM:<dan@nowhere.example>", f"RCPT TO:<{DESK}>", "DATA"):
        if line:
            writer.write(f"{line}\r\n".encode())
        answer = await reader.readline()
        assert answer[:1] in b"23", answer
    writer.write(b"Subject: half\r\n\r\nHalf of ")
    return reader, writer
