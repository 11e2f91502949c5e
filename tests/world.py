"""The application with the practice world around it: everybody named, every chat bound by its link."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.arrivals import update_arrival
from bot.export_command import export
from bot.invite_command import invite
from bot.run import Application
from bot.settings import Settings, split_listen
from sandbox.people import Chat, Mail, Message, Person, Sandbox, Town
from tests.running import Moments, installed, registered, running, until
from tests.world_data import CONFIGURATION, IVANS, KARIS

DESK = "service@nordlys.example"
LEAKS = "Kaffemaskinen WMF-77120934 lekker vann. Kan noen komme?"
PRINTS_NOTHING = "Здравствуйте! Касса EV-00318844 не печатает чеки, приезжайте пожалуйста."
_LINK = re.compile(r"https://t\.me/\S+")
_NUMBER = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True)
class Case:
    """A customer's ticket with the card that its partner has."""

    number: int
    card: Message

    @property
    def name(self) -> str:
        """#1001"""
        return f"#{self.number}"


@dataclass(frozen=True, slots=True)
class MailCase(Case):
    """Asked for by mail."""

    receipt: Mail


@dataclass(frozen=True, slots=True)
class ChatCase(Case):
    """Asked for in a chat with the bot."""

    receipt: Message


@dataclass(slots=True)
class World:
    """Ola works for Nord Elektro, Per for Syd Kyl (who speak Swedish); Dina has the desk; Boris is nobody."""

    sandbox: Sandbox
    town: Town
    settings: Settings
    application: Application
    clock: Moments
    folder: Path
    ola: Person
    per: Person
    dina: Person
    boris: Person
    nord: Chat
    syd: Chat
    desk: Chat
    karis: Iterator[str] = field(default_factory=lambda: iter(KARIS))
    ivans: Iterator[str] = field(default_factory=lambda: iter(IVANS))

    async def kari(self) -> Person:
        """A contact of Kafé Solsikken's who writes mail; another one each time."""
        address = next(self.karis)
        return await self.town.person("Kari Nordmann", email=address, language="nb")

    async def ivan(self) -> Person:
        """A contact of Магазин «Весна» who writes to the bot, in Russian; another one each time."""
        address = next(self.ivans)
        ivan = await self.town.person("Иван Петров", email=address, language="ru")
        await self.binds(ivan, address)
        return ivan

    async def binds(self, person: Person, address: str) -> None:
        """The person opens the link that binds their chat with the bot to a contact."""
        async with self.application.store.unit() as unit:
            code = await unit.people.invite("customer", address, self.clock(), timedelta(days=1))
            await unit.commit()
        await person.starts(code)
        await person.saw("Nordlys Service")

    async def case(self, kari: Person, text: str = LEAKS, subject: str = "Kaffemaskinen lekker") -> MailCase:
        """Her mail has become a card in Nord Elektro's chat."""
        before = await self.town.moment()
        known = [f"#{number_in(mail.subject)}" for mail in kari.inbox() if _NUMBER.search(mail.subject)]
        await kari.mails(subject, text, to=DESK)
        # Something about an earlier case of hers may come in between.
        receipt = await kari.received(
            lambda mail: not any(each in mail.subject for each in known), after=before
        )
        number = number_in(receipt.subject)
        return MailCase(number, await self.nord.saw(f"#{number}", button="Tar det"), receipt)

    async def till_case(self, ivan: Person, text: str = PRINTS_NOTHING) -> ChatCase:
        """His message has become a card in Syd Kyl's chat."""
        receipt = await ivan.saw(_NUMBER, after=await ivan.writes(text))
        number = number_in(receipt.text)
        return ChatCase(number, await self.syd.saw(f"#{number}", button="Tar det"), receipt)

    async def accepted(self, kari: Person) -> MailCase:
        """A case that Ola has accepted."""
        case = await self.case(kari)
        await self.ola.presses("Tar det", on=case.card)
        await self.nord.saw(case.name, button="På vei")
        return case

    async def done(self, kari: Person) -> MailCase:
        """A case that Ola has accepted and done, and that waits for approval."""
        case = await self.case(kari)
        await self.ola.presses("Tar det", on=case.card)
        await self.ola.presses("Ferdig", on=await self.nord.saw(case.name, button="Ferdig"))
        await self.desk.saw(case.name, button="Godkjenn")
        return case

    async def resolved(self, kari: Person) -> MailCase:
        """A case that Dina has approved; the customer has been asked how it was."""
        case = await self.done(kari)
        await self.dina.writes(f"/approve {case.number}", in_=self.desk)
        await kari.received("nå skal det virke igjen")
        return case

    async def invited(self, kind: str, target: str | None = None) -> str:
        """The deep link of a fresh invite."""
        out = io.StringIO()
        await invite(self.settings, kind, target, out)
        link = _LINK.search(out.getvalue())
        assert link, out.getvalue()
        return link[0]

    async def plants(self, data: str, in_: Chat, text: str = "Kort") -> Message:
        """A message of the bot's with a button that carries this, as a forger has it."""
        keyboard = {"inline_keyboard": [[{"text": "Press", "callback_data": data}]]}
        message = {"chat_id": in_.id, "text": text, "reply_markup": keyboard}
        url = f"{self.sandbox.url}/bot{self.sandbox.token}/sendMessage"
        async with ClientSession() as forger, forger.post(url, json=message) as answer:
            sent = (await answer.json())["result"]["message_id"]
        await self.town.moment()
        return next(message for message in in_.messages() if message.message_id == sent)

    async def hears(self, update: dict[str, Any]) -> None:
        """An update as the sandbox would not send it: kept like any that Telegram sends."""
        async with self.application.store.unit() as unit:
            await unit.arrivals.save([update_arrival(1, update, self.clock())])
            await unit.commit()
        self.application.bells.inbox.ring()

    async def exported(self, number: int) -> dict[str, Any]:
        """The ticket as `stafett export` has it, once nothing is under way."""
        await self.settles()
        out = io.StringIO()
        await export(self.settings, ticket=number, since=None, out=out)
        line: dict[str, Any] = json.loads(out.getvalue())
        return line

    async def passes(self, **how_long: float) -> None:
        """The application's clock goes forward: ``hours=2`` and so on, as in timedelta."""
        self.clock.ahead += timedelta(**how_long)
        self.application.bells.everyone()

    async def settles(self, within: float = 30.0) -> None:
        """Returns when everything that came is decided, and everything that follows from it has left."""
        async with asyncio.timeout(within):
            await self.town.bot_has_read_everything(within)
            await until(self._is_quiet)
        await self.town.moment()

    async def tickets(self) -> int:
        """How many there are."""
        await self.settles()
        async with self.application.store.glance() as unit:
            return len(await unit.tickets.page(0, 1000))

    async def quarantined(self) -> int:
        """How many arrivals could not be understood."""
        async with self.application.store.glance() as unit:
            return (await unit.arrivals.counts())["quarantined"]

    async def _is_quiet(self) -> bool:
        """Nothing is to be decided, looked at or sent; what waits for a quiet moment is hurried on."""
        async with self.application.store.glance() as unit:
            arrivals, deliveries = await unit.arrivals.counts(), await unit.outbox.counts()
            due = await unit.tickets.due(self.clock())
        if arrivals["pending"] or due or not deliveries["pending"]:
            return not arrivals["pending"] and not due
        await self.passes(seconds=0.1)
        return False


