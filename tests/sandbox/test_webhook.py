"""Webhooks: one POST an update, with the secret, again until 2xx (T22)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from sandbox.people import Person


@dataclass(slots=True)
class Ear:
    """A web server of an application."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    """Statuses for the next requests; 200 when there are none left."""
    heard: "asyncio.Queue[tuple[str | None, dict[str, Any]]]" = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        await self.heard.put((secret, await request.json()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    application = web.Application()
    application.router.add_post("/hook", ear.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield ear
    await runner.cleanup()


async def test_update_is_posted_with_the_secret(bot: Bot, ear: Ear, kari: Person) -> None:
    await bot.set_webhook(ear.url, secret_token="s3cret", drop_pending_updates=True)
    await kari.writes("hei")
    secret, update = await asyncio.wait_for(ear.heard.get(), 5)
    assert (secret, update["message"]["text"]) == ("s3cret", "hei")


async def test_refused_update_comes_again_before_the_next(bot: Bot, ear: Ear, kari: Person) -> None:
    ear.answers = [500, 503]
    await bot.set_webhook(ear.url, drop_pending_updates=True)
    await kari.writes("en")
    await kari.writes("to")
    texts = [(await asyncio.wait_for(ear.heard.get(), 5))[1]["message"]["text"] for _ in range(4)]
    assert texts == ["en", "en", "en", "to"]
    error = (await bot.get_webhook_info()).last_error_message
    assert str(error).startswith("Wrong response from the webhook: 503")


async def test_info_counts_what_waits(bot: Bot, kari: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nowhere", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.allowed_updates) == (1, ["message"])


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.no/hook", None, "An HTTPS URL must be provided for webhook"),
        ("https://example.no:8080/hook", None, "only on ports 80, 88, 443 or 8443"),
        ("https://example.no/hook", "no spaces please", "secret token contains unallowed characters"),
    ],
)
async def test_bad_webhook_is_refused(bot: Bot, url: str, secret: str | None, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)
