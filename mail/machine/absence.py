"""Absence notes: the day on which somebody is back, where the note says it."""

import re
from datetime import date, timedelta
from functools import cache

from mail.fields.dates import Days, dates_in
from mail.fields.sentences import sentences
from mail.fields.weekdays import named_days_in
from mail.machine.prose import words
from mail.parsed import ParsedMail

_LONGEST = timedelta(days=400)


def back_on(mail: ParsedMail) -> date | None:
    """The first day on which they are there again; None: the note does not say.

    "Away until Friday" may mean that day or the next: the day itself is given; "through Friday" is the next.
    """
    if mail.date is None:
        return None
    today = mail.date.date()
    until: date | None = None
    for sentence in sentences(f"{mail.subject}.\n{mail.text}"):
        for day in _days(sentence, mail.language, today):
            before = sentence[: day.start].casefold().rstrip(" :,(")
            if _ends_with("back").search(before[-60:]):
                return day.first
            if until is None and day.first < day.last:  # "from the 3rd to the 17th"
                until = day.last + timedelta(days=1)
            elif until is None and _ends_with("until").search(before[-40:]):
                inclusive = _ends_with("inclusive").search(before[-40:])
                until = day.last + timedelta(days=1) if inclusive else day.last
    return until


def _days(sentence: str, language: str, today: date) -> list[Days]:
    """The days named in it that are still to come; of "Monday 16/11" the date."""
    found = [*dates_in(sentence, language, today), *named_days_in(sentence, language, today)]
    ahead = [day for day in found if today <= day.last <= today + _LONGEST]
    dates = [day.start for day in ahead if not day.vague]
    ahead = [day for day in ahead if not (day.vague and any(0 <= at - day.end <= 8 for at in dates))]
    return sorted(ahead, key=lambda day: (day.start, -day.end))


@cache
def _ends_with(key: str) -> re.Pattern[str]:
    """One of the words at the end, with no more than a few small words behind it."""
    ways = "|".join(re.escape(each) for each in sorted(words("absence", key), key=len, reverse=True))
    return re.compile(rf"(?:^|\W)(?:{ways})(?:\W+\w{{1,9}}\.?){{0,3}}\W*$")
