"""`stafett invite`: who may be invited, and the link they get."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import Refused
from bot.invite_command import invite
from bot.settings import Settings
from storage.store import Store
from tests.bot.configuration import WHOLE, settings_of
from tests.storage.world import fill_register

TOKEN = "123456789:AAExampleExampleExampleExampleExample"


def settings_with(url: str, telegram: str = "") -> Settings:
    return settings_of(f'{WHOLE}\n[database]\nurl = "{url}"\n[telegram]\n{telegram}\n')


async def invited(settings: Settings, kind: str, target: str | None = None) -> str:
    out = io.StringIO()
    assert await invite(settings, kind, target, out) == 0
    return out.getvalue()


async def know_the_bot(store: Store) -> None:
    async with store.unit() as unit:
        await unit.facts.put("bot_username", "nordlys_bot")
        await unit.commit()


async def used(store: Store, said: str) -> Any:
    code = re.search(r"^code: (\S+)$", said, re.MULTILINE)
    assert code is not None
    async with store.unit() as unit:
        return await unit.people.use_invite(code[1], datetime.now(UTC), "tg:1")


async def test_a_partner_gets_a_link_into_its_group(sqlite_url: str, sqlite_store: Store) -> None:
    await know_the_bot(sqlite_store)
    said = await invited(settings_with(sqlite_url), "partner", "nord-elektro")
    assert re.match(r"https://t\.me/nordlys_bot\?startgroup=[\w-]{20,64}\n", said)
    assert await used(sqlite_store, said) == ("partner", "nord-elektro")


async def test_dispatchers_get_a_link_into_their_group(sqlite_url: str, sqlite_store: Store) -> None:
    await know_the_bot(sqlite_store)
    said = await invited(settings_with(sqlite_url), "dispatchers")
    assert "?startgroup=" in said
    assert await used(sqlite_store, said) == ("dispatchers", None)


async def test_a_customer_gets_a_private_link(sqlite_url: str, sqlite_store: Store) -> None:
    await know_the_bot(sqlite_store)
    await fill_register(sqlite_store)
    said = await invited(settings_with(sqlite_url), "customer", "KARI@holmvik.example")
    assert "?start=" in said
    assert await used(sqlite_store, said) == ("customer", "kari@holmvik.example")


async def test_an_unknown_partner_is_refused_with_the_nearest(sqlite_url: str) -> None:
    with pytest.raises(Refused, match='Did you mean "nord-elektro"'):
        await invited(settings_with(sqlite_url), "partner", "nord-elektra")


async def test_an_unknown_address_is_refused(sqlite_url: str) -> None:
    with pytest.raises(Refused, match="Import the contact first"):
        await invited(settings_with(sqlite_url), "customer", "ola@holmvik.example")


async def test_without_a_bot_the_code_can_be_sent_by_hand(sqlite_url: str, sqlite_store: Store) -> None:
    said = await invited(settings_with(sqlite_url), "dispatchers")
    assert "https://" not in said
    assert re.search(r"Send `/start [\w-]{20,64}` in the group, once the bot is in it", said)
    assert await used(sqlite_store, said) == ("dispatchers", None)


async def test_telegram_is_asked_for_a_name_that_is_not_known_yet(sqlite_url: str) -> None:
    async def get_me(request: web.Request) -> web.Response:
        assert request.path == f"/bot{TOKEN}/getMe"
        return web.json_response({"ok": True, "result": {"id": 1, "username": "asked_bot"}})

    app = web.Application()
    app.router.add_get("/{path:.*}", get_me)
    async with TestServer(app) as server:
        telegram = f'token = "{TOKEN}"\napi_base = "http://{server.host}:{server.port}"'
        said = await invited(settings_with(sqlite_url, telegram), "dispatchers")
    assert said.startswith("https://t.me/asked_bot?startgroup=")


@pytest.mark.parametrize("answer", ["<html>", '{"ok": false, "error_code": 401}', "[]"])
async def test_a_telegram_that_talks_nonsense_costs_only_the_link(sqlite_url: str, answer: str) -> None:
    async def odd(_: web.Request) -> web.Response:
        return web.Response(text=answer, content_type="application/json")

    app = web.Application()
    app.router.add_get("/{path:.*}", odd)
    async with TestServer(app) as server:
        telegram = f'token = "{TOKEN}"\napi_base = "http://{server.host}:{server.port}"'
        said = await invited(settings_with(sqlite_url, telegram), "dispatchers")
    assert said.startswith("code: ")
