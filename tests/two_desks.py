"""Two installations, each the other's neighbour by mail: Nordlys in Norway hands jobs to Syd Kyl in Sweden.

Each has its own database, its own practice Telegram, its own desk. Whatever they mail goes by SMTP through an
exchange that hands it to the other, or to people, and that can lose, keep and double mails on order.
"""

import asyncio
import io
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.export_command import export
from bot.invite_command import invite
from bot.linked.copying import LINK_KEY
from bot.links_command import show, trust
from bot.run import Application
from bot.settings import Settings, split_listen
from mail.linked.seal import MEDIA_TYPE
from sandbox.people import Chat, Mail, Message, Person, Sandbox, Town
from tests.running import Moments, installed, registered, running, until
from tests.world import number_in
from tests.world_data import CONFIGURATION, REGISTER

NORDLYS = "service@nordlys.example"
SYD_KYL = "jobb@sydkyl.example"
NORDLYS_TOO = "oppdrag@nordlys-oslo.example"  # where it does jobs of others: no partner's word by its first

NORDLYS_SETTINGS = (
    CONFIGURATION.replace(f'address = "{NORDLYS}"', f'address = "{NORDLYS}"\naliases = ["{NORDLYS_TOO}"]')
    .replace(
        '[[partners]]\nid = "syd-kyl"\nname = "Syd Kyl AB"\nlanguage = "sv"\n',
        f'[[partners]]\nid = "syd-kyl"\nname = "Syd Kyl AB"\nlanguage = "sv"\nemail = "{SYD_KYL}"\n',
    )
    .replace(
        'when = { category = "dishes" }\noffer = ["nord-elektro"]',
        'when = { category = "dishes" }\noffer = ["syd-kyl"]',
    )
)

SYD_KYL_SETTINGS = f"""
[desk]
name = "Syd Kyl AB"
address = "{SYD_KYL}"
language = "sv"
timezone = "Europe/Stockholm"

[calendars.always]
hours = {{ mon-sun = "00:00-24:00" }}

[sla.standard]
calendar = "always"

[[partners]]
id = "per"
name = "Per Lindqvist"

[[partners]]
id = "nordlys"
name = "Nordlys i Oslo"
email = "{NORDLYS_TOO}"
"""


# Who has had ten receipts in a day gets no more; so each case is asked for by another of the hotel's people.
GUESTS = [f"hanna{number}@hotell.example" for number in range(40)]
NORDLYS_REGISTER = REGISTER | {
    "contacts": REGISTER["contacts"]
    + "".join(f"\nh{n},hotell,Hanna Dahl,{each},+4790112233,nb" for n, each in enumerate(GUESTS))
}


@dataclass(slots=True)
class Letter:
    """A mail between the two desks."""

    sender: str
    to: str
    raw: bytes

    @property
    def copy(self) -> dict[str, Any]:
        """The signed copy beside it, as JSON."""
        parts = message_from_bytes(self.raw, policy=policy.default).walk()
        (found,) = [part for part in parts if part.get_content_type() == MEDIA_TYPE]
        content: dict[str, Any] = json.loads(found.get_content())
        return content


@dataclass(slots=True)
class Exchange:
    """Takes the mail of both and carries it on. `holds`: whether a letter between the desks waits here."""

    homes: dict[str, tuple[str, int]] = field(default_factory=dict)  # by domain
    people: dict[str, tuple[str, int]] = field(default_factory=dict)  # whose people are written to, by desk
    letters: list[Letter] = field(default_factory=list)  # all that passed between the desks
    held: list[Letter] = field(default_factory=list)
    holds: Callable[[Letter], bool] = lambda letter: False

    async def takes(self, ours: str, envelope: Envelope) -> None:
        """From the desk of that domain."""
        to = str(envelope.rcpt_tos[0])
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        letter = Letter(envelope.mail_from or "", to, raw)
        if to.rpartition("@")[2] not in self.homes:
            await _carry(self.people[ours], letter)
            return
        self.letters.append(letter)
        if self.holds(letter):
            self.held.append(letter)
        else:
            await self.carries(letter)

    def releases(self) -> list[Letter]:
        """What was held; nothing more is."""
        held, self.held = self.held, []
        self.holds = lambda letter: False
        return held

    async def carries(self, letter: Letter) -> None:
        """To the desk that it is for, by SMTP."""
        await _carry(self.homes[letter.to.rpartition("@")[2]], letter)


async def _carry(where: tuple[str, int], letter: Letter) -> None:
    host, port = where
    await aiosmtplib.send(
        letter.raw, sender=letter.sender, recipients=[letter.to], hostname=host, port=port, start_tls=False
    )


class _Door:
    """aiosmtpd's handler for the mail of one desk."""

    def __init__(self, exchange: Exchange, ours: str) -> None:
        self._exchange = exchange
        self._ours = ours

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._exchange.takes(self._ours, envelope)
        return "250 2.0.0 Taken"


