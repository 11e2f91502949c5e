"""Under which numbers other houses know our tickets (S60, I8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.keys import serial_key
from storage.repository import Repository
from storage.schema import their_numbers
from storage.statements import insert_new, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirNumber:
    """One number of another house's. `told_at` None: nobody has said it, it stood in their mail."""

    party: str
    number: str
    at: datetime  # when it was first heard of
    told_at: datetime | None


class TheirNumbers(Repository):
    """A party is a domain, or an address where everybody can have one (see `mail.domains.party_of`)."""

    async def find(self, party: str, numbers: Sequence[str]) -> list[int]:
        """The tickets that this party knows under one of these numbers, the latest first."""
        keys = [key for key in map(serial_key, numbers) if key]
        if not keys or not party:
            return []
        found = (
            select(their_numbers.c.ticket)
            .where(their_numbers.c.party == party, their_numbers.c.key.in_(keys))
            .order_by(their_numbers.c.ticket.desc())
        )
        return list(dict.fromkeys(await self.connection.scalars(found)))

    async def of(self, ticket: int, party: str) -> list[str]:
        """The numbers under which this party knows the ticket, as they write them: what somebody told, the
        latest first, then as they were learned. The first is the one that counts."""
        return [each.number for each in (await self.of_tickets([ticket]))[ticket] if each.party == party]

    async def of_tickets(self, tickets: Sequence[int]) -> dict[int, list[TheirNumber]]:
        """All of each, in that order."""
        found: dict[int, list[TheirNumber]] = {ticket: [] for ticket in tickets}
        columns = their_numbers.c
        rows = (
            select(columns.ticket, columns.party, columns.number, columns.at, columns.told_at)
            .where(columns.ticket.in_(tickets))
            .order_by(columns.told_at.desc().nulls_last(), columns.at, columns.key)
        )
        for row in await self.connection.execute(rows) if tickets else ():
            found[row.ticket].append(
                TheirNumber(party=row.party, number=row.number, at=row.at, told_at=row.told_at)
            )
        return found

    async def tell(self, ticket: int, party: str, number: str, now: datetime) -> None:
        """Remembers what somebody has said; it is the one that counts, until another is told."""
        if key := serial_key(number):
            row = {"party": party, "key": key, "ticket": ticket, "number": number, "at": now, "told_at": now}
            changed = frozenset({"number", "told_at"})
            await self.connection.execute(upsert(self.dialect, their_numbers, changed), [row])

    async def learn(self, ticket: int, party: str, numbers: Sequence[str], now: datetime) -> None:
        """Remembers them; those that are known stay as they are."""
        rows = [
            {"party": party, "key": key, "ticket": ticket, "number": number, "at": now}
            for number in numbers
            if (key := serial_key(number))
        ]
        if rows and party:
            await self.connection.execute(insert_new(self.dialect, their_numbers), rows)
