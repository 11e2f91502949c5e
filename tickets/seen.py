"""Signs that somebody has read something, and words taken back: noted, and nothing is moved by them."""

from dataclasses import replace
from datetime import datetime

from tickets.answers import Answer
from tickets.given import Given
from tickets.messages import read_message
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_PARTNER, Actor, Role
from tickets.ticket import Ticket
from tickets.timeline import Entry

SIGNS = frozenset("👍👌✅🫡❤🔥👏🙏💯👀🤝")


def seen(ticket: Ticket, seq: int, sign: str, now: datetime, *, by: Actor, source: str) -> Outcome:
    """A reaction to a message of the job: whoever reacts has read it. To an offer it is no answer (T16)."""
    noted = event("seen", by, now, FOR_PARTNER, handoff=seq, text=sign)
    return Outcome(ticket=ticket, entries=(replace(noted, source=source),), answer="noted")


def step_taken_back(ticket: Ticket, was: Entry, words: str, given: Given) -> Outcome:
    """Somebody corrects words that were a step of the job ("ferdig" becomes "ikke ferdig"): the desk is told,
    within a chain the partner above, and decides. The step stands."""
    meant, means = _steps(was.text), _steps(words)
    if was.author.role is not Role.PARTNER or was.handoff is None or not meant or meant & means:
        return Outcome(ticket=ticket)
    handoff = ticket.handoff(was.handoff)
    facts: dict[str, object] = {"event": "step_corrected", "partner": given.partner_name(handoff.partner_id)}
    facts |= {"by": was.author.name, "note": f"{was.text} → {words}"}
    to, tell = (
        (Party.DISPATCHERS, Tell.HAPPENED) if handoff.parent is None else (Party.PRINCIPAL, Tell.HANDED_ON)
    )
    told = Notice(to=to, tell=tell, handoff=handoff.seq, facts=facts)
    return Outcome(ticket=ticket, notices=(told,))


def _steps(words: str) -> set[Answer]:
    said = (read_message(words, offered=offered) for offered in (False, True))
    return {each.answer for each in said if each is not None}
