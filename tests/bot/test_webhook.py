"""Updates by webhook: kept before Telegram hears 200, and only with the agreed secret (T22)."""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.run import Application
from bot.settings import Settings
from bot.updates import UpdateLoop
from sandbox.people import Sandbox, Town
from tests.running import Moments, installed, registered, running, until
from tests.world_data import CONFIGURATION

SECRET = "a-secret_of-ours"
UPDATE: dict[str, Any] = {
    "update_id": 7,
    "message": {
        "message_id": 41,
        "date": 1_790_000_000,
        "chat": {"id": 99, "type": "private", "first_name": "Ann"},
        "from": {"id": 99, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "text": "The till prints nothing",
    },
}


@dataclass(slots=True)
class Hooked:
    """An application that Telegram calls."""

    town: Town
    settings: Settings
    application: Application
    session: aiohttp.ClientSession

    async def is_called(self, update: object, secret: str | None = SECRET) -> int:
        """The status that Telegram would see."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
        url = self.settings.telegram.webhook_url
        async with self.session.post(url, json=update, headers=headers) as answer:
            return answer.status

    async def arrived(self) -> int:
        """How many updates are in the inbox."""
        async with self.application.store.glance() as unit:
            found = [await unit.arrivals.get(number) for number in range(1, 20)]
        return len([each for each in found if each is not None])


@pytest.fixture
async def hooked(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Hooked]:
    async with Sandbox.start() as sandbox, sandbox.town() as town:
        settings = hooking(installed(sandbox, tmp_path, sqlite_url, CONFIGURATION))
        await registered(settings, tmp_path)
        async with running(settings, Moments()) as application, aiohttp.ClientSession() as session:
            yield Hooked(town, settings, application, session)


async def test_updates_come_by_webhook(hooked: Hooked) -> None:
    ann = await hooked.town.person("Ann Lee", language="en")
    await ann.starts()
    await ann.saw("Nordlys Service")
    await ann.writes("The till prints nothing")
    assert await ann.saw("#1001")
    await hooked.town.bot_has_read_everything()


async def test_what_was_answered_200_is_kept(hooked: Hooked) -> None:
    assert await hooked.is_called(UPDATE) == 200
    assert await hooked.arrived() == 1


async def test_a_second_copy_changes_nothing(hooked: Hooked) -> None:
    assert [await hooked.is_called(UPDATE) for _ in range(3)] == [200, 200, 200]
    assert await hooked.arrived() == 1


@pytest.mark.parametrize("secret", [None, "", "another", "ключ"])
async def test_whoever_does_not_know_the_secret_is_refused(hooked: Hooked, secret: str | None) -> None:
    assert await hooked.is_called(UPDATE, secret) == 401
    assert await hooked.arrived() == 0


@pytest.mark.parametrize("body", [[], "x", {}, {"update_id": "seven"}, {"update_id": None}])
async def test_what_is_no_update_is_refused(hooked: Hooked, body: object) -> None:
    assert await hooked.is_called(body) == 400
    assert await hooked.arrived() == 0


async def test_what_could_not_be_kept_comes_again(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    really, tries = UpdateLoop.save, 0

    async def fails_at_first(self: UpdateLoop, updates: Any, **more: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("the disk is full")
        await really(self, updates, **more)

    monkeypatch.setattr(UpdateLoop, "save", fails_at_first)
    ann = await hooked.town.person("Ann Lee", language="en")
    await ann.starts()
    await ann.saw("Nordlys Service")
    assert tries == 2


async def test_a_webhook_moves_no_offset(hooked: Hooked) -> None:
    """An earlier update may still be on its way, and polling from a later offset would give it up."""
    assert await hooked.is_called(UPDATE) == 200
    async with hooked.application.store.glance() as unit:
        bot_id = hooked.settings.telegram.token.get_secret_value().partition(":")[0]
        assert await unit.facts.get(f"offset:{bot_id}") is None


async def test_an_update_of_unknown_shape_is_set_aside(hooked: Hooked) -> None:
    odd = deepcopy(UPDATE)
    odd["message"]["date"] = "yesterday"
    assert await hooked.is_called(odd) == 200

    async def is_set_aside() -> bool:
        async with hooked.application.store.glance() as unit:
            return (await unit.arrivals.counts())["quarantined"] == 1

    await until(is_set_aside)


def hooking(settings: Settings) -> Settings:
    """The same, but Telegram calls."""
    path = f"http://{settings.web.listen}/telegram"
    told = {"updates": "webhook", "webhook_url": path, "webhook_secret": SECRET}
    fields = settings.telegram.model_dump() | told
    return settings.model_copy(update={"telegram": type(settings.telegram)(**fields)})
