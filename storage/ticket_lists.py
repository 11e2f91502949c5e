"""Tickets by what they have in common: the queue, a requester's, a partner's, a chat's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keys import serial_key
from storage.repository import Repository
from storage.schema import OPEN, customers, entries, handoffs, targets, their_numbers, tickets
from storage.ticket_rows import handoff_from, target_from, ticket_from
from tickets.states import ENDED_HANDOFFS, HandoffState, TicketState
from tickets.ticket import Ticket

_LIVE = handoffs.c.state.in_([str(state) for state in sorted(set(HandoffState) - ENDED_HANDOFFS)])
_GIVEN_BACK = [HandoffState.DECLINED.value, HandoffState.EXPIRED.value, HandoffState.RECALLED.value]
_NO_NUMBER = 10  # digits: more than a PostgreSQL integer can be trusted with
_MOST = 200  # of a requester's tickets: a facility's mailbox may have had thousands


class TicketLists(Repository):
    """Whole tickets; three statements however many there are."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.seen: dict[int, Ticket] = {}  # as this unit last read or wrote them

    async def read(self, chosen: Select[Any]) -> list[Ticket]:
        """The tickets of these rows of `tickets`, in their order."""
        rows = (await self.connection.execute(chosen)).all()
        numbers = [row.number for row in rows]
        baton = await self._parts(select(handoffs).order_by(handoffs.c.seq), handoffs.c.ticket, numbers)
        clock = await self._parts(
            select(targets).order_by(targets.c.handoff, targets.c.kind), targets.c.ticket, numbers
        )
        read = [
            ticket_from(row, map(handoff_from, baton[row.number]), map(target_from, clock[row.number]))
            for row in rows
        ]
        self.seen.update((ticket.number, ticket) for ticket in read)
        return read

    async def queue(self, limit: int, offset: int = 0) -> list[Ticket]:
        """Open tickets; those whose nearest promise is due first come first, then those without any."""
        return await self.read(
            select(tickets)
            .where(tickets.c.state.in_(OPEN))
            .order_by(tickets.c.due_at.nulls_last(), tickets.c.number)
            .limit(limit)
            .offset(offset)
        )

    async def at_the_desk(self, limit: int) -> list[Ticket]:
        """Those that nobody outside has and that nobody waits for, the oldest first."""
        waiting = [TicketState.NEW.value, TicketState.REOPENED.value]
        found = select(tickets).where(tickets.c.state.in_(waiting))
        return await self.read(found.order_by(tickets.c.opened_at, tickets.c.number).limit(limit))

    async def page(self, after: int, limit: int, since: datetime | None = None) -> list[Ticket]:
        """The next `limit` tickets by number, open or not, beyond the number `after`.

        `since`: only those opened, or with an entry written, at that moment or later.
        """
        found = select(tickets).where(tickets.c.number > after)
        if since is not None:
            heard = select(entries.c.id).where(entries.c.ticket == tickets.c.number, entries.c.at >= since)
            found = found.where(or_(tickets.c.opened_at >= since, heard.exists()))
        return await self.read(found.order_by(tickets.c.number).limit(limit))

    async def count_open(self) -> int:
        """How many are open."""
        open_ones = select(func.count()).select_from(tickets).where(tickets.c.state.in_(OPEN))
        return int(await self.connection.scalar(open_ones) or 0)

    async def of_requester(self, address: str, *, open_only: bool = True) -> list[Ticket]:
        """Newest first, at most 200. `address` as in `Requester.address`."""
        found = select(tickets).where(tickets.c.requester_address == address)
        if open_only:
            found = found.where(tickets.c.state.in_(OPEN))
        return await self.read(found.order_by(tickets.c.number.desc()).limit(_MOST))

    async def of_partner(self, partner_id: str) -> list[Ticket]:
        """Those of which the partner holds a live handoff, oldest first."""
        return await self._with_live_handoff(handoffs.c.partner_id == partner_id)

    async def of_chat(self, chat_id: int, *, ended_since: datetime | None = None) -> list[Ticket]:
        """Those of which a live handoff's card is in that chat, oldest first; `ended_since`: or the card of
        one that ended then or later."""
        here = handoffs.c.chat_id == chat_id
        live = await self._with_live_handoff(here)
        if ended_since is None:
            return live
        ended = select(handoffs.c.ticket).where(here, handoffs.c.ended_at >= ended_since)
        found = await self.read(select(tickets).where(tickets.c.number.in_(ended)))
        return sorted({each.number: each for each in (*live, *found)}.values(), key=lambda each: each.number)

    async def unacknowledged(self, limit: int) -> list[Ticket]:
        """Those of which an offer waits for its answer, the longest waiting first."""
        waiting = (
            select(handoffs.c.ticket, func.min(handoffs.c.offered_at).label("since"))
            .where(handoffs.c.state == HandoffState.OFFERED.value)
            .group_by(handoffs.c.ticket)
            .subquery()
        )
        found = select(tickets).join(waiting, waiting.c.ticket == tickets.c.number)
        return await self.read(found.order_by(waiting.c.since).limit(limit))

    async def load_of(self, partners: Collection[str], since: datetime) -> dict[str, int]:
        """How many jobs offered since then each of the partners has, or has had and not given back."""
        jobs = (
            select(handoffs.c.partner_id, func.count().label("jobs"))
            .where(
                handoffs.c.partner_id.in_(partners),
                handoffs.c.offered_at >= since,
                handoffs.c.state.not_in(_GIVEN_BACK),
            )
            .group_by(handoffs.c.partner_id)
        )
        counted = {row.partner_id: int(row.jobs) for row in await self.connection.execute(jobs)}
        return {partner: counted.get(partner, 0) for partner in partners}

    async def history(self, serial_or_asset: str) -> list[Ticket]:
        """All that were about that machine, newest first, however the serial number is spelt."""
        same = [tickets.c.asset_id == serial_or_asset]
        key = serial_key(serial_or_asset)
        if key:
            same.append(tickets.c.serial_key == key)
        return await self.read(
            select(tickets).where(or_(*same)).order_by(tickets.c.number.desc()).limit(_MOST)
        )

    async def find(self, words: str, limit: int = 20) -> list[Ticket]:
        """Newest first: with every word in its number, subject, customer's name, serial or reference, or the
        number that another house has for it."""
        found = select(tickets).outerjoin(customers, customers.c.id == tickets.c.customer_id)
        every = [_holds(word, await self._known_elsewhere_as(word)) for word in words.split()]
        if not every:
            return []
        return await self.read(found.where(and_(*every)).order_by(tickets.c.number.desc()).limit(limit))

    async def _known_elsewhere_as(self, word: str) -> list[int]:
        """The tickets that another house has under that number."""
        key = serial_key(word)
        if key is None:
            return []
        theirs = select(their_numbers.c.ticket).where(their_numbers.c.key == key).limit(_MOST)
        return list(await self.connection.scalars(theirs))

    async def _with_live_handoff(self, condition: Any) -> list[Ticket]:
        numbers = select(handoffs.c.ticket).where(condition, _LIVE)
        return await self.read(
            select(tickets).where(tickets.c.number.in_(numbers)).order_by(tickets.c.number)
        )

    async def _parts(
        self, chosen: Select[Any], ticket: Any, numbers: Sequence[int]
    ) -> dict[int, list[Row[Any]]]:
        parts: dict[int, list[Row[Any]]] = {number: [] for number in numbers}
        if numbers:
            for row in await self.connection.execute(chosen.where(ticket.in_(numbers))):
                parts[row.ticket].append(row)
        return parts


def _holds(word: str, elsewhere: Sequence[int]) -> Any:
    text = word.lower()
    fields = [tickets.c.subject, customers.c.name, tickets.c.reference]
    matches = [func.lower(field).contains(text, autoescape=True) for field in fields]
    key = serial_key(word)
    if key:
        matches.append(tickets.c.serial_key.contains(key, autoescape=True))
    number = word.removeprefix("#")
    if number.isdecimal() and len(number) < _NO_NUMBER:
        matches.append(tickets.c.number == int(number))
    if elsewhere:
        matches.append(tickets.c.number.in_(elsewhere))
    return or_(*matches)
