"""The postman by himself, before a mail server that takes his mails, or does not."""

import asyncio
import email
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import dkim
import pytest

from bot.bells import Bells
from bot.letter import Letters
from bot.metrics import Metrics
from bot.postman import Postman
from bot.return_path import delivery_of
from bot.troubles import Troubles
from handlers.house import House
from handlers.signing import MARK, Addresses, Signer
from mail.dkim_sign import DkimSigner
from mail.parse import parse
from mail.send import MailSender
from storage.deliveries import Delivery, NewDelivery
from storage.files import Files
from storage.store import Store
from templates import Texts
from tests.bot.configuration import WHOLE, settings_of
from tests.mail.test_send import Relay, relaying
from tests.running import Moments, until

DESK, KARI = "service@nordlys.example", "kari@kunde.example"
DISPATCHERS = -900
POLICY = settings_of(WHOLE).policy()
HOUSE = House(
    policy=POLICY,
    texts=Texts(zone=POLICY.zone),
    addresses=Addresses(desk=DESK, signer=Signer("5" * 64)),
)
FILM = b"\x00film" * 100_000


class Office:
    """A postman, what he was given, and where he takes it."""

    def __init__(self, store: Store, folder: Path, where: tuple[str, int], **options: Any) -> None:
        self.store = store
        self.files = Files(f"file:{folder / 'files'}")
        self.clock = Moments()
        self.bells = Bells()
        self.where = where
        self.said: list[str] = []
        self.options: dict[str, Any] = {"max_size": 2**20, "signer": None, "signed_returns": True} | options

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """He works; at the end he has gone home."""
        sender = MailSender(host=self.where[0], port=self.where[1], hostname="nordlys.example")
        letters = Letters(
            store=self.store,
            files=self.files,
            house=HOUSE,
            max_size=self.options["max_size"],
            signer=self.options["signer"],
        )
        postman = Postman(
            store=self.store,
            letters=letters,
            sender=sender,
            house=HOUSE,
            bells=self.bells,
            metrics=Metrics(),
            troubles=Troubles(store=self.store, house=HOUSE, bells=self.bells, now=self.clock),
            signed_returns=self.options["signed_returns"],
            now=self.clock,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(postman.run(stop))
        try:
            yield
        finally:
            stop.set()
            self.bells.everyone()
            await running
            await sender.close()

    async def posts(
        self, *files: tuple[str, bytes], address: str = KARI, quote: list[str] | None = None
    ) -> int:
        """The outbox row of a mail with these files."""
        number = 1001
        listed = [
            {"filename": name, "content_type": "video/mp4", "sha256": await self.files.put(content)}
            for name, content in files
        ]
        payload = {
            "message_id": f"<{address}.1@nordlys.example>",
            "to": ["Kari Nordmann", address],
            "reply_to": HOUSE.addresses.reply_address(number),
            "subject": f"Sak [#{number}]",
            "text": "Teknikeren er på vei.\n",
            "html": "<html><body>Teknikeren er på vei.<!-- end of words --></body></html>",
            "language": "nb",
            "in_reply_to": None,
            "references": [],
            "auto_submitted": "auto-generated",
            "attachments": listed,
            "quote": quote,
        }
        mail = NewDelivery(
            channel="mail",
            lane=f"mail:{address}",
            kind="en_route",
            urgency=2,
            payload=payload,
            created_at=self.clock(),
        )
        async with self.store.unit() as unit:
            row = await unit.outbox.add(mail)
            await unit.commit()
        self.bells.mails.ring()
        return row

    async def later(self, seconds: float) -> None:
        self.clock.ahead += timedelta(seconds=seconds)
        self.bells.mails.ring()

    async def row(self, delivery_id: int) -> Delivery:
        async with self.store.glance() as unit:
            found = await unit.outbox.get(delivery_id)
        assert found is not None
        return found

    async def until(self, delivery_id: int, fits: Callable[[Delivery], bool]) -> Delivery:
        """The row once it is so."""

        async def fitting() -> bool:
            return fits(await self.row(delivery_id))

        async with asyncio.timeout(10):
            await until(fitting)
        return await self.row(delivery_id)

    async def has_dispatchers(self) -> None:
        async with self.store.unit() as unit:
            await unit.people.bind_chat(
                DISPATCHERS, "dispatchers", title="Vakt", language="nb", now=self.clock()
            )
            await unit.commit()

    async def hears(self, words: str) -> None:
        """Waits until the last that the dispatchers were told begins so."""

        async def heard() -> bool:
            return [text.startswith(words) for text in await self.told()][-1:] == [True]

        async with asyncio.timeout(10):
            await until(heard)

    async def told(self) -> list[str]:
        """What has been written to the dispatchers; a chat's messages leave one after another."""
        async with self.store.unit() as unit:
            for row in await unit.outbox.due("telegram", self.clock() + timedelta(days=9), 50):
                self.said.append(str(row.payload["args"]["text"]))
                await unit.outbox.sent(row.id, self.clock(), [])
            await unit.commit()
        return self.said


@pytest.fixture
async def relay() -> Relay:
    return Relay()


@pytest.fixture
async def office(sqlite_store: Store, tmp_path: Path, relay: Relay) -> AsyncGenerator[Office, None]:
    async with relaying(relay, decode_data=False) as where:
        yield Office(sqlite_store, tmp_path, where)


def arrived(relay: Relay) -> EmailMessage:
    return read(relay.mails[-1][2])


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


async def test_a_mail_says_whose_it_is_and_where_it_comes_back_to(office: Office, relay: Relay) -> None:
    async with office.open():
        row = await office.posts()
        await office.until(row, lambda kept: kept.state == "sent")
    assert delivery_of(HOUSE.addresses, [relay.mails[0][0]]) == row
    assert HOUSE.addresses.signer.read(arrived(relay)[MARK]) == (1001, "c")
    assert arrived(relay)["Content-Language"] == "nb"


async def test_a_server_that_takes_only_the_desks_address_gets_it(office: Office, relay: Relay) -> None:
    class Picky(Relay):
        async def handle_MAIL(self, *args: Any) -> str:
            relay.answers["MAIL"] = "250 OK" if args[3] == DESK else "550 5.7.60 not your address"
            return await Relay.handle_MAIL(self, *args)

    relay.__class__ = Picky
    async with office.open():
        for address in (KARI, "ola@kunde.example"):
            await office.until(await office.posts(address=address), lambda kept: kept.state == "sent")
    assert [mail[0] for mail in relay.mails] == [DESK, DESK]


async def test_files_that_do_not_fit_stay_and_the_mail_says_so(office: Office, relay: Relay) -> None:
    office.options["max_size"] = 500_000
    async with office.open():
        row = await office.posts(("film.mp4", FILM), ("foto.jpg", b"\xff\xd8"))
        await office.until(row, lambda kept: kept.state == "sent")
    assert [part.get_filename() for part in arrived(relay).iter_attachments()] == ["foto.jpg"]
    assert "For stort til å sendes med e-post: film.mp4" in parse(relay.mails[0][2]).text


async def test_a_server_that_finds_the_mail_too_large_gets_it_without_files(
    office: Office, relay: Relay
) -> None:
    class Narrow(Relay):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            if len(envelope.content) > 100_000:
                return "552 5.3.4 too large"
            return await Relay.handle_DATA(self, server, session, envelope)

    relay.__class__ = Narrow
    async with office.open():
        await office.until(await office.posts(("film.mp4", FILM)), lambda kept: kept.state == "sent")
    assert "film.mp4" in parse(relay.mails[0][2]).text


@pytest.mark.parametrize("language", ["nb", "sv", "da", "ru", "en"])
@pytest.mark.parametrize("shown", ["html", "text"])
async def test_what_is_quoted_below_our_words_is_known_as_a_quote(
    office: Office, language: str, shown: str
) -> None:
    wrote = HOUSE.texts.word("mail/wrote", language, name="Kari Nordmann", at=office.clock())
    row = await office.row(await office.posts(quote=[wrote, "Kaffemaskinen lekker.\nKan noen komme?"]))
    letters = Letters(store=office.store, files=office.files, house=HOUSE, max_size=2**20)
    raw = await letters.write(row)
    if shown == "text":
        (plain, _html) = read(raw).iter_parts()
        raw = b"From: service@nordlys.example\r\n" + plain.as_bytes()
    assert parse(raw).text == "Teknikeren er på vei."
    assert "Kaffemaskinen lekker." in parse(raw).quoted


async def test_a_greylisted_mail_leaves_later(office: Office, relay: Relay) -> None:
    relay.answers[KARI] = "451 4.7.1 greylisted, come back in 300 seconds"
    async with office.open():
        row = await office.posts()
        await office.until(row, lambda kept: kept.attempts == 1 and kept.state == "pending")
        relay.answers.clear()
        await office.later(301)
        await office.until(row, lambda kept: kept.state == "sent")
    assert len(relay.mails) == 1


async def test_after_two_days_the_dispatchers_hear_that_it_did_not_leave(
    office: Office, relay: Relay
) -> None:
    relay.answers[KARI] = "451 4.3.0 later"
    await office.has_dispatchers()
    async with office.open():
        row = await office.posts()
        await office.until(row, lambda kept: kept.attempts == 1 and kept.state == "pending")
        await office.later(49 * 3600)
        await office.until(row, lambda kept: kept.state == "failed")
    assert KARI in (await office.told())[-1]


async def test_a_lost_server_is_told_once_and_all_leave_when_it_is_back(
    sqlite_store: Store, tmp_path: Path, relay: Relay
) -> None:
    async with relaying(relay, decode_data=False) as where:
        pass
    office = Office(sqlite_store, tmp_path, where)
    await office.has_dispatchers()
    async with office.open():
        rows = [await office.posts(address=f"kari{number}@kunde.example") for number in range(3)]
        await office.until(rows[0], lambda kept: kept.attempts == 1 and kept.state == "pending")
        await office.later(400)
        await office.hears("⚠️ E-post kommer ikke ut")
        async with relaying(relay, port=where[1], decode_data=False):
            await office.later(400)
            for row in rows:
                await office.until(row, lambda kept: kept.state == "sent")
            await office.hears("✅ E-post sendes igjen")
    assert len(await office.told()) == 2


async def test_a_restart_in_mid_sending_loses_no_mail(office: Office, relay: Relay) -> None:
    row = await office.posts()
    async with office.store.unit() as unit:
        await unit.outbox.claim(row, office.clock(), timedelta(minutes=15))
        await unit.commit()
    async with office.store.unit() as unit:
        await unit.outbox.release_leases()
        await unit.commit()
    async with office.open():
        await office.until(row, lambda kept: kept.state == "sent")
    assert len(relay.mails) == 1


async def test_a_signed_mail_verifies_where_it_arrives(office: Office, relay: Relay) -> None:
    signer = DkimSigner(
        domain="nordlys.example", selector="s", key="4uKLoxATwPm41FU1Khhbr3rm1TcfZbV6v2tCdJxVyPo="
    )
    office.options["signer"] = signer
    async with office.open():
        await office.until(await office.posts(), lambda kept: kept.state == "sent")
    assert dkim.verify(relay.mails[0][2], dnsfunc=lambda name, timeout=5: signer.record.encode())
