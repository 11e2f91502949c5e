"""A machine's service history, as it may stand on a partner's card."""

from typing import Any

from sqlalchemy import Row, select

from storage.repository import Repository
from storage.schema import entries, handoffs, tickets
from tickets.known import PastJob
from tickets.parties import Role
from tickets.timeline import EntryKind


class Past(Repository):
    """Earlier jobs, whoever did them (S28)."""

    async def past_jobs(self, asset_id: str, *, before: int | None, limit: int = 5) -> tuple[PastJob, ...]:
        """Newest first, without the ticket `before` and those after it.

        The outcome is the last that the finishing partner wrote in its own thread: no word of a customer's
        or a dispatcher's can come along.
        """
        jobs = select(tickets).where(tickets.c.asset_id == asset_id, tickets.c.merged_into.is_(None))
        if before is not None:
            jobs = jobs.where(tickets.c.number < before)
        rows = (await self.connection.execute(jobs.order_by(tickets.c.number.desc()).limit(limit))).all()
        outcomes = await self._outcomes([row.number for row in rows])
        return tuple(_past_job(row, outcomes.get(row.number, "")) for row in rows)

    async def _outcomes(self, numbers: list[int]) -> dict[int, str]:
        if not numbers:
            return {}
        finished = (handoffs.c.ticket == entries.c.ticket) & (handoffs.c.seq == entries.c.handoff)
        said = (
            select(entries.c.ticket, entries.c.text)
            .join(handoffs, finished & handoffs.c.done_at.is_not(None) & handoffs.c.parent.is_(None))
            .where(
                entries.c.ticket.in_(numbers),
                entries.c.kind == EntryKind.MESSAGE,
                entries.c.author_role == Role.PARTNER,
                entries.c.for_partner,
                entries.c.text != "",
            )
            .order_by(entries.c.id)
        )
        # Later rows overwrite earlier ones: the last words remain.
        return {row.ticket: row.text for row in await self.connection.execute(said)}


def _past_job(row: Row[Any], outcome: str) -> PastJob:
    return PastJob(
        number=row.number, at=row.resolved_at or row.opened_at, subject=row.subject, outcome=outcome
    )