def number_in(text: str) -> int:
    """The first ticket number of a text."""
    found = _NUMBER.search(text)
    assert found, text
    return int(found[1])


@asynccontextmanager
async def a_world(
    folder: Path, database_url: str, *, configuration: str = CONFIGURATION, privacy: bool = True
) -> AsyncIterator[World]:
    """A running application, its people and their chats, for as long as the block."""
    async with Sandbox.start() as sandbox, sandbox.town() as town:
        await town.settings(privacy=privacy)
        settings = installed(sandbox, folder, database_url, configuration)
        await registered(settings, folder)
        clock = Moments()
        async with running(settings, clock) as application:
            await town.delivers_mail_to(*split_listen(settings.mail.smtp.listen))
            ola = await town.person("Ola Hansen", language="nb", username="ola_elektro")
            per = await town.person("Per Lindqvist", language="sv", username="per_kyl")
            dina = await town.person("Dina Berg", language="nb", username="dina")
            boris = await town.person("Boris Strand", email="boris@fremmed.example", language="en")
            nord = await town.group("Nord Elektro · jobber", [ola], with_bot=False)
            syd = await town.group("Syd Kyl · jobb", [per], with_bot=False)
            desk = await town.group("Nordlys vakt", [dina], with_bot=False)
            world = World(
                sandbox, town, settings, application, clock, folder, ola, per, dina, boris, nord, syd, desk
            )
            await dina.follows(await world.invited("dispatchers"), into=desk)
            await ola.follows(await world.invited("partner", "nord-elektro"), into=nord)
            await per.follows(await world.invited("partner", "syd-kyl"), into=syd)
            for chat in (desk, nord, syd):
                await chat.saw("Nordlys Service")
            async with application.store.unit() as unit:  # they have walked through it, in no time
                await unit.people.confirm_chat(nord.id, ola.id, clock())
                await unit.people.confirm_chat(syd.id, per.id, clock())
                await unit.commit()
            yield world
