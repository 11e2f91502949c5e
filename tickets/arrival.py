"""Where a technician is, as their phone tells: near the site it is the proof that they have arrived."""

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from tickets import handoffs
from tickets.expected import COMING
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import INTERNAL_ONLY, Actor
from tickets.states import HandoffState
from tickets.ticket import Ticket

NEAR = 500.0  # metres: a yard, a shopping centre, and what a phone is mistaken by

_EARTH = 6_371_000.0  # metres, its radius


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees (WGS 84)."""

    latitude: float
    longitude: float


def metres_between(one: Place, other: Place) -> float:
    """The way as the crow flies."""
    here, there = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(across / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))


def located(
    ticket: Ticket, seq: int, place: Place, given: Given, now: datetime, *, by: Actor, moving: bool = False
) -> Outcome | None:
    """The technician is at `place`: on site when that is near it; else the desk sees how far it is.

    None: nobody is awaited, or nobody knows where the site is. `moving`: a live location has gone on, of
    which only the arrival is news.
    """
    handoff, site = ticket.handoff(seq), given.known.site
    if handoff.state not in COMING or site is None or site.latitude is None or site.longitude is None:
        return None
    metres = metres_between(place, Place(site.latitude, site.longitude))
    note = f"📍 {place.latitude:.5f}, {place.longitude:.5f} · {_written(metres)}"
    if metres <= NEAR:
        return handoffs.answer(ticket, seq, HandoffState.ON_SITE, given, now, by=by, note=note)
    if moving:
        return None
    entry = event("located", by, now, INTERNAL_ONLY, handoff=seq, text=note)
    facts: dict[str, object] = {"event": "located", "by": by.name, "note": note}
    facts["partner"] = given.partner_name(handoff.partner_id)
    to, tell = (
        (Party.DISPATCHERS, Tell.HAPPENED) if handoff.parent is None else (Party.PRINCIPAL, Tell.HANDED_ON)
    )
    told = Notice(to=to, tell=tell, handoff=seq, facts=facts)
    return Outcome(ticket=ticket, entries=(entry,), notices=(told,))


def _written(metres: float) -> str:
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"