@dataclass(slots=True)
class Firm:
    """One installation: its people, its chats, and the application while it runs."""

    sandbox: Sandbox
    town: Town
    settings: Settings
    clock: Moments
    dispatcher: Person
    desk: Chat
    stack: AsyncExitStack
    application: Application | None = None
    tick: timedelta = timedelta(seconds=0.1)

    async def begins(self) -> None:
        """The application runs from now on."""
        await self.stack.__aenter__()
        self.application = await self.stack.enter_async_context(running(self.settings, self.clock))

    async def ends(self) -> None:
        """It is stopped; what comes by mail is refused meanwhile."""
        await self.stack.aclose()
        self.stack, self.application = AsyncExitStack(), None

    async def types(self, command: str) -> Message:
        """The dispatcher's command."""
        return await self.dispatcher.writes(command, in_=self.desk)

    async def invited(self, kind: str, target: str | None = None) -> str:
        """The deep link of a fresh invite."""
        out = io.StringIO()
        await invite(self.settings, kind, target, out)
        return next(word for word in out.getvalue().split() if word.startswith("https://t.me/"))

    async def exported(self, number: int) -> dict[str, Any]:
        """The ticket as `stafett export` has it."""
        out = io.StringIO()
        await export(self.settings, ticket=number, since=None, out=out)
        line: dict[str, Any] = json.loads(out.getvalue())
        return line

    async def seed(self) -> str:
        """The key it signs with."""
        assert self.application is not None
        async with self.application.store.glance() as unit:
            return str(await unit.facts.get(LINK_KEY))

    async def fingerprint(self) -> str:
        """As `stafett links` prints it."""
        out = io.StringIO()
        await show(self.settings, out)
        return out.getvalue().splitlines()[0].removeprefix("ours: ")

    async def trusts(self, fingerprint: str, who: str, *, refuse: bool = False) -> None:
        """`stafett trust`."""
        await trust(self.settings, fingerprint, who, refuse=refuse, out=io.StringIO())

    async def all(self) -> list[dict[str, Any]]:
        """Every ticket, as exported."""
        return [await self.exported(number) for number in await self.numbers()]

    async def numbers(self) -> list[int]:
        """Of all its tickets."""
        assert self.application is not None
        async with self.application.store.glance() as unit:
            return [ticket.number for ticket in await unit.tickets.page(0, 1000)]

    async def is_quiet(self) -> bool:
        """Nothing is to be decided or sent; what waits for a quiet moment is hurried on."""
        if self.application is None:
            return True
        async with self.application.store.glance() as unit:
            arrivals, deliveries = await unit.arrivals.counts(), await unit.outbox.counts()
        if arrivals["pending"] or not deliveries["pending"]:
            return not arrivals["pending"]
        self.clock.ahead += self.tick
        self.application.bells.everyone()
        return False


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody at the hotel has asked for; `number` is Nordlys'."""

    number: int
    hanna: Person
    receipt: Mail


@dataclass(slots=True)
class TwoDesks:
    """Hanna writes to Nordlys, Dina dispatches there; Stina dispatches at Syd Kyl, where Per works."""

    exchange: Exchange
    nordlys: Firm
    syd_kyl: Firm
    guests: Iterator[str]
    per: Person
    pers: Chat

    hot: str = "Oppvaskmaskinen HB-5501 blir ikke varm. Kan noen komme?"

    async def asks(self, files: Sequence[bytes] = ()) -> Case:
        """The hotel's mail has become a ticket at Nordlys, offered to Syd Kyl."""
        hanna = await self.nordlys.town.person("Hanna Dahl", email=next(self.guests), language="nb")
        await hanna.mails("Oppvaskmaskinen", self.hot, to=NORDLYS, attachments=list(files))
        receipt = await hanna.received("Vi har fått saken din")
        await self.settles()
        return Case(number_in(receipt.subject), hanna, receipt)

    async def theirs(self, number: int) -> int:
        """Syd Kyl's number for what Nordlys has under this one."""
        tickets = [await self.syd_kyl.exported(each) for each in await self.syd_kyl.numbers()]
        (found,) = [each for each in tickets if each["facts"]["reference"] == str(number)]
        return int(found["number"])

    async def trust(self) -> None:
        """Both desks say yes to the other's key, over a first job."""
        await self.asks()
        asked = await self.syd_kyl.desk.saw("Nordlys Service", button="Lita på dem")
        await self.syd_kyl.dispatcher.presses("Lita på dem", on=asked)
        await self.settles()
        asked = await self.nordlys.desk.saw("Syd Kyl AB", button="Stol på dem")
        await self.nordlys.dispatcher.presses("Stol på dem", on=asked)
        await self.settles()

    async def settles(self) -> None:
        """Nothing is on its way any more, at either side."""
        await all_settle(self.exchange, (self.nordlys, self.syd_kyl))

    async def state(self, number: int) -> str:
        """Where Nordlys' latest handoff of the ticket stands, once all is quiet."""
        await self.settles()
        return str((await self.nordlys.exported(number))["handoffs"][-1]["state"])


