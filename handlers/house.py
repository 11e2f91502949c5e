"""What is the same for every arrival of a process, and how a party is told something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.signing import Addresses
from storage.traffic import Passing
from storage.unit import Unit
from templates import Texts
from tickets.given import Given
from tickets.outcome import Notice
from tickets.policy import Policy
from tickets.ticket import Ticket
from tickets.timeline import Entry


def _whole_domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _read_by_somebody(address: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much mail is still people's: by ``ticket``, ``sender`` and ``domain``, within the window (I18)."""

    window: timedelta = timedelta(hours=1)
    quiet: timedelta = timedelta(hours=2)  # after so long a silence a breaker closes by itself
    answers: Mapping[str, int] = field(default_factory=lambda: {"ticket": 5, "sender": 20, "domain": 20})
    received: Mapping[str, int] = field(default_factory=lambda: {"ticket": 30, "sender": 60, "domain": 200})

    def most(self, what: Passing, target: str) -> int:
        """At how many of these the target's breaker trips."""
        limits = self.answers if what is Passing.ANSWERED else self.received
        return limits[target.partition(":")[0]]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Policy, texts, and the addresses under which we are reached."""

    policy: Policy
    texts: Texts
    addresses: Addresses
    dispatchers: tuple[str, ...] = ()  # mail addresses, or @domains, whose mail claims to be a dispatcher's
    score_url: str | None = None  # base of the page on which a mail's reader rates us; None: no such page
    price_url: str | None = None  # base of the page on which a customer approves a price; None: words only
    job_url: str | None = None  # base of the page with the buttons of a partner by mail; None: words only
    limits: Limits = Limits()
    party_of: Callable[[str], str] = _whole_domain  # whose a mail address is; itself where all may have one
    nobody_reads: Callable[[str], bool] = _read_by_somebody  # whether an address says so of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One notice about to be told, with all that rendering it may need."""

    notice: Notice
    ticket: Ticket
    given: Given
    entries: tuple[Entry, ...]  # the whole timeline: a view takes what its party may see
    house: House
    unit: Unit
    now: datetime

    @property
    def texts(self) -> Texts:
        """The texts."""
        return self.house.texts

    def facts(self, **more: Any) -> dict[str, Any]:
        """The notice's own facts for a template, with the moment it is told at."""
        return {"now": self.now, "desk": self.house.policy.desk_name, **self.notice.facts, **more}
