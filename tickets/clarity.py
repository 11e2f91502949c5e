"""How clear a card was: how often its partner had to ask before the work began (S13)."""

from collections.abc import Iterable
from itertools import takewhile

from tickets.parties import Role
from tickets.states import HandoffState
from tickets.ticket import Handoff
from tickets.timeline import Entry, EntryKind

_BEGUN = frozenset({HandoffState.EN_ROUTE, HandoffState.ON_SITE, HandoffState.DONE})
_MARKS = ("?", "？")


def questions_before_start(handoff: Handoff, entries: Iterable[Entry]) -> int:
    """The partner's messages that ask something, up to when somebody says to be on the way or there.

    `entries`: the ticket's, in order.
    """
    theirs = (entry for entry in entries if entry.handoff == handoff.seq and not entry.is_copy)
    before = takewhile(lambda entry: entry.event not in _BEGUN, theirs)
    return sum(map(_asks, before))


def _asks(entry: Entry) -> bool:
    said = entry.kind is EntryKind.MESSAGE and entry.author.role is Role.PARTNER
    return said and any(mark in entry.text for mark in _MARKS)
