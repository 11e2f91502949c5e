"""What the rooms need of whoever understands free words; `bot` brings in the mail room's fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tickets.register import Asset
from tickets.states import Priority
from tickets.ticket import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody's words say about a job."""

    facts: Facts
    priority: Priority
    language: str | None  # None: too few words to tell
    asset_id: str | None  # only when exactly one of the assets fits


class Reader(Protocol):
    """Understands free words of a chat."""

    def hints(self, text: str) -> tuple[str, ...]:
        """Asset ids and serial numbers that the words may name, to look up in the register."""
        ...

    def read(self, text: str, at: datetime, assets: Sequence[Asset]) -> Told:
        """What words told at `at` (aware, in the writer's zone) say, with these assets to choose from."""
        ...
