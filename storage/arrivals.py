"""The inbox: everything that arrived, as it came, until it has been decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sqlalchemy import Row, case, func, insert, select, update

from storage.errors import ChangedMeanwhile
from storage.repository import Repository
from storage.schema import KEY_LENGTH, PENDING, QUARANTINED, arrivals, raws
from storage.statements import insert_new
from storage.types import fit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArrival:
    """Something that has arrived and is not yet acknowledged."""

    channel: str  # mail, telegram
    key: str  # its natural key: a second copy changes nothing
    lane: str  # arrivals of one lane are decided in their order
    raw: bytes
    envelope: dict[str, Any] = field(default_factory=dict)  # what came around the raw form; JSON values
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An arrival as the inbox keeps it."""

    id: int
    channel: str
    key: str
    lane: str
    raw: bytes  # b"" in lists: `get` brings it
    envelope: dict[str, Any]
    received_at: datetime
    attempts: int  # how many have failed
    state: str  # pending, done, quarantined
    reason: str | None  # why the last attempt failed
    ticket: int | None
    outcome: str | None  # what it became; None: undecided


class InboxCounts(TypedDict):
    """How the inbox stands."""

    pending: int
    quarantined: int
    oldest_pending_at: datetime | None  # when the pending one that has waited longest was received


