"""The times people write in a few words: "om 20 min", "к 15", "tomorrow 9-10", "til torsdag".

The words are in ``words/when.toml``, compared as :mod:`tickets.phrases` has them. A message becomes a row of
signs, one a phrase or a number, and the row is a time or it is not: one unknown word ("ikke", "maybe not")
and it is none. A time that has passed, or that could be two, is none either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import product

from tickets.phrases import word_lists, words_of

_MOST_CHARACTERS = 120
_FURTHEST = timedelta(days=60)  # a part may take that long; a visit further off is agreed on otherwise

_SIGNS = {
    "filler": "f",
    "there": "T",
    "in": "i",
    "at": "a",
    "minutes": "m",
    "hours": "h",
    "days": "y",
    "half_hour": "V",
    "quarter": "Q",
    "hour_and_half": "W",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "o_clock": "o",
    "pm": "p",
    "am": "q",
    "today": "D",
    "tomorrow": "D",
    "day_after": "D",
    "early": "P",
    "morning": "P",
    "afternoon": "P",
    "evening": "P",
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SPANS = {"V": 30, "Q": 15, "W": 90}
_COUNTS = {"1": 1, "2": 2, "3": 3, "4": 4}
_DAYS_OFF = {"today": 0, "tomorrow": 1, "day_after": 2}
_PARTS = {"early": (8, 10), "morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21)}
_WORKDAY = (8, 16)

_AFTER = re.compile(
    r"i?a?(?:(?P<hours>[N1234])h(?:a?(?P<and>N)m)?|(?P<minutes>N)m|(?P<span>[VQW])|(?P<hour>h))"
)
_LENGTH = re.compile(r"Nh(?:Nm)?|Nm")
_DAY = re.compile(r"[ai]?(?:(?P<day>[DE])|a?(?P<date>N)(?P<month>M)|a?(?P<days>[N1234])y|(?P<numeric>X))")
_CLOCK = re.compile(r"a?(?P<from>[NC])o?(?P<half>[pq])?(?:[a2]*(?P<to>[NC])o?(?P<tohalf>[pq])?)?")
_PART = re.compile(r"[ai]?(?P<part>P)")

_DOUBTS = frozenset("?؟？")


@dataclass(frozen=True, slots=True)
class Span:
    """A time to come: a moment (`end` is None), or from `start` to `end`. Aware."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A time somebody wrote. `day`: no hour was said; `there`: they said that it is when they come;
    `length`: nothing but a number and its unit, which may as well be how long something took."""

    span: Span
    day: date | None = None
    there: bool = False
    length: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    sign: str
    word: str
    name: str = ""  # of the list


def read_time(text: str, now: datetime, zone: tzinfo) -> Told | None:
    """The time that the message is, with hardly a word around it. None: it is more than a time, or none.

    >>> from datetime import UTC
    >>> read_time("er der om 20 min", datetime(2026, 10, 5, 8, tzinfo=UTC), UTC).span.start.minute
    20
    >>> read_time("er der ikke om 20 min", datetime(2026, 10, 5, 8, tzinfo=UTC), UTC) is None
    True
    """
    if len(text) > _MOST_CHARACTERS or not _DOUBTS.isdisjoint(text):
        return None
    tokens = _tokens(text)
    there = any(token.sign == "T" for token in tokens)
    rest = [token for token in tokens if token.sign not in "fT"]
    told = _time(rest, now.astimezone(zone), bare=not there)
    length = not there and _LENGTH.fullmatch(_signs(rest)) is not None
    return replace(told, there=there, length=length) if told else None


def find_time(text: str, now: datetime, zone: tzinfo) -> Told | None:
    """The time at the end of a message that says something else first: "på vei, 20 min"."""
    if len(text) > _MOST_CHARACTERS:
        return None
    tokens = [token for token in _tokens(text) if token.sign not in "fT"]
    rows = (tokens[start:] for start in range(len(tokens)))
    found = (_time(row, now.astimezone(zone), bare=True) for row in rows)
    return next((told for told in found if told is not None), None)


def says_there(text: str) -> bool:
    """Whether it says that somebody comes, or will be there."""
    return any(token.sign == "T" for token in _tokens(text))


def _time(tokens: list[_Token], now: datetime, *, bare: bool) -> Told | None:
    if match := _AFTER.fullmatch(_signs(tokens)):
        return _in_a_while(match, tokens, now)
    for split in range(len(tokens) + 1):
        first, last = tokens[:split], tokens[split:]
        for day, hours in ((first, last), (last, first)):
            found = _on_a_day(day, hours, now, bare=bare)
            if found is not None:
                return found
    return None


def _on_a_day(day: list[_Token], hours: list[_Token], now: datetime, *, bare: bool) -> Told | None:
    if not day:
        return _hours_of(hours, None, now, bare=bare)
    match = _DAY.fullmatch(_signs(day))
    on = _day(match, day, now) if match else None
    if on is None:
        return None
    return _hours_of(hours, on, now, bare=bare) if hours else _of_day(on, _WORKDAY, now, day=on)


def _in_a_while(match: re.Match[str], tokens: list[_Token], now: datetime) -> Told | None:
    minutes = 0.0
    if match["span"]:
        minutes = _SPANS[match["span"]]
    elif match["hour"]:
        minutes = 60
    if match["hours"]:
        minutes = 60 * _number(tokens[match.start("hours")])
        minutes += _number(tokens[match.start("and")]) if match["and"] else 0
    elif match["minutes"]:
        minutes = _number(tokens[match.start("minutes")])
    if not 0 < minutes <= 24 * 60:
        return None
    return Told(Span((now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)))


def _hours_of(tokens: list[_Token], day: date | None, now: datetime, *, bare: bool) -> Told | None:
    signs = _signs(tokens)
    if match := _PART.fullmatch(signs):
        return _of_day(day or now.date(), _PARTS[tokens[match.start("part")].name], now)
    match = _CLOCK.fullmatch(signs)
    if match is None:
        return None
    if bare and day is None and len(tokens) == 1 and not _is_a_clock(tokens[0].word):
        return None  # a number may be anything
    start = _at(tokens[match.start("from")], match["half"] or match["tohalf"], day, now)
    end = _at(tokens[match.start("to")], match["tohalf"], day, now) if match["to"] else None
    if start is None and end is not None and day is None:  # "between 10 and 12", said at a quarter past ten
        start = now.replace(second=0, microsecond=0)
    if start is None or (match["to"] and (end is None or end <= start)):
        return None
    return Told(Span(start, end))


def _at(token: _Token, half: str | None, day: date | None, now: datetime) -> datetime | None:
    """The moment of a clock time; one to six are hours of the afternoon, and what has passed is none."""
    hours, minutes = _clock(token)
    if not (0 <= hours <= 23 and 0 <= minutes <= 59):
        return None
    if (half == "p" and hours < 12) or (half is None and 1 <= hours <= 6 and token.word[0] != "0"):
        hours += 12
    moment = datetime.combine(day or now.date(), time(hours, minutes), now.tzinfo)
    return moment if moment > now else None


def _is_a_clock(word: str) -> bool:
    """ "14:30", and "14.30", which is no day and month."""
    dotted = re.fullmatch(r"(?:0[6-9]|1\d|2[0-3])\.(?:00|[1-5][05])", word)
    return ":" in word or (dotted is not None and (word[3:] == "00" or int(word[3:]) > 12))


def _of_day(on: date, hours: tuple[int, int], now: datetime, *, day: date | None = None) -> Told | None:
    """That part of a day; what is left of it when it has begun."""
    start, end = (datetime.combine(on, time(hour), now.tzinfo) for hour in hours)
    if start < now:
        start = (now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return Told(Span(start, end), day) if start < end or day else None


def _day(match: re.Match[str], tokens: list[_Token], now: datetime) -> date | None:
    today = now.date()
    if match["days"]:
        return today + timedelta(days=int(_number(tokens[match.start("days")])))
    if match["day"]:
        name = tokens[match.start("day")].name
        if name in _DAYS_OFF:
            return today + timedelta(days=_DAYS_OFF[name])
        return today + timedelta(days=(_WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1)
    if match["date"]:
        number = int(_number(tokens[match.start("date")]))
        month = _MONTHS.index(tokens[match.start("month")].name) + 1
    else:
        number, month = (int(each) for each in tokens[match.start("numeric")].word.rstrip(".").split(".")[:2])
    try:
        on = date(today.year, month, number)
        on = on if on >= today else date(today.year + 1, month, number)
    except ValueError:
        return None
    return on if on - today <= _FURTHEST else None


def _signs(tokens: list[_Token]) -> str:
    return "".join(token.sign for token in tokens)


def _number(token: _Token) -> float:
    if token.sign in _COUNTS:
        return _COUNTS[token.sign]
    try:
        return float(token.word.replace(",", "."))
    except ValueError:
        return 0


def _clock(token: _Token) -> tuple[int, int]:
    parts = re.split(r"[:.]", token.word)
    if len(parts) == 1 and len(token.word) in (3, 4):
        parts = [token.word[:-2], token.word[-2:]]
    return (int(parts[0]), int(parts[1])) if len(parts) > 1 else (int(parts[0]), 0)


def _tokens(text: str) -> list[_Token]:
    words = words_of(text)
    known, longest = _phrases()
    tokens: list[_Token] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in known:
                sign, name = known[phrase]
                tokens.append(_Token(sign, name if sign == "C" else phrase, name))
                at += length
                break
        else:
            tokens.append(_Token(_sign_of_number(words[at]), words[at]))
            at += 1
    return tokens


def _sign_of_number(word: str) -> str:
    """N: a number, C: hours and minutes, X: a day and a month, ?: no time."""
    if re.fullmatch(r"\d{1,2}[:.][0-5]\d", word) and int(re.split(r"[:.]", word)[0]) < 24:
        return "C"
    if re.fullmatch(r"\d{1,2}\.(?:0?[1-9]|1[0-2])", word):
        return "X"
    return "N" if re.fullmatch(r"\d{1,4}(?:[.,]\d)?", word) else "?"


_FROM_THE_HOUR = {
    "sharp": 0,
    "quarter_after": 15,
    "half_after": 30,
    "half_before": -30,
    "quarter_before": -15,
}


def _clock_words() -> Iterator[tuple[str, str]]:
    """ "halv tre" and its like with the time on a clock: ``2:30``."""
    for lists in word_lists("clock").values():
        for name, forms in lists.items():
            for form, (number, hour) in product(forms, enumerate(lists["hours"], start=1)):
                for said in (hour, str(number)) if name not in ("hours", "sharp") else (hour,):
                    minutes = (number * 60 + _FROM_THE_HOUR.get(name, 0)) % (12 * 60) or 12 * 60
                    minutes += 12 * 60 if minutes < 60 else 0
                    if name != "hours":
                        phrase = " ".join(words_of(form.format(h=said)))
                        yield phrase, f"{minutes // 60}:{minutes % 60:02}"


@cache
def _phrases() -> tuple[dict[str, tuple[str, str]], int]:
    """Each phrase with its sign and its list; and how many words the longest has."""
    lists = word_lists("when")
    signs = _SIGNS | dict.fromkeys(_WEEKDAYS, "E") | dict.fromkeys(_MONTHS, "M")
    known: dict[str, tuple[str, str]] = {}
    for name, phrases in lists.items():
        for phrase in phrases:
            known.setdefault(" ".join(words_of(phrase)), (signs[name], name))
    for phrase, clock in _clock_words():
        known[phrase] = ("C", clock)
    return known, max(phrase.count(" ") + 1 for phrase in known)
