"""Under which numbers other houses know our tickets (S60, I8)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from storage.keys import serial_key
from storage.repository import Repository
from storage.schema import their_numbers
from storage.statements import insert_new


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
        """The numbers under which this party knows the ticket, as they write them; the latest last."""
        found = (
            select(their_numbers.c.number)
            .where(their_numbers.c.ticket == ticket, their_numbers.c.party == party)
            .order_by(their_numbers.c.at, their_numbers.c.key)
        )
        return list(await self.connection.scalars(found))

    async def learn(self, ticket: int, party: str, numbers: Sequence[str], now: datetime) -> None:
        """Remembers them; those that are known stay as they are."""
        rows = [
            {"party": party, "key": key, "ticket": ticket, "number": number, "at": now}
            for number in numbers
            if (key := serial_key(number))
        ]
        if rows and party:
            await self.connection.execute(insert_new(self.dialect, their_numbers), rows)
