"""What is the same for every arrival of a process, and how a party is told something."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.signing import Addresses
from storage.unit import Unit
from templates import Texts
from tickets.given import Given
from tickets.policy import Policy
from tickets.ticket import Entry, Notice, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Policy, texts, and the addresses under which we are reached."""

    policy: Policy
    texts: Texts
    addresses: Addresses
    score_url: str | None = None  # base of the page on which a mail's reader rates us; None: no such page


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
