"""One line of a job's work: what kind, how much, what it costs, who wrote it down and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from zlib import crc32

from tickets.work.money import Money
from tickets.work.payers import Payer

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
    returns: bool = False  # of a part: the old one goes back
    source: str | None = None  # natural key of the message that it stands in
    payer: Payer | None = None  # None: as the contract says, else as agreed
    payer_settled: bool = False  # by the desk: what the line's own words say of it counts no more

    @property
    def warranty(self) -> bool:
        """Of a part: it is to be claimed from the maker."""
        return self.kind is WorkKind.PART and self.payer is Payer.MAKER

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


def in_all(lines: Iterable[WorkLine], crowns: str | None = None) -> tuple[str, ...]:
    """What the lines come to: hours and kilometres, then what is priced, each currency by itself.

    `crowns`: whose those without a country are; None: as these lines themselves say.
    """
    known = tuple(lines)
    crowns = crowns or crowns_of(known)
    counted = (
        (unit, sum((each.quantity for each in known if each.unit == unit), Decimal(0))) for unit in _COUNTED
    )
    sums: dict[str, Decimal] = {}
    for cost in (each.cost for each in known if each.cost is not None):
        currency = crowns if cost.currency == "kr" else cost.currency
        sums[currency] = sums.get(currency, Decimal(0)) + cost.amount
    amounts = (str(Money(amount, currency)) for currency, amount in sums.items())
    return (*(f"{amount.normalize():f} {unit}" for unit, amount in counted if amount), *amounts)


def crowns_of(lines: Iterable[WorkLine]) -> str:
    """Whose crowns those without a country are: the one country's that is named too, else nobody's."""
    named = {each.cost.currency for each in lines if each.cost is not None} & _CROWNS
    return next(iter(named)) if len(named) == 1 else "kr"
