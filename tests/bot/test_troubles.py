"""Neighbours that are lost: told once, after a while, and once more when they are back, over restarts too."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot

from bot.bells import Bells
from bot.fetcher import Fetcher
from bot.mailbox import Watching
from bot.signing_in import KeptToken
from bot.troubles import Trouble, Troubles
from storage.files import Files
from storage.store import Store
from tests.bot.test_postman import DISPATCHERS, HOUSE
from tests.running import Moments
from tickets.timeline import Attachment

SILENT = "connection refused"
WAITING = Attachment(filename="foto.jpg", content_type="image/jpeg", size=9, telegram_file_id="f1")


@pytest.fixture
async def clock(sqlite_store: Store) -> Moments:
    clock = Moments()
    async with sqlite_store.unit() as unit:
        await unit.people.bind_chat(DISPATCHERS, "dispatchers", title="Vakt", language="nb", now=clock())
        await unit.commit()
    return clock


def troubles_of(store: Store, clock: Moments) -> Troubles:
    """As a process that has just started has them."""
    return Troubles(store=store, house=HOUSE, bells=Bells(), now=clock)


async def heard(store: Store, clock: Moments) -> list[str]:
    """What the dispatchers were told since this was asked before."""
    said = []
    async with store.unit() as unit:
        while rows := await unit.outbox.due("telegram", clock() + timedelta(days=9), 1):
            said.append(str(rows[0].payload["args"]["text"]))
            await unit.outbox.sent(rows[0].id, clock(), [])
        await unit.commit()
    return said


async def test_a_short_break_is_nobodys_news(sqlite_store: Store, clock: Moments) -> None:
    troubles = troubles_of(sqlite_store, clock)
    await troubles.lost(Trouble.MAILBOX, SILENT)
    clock.ahead += timedelta(minutes=4)
    await troubles.lost(Trouble.MAILBOX, SILENT)
    await troubles.works(Trouble.MAILBOX)
    assert await heard(sqlite_store, clock) == []


async def test_a_long_one_is_told_once_and_its_end_too(sqlite_store: Store, clock: Moments) -> None:
    troubles = troubles_of(sqlite_store, clock)
    for _ in range(4):
        await troubles.lost(Trouble.MAILBOX, SILENT)
        clock.ahead += timedelta(minutes=6)
    (told,) = await heard(sqlite_store, clock)
    assert told.startswith("⚠️ Postkassen kan ikke leses.")
    assert SILENT in told
    await troubles.works(Trouble.MAILBOX)
    await troubles.works(Trouble.MAILBOX)
    assert [text[:1] for text in await heard(sqlite_store, clock)] == ["✅"]


async def test_a_restart_says_nothing_twice(sqlite_store: Store, clock: Moments) -> None:
    for _ in range(2):
        troubles = troubles_of(sqlite_store, clock)
        await troubles.lost(Trouble.OUTGOING, SILENT)
        clock.ahead += timedelta(minutes=6)
        await troubles.lost(Trouble.OUTGOING, SILENT)
    await troubles_of(sqlite_store, clock).works(Trouble.OUTGOING)
    assert [text[:1] for text in await heard(sqlite_store, clock)] == ["⚠", "✅"]


async def test_a_mail_set_aside_is_told_with_its_folder(sqlite_store: Store, clock: Moments) -> None:
    await Watching(troubles_of(sqlite_store, clock)).unfit("60 MB", "Stafett quarantine")
    (told,) = await heard(sqlite_store, clock)
    assert "i mappen Stafett quarantine" in told
    assert "60 MB" in told


async def test_a_long_backlog_is_shown_on_a_terminal_alone(
    sqlite_store: Store, clock: Moments, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watching = Watching(troubles_of(sqlite_store, clock))
    watching.progress(32, 3000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    watching.progress(64, 3000)
    watching.progress(3000, 3000)
    assert "mailbox" in capsys.readouterr().err


async def test_files_that_telegram_keeps_back_are_asked_for_less_and_less(
    sqlite_store: Store, clock: Moments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(self: Fetcher, file: Attachment) -> bytes:
        raise ConnectionError(SILENT)

    monkeypatch.setattr(Fetcher, "_download", refused)
    tries: list[timedelta] = []

    async def due(self: Any, now: Any, limit: int) -> list[Any]:
        return [(7, WAITING)]

    async def failed(self: Any, attachment_id: int, error: str, retry_at: Any) -> None:
        tries.append(retry_at - clock())

    monkeypatch.setattr("storage.tickets.Tickets.attachments_to_fetch", due)
    monkeypatch.setattr("storage.tickets.Tickets.fetch_failed", failed)
    bot = Bot("1:token")
    fetcher = Fetcher(
        store=sqlite_store,
        files=Files(f"file:{tmp_path}"),
        bot=bot,
        bells=Bells(),
        troubles=troubles_of(sqlite_store, clock),
        now=clock,
    )
    for _ in range(8):
        await fetcher.fetch()
        clock.ahead += timedelta(minutes=6)
    assert [round(pause.total_seconds()) for pause in tries] == [30, 60, 120, 240, 480, 960, 1800, 1800]
    assert [text[:1] for text in await heard(sqlite_store, clock)] == ["⚠"]


async def test_the_newest_refresh_token_is_kept_with_the_configured_one(sqlite_store: Store) -> None:
    kept = KeptToken(sqlite_store, "first")
    assert await kept.load() is None
    await kept.store("second")
    assert await KeptToken(sqlite_store, "first").load() == "second"
    assert await KeptToken(sqlite_store, "another").load() is None
