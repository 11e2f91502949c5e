"""Three installations in a row: Nordlys hands jobs to Syd Kyl, who hand them on to Vest Kulde, who do them.

Each is a Stafett with a database, a desk and a practice Telegram of its own, and sees its neighbours only.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.people import Chat, Mail, Person
from tests.two_desks import (
    GUESTS,
    NORDLYS,
    NORDLYS_REGISTER,
    NORDLYS_SETTINGS,
    SYD_KYL_SETTINGS,
    Exchange,
    Firm,
    a_crew,
    a_firm,
    all_settle,
)
from tests.world import number_in

VEST = "jobb@vestkulde.example"

MIDDLE_SETTINGS = (
    SYD_KYL_SETTINGS
    + f"""
[[partners]]
id = "vest"
name = "Vest Kulde AS"
language = "nb"
email = "{VEST}"
"""
)

VEST_SETTINGS = f"""
[desk]
name = "Vest Kulde AS"
address = "{VEST}"
language = "nb"
timezone = "Europe/Oslo"

[calendars.always]
hours = {{ mon-sun = "00:00-24:00" }}

[sla.standard]
calendar = "always"

[[partners]]
id = "vera"
name = "Vera Vik"
"""


@dataclass(frozen=True, slots=True)
class Relay:
    """A job of the hotel's: its number at each of the three, and what Hanna was told first."""

    hanna: Person
    receipt: Mail
    first: int
    middle: int
    last: int


@dataclass(slots=True)
class ThreeDesks:
    """Dina dispatches at Nordlys, Stina at Syd Kyl, Vegard at Vest Kulde, for whom Vera works."""

    exchange: Exchange
    nordlys: Firm
    syd_kyl: Firm
    vest: Firm
    vera: Person
    veras: Chat
    guests: Iterator[str]

    async def asks(self) -> tuple[Person, Mail, int]:
        """The hotel's mail has become a ticket at Nordlys, offered to Syd Kyl."""
        hanna = await self.nordlys.town.person("Hanna Dahl", email=next(self.guests), language="nb")
        await hanna.mails("Oppvaskmaskinen", "Oppvaskmaskinen HB-5501 blir ikke varm.", to=NORDLYS)
        receipt = await hanna.received("Vi har fått saken din")
        await self.settles()
        return hanna, receipt, number_in(receipt.subject)

    async def relay(self) -> Relay:
        """The job is with Vera: each desk has handed it on."""
        hanna, receipt, first = await self.asks()
        middle = await number_of(self.syd_kyl, first)
        await self.syd_kyl.types(f"/handoff {middle} vest")
        await self.settles()
        last = await number_of(self.vest, middle)
        await self.vest.types(f"/handoff {last} vera")
        await self.settles()
        return Relay(hanna, receipt, first, middle, last)

    async def trust(self) -> None:
        """Each two neighbours say yes to the other's key, over a first job."""
        _, _, first = await self.asks()
        await _trusts(self.syd_kyl, "Nordlys Service", "Lita på dem", self)
        await _trusts(self.nordlys, "Syd Kyl AB", "Stol på dem", self)
        await self.syd_kyl.types(f"/handoff {await number_of(self.syd_kyl, first)} vest")
        await self.settles()
        await _trusts(self.vest, "Syd Kyl AB", "Stol på dem", self)
        await _trusts(self.syd_kyl, "Vest Kulde AS", "Lita på dem", self)

    async def settles(self) -> None:
        """Nothing is on its way any more, anywhere."""
        await all_settle(self.exchange, (self.nordlys, self.syd_kyl, self.vest))

    async def presses(self, label: str, last: int) -> None:
        """Vera, on the card as it is now."""
        await self.settles()
        await self.vera.presses(label, on=await self.veras.saw(f"#{last}", button=label))
        await self.settles()


async def number_of(firm: Firm, above: int) -> int:
    """The firm's number for what its principal has under this one."""
    (found,) = [each for each in await firm.all() if each["facts"]["reference"] == str(above)]
    return int(found["number"])


async def _trusts(firm: Firm, whom: str, button: str, desks: ThreeDesks) -> None:
    await firm.dispatcher.presses(button, on=await firm.desk.saw(whom, button=button))
    await desks.settles()


@asynccontextmanager
async def three_desks(folder: Path, template: Path) -> AsyncIterator[ThreeDesks]:
    """All running, and strangers to each other. `template`: a database with its tables."""
    exchange = Exchange()
    async with AsyncExitStack() as stack:
        homes = [folder / name for name in ("nordlys", "sydkyl", "vest")]
        for home in homes:
            await asyncio.to_thread(home.mkdir)
        dina, stina, vegard = ("Dina Berg", "nb"), ("Stina Ek", "sv"), ("Vegard Vold", "nb")
        nordlys = await a_firm(
            stack, exchange, homes[0], template, NORDLYS_SETTINGS, dina, 1001, register=NORDLYS_REGISTER
        )
        syd_kyl = await a_firm(stack, exchange, homes[1], template, MIDDLE_SETTINGS, stina, 2001, register={})
        vest = await a_firm(stack, exchange, homes[2], template, VEST_SETTINGS, vegard, 3001, register={})
        vera, veras = await a_crew(vest, "vera", "Vera Vik", "Veras jobber")
        try:
            yield ThreeDesks(exchange, nordlys, syd_kyl, vest, vera, veras, iter(GUESTS))
        finally:
            for firm in (vest, syd_kyl, nordlys):  # in the reverse order, as `running` puts things back
                await firm.ends()