async def all_settle(exchange: Exchange, firms: Sequence[Firm]) -> None:
    """Nothing is on its way any more between them, or in any of them."""
    while True:
        before = len(exchange.letters)
        for firm in firms:
            if firm.application is not None:
                await firm.town.bot_has_read_everything(30)
            await until(firm.is_quiet)
        if before == len(exchange.letters) and all([await firm.is_quiet() for firm in firms]):
            break
    for firm in firms:
        await firm.town.moment()


@asynccontextmanager
async def two_desks(folder: Path, template: Path) -> AsyncIterator[TwoDesks]:
    """Both running. `template`: a database with its tables."""
    exchange = Exchange()
    async with AsyncExitStack() as stack:
        homes = [folder / name for name in ("nordlys", "sydkyl")]
        for home in homes:
            await asyncio.to_thread(home.mkdir)
        nordlys = await a_firm(
            stack,
            exchange,
            homes[0],
            template,
            NORDLYS_SETTINGS,
            ("Dina Berg", "nb"),
            1001,
            register=NORDLYS_REGISTER,
        )
        syd_kyl = await a_firm(
            stack, exchange, homes[1], template, SYD_KYL_SETTINGS, ("Stina Ek", "sv"), 2001, register={}
        )
        per, pers = await a_crew(syd_kyl, "per", "Per Lindqvist", "Pers jobb")
        desks = TwoDesks(exchange, nordlys, syd_kyl, iter(GUESTS), per, pers)
        try:
            yield desks
        finally:
            for firm in (syd_kyl, nordlys):  # in the reverse order, as `running` puts things back
                await firm.ends()


async def a_firm(
    stack: AsyncExitStack,
    exchange: Exchange,
    folder: Path,
    template: Path,
    configuration: str,
    dispatcher: tuple[str, str],
    first: int,
    **register: Any,
) -> Firm:
    """One installation, running. `dispatcher`: a name and a language; `first`: its first ticket's number."""
    sandbox = await stack.enter_async_context(Sandbox.start(bot_name=f"{dispatcher[0]}s bot"))
    town = await stack.enter_async_context(sandbox.town())
    await asyncio.to_thread(shutil.copy, template, folder / "stafett.db")
    url = f"sqlite+aiosqlite:///{folder / 'stafett.db'}"
    settings = installed(sandbox, folder, url, configuration)
    domain = settings.desk.address.rpartition("@")[2]
    for address in (settings.desk.address, *settings.desk.aliases):
        exchange.homes[address.rpartition("@")[2]] = split_listen(settings.mail.smtp.listen)
    exchange.people[domain] = (sandbox.host, sandbox.smtp_port)
    door = await _door(stack, exchange, domain)
    outgoing = settings.mail.outgoing.model_copy(update={"host": "127.0.0.1", "port": door})
    mail = settings.mail.model_copy(update={"outgoing": outgoing})
    settings = settings.model_copy(update={"mail": mail})
    await registered(settings, folder, **register)
    await town.delivers_mail_to(*split_listen(settings.mail.smtp.listen))
    person = await town.person(dispatcher[0], language=dispatcher[1])
    desk = await town.group(f"{settings.desk.name} vakt", [person], with_bot=False)
    firm = Firm(sandbox, town, settings, Moments(), person, desk, AsyncExitStack())
    await firm.begins()
    assert firm.application is not None
    async with firm.application.store.unit() as unit:
        await unit.facts.put("ticket_number", str(first - 1))
        await unit.commit()
    await person.follows(await firm.invited("dispatchers"), into=desk)
    await desk.saw(settings.desk.name)
    return firm


async def a_crew(firm: Firm, partner: str, name: str, title: str) -> tuple[Person, Chat]:
    """Somebody who works for that partner of the firm's, and the group that is bound and has confirmed."""
    who = await firm.town.person(name, language=firm.settings.desk.language)
    chat = await firm.town.group(title, [who], with_bot=False)
    await who.follows(await firm.invited("partner", partner), into=chat)
    await chat.saw(firm.settings.desk.name)
    assert firm.application is not None
    async with firm.application.store.unit() as unit:
        await unit.people.confirm_chat(chat.id, who.id, firm.clock())
        await unit.commit()
    return who, chat


async def _door(stack: AsyncExitStack, exchange: Exchange, ours: str) -> int:
    """The port on which the exchange takes one desk's mail."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Door(exchange, ours), enable_SMTPUTF8=True, data_size_limit=50 * 2**20), "127.0.0.1", 0
    )
    stack.callback(server.close)
    return int(server.sockets[0].getsockname()[1])
