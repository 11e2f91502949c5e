"""``stafett export``: tickets as JSON Lines, page by page, however many there are."""

import json
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TextIO

from bot.errors import Refused
from bot.export_line import export_line
from bot.opening import opened
from bot.settings import Settings
from storage.unit import Unit
from tickets.account import account_of
from tickets.known import Known
from tickets.policy import Policy
from tickets.ticket import Ticket

_PAGE = 100


async def export(settings: Settings, *, ticket: int | None, since: datetime | None, out: TextIO) -> int:
    """Prints one ticket, or all that were opened or heard of since then, by number. The exit code.

    All lines are of one moment, also while Stafett runs. Raises Refused when there is no such ticket.
    """
    policy = settings.policy()
    async with opened(settings) as store, store.glance() as unit:
        if ticket is not None:
            await _write(unit, policy, [await _one(unit, ticket)], out)
            return 0
        progress = _Progress(out)
        async for page in _pages(unit, since):
            await _write(unit, policy, page, out)
            progress.advance(len(page))
        progress.done()
    out.flush()
    return 0


async def _one(unit: Unit, number: int) -> Ticket:
    found = await unit.tickets.get(number)
    if found is None:
        raise Refused(f"there is no ticket {number}")
    return found


async def _pages(unit: Unit, since: datetime | None) -> AsyncIterator[list[Ticket]]:
    after = 0
    while page := await unit.tickets.page(after, _PAGE, since):
        yield page
        after = page[-1].number
        unit.tickets.seen.clear()


async def _write(unit: Unit, policy: Policy, page: Sequence[Ticket], out: TextIO) -> None:
    numbers = [ticket.number for ticket in page]
    customers = await unit.register.customers([ticket.customer_id for ticket in page if ticket.customer_id])
    asset_ids = [ticket.asset_id for ticket in page if ticket.asset_id]
    assets = {asset.id: asset for asset in await unit.register.assets_by_keys(asset_ids, [])}
    entries = await unit.tickets.entries_of(numbers)
    deliveries = await unit.outbox.of_tickets(numbers)
    shared = await unit.links.of_tickets(numbers)
    theirs = await unit.their_numbers.of_tickets(numbers)
    agreed = {each: await unit.register.contract(each) for each in {t.contract_id for t in page} if each}
    for ticket in page:
        line = export_line(
            ticket,
            customers.get(ticket.customer_id or ""),
            assets.get(ticket.asset_id or ""),
            entries[ticket.number],
            deliveries[ticket.number],
            shared[ticket.number],
            datetime.now(UTC),
            policy,
            account_of(ticket, Known(contract=agreed.get(ticket.contract_id or "")), policy),
            theirs[ticket.number],
        )
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


class _Progress:
    """A count on the terminal, when that is not where the lines go."""

    def __init__(self, out: TextIO) -> None:
        self._shown = sys.stderr.isatty() and not out.isatty()
        self._count = 0

    def advance(self, count: int) -> None:
        self._count += count
        if self._shown:
            sys.stderr.write(f"\r{self._count} tickets")
            sys.stderr.flush()

    def done(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
