"""Tickets: open, read, save. What else is asked of them is in the modules that this one's class inherits."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, tuple_, update

from storage.errors import ChangedMeanwhile
from storage.facts import FactsKept
from storage.fetching import Fetching
from storage.participants import Participants
from storage.past import Past
from storage.schema import OPEN, assets, handoffs, targets, tickets
from storage.ticket_lists import TicketLists
from storage.ticket_rows import handoff_values, target_values, ticket_values
from storage.timeline import Timeline
from tickets.ticket import Ticket

FIRST_NUMBER = 1001
_LARGEST = 2**31 - 1  # that PostgreSQL will compare a number with


_SERIAL = func.coalesce(
    select(assets.c.serial_key).where(assets.c.id == bindparam("of_asset")).scalar_subquery(),
    bindparam("told_serial", type_=tickets.c.serial_key.type),
)
_OPEN = insert(tickets).values(serial_key=_SERIAL)
_SAVE = (
    update(tickets)
    .where(tickets.c.number == bindparam("of_number"), tickets.c.version == bindparam("of_version"))
    .values(serial_key=_SERIAL)
)


class Tickets(TicketLists, Timeline, Fetching, Participants, Past):
    """Values in, values out. A ticket is saved only over the version that it was read in."""

    async def open(self, ticket: Ticket) -> Ticket:
        """The same ticket with the next number, in version 1."""
        number = await FactsKept(self.connection).count_up("ticket_number", FIRST_NUMBER)
        opened = replace(ticket, number=number, version=1)
        await self.connection.execute(_OPEN, _parameters(opened))
        await self._save_parts(replace(opened, handoffs=(), targets=()), opened)
        return opened

    async def get(self, number: int, *, lock: bool = False) -> Ticket | None:
        """None: there is none of that number. `lock`: others who would write it wait until this unit ends."""
        if number > _LARGEST:
            return None
        found = select(tickets).where(tickets.c.number == number)
        read = await self.read(found.with_for_update() if lock else found)
        return read[0] if read else None

    async def existing(self, numbers: Sequence[int]) -> frozenset[int]:
        """Those of `numbers` that are tickets of ours."""
        possible = [number for number in numbers if 0 < number <= _LARGEST]
        if not possible:
            return frozenset()
        found = select(tickets.c.number).where(tickets.c.number.in_(possible))
        return frozenset(await self.connection.scalars(found))

    async def save(self, ticket: Ticket) -> Ticket:
        """The same ticket in its next version.

        Raises ChangedMeanwhile when it is not in `ticket.version` any more.
        """
        before = await self._parts_before(ticket)
        saved = replace(ticket, version=ticket.version + 1)
        written = await self.connection.execute(
            _SAVE, {**_parameters(saved), "of_number": ticket.number, "of_version": ticket.version}
        )
        if written.rowcount != 1:
            raise ChangedMeanwhile(f"ticket {ticket.number} is not in version {ticket.version} any more")
        await self._save_parts(before, saved)
        return saved

    async def due(self, now: datetime, limit: int = 100) -> list[int]:
        """The numbers of the tickets that the clock must look at, longest overdue first."""
        found = select(tickets.c.number).where(tickets.c.look_at <= now).order_by(tickets.c.look_at)
        return list(await self.connection.scalars(found.limit(limit)))

    async def postpone_look(self, number: int, until: datetime) -> None:
        """Lets the clock look at others first, when looking at this one has failed."""
        await self.connection.execute(update(tickets).where(tickets.c.number == number).values(look_at=until))

    async def disown(self, owner_id: str) -> None:
        """The open tickets that they answered for are the desk's again."""
        theirs = update(tickets).where(tickets.c.owner_id == owner_id, tickets.c.state.in_(OPEN))
        nobodys = {"owner": None, "owner_id": None, "version": tickets.c.version + 1}
        await self.connection.execute(theirs.values(**nobodys))

    async def _parts_before(self, ticket: Ticket) -> Ticket:
        """The ticket as this unit has read it, or as it is now."""
        seen = self.seen.get(ticket.number)
        if seen is None or seen.version != ticket.version:
            seen = await self.get(ticket.number)
        return seen or replace(ticket, handoffs=(), targets=())

    async def _save_parts(self, before: Ticket, after: Ticket) -> None:
        number = after.number
        forgotten = await self._save_changed(
            handoffs,
            {(each.seq,): handoff_values(number, each) for each in before.handoffs},
            {(each.seq,): handoff_values(number, each) for each in after.handoffs},
        )
        if forgotten:
            raise ValueError(f"handoffs of ticket {number} cannot be unmade")
        gone = await self._save_changed(
            targets,
            {(row["handoff"], row["kind"]): row for row in _target_rows(before)},
            {(row["handoff"], row["kind"]): row for row in _target_rows(after)},
        )
        if gone:
            key = tuple_(targets.c.handoff, targets.c.kind)
            await self.connection.execute(
                delete(targets).where(targets.c.ticket == number, key.in_(list(gone)))
            )
        self.seen[number] = after

    async def _save_changed(
        self, table: Table, before: Mapping[Hashable, Any], after: Mapping[Hashable, Any]
    ) -> Sequence[Hashable]:
        """Writes the rows that differ; gives the keys of those that are no more."""
        await self.overwrite(table, [row for key, row in after.items() if before.get(key) != row])
        return [key for key in before if key not in after]


def _target_rows(ticket: Ticket) -> list[dict[str, Any]]:
    return [target_values(ticket.number, target) for target in ticket.targets]


def _parameters(ticket: Ticket) -> dict[str, Any]:
    values = ticket_values(ticket)
    return {**values, "of_asset": ticket.asset_id, "told_serial": values.pop("serial_key")}
