"""Mail counted by ticket, sender and sender's domain, and who gets no automatic mail for now (I18).

Kept in the database, as several processes decide. A breaker is open from its trip until its target has been
silent for a while, or a dispatcher has released it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from storage.repository import Repository
from storage.schema import breakers, mail_traffic
from storage.statements import insert_into

_KEPT = timedelta(days=2)  # longer than any window that is looked at


class Passing(StrEnum):
    """What is counted."""

    RECEIVED = "received"  # mails that came
    ANSWERED = "answered"  # automatic answers that went
    LISTED = "listed"  # mails of lists that opened nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """A target that gets no automatic mail, once it has tripped."""

    id: int
    target: str  # ticket:1001, sender:a@b, domain:b
    why: Passing
    tripped_at: datetime
    last_at: datetime  # the last mail from there
    held: int  # mails that came since, quietly kept
    released_at: datetime | None

    @property
    def what(self) -> tuple[str, str]:
        """ticket, sender or domain; and which."""
        kind, _, name = self.target.partition(":")
        return kind, name


class Traffic(Repository):
    """Counts, trips, releases."""

    async def note(
        self,
        kind: Passing,
        address: str,
        domain: str | None,
        ticket: int | None,
        now: datetime,
        *,
        keep: timedelta = _KEPT,
    ) -> None:
        """One more. What is too old to count for this address is forgotten: older than `keep`."""
        row = {"kind": kind, "address": address, "domain": domain, "ticket": ticket, "at": now}
        await self.connection.execute(insert(mail_traffic).values(**row))
        old = and_(
            mail_traffic.c.address == address, mail_traffic.c.kind == kind, mail_traffic.c.at < now - keep
        )
        await self.connection.execute(delete(mail_traffic).where(old))

    async def count(self, kind: Passing, target: str, since: datetime) -> int:
        """How many since then."""
        counted = (
            select(func.count())
            .select_from(mail_traffic)
            .where(_is(target), mail_traffic.c.kind == kind, mail_traffic.c.at >= since)
        )
        return int(await self.connection.scalar(counted) or 0)

    async def open(self, targets: Sequence[str], now: datetime, quiet: timedelta) -> list[Breaker]:
        """Those of the targets that get no automatic mail now."""
        found = select(breakers).where(breakers.c.target.in_(list(targets)), _open(now, quiet))
        return [_breaker(row) for row in await self.connection.execute(found)]

    async def all_open(self, now: datetime, quiet: timedelta, limit: int) -> list[Breaker]:
        """The latest first."""
        found = select(breakers).where(_open(now, quiet)).order_by(breakers.c.tripped_at.desc()).limit(limit)
        return [_breaker(row) for row in await self.connection.execute(found)]

    async def counts_from(self, target: str, now: datetime, window: timedelta) -> datetime:
        """From when on the target's mails count: what came before a release is forgiven."""
        released = await self.connection.scalar(
            select(breakers.c.released_at).where(breakers.c.target == target)
        )
        return max(now - window, released) if released is not None else now - window

    async def trip(self, target: str, why: Passing, now: datetime, quiet: timedelta) -> Breaker | None:
        """The breaker, for the one who tripped it; None: it had tripped already."""
        new = insert_into(self.dialect, breakers).values(
            target=target, why=why, tripped_at=now, last_at=now, held=0
        )
        anew = {"why": why, "tripped_at": now, "last_at": now, "held": 0, "released_at": None}
        tripped = new.on_conflict_do_update(
            index_elements=["target"], set_=anew, where=~_open(now, quiet)
        ).returning(breakers)
        row = (await self.connection.execute(tripped)).one_or_none()
        return None if row is None else _breaker(row)

    async def hold(self, breaker_id: int, now: datetime) -> int:
        """One more mail came from there: it stays open, and so many have come by now."""
        held = (
            update(breakers)
            .where(breakers.c.id == breaker_id)
            .values(held=breakers.c.held + 1, last_at=now)
            .returning(breakers.c.held)
        )
        return int(await self.connection.scalar(held) or 0)

    async def release(self, breaker_id: int, now: datetime, quiet: timedelta) -> Breaker | None:
        """Automatic mail goes there again; None: it did already."""
        released = (
            update(breakers)
            .where(breakers.c.id == breaker_id, _open(now, quiet))
            .values(released_at=now)
            .returning(breakers)
        )
        row = (await self.connection.execute(released)).one_or_none()
        return None if row is None else _breaker(row)


def _is(target: str) -> ColumnElement[bool]:
    kind, _, name = target.partition(":")
    if kind == "ticket":
        return mail_traffic.c.ticket == int(name)
    return (mail_traffic.c.address if kind == "sender" else mail_traffic.c.domain) == name


def _open(now: datetime, quiet: timedelta) -> ColumnElement[bool]:
    return and_(breakers.c.released_at.is_(None), breakers.c.last_at > now - quiet)


def _breaker(row: Row[Any]) -> Breaker:
    return Breaker(**{**row._mapping, "why": Passing(row.why)})
