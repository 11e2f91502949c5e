"""The outbox: everything that leaves, in order, until it has left or is given up."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, literal, null, or_, select, tuple_, update

from storage.deliveries import MUTED, Delivery, NewDelivery, OutboxCounts, Report, delivery_from, values_of
from storage.hushing import ENDED, Hushing
from storage.schema import FAILED, PENDING, SENDING, WAITING, deliveries, messages
from storage.statements import insert_new
from storage.types import Moment

_ADD = insert(deliveries).returning(deliveries.c.id)
# An alias has a column for each of the table's: made once, not at each look.
_before, _other, _later = (deliveries.alias(name) for name in ("before", "other", "later"))


class Outbox(Hushing):
    """Add, claim, and say how it went.

    A row that is being sent by a process that died counts as pending again when its lease has run out.
    """

    async def add(self, delivery: NewDelivery) -> int:
        """Its id. With a `collapse_key` that a pending row has, that row gets the new payload and keeps its
        id and its place. What is for a muted party is kept as withheld."""
        if await self.is_muted(delivery):
            return await self.withhold(delivery, MUTED)
        if delivery.collapse_key is not None:
            waiting = await self._collapse(delivery)
            if waiting is not None:
                return waiting
        return int(await self.connection.scalar(_ADD, values_of(delivery)) or 0)

    async def waiting(self, collapse_key: str) -> bool:
        """Whether a row of that key has not been sent yet, so that adding would only change it."""
        found = select(deliveries.c.id).where(
            deliveries.c.collapse_key == collapse_key, deliveries.c.state == PENDING
        )
        return await self.connection.scalar(found.limit(1)) is not None

    async def due(
        self, channel: str, now: datetime, limit: int, *, skip_lanes: Collection[str] = ()
    ) -> list[Delivery]:
        """What can be sent now: of each lane the first in order, nothing of a lane where one is being sent.

        Order is urgency, then age. One that waits for another try holds back those behind it in its lane;
        one that is scheduled for later (`not_before`), or waits for the message that it answers or edits,
        does not.
        """
        ready = (
            select(deliveries)
            .where(
                deliveries.c.channel == channel,
                WAITING,
                deliveries.c.next_attempt_at <= now,
                ~_waits_for_another(deliveries),
                ~_in_flight(now),
                ~_behind_another(now),
            )
            .order_by(deliveries.c.urgency, deliveries.c.id)
            .limit(limit)
        )
        if skip_lanes:
            ready = ready.where(deliveries.c.lane.not_in(list(skip_lanes)))
        return [delivery_from(row) for row in await self.connection.execute(ready)]

    async def claim(self, delivery_id: int, now: datetime, lease: timedelta) -> Delivery | None:
        """Takes it to send it, as it is now: since it was found due a newer one may have taken its place.

        None: somebody else has it, or it has ended, as one for a muted party does now. In a short unit of its
        own, which is committed either way.
        """
        taken = await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery_id, WAITING, deliveries.c.next_attempt_at <= now)
            .values(
                state="sending",
                leased_until=now + lease,
                next_attempt_at=now + lease,
                attempts=deliveries.c.attempts + 1,
            )
            .returning(deliveries)
        )
        row = taken.one_or_none()
        if row is None:
            return None
        delivery = delivery_from(row)
        if await self.is_muted(delivery):
            await self.hold_back(delivery, now)
            return None
        return delivery

    async def sent(self, delivery_id: int, now: datetime, keys: Sequence[str]) -> None:
        """It has left as the messages `keys`. A reply to any of them will be known as the ticket's."""
        row = (
            await self.connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery_id)
                .values(state="sent", sent_at=now, sent_as=list(keys), last_error=None, **ENDED)
                .returning(
                    deliveries.c.ticket, deliveries.c.handoff, deliveries.c.entry, deliveries.c.audience
                )
            )
        ).one()
        if row.ticket is None or row.audience is None or not keys:
            return
        known = [{"key": key, "ours": True, "delivery": delivery_id, **row._mapping} for key in keys]
        await self.connection.execute(insert_new(self.dialect, messages), known)

    async def report(self, delivery_id: int, report: Report, at: datetime, reason: str | None = None) -> bool:
        """What came back about it; whether that is news. What is surer stays."""
        stronger = [each for each in Report if list(Report).index(each) >= list(Report).index(report)]
        told = await self.connection.execute(
            update(deliveries)
            .where(
                deliveries.c.id == delivery_id,
                or_(deliveries.c.report.is_(None), deliveries.c.report.not_in(stronger)),
            )
            .values(report=report, reported_at=at, report_reason=reason)
        )
        return told.rowcount > 0

    async def retry(self, delivery_id: int, at: datetime, error: str) -> None:
        """It failed and is to be tried again from `at` on, unless a newer one has come in its place."""
        replaced = (
            select(_later.c.id)
            .where(
                _later.c.collapse_key == deliveries.c.collapse_key,
                _later.c.state == PENDING,
                _later.c.id > deliveries.c.id,
            )
            .exists()
        )
        await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery_id, WAITING)
            .values(
                state=case((replaced, "superseded"), else_="pending"),
                next_attempt_at=case((replaced, null()), else_=literal(at, Moment())),
                leased_until=None,
                last_error=error,
            )
        )

    async def fail(self, delivery_id: int, error: str, now: datetime) -> None:
        """It is given up."""
        await self._end(delivery_id, state="failed", last_error=error, ended_at=now)

    async def rehang(self, old: int, new: int, now: datetime) -> None:
        """What answers a message that is gone answers the one in its place; edits of it are moot."""
        await self.connection.execute(
            update(deliveries).where(deliveries.c.reply_to == old, WAITING).values(reply_to=new)
        )
        await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.edits == old, deliveries.c.state == PENDING)
            .values(state="expired", ended_at=now, **ENDED)
        )

    async def drop_lane(self, lane: str, now: datetime) -> None:
        """What waits for a chat that has become somebody else's never leaves."""
        await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.lane == lane, deliveries.c.state == PENDING)
            .values(state="expired", ended_at=now, **ENDED)
        )

    async def expire(self, delivery_id: int, now: datetime) -> None:
        """It has become pointless."""
        await self._end(delivery_id, state="expired", ended_at=now)

    async def held(self, reason: str, now: datetime) -> dict[str, datetime]:
        """Lanes in which one waits for another try because of an error that begins so, and until when."""
        until = func.max(deliveries.c.next_attempt_at).label("until")
        waiting = (
            select(deliveries.c.lane, until)
            .where(WAITING, deliveries.c.next_attempt_at > now, deliveries.c.last_error.startswith(reason))
            .group_by(deliveries.c.lane)
        )
        return {row.lane: row.until for row in await self.connection.execute(waiting)}

    async def get(self, delivery_id: int) -> Delivery | None:
        """None: there is none of that id."""
        found = await self.connection.execute(select(deliveries).where(deliveries.c.id == delivery_id))
        row = found.one_or_none()
        return None if row is None else delivery_from(row)

    async def of_tickets(self, numbers: Sequence[int]) -> dict[int, list[Delivery]]:
        """All of these tickets' deliveries, by ticket, oldest first."""
        by_ticket: dict[int, list[Delivery]] = {number: [] for number in numbers}
        found = select(deliveries).where(deliveries.c.ticket.in_(numbers)).order_by(deliveries.c.id)
        for row in await self.connection.execute(found):
            by_ticket[row.ticket].append(delivery_from(row))
        return by_ticket

    async def release_leases(self) -> None:
        """Makes everything that was being sent due at once. Only where no other process can be alive."""
        await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.state == SENDING)
            .values(state="pending", leased_until=None, next_attempt_at=deliveries.c.created_at)
        )

    async def counts(self) -> OutboxCounts:
        """By index, however large the outbox has grown."""
        waiting, oldest = (
            await self.connection.execute(
                select(func.count(), func.min(deliveries.c.created_at)).where(WAITING)
            )
        ).one()
        failed = select(func.count()).select_from(deliveries).where(deliveries.c.state == FAILED)
        return {
            "pending": waiting,
            "failed": int(await self.connection.scalar(failed) or 0),
            "oldest_pending_at": oldest,
        }

    async def _collapse(self, delivery: NewDelivery) -> int | None:
        new = values_of(delivery)
        replaced = {"payload": new["payload"], "expires_at": new["expires_at"], "entry": new["entry"]}
        if delivery.not_before is not None:
            # One that failed waits for its own moment: asking again sooner would break Telegram's limits.
            replaced["next_attempt_at"] = case(
                (deliveries.c.attempts > 0, deliveries.c.next_attempt_at),
                else_=literal(delivery.not_before, Moment()),
            )
        first = (
            select(func.min(deliveries.c.id))
            .where(deliveries.c.collapse_key == delivery.collapse_key, deliveries.c.state == PENDING)
            .scalar_subquery()
        )
        kept = await self.connection.execute(
            update(deliveries)
            .where(deliveries.c.id == first, deliveries.c.state == PENDING)
            .values(**replaced)
            .returning(deliveries.c.id)
        )
        waiting: int | None = kept.scalar_one_or_none()
        return waiting

    async def _end(self, delivery_id: int, **values: Any) -> None:
        await self.connection.execute(
            update(deliveries).where(deliveries.c.id == delivery_id, WAITING).values(**ENDED, **values)
        )


def _waits_for_another(row: Any) -> ColumnElement[bool]:
    """Whether the message that it answers or edits is not out yet (and still may be)."""
    ids = or_(_before.c.id == row.c.reply_to, _before.c.id == row.c.edits)
    return select(_before.c.id).where(ids, _before.c.state.in_((PENDING, SENDING))).correlate(row).exists()


def _in_flight(now: datetime) -> ColumnElement[bool]:
    """Whether one of the same lane is being sent."""
    return (
        select(_other.c.id)
        .where(_other.c.lane == deliveries.c.lane, _other.c.state == SENDING, _other.c.leased_until > now)
        .exists()
    )


def _behind_another(now: datetime) -> ColumnElement[bool]:
    """Whether one of the same lane comes first, and is ready or waits for another try."""
    return (
        select(_other.c.id)
        .where(
            _other.c.lane == deliveries.c.lane,
            _other.c.state.in_((PENDING, SENDING)),
            tuple_(_other.c.urgency, _other.c.id) < tuple_(deliveries.c.urgency, deliveries.c.id),
            or_(_other.c.next_attempt_at <= now, _other.c.attempts > 0),
            ~_waits_for_another(_other),
        )
        .exists()
    )
