"""When somebody wishes us to come, resolved against the mail's Date and with its offset.

A mail is full of times that are no wish: since when it is broken, when the shop opens, when it was bought. A
sentence counts when it speaks of coming or of being free, and its time is neither past nor an opening hour.
"""

from dataclasses import dataclass
from datetime import datetime

from mail.fields.days import Days, days_in
from mail.fields.hours import WHOLE_DAY, Hours, hours_in
from mail.fields.lexicon import pattern
from mail.fields.sentences import sentences

_ENOUGH = 1.5


@dataclass(frozen=True, slots=True)
class Window:
    """From and to, aware."""

    start: datetime
    end: datetime


def window_of(text: str, language: str, sent: datetime | None) -> Window | None:
    """The wished window in running ``text``; None when there is no wish, or no Date to count from."""
    if sent is None:
        return None
    best: tuple[float, Window] | None = None
    told = sentences(text)
    for index, sentence in enumerate(told):
        days = days_in(sentence, language, sent.date())
        if not days:
            continue
        hours = hours_in(sentence, language, [(one.start, one.end) for one in days])
        if not hours and index + 1 < len(told):
            following = hours_in(told[index + 1], language, [])
            if (
                following
                and not days_in(told[index + 1], language, sent.date())
                and not _about_hours(told[index + 1], language)
            ):
                hours = [one for one in following if one.rank == 3 and days[0].first == days[0].last]
        for day in days:
            score = _score(sentence, day, hours, language)
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = (score, _window(day, _nearest(day, hours), sent))
    return best[1] if best else None


def window_in_form(value: str, language: str, sent: datetime | None) -> Window | None:
    """The window that a form's own field gives: nothing in it is anything else."""
    if sent is None:
        return None
    days = days_in(value, language, sent.date())
    if not days:
        return None
    return _window(
        days[0], _nearest(days[0], hours_in(value, language, [(one.start, one.end) for one in days])), sent
    )


def _window(day: Days, hours: Hours | None, sent: datetime) -> Window:
    first, last = (hours.first, hours.last) if hours else WHOLE_DAY
    return Window(
        datetime.combine(day.first, first, tzinfo=sent.tzinfo),
        datetime.combine(day.last, last, tzinfo=sent.tzinfo),
    )


def _nearest(day: Days, hours: list[Hours]) -> Hours | None:
    return min(hours, key=lambda one: (-one.rank, abs(one.start - day.end)), default=None)


def _score(sentence: str, day: Days, hours: list[Hours], language: str) -> float:
    clause, where = _clause(sentence, day.start)
    score = 0.5 if day.vague else 1.0
    score += 1.0 if hours else 0.0
    if pattern(language, "time", "visit").search(clause):
        score += 2.0
    elif pattern(language, "time", "visit").search(sentence):
        score += 1.25
    # "hadde vært fint" wishes in the past tense
    if pattern(language, "time", "past").search(pattern(language, "time", "visit").sub(" ", clause)):
        score -= 1.75
    if _about_hours(clause, language):
        score -= 2.0
    if pattern(language, "time", "never").search(clause[max(0, where - 25) : where + 1]):
        score -= 2.5
    return score


def _about_hours(sentence: str, language: str) -> bool:
    return bool(pattern(language, "time", "closed").search(sentence))


def _clause(sentence: str, at: int) -> tuple[str, int]:
    """The clause of ``sentence`` around ``at``, and where in it ``at`` is."""
    start = max(sentence.rfind(mark, 0, at) for mark in (", ", "; ", " – ", " - ", ": "))
    start = start + 2 if start >= 0 else 0
    ends = [found for mark in (", ", "; ", " – ") if (found := sentence.find(mark, at)) >= 0]
    return sentence[start : min(ends, default=len(sentence))], at - start
