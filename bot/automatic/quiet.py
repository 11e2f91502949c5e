"""What a flood leaves out: its mails are kept in their tickets, and not shown one by one (I18)."""

from dataclasses import replace

from tickets.outcome import Outcome, Tell

_TALK = frozenset({Tell.HEARD, Tell.RELAY, Tell.OPENED, Tell.HAPPENED})


def kept_quietly(outcome: Outcome) -> Outcome:
    """Without passing on words; what changes a ticket's state is told all the same."""
    return replace(outcome, notices=tuple(each for each in outcome.notices if each.tell not in _TALK))
