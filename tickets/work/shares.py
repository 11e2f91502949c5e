"""Who pays how much of a job's work, and what of it is the customer's (S90)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tickets.chains.tree import reported_work
from tickets.known import Known
from tickets.policy import Policy
from tickets.ticket import Ticket
from tickets.work.lines import WorkLine, crowns_of, in_all
from tickets.work.payers import Payer

_THEIRS = frozenset({Payer.CUSTOMER, None})  # what nobody else pays, they do


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one payer pays."""

    payer: Payer | None  # None: by agreement
    sums: tuple[str, ...]  # hours, kilometres, each currency, then pieces without a price


def shares_of(lines: Iterable[WorkLine], known: Known) -> tuple[Share, ...]:
    """The lines by who pays them; none where nothing says who pays."""
    lines = tuple(lines)
    payers = {payer: [each for each in lines if payer_of(each, known) is payer] for payer in (*Payer, None)}
    if not any(payers[payer] for payer in Payer):
        return ()
    crowns = crowns_of(lines)
    return tuple(
        Share(payer=payer, sums=(*in_all(theirs, crowns), *_unpriced(theirs)))
        for payer, theirs in payers.items()
        if theirs
    )


def payer_of(line: WorkLine, known: Known) -> Payer | None:
    """Who pays it: whoever was named, else the contract's. None: by agreement."""
    return line.payer or (known.contract.payer if known.contract else None)


def customers_lines(ticket: Ticket, seq: int, known: Known, policy: Policy) -> tuple[WorkLine, ...]:
    """What of that handoff's work the customer pays."""
    lines = reported_work(ticket, seq, policy)
    return tuple(each for each in lines if payer_of(each, known) in _THEIRS)


def _unpriced(lines: Iterable[WorkLine]) -> tuple[str, ...]:
    pieces = sum(each.quantity for each in lines if each.unit == "pcs" and each.cost is None)
    return (f"{pieces.normalize():f} pcs",) if pieces else ()
