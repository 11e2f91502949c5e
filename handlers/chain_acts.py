"""What a partner can do about its subcontractors just now, by button, link or page."""

from datetime import datetime

from templates import Texts
from tickets.chains.tree import child_of, choices
from tickets.given import Given
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work.approval import is_asked

_BELOW = "_below"


def chain_acts(ticket: Ticket, seq: int, given: Given, now: datetime) -> tuple[str, ...]:
    """Answer what it has come to, approve, send back or take back what has been handed on; else hand it on,
    where there is to whom."""
    handoff, child = ticket.handoff(seq), child_of(ticket, seq)
    if not handoff.is_live:
        return ()
    if child is None:
        return ("hand_on",) if choices(ticket, seq, given, now) else ()
    cost = (f"cost_yes{_BELOW}", f"cost_no{_BELOW}") if is_asked(child) else ()
    if child.state is HandoffState.DONE:
        return (*cost, f"approve{_BELOW}", f"reject{_BELOW}")
    return (*cost, f"recall{_BELOW}")


def label_of(texts: Texts, act: str, language: str) -> str:
    """The button's label: to approve reads alike at the desk and in a chain."""
    return texts.word(f"button/{act.removesuffix(_BELOW)}", language)
