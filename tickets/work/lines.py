"""One line of a job's work: what kind, how much, what it costs, who wrote it down and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from zlib import crc32

from tickets.work.money import Money

_COUNTED = ("h", "km")
_CROWNS = frozenset({"NOK", "SEK", "DKK"})


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
    approved: bool = False  # of a part: the card names it among those that may be used
    warranty: bool = False  # of a part: it is to be claimed
    returns: bool = False  # of a part: the old one goes back
    source: str | None = None  # natural key of the message that it stands in

    @property
    def key(self) -> str:
        """Names it on a button. The same words at the same moment are one line."""
        told = f"{self.source}|{self.at.timestamp()}|{self.by}|{said(self)}"
        return f"{crc32(told.encode()):08x}"


def total(lines: Iterable[WorkLine], cap: Money) -> Money:
    """What the priced lines in the cap's currency come to."""
    costs = (line.cost.amount for line in lines if line.cost is not None and line.cost.fits(cap))
    return Money(sum(costs, Decimal(0)), cap.currency)


def said(line: WorkLine) -> str:
    """The line as a timeline keeps it: ``2.5 h reise``, ``2 × ABC-12, 350 kr``.

    A text says it in the reader's language (filter ``counted``).
    """
    quantity = f"{line.quantity.normalize():f}"
    if line.unit == "pcs":
        is_one = line.quantity == 1 and (line.cost is not None or line.kind is not WorkKind.PART)
        amount = "" if is_one else f"{quantity} ×"
    else:
        amount = f"{quantity} {line.unit}"
    what = " ".join(filter(None, (amount, line.text, "✓" if line.approved else "")))
    return ", ".join(filter(None, (what, str(line.cost or ""))))


def in_all(lines: Iterable[WorkLine]) -> tuple[str, ...]:
    """What the lines come to: hours and kilometres, then what is priced, each currency by itself.

    Crowns without a country are those of the one country whose crowns are named too.
    """
    known = tuple(lines)
    counted = (
        (unit, sum((each.quantity for each in known if each.unit == unit), Decimal(0))) for unit in _COUNTED
    )
    prices = [each.cost for each in known if each.cost is not None]
    named = {each.currency for each in prices} - {"kr"}
    crowns = next(iter(named & _CROWNS), "kr") if len(named & _CROWNS) == 1 else "kr"
    sums: dict[str, Decimal] = {}
    for each in prices:
        currency = crowns if each.currency == "kr" else each.currency
        sums[currency] = sums.get(currency, Decimal(0)) + each.amount
    amounts = (str(Money(amount, currency)) for currency, amount in sums.items())
    return (*(f"{amount.normalize():f} {unit}" for unit, amount in counted if amount), *amounts)