_earlier = arrivals.alias("earlier")
_DIED = case((arrivals.c.leased_until.is_not(None), 1), else_=0)  # whoever ends an attempt ends its lease
_FIRST_DUE = (
    select(arrivals.c.id)
    .where(
        arrivals.c.state == PENDING,
        ~select(_earlier.c.id)
        .where(_earlier.c.lane == arrivals.c.lane, _earlier.c.state == PENDING, _earlier.c.id < arrivals.c.id)
        .exists(),
    )
    .order_by(arrivals.c.next_attempt_at, arrivals.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


class Arrivals(Repository):
    """Save, claim, decide."""

    async def save(self, batch: Sequence[NewArrival]) -> list[bool]:
        """For each: True when it is new, False for a copy of one that we have, or of one before it."""
        if not batch:
            return []
        first: dict[str, int] = {}
        for place, arrival in enumerate(batch):
            first.setdefault(fit(arrival.key, KEY_LENGTH), place)
        added = await self.connection.execute(
            insert_new(self.dialect, arrivals).returning(arrivals.c.id, arrivals.c.key),
            [_values(batch[at]) for at in first.values()],
        )
        ids = {row.key: row.id for row in added}
        if ids:
            kept = [{"arrival": ids[key], "content": batch[first[key]].raw} for key in ids]
            await self.connection.execute(insert(raws), kept)
        new = {first[key] for key in ids}
        return [place in new for place in range(len(batch))]

    async def claim(
        self, now: datetime, lease: timedelta, channels: Collection[str] | None = None
    ) -> Arrival | None:
        """Takes the earliest that is due and first in its lane, for `lease`. None: nothing to do.

        `channels` are those that can be decided now; None: all.

        An arrival that is being decided, or waits for another try, holds back its lane. One whose lease ran
        out has cost its decider's life, or all its time: that counts as an attempt. In a short unit of its
        own, committed before the work begins.
        """
        until = now + lease
        due = _FIRST_DUE.where(arrivals.c.next_attempt_at <= now)
        if channels is not None:
            due = due.where(arrivals.c.channel.in_(list(channels)))
        # While leased it is not due, so that neither others nor the index stumble over it.
        taken = await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == due.scalar_subquery())
            .values(leased_until=until, next_attempt_at=until, attempts=arrivals.c.attempts + _DIED)
            .returning(arrivals)
        )
        row = taken.one_or_none()
        return None if row is None else _arrival(row, await self._raw(row.id))

    async def decided(self, arrival_id: int, outcome: str, ticket: int | None, now: datetime) -> None:
        """Marks it done. Raises ChangedMeanwhile when it was decided by somebody else (our lease ran out)."""
        await self._end(
            arrival_id,
            {"state": "done", "outcome": outcome, "ticket": ticket, "decided_at": now, "reason": None},
        )

    async def quarantine(self, arrival_id: int, reason: str, now: datetime) -> None:
        """Sets it aside with the reason, for people to look at; its lane goes on."""
        failed = {"attempts": arrivals.c.attempts + 1, "reason": reason, "decided_at": now}
        await self._end(arrival_id, {"state": "quarantined", **failed})

    async def retry(self, arrival_id: int, at: datetime, reason: str, *, failed: bool = True) -> None:
        """Lets it be claimed again from `at` on; its lane waits for it. `failed`: it counts as an attempt."""
        await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == arrival_id, arrivals.c.state == PENDING)
            .values(
                attempts=arrivals.c.attempts + int(failed),
                next_attempt_at=at,
                leased_until=None,
                reason=reason,
            )
        )

    async def get(self, arrival_id: int) -> Arrival | None:
        """None: there is none of that id."""
        found = await self.connection.execute(select(arrivals).where(arrivals.c.id == arrival_id))
        row = found.one_or_none()
        return None if row is None else _arrival(row, await self._raw(row.id))

    async def quarantined(self, limit: int, before_id: int | None = None) -> list[Arrival]:
        """Newest first, without their raw form."""
        page = select(arrivals).where(arrivals.c.state == QUARANTINED).order_by(arrivals.c.id.desc())
        if before_id is not None:
            page = page.where(arrivals.c.id < before_id)
        return [_arrival(row, b"") for row in await self.connection.execute(page.limit(limit))]

    async def requeue(self, arrival_id: int, now: datetime) -> bool:
        """Takes it out of quarantine, as if it had never failed. False: it is not there."""
        freed = await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == arrival_id, arrivals.c.state == QUARANTINED)
            .values(state="pending", next_attempt_at=now, attempts=0, decided_at=None)
        )
        return freed.rowcount == 1

    async def vouch(self, arrival_id: int, by: str, now: datetime) -> bool:
        """Takes it out of quarantine, with the name of who says that its sender wrote it. False: as above."""
        found = select(arrivals.c.envelope).where(
            arrivals.c.id == arrival_id, arrivals.c.state == QUARANTINED
        )
        envelope = await self.connection.scalar(found.with_for_update())
        if envelope is None or not await self.requeue(arrival_id, now):
            return False
        vouched = {**envelope, "vouched_by": by}
        await self.connection.execute(
            update(arrivals).where(arrivals.c.id == arrival_id).values(envelope=vouched)
        )
        return True

    async def want(self, arrival_id: int, outcomes: Sequence[str], by: str, now: datetime) -> bool:
        """Has it decided anew, with the name of who wants more than these. False: it had another outcome."""
        found = select(arrivals.c.envelope).where(
            arrivals.c.id == arrival_id, arrivals.c.outcome.in_(outcomes)
        )
        envelope = await self.connection.scalar(found.with_for_update())
        if envelope is None:
            return False
        anew = {
            "state": "pending",
            "next_attempt_at": now,
            "attempts": 0,
            "decided_at": None,
            "outcome": None,
        }
        await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == arrival_id)
            .values(envelope={**envelope, "wanted_by": by}, **anew)
        )
        return True

    async def again(self, arrival_id: int, now: datetime) -> bool:
        """Has one decided anew that was decided or set aside; it knows its ticket. False: it waits yet."""
        anew = await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == arrival_id, arrivals.c.state != PENDING)
            .values(state="pending", next_attempt_at=now, attempts=0, decided_at=None)
        )
        return anew.rowcount == 1

    async def release_leases(self) -> None:
        """Makes everything that was being decided due at once, with that attempt counted: it may be what its
        process died of. Only where no other process can be alive.
        """
        await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.state == PENDING, arrivals.c.leased_until.is_not(None))
            .values(
                leased_until=None,
                next_attempt_at=arrivals.c.received_at,
                attempts=arrivals.c.attempts + 1,
                reason="the process ended meanwhile",
            )
        )

    async def counts(self) -> InboxCounts:
        """By index, however large the inbox has grown."""
        pending = select(func.count(), func.min(arrivals.c.received_at)).where(arrivals.c.state == PENDING)
        waiting, oldest = (await self.connection.execute(pending)).one()
        aside = select(func.count()).select_from(arrivals).where(arrivals.c.state == QUARANTINED)
        return {
            "pending": waiting,
            "quarantined": int(await self.connection.scalar(aside) or 0),
            "oldest_pending_at": oldest,
        }

    async def _raw(self, arrival_id: int) -> bytes:
        content = await self.connection.scalar(select(raws.c.content).where(raws.c.arrival == arrival_id))
        return bytes(content or b"")

    async def _end(self, arrival_id: int, values: dict[str, Any]) -> None:
        ended = await self.connection.execute(
            update(arrivals)
            .where(arrivals.c.id == arrival_id, arrivals.c.state == PENDING)
            .values(next_attempt_at=None, leased_until=None, **values)
        )
        if ended.rowcount != 1:
            raise ChangedMeanwhile(f"arrival {arrival_id} has been decided")


def _values(arrival: NewArrival) -> dict[str, Any]:
    return {
        "channel": arrival.channel,
        "key": arrival.key,
        "lane": arrival.lane,
        "envelope": arrival.envelope,
        "received_at": arrival.received_at,
        "state": "pending",
        "next_attempt_at": arrival.received_at,
    }


def _arrival(row: Row[Any], raw: bytes) -> Arrival:
    return Arrival(
        id=row.id,
        channel=row.channel,
        key=row.key,
        lane=row.lane,
        raw=raw,
        envelope=row.envelope,
        received_at=row.received_at,
        attempts=row.attempts,
        state=row.state,
        reason=row.reason,
        ticket=row.ticket,
        outcome=row.outcome,
    )
