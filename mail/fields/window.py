"""When somebody wishes us to come, resolved against the mail's Date and with its offset.

A mail is full of times that are no wish: since when it is broken, when the shop opens, when it was bought. A
sentence counts when it speaks of coming or of being free, and its time is neither past nor an opening hour.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mail.fields.days import Days, days_in
from mail.fields.hours import WHOLE_DAY, Hours, Kind, combined, hours_in
from mail.fields.lexicon import pattern
from mail.fields.sentences import sentences

_ENOUGH = 1.5
_FEW = 8  # characters around a day that is all that is said
_CANCELLED = 4.0
_SHORT = 60  # characters; a sentence that only adds the time of day


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
        following = [] if hours or days[0].first != days[0].last else _of_next(told, index, language, sent)
        for day in days:
            own = following or _own(day, days, hours, sentence, language)
            score = _score(sentence, day, own, language)
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = (score, _window(day, own, sent))
    return best[1] if best else None


def window_in_form(value: str, language: str, sent: datetime | None) -> Window | None:
    """The window that a form's own field gives: nothing in it is anything else."""
    if sent is None:
        return None
    days = days_in(value, language, sent.date())
    if not days:
        return None
    hours = hours_in(value, language, [(one.start, one.end) for one in days])
    return _window(days[0], _own(days[0], days, hours, value, language), sent)


def _of_next(told: Sequence[str], index: int, language: str, sent: datetime) -> list[Hours]:
    """The hours that the next sentence adds: "Kom på tirsdag. Helst mellom 9 og 11." """
    if index + 1 >= len(told):
        return []
    following = told[index + 1]
    hours = hours_in(following, language, [])
    if not hours or days_in(following, language, sent.date()) or _about_hours(following, language):
        return []
    if len(following) > _SHORT and not pattern(language, "time", "prefer").search(following):
        return [one for one in hours if one.kind is Kind.RANGE and _wishes(following, language)]
    return [one for one in hours if one.kind is Kind.RANGE or _wishes(following, language)]


def _wishes(sentence: str, language: str) -> bool:
    return bool(
        pattern(language, "time", "visit").search(sentence)
        or pattern(language, "time", "prefer").search(sentence)
    )


def _window(day: Days, hours: list[Hours], sent: datetime) -> Window:
    first, last = combined(hours) or WHOLE_DAY
    return Window(
        datetime.combine(day.first, first, tzinfo=sent.tzinfo),
        datetime.combine(day.last, last, tzinfo=sent.tzinfo),
    )


def _own(day: Days, days: list[Days], hours: list[Hours], sentence: str, language: str) -> list[Hours]:
    """The hours that are said of ``day``: nearest to it of all days, and not when the shop is open."""
    own = [
        one
        for one in hours
        if min(days, key=lambda other: _distance(one, other)) is day
        and not (
            _about_hours(_clause(sentence, one.start)[0], language) and not _same_clause(sentence, one, day)
        )
    ]
    near = [one for one in own if _same_clause(sentence, one, day)]
    told = near + [one for one in own if one not in near and _fits(one, near)]
    return sorted(told, key=lambda one: _distance(one, day))


def _fits(one: Hours, near: list[Hours]) -> bool:
    """Whether a time further off can be about the same: "Friday evening, after six"; not "lunch until 12"."""
    if any(other.kind is not Kind.PART for other in near):
        return False
    return all(other.first <= one.first <= other.last and one.last > other.first for other in near) or (
        one.kind is Kind.BEFORE and all(other.first < one.last <= other.last for other in near)
    )


def _distance(one: Hours, day: Days) -> float:
    """How far apart they stand; times follow their day rather than go before."""
    return one.start - day.end if one.start >= day.end else day.start - one.end + 0.5


def _same_clause(sentence: str, one: Hours, day: Days) -> bool:
    between = sentence[min(one.end, day.end) : max(one.start, day.start)]
    return not re.search(r"[,;:]\s|\s[-–]\s", between)


def _score(sentence: str, day: Days, hours: list[Hours], language: str) -> float:
    clause, _ = _clause(sentence, day.start)
    wish = pattern(language, "time", "visit")
    score = 0.5 if day.vague and not wish.search(clause) else 1.0
    score += 1.0 if hours else 0.0
    if wish.search(clause):
        score += 2.0
    elif wish.search(sentence):
        # "as soon as possible" is when to come, and the day another thing's
        score += -1.0 if pattern(language, "urgency", "high").search(sentence) else 1.25
    if pattern(language, "time", "cancel").search(sentence):
        score -= 0 if pattern(language, "time", "moving").search(sentence) else _CANCELLED
    score += 0.5 if day.first != day.last else 0.0
    if pattern(language, "time", "prefer").search(clause) or _is_all(sentence, clause, day, hours):
        score += 0.5
    # "hadde vært fint" wishes in the past tense
    if pattern(language, "time", "past").search(wish.sub(" ", clause)):
        score -= 1.75
    if _about_hours(clause, language) or (_about_hours(sentence, language) and not _wishes(clause, language)):
        score -= 2.0
    return score


def _is_all(sentence: str, clause: str, day: Days, hours: list[Hours]) -> bool:
    """Whether the sentence or clause says nothing else: "Uke 47." """
    said = day.end - day.start + sum(one.end - one.start for one in hours)
    return min(len(sentence), len(clause)) - said <= _FEW


def _about_hours(sentence: str, language: str) -> bool:
    return bool(pattern(language, "time", "closed").search(sentence))


def _clause(sentence: str, at: int) -> tuple[str, int]:
    """The clause of ``sentence`` around ``at``, and where in it ``at`` is."""
    start = max(sentence.rfind(mark, 0, at) for mark in (", ", "; ", " – ", " - ", ": "))
    start = start + 2 if start >= 0 else 0
    ends = [found for mark in (", ", "; ", " – ") if (found := sentence.find(mark, at)) >= 0]
    return sentence[start : min(ends, default=len(sentence))], at - start
