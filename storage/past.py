"""A machine's service history, as it may stand on a partner's card."""

from typing import Any

from sqlalchemy import Row, select

from storage.repository import Repository
from storage.schema import entries, handoffs, tickets
from storage.ticket_rows import handoff_from
from tickets.known import PastJob
from tickets.parties import Role
from tickets.ticket import Handoff
from tickets.timeline import EntryKind
from tickets.work.lines import WorkKind

_Words = dict[tuple[int, int | None], str]  # by ticket and handoff


class Past(Repository):
    """Earlier jobs, whoever did them (S28)."""

    async def past_jobs(
        self, asset_id: str, customer_id: str | None, *, before: int | None, limit: int = 5
    ) -> tuple[PastJob, ...]:
        """Newest first, without the ticket `before` and those after it; none where the customer is unknown:
        what a machine went through with somebody else is not theirs to know (S20).

        The outcome is the last that the finishing partner wrote in its own thread: no word of a customer's
        or a dispatcher's can come along.
        """
        if customer_id is None:
            return ()
        jobs = select(tickets).where(
            tickets.c.asset_id == asset_id,
            tickets.c.customer_id == customer_id,
            tickets.c.merged_into.is_(None),
        )
        if before is not None:
            jobs = jobs.where(tickets.c.number < before)
        rows = (await self.connection.execute(jobs.order_by(tickets.c.number.desc()).limit(limit))).all()
        numbers = [row.number for row in rows]
        outcomes, work = await self._outcomes(numbers), await self._work(numbers)
        return tuple(_past_job(row, work.get(row.number), outcomes) for row in rows)

    async def _work(self, numbers: list[int]) -> dict[int, Handoff]:
        """By ticket, the handoff of the partner who finished it for us."""
        if not numbers:
            return {}
        finished = (
            select(handoffs)
            .where(
                handoffs.c.ticket.in_(numbers), handoffs.c.done_at.is_not(None), handoffs.c.parent.is_(None)
            )
            .order_by(handoffs.c.seq)
        )
        return {row.ticket: handoff_from(row) for row in await self.connection.execute(finished)}

    async def _outcomes(self, numbers: list[int]) -> _Words:
        if not numbers:
            return {}
        finished = (handoffs.c.ticket == entries.c.ticket) & (handoffs.c.seq == entries.c.handoff)
        said = (
            select(entries.c.ticket, entries.c.handoff, entries.c.text)
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
        return {(row.ticket, row.handoff): row.text for row in await self.connection.execute(said)}


def _past_job(row: Row[Any], finished: Handoff | None, outcomes: _Words) -> PastJob:
    return PastJob(
        number=row.number,
        at=row.resolved_at or row.opened_at,
        subject=row.subject,
        outcome=outcomes.get((row.number, finished.seq), "") if finished else "",
        partner=finished.partner_id if finished else None,
        done=_done(finished) if finished else (),
    )


def _done(handoff: Handoff) -> tuple[str, ...]:
    """Parts by their number or as the card names them, and readings: nothing in anybody's own words."""
    parts = (line for line in handoff.work if line.kind is WorkKind.PART)
    used = (line.text for line in parts if line.approved or len(line.text.split()) == 1)
    read = (
        f"{proof.key.partition(':')[2]} {proof.value}"
        for proof in handoff.evidence
        if proof.key.startswith("reading:")
    )
    return tuple(dict.fromkeys((*used, *read)))
