"""A technician who comes later than was told: "30 min forsinket", "задерживаемся на час", "an hour late"."""

from datetime import datetime, tzinfo

from tickets.phrases import made_of, phrases_in, words_of
from tickets.spoken_times import Span, Told, read_time

_MOST_WORDS = 12


def put_off(text: str, eta: datetime, eta_end: datetime | None, now: datetime, zone: tzinfo) -> Told | None:
    """The time at which they come now, where `eta` was told before. None: nothing is put off, or nobody says
    by how long.

    Who is late by more than has passed since then is late from now on.
    """
    words = words_of(text)
    if "?" in text or len(words) > _MOST_WORDS or not phrases_in("late", "late").intersection(words):
        return None
    rest = " ".join(_without_around([word for word in words if word not in phrases_in("late", "late")]))
    if (late := read_time(f"om {rest}", now, zone)) is not None and late.day is None and not late.span.end:
        by = late.span.start - now.replace(second=0, microsecond=0)
        by = by if eta + by > now else now - eta + by
        return Told(Span(eta + by, eta_end and eta_end + by), there=True)
    return read_time(rest, now, zone)


def _without_around(words: list[str]) -> list[str]:
    """What is left between the words that only stand around it."""
    places, around = range(len(words) + 1), phrases_in("late", "around")
    start = max(place for place in places if made_of(words[:place], around))
    end = min(
        (place for place in places if place >= start and made_of(words[place:], around)), default=len(words)
    )
    return words[start:end]
