"""The time of a visit as a calendar file (RFC 5545), which every calendar takes up with one tap."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from tickets.card import Card

_USUAL = timedelta(hours=1)  # of a visit whose end nobody has named


def visit_file(card: Card, subject: str, domain: str, offered_at: datetime, now: datetime) -> str | None:
    """The calendar with the one event; None: no time is asked for.

    A later file of the same handoff takes the earlier one's place in the calendar (by UID and SEQUENCE).
    """
    start, end = card.terms.window_start, card.terms.window_end
    if start is None:
        return None
    end = end if end and end > start else start + _USUAL
    event = Event()
    event.add("uid", f"{card.number}-{card.seq}@{domain}")
    event.add("sequence", int((now - offered_at) / timedelta(minutes=1)))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", subject)
    there = card.equipment
    place = ", ".join(filter(None, (there.site, there.address, there.postal_code, there.city)))
    if place:
        event.add("location", place)
    event.add("description", "\n".join(filter(None, (card.problem, card.contact.access))))
    calendar = Calendar()
    calendar.add("prodid", "-//Stafett//Stafett//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
