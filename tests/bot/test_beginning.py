"""How it begins: without Telegram, beside another one, and again after it was stopped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.moments import utc_now
from bot.run import Application
from bot.settings import Settings, split_listen
from sandbox.people import Chat, Person, Sandbox, Town
from tests.running import Moments, installed, registered, running, until
from tests.world import DESK, LEAKS

CONTACTS = "id,customer_id,name,email\nkari,solsikken,Kari Nordmann,kari@solsikken.example\n"


@dataclass(slots=True)
class Place:
    """An installation that does not run yet. Nord Elektro's group is bound."""

    sandbox: Sandbox
    town: Town
    settings: Settings
    clock: Moments
    kari: Person
    ivan: Person
    nord: Chat

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Application]:
        """It runs for as long as the block."""
        async with running(self.settings, self.clock) as application:
            yield application


@pytest.fixture
async def place(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with Sandbox.start() as sandbox, sandbox.town() as town:
        settings, clock = installed(sandbox, tmp_path, sqlite_url), Moments()
        await registered(settings, tmp_path)
        await registered(settings, tmp_path, {"contacts": CONTACTS})
        await town.delivers_mail_to(*split_listen(settings.mail.smtp.listen))
        kari = await town.person("Kari Nordmann", email="kari@solsikken.example", language="nb")
        ivan = await town.person("Иван Петров", language="ru")
        ola = await town.person("Ola Hansen", language="nb")
        nord = await town.group("Nord Elektro", [ola])
        async with Application.build(settings) as application, application.store.unit() as unit:
            await unit.people.bind_chat(
                nord.id, "partner", "Nord Elektro", "nb", partner_id="nord-elektro", now=utc_now()
            )
            await unit.people.confirm_chat(nord.id, ola.id, utc_now())
            await unit.commit()
        yield Place(sandbox, town, settings, clock, kari, ivan, nord)


@pytest.mark.parametrize("kind", ["drop", "gateway", "502"])
async def test_mail_is_taken_while_telegram_is_away(place: Place, kind: str) -> None:
    await place.town.fault("*", kind, times=1000)
    async with place.open():
        mail = await place.kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
        assert mail.was_accepted
        await place.kari.received("#1001")
        await place.town.clear_faults()
        await place.nord.saw("#1001", button="Tar det", within=30)


async def test_a_pause_that_telegram_wants_outlives_a_restart(place: Place) -> None:
    await place.town.fault("sendRichMessage", "429", seconds=300, in_=place.nord)
    async with place.open() as application:
        await place.kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
        await until(lambda: has_waiting(application))
    async with place.open() as application:
        await place.ivan.starts()
        await place.ivan.saw("Nordlys Service")
        assert not [message for message in place.nord.messages() if "#1001" in message.text]
        place.clock.ahead += timedelta(seconds=301)
        application.bells.everyone()
        await place.nord.saw("#1001", button="Tar det")


async def test_what_came_while_it_was_stopped_is_taken_up(place: Place) -> None:
    async with place.open():
        await place.ivan.starts()
        await place.ivan.saw("Nordlys Service")
    await place.ivan.writes("Касса EV-00318844 не печатает")
    async with place.open():
        assert await place.ivan.saw("#1001")


async def test_two_who_read_one_bots_updates_are_told_so(place: Place) -> None:
    async with place.open():
        await place.ivan.starts()
        await place.ivan.saw("Nordlys Service")
        with capture_logs() as logs:
            await reads_updates(place.sandbox)

            async def is_told() -> bool:
                return any(log["event"] == "updates_refused" for log in logs)

            await until(is_told)
        told = next(log for log in logs if log["event"] == "updates_refused")
        assert (told["log_level"], told["code"]) == ("warning", 409)
        assert "another process reads this bot's updates" in told["reason"]
        await place.ivan.writes("Касса EV-00318844 не печатает")
        await place.ivan.saw("#1001")


async def test_a_webhook_that_was_left_set_is_taken_down(place: Place) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{place.sandbox.url}/bot{place.sandbox.token}/setWebhook"
        async with session.post(url, json={"url": "http://127.0.0.1:9/left"}) as answer:
            assert answer.status == 200
    await place.ivan.starts()
    async with place.open():
        await place.ivan.saw("Nordlys Service")


async def has_waiting(application: Application) -> bool:
    """Whether its first ticket's card waits for another try."""
    async with application.store.glance() as unit:
        rows = (await unit.outbox.of_tickets([1001]))[1001]
    return any(row.kind == "card" and row.state == "pending" and row.last_error for row in rows)


async def reads_updates(sandbox: Sandbox) -> None:
    """As a second process with the same token would."""
    url = f"{sandbox.url}/bot{sandbox.token}/getUpdates"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
