"""The courier by itself, before a Telegram that says what a test wants."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

from bot.bells import Bells
from bot.courier import Courier
from bot.metrics import Metrics
from handlers.house import House
from handlers.leaving import Urgency, chat_text
from handlers.signing import Addresses, Signer
from storage.deliveries import Delivery
from storage.files import Files
from storage.store import Store
from templates import Texts
from tests.bot.configuration import WHOLE, settings_of
from tests.running import Moments, until

NORD = -700
SENT = {"message_id": 41, "date": 0, "chat": {"id": NORD, "type": "group", "title": "Nord Elektro"}}


class Telegram(BaseSession):
    """Gives the answers it was told, one after another, then `SENT` for ever."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[str] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's signature
    ) -> Any:
        self.asked.append(str(getattr(method, "text", method.__api_method__)))
        answer = self.answers.pop(0) if self.answers else json.dumps({"ok": True, "result": SENT})
        code = json.loads(answer).get("error_code", 200) if answer.startswith("{") else 502
        return self.check_response(bot, method, code, answer).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_yes_in_an_unknown_shape_is_a_yes(sqlite_store: Store, tmp_path: Path) -> None:
    strange = json.dumps({"ok": True, "result": {**SENT, "date": "soon", "text": "Kort"}})
    telegram = Telegram(strange)
    card = await said(sqlite_store, "Kort")
    kept = await carried(sqlite_store, telegram, tmp_path, card)
    assert (kept.state, kept.sent_as) == ("sent", (f"tg:{NORD}:41",))
    assert telegram.asked == ["Kort"]


@pytest.mark.parametrize(
    "answer", ["<html>502 Bad Gateway</html>", '{"ok": false}', '{"ok": false, "error_code": 418}']
)
async def test_an_answer_nobody_understands_is_no_yes(
    sqlite_store: Store, tmp_path: Path, answer: str
) -> None:
    card = await said(sqlite_store, "Kort")
    kept = await carried(sqlite_store, Telegram(answer), tmp_path, card)
    assert (kept.state, kept.attempts, kept.sent_as) == ("pending", 1, ())


async def test_a_pause_holds_for_the_urgent_after_a_restart(sqlite_store: Store, tmp_path: Path) -> None:
    many = {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": 300}}
    card = await said(sqlite_store, "Kort")
    await carried(sqlite_store, Telegram(json.dumps(many)), tmp_path, card)
    await said(sqlite_store, "Ping", urgency=Urgency.PING)
    elsewhere = await said(sqlite_store, "Hei", chat_id=5)
    telegram, clock = Telegram(), Moments()
    await carried(sqlite_store, telegram, tmp_path, elsewhere, clock)
    assert telegram.asked == ["Hei"]
    clock.ahead = timedelta(seconds=301)
    await carried(sqlite_store, telegram, tmp_path, card, clock)
    assert telegram.asked == ["Hei", "Ping", "Kort"]


async def said(store: Store, text: str, *, chat_id: int = NORD, urgency: Urgency = Urgency.CARD) -> int:
    """The outbox row of a message."""
    async with store.unit() as unit:
        row = chat_text(chat_id, text, kind="card", now=datetime.now(UTC), urgency=urgency)
        added = await unit.outbox.add(row)
        await unit.commit()
        return added


async def carried(
    store: Store, telegram: Telegram, folder: Path, delivery_id: int, clock: Moments | None = None
) -> Delivery:
    """The row once a courier has tried it; the courier has gone home then."""
    policy = settings_of(WHOLE).policy()
    house = House(
        policy=policy,
        texts=Texts(zone=policy.zone),
        addresses=Addresses(desk="service@nordlys.example", signer=Signer("s" * 32)),
    )
    bells = Bells()
    courier = Courier(
        store=store,
        files=Files(f"file:{folder / 'files'}"),
        bot=Bot("1:token", session=telegram),
        house=house,
        bells=bells,
        metrics=Metrics(),
        now=clock or Moments(),
    )
    stop = asyncio.Event()
    before = await read(store, delivery_id)
    running = asyncio.create_task(courier.run(stop))

    async def tried() -> bool:
        kept = await read(store, delivery_id)
        return kept.attempts > before.attempts and kept.state != "sending"

    async with asyncio.timeout(10):
        await until(tried)
    stop.set()
    bells.everyone()
    await running
    return await read(store, delivery_id)


async def read(store: Store, delivery_id: int) -> Delivery:
    async with store.glance() as unit:
        found = await unit.outbox.get(delivery_id)
    assert found is not None
    return found
