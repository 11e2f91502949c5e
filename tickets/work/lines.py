"""One line of a job's work: what kind, how much, what it costs, who wrote it down and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tickets.work.money import Money


class WorkKind(StrEnum):
    """The price model's kinds (S17)."""

    HOURS = "hours"
    PART = "part"
    TRAVEL = "travel"
    CALL_OUT = "call_out"
    SURCHARGE = "surcharge"
    FIXED = "fixed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A line. `quantity` counts hours, pieces or kilometres by `unit`; `cost` None: priced by agreement."""

    kind: WorkKind
    quantity: Decimal
    unit: str  # h, pcs, km
    text: str  # the part's number, or what it was for
    at: datetime
    by: str
    cost: Money | None = None


def total(lines: Iterable[WorkLine], cap: Money) -> Money:
    """What the priced lines in the cap's currency come to."""
    costs = (line.cost.amount for line in lines if line.cost is not None and line.cost.fits(cap))
    return Money(sum(costs, Decimal(0)), cap.currency)


def said(line: WorkLine) -> str:
    """The line as a timeline keeps it: ``2.5 h reise``, ``2 pcs ABC-12, 350 kr``."""
    amount = f"{line.quantity.normalize():f} {line.unit}" if (line.cost is None or line.unit != "pcs") else ""
    if line.unit == "pcs" and line.cost is not None and line.quantity != 1:
        amount = f"{line.quantity.normalize():f} pcs"
    return ", ".join(filter(None, (" ".join(filter(None, (amount, line.text))), str(line.cost or ""))))
