"""Times of day named in a sentence: ranges, parts of the day, "after two", as from and to."""

import re
from dataclasses import dataclass
from datetime import time
from enum import IntEnum
from functools import cache

from mail.fields.clock import clock_pattern, read_clock, telling_pattern
from mail.fields.lexicon import compiled, languages, pattern, words
from mail.words import pack

MORNING = (time(8), time(12))
AFTERNOON = (time(12), time(16))
EVENING = (time(16), time(20))
WHOLE_DAY = (time(8), time(16))
_PARTS = (
    ("this_morning", MORNING),
    ("this_afternoon", AFTERNOON),
    ("this_evening", EVENING),
    ("whole_day", WHOLE_DAY),
    ("afternoon", AFTERNOON),
    ("morning", MORNING),
    ("evening", EVENING),
)
_UNITS = re.compile(
    r"\s?(?:stk|kg|g|mm|cm|m|km|l|kr|bar|volt|v|w|kw|%|personer|dager|dage|dagar|days|weeks|uker|uger|veckor|°|grader|grad"
    r"|шт|дн|дня(?!\s)|дней|минут|мин|min|minutter|minuter|minutes|timer|timmar|hours|people|gram|måneder|months|år|years|лет|раз)"
    r"(?!\w)",
    re.IGNORECASE,
)


class Kind(IntEnum):
    """How the time is told."""

    PART = 1  # "in the morning"
    AT = 2  # "at ten"
    AFTER = 3
    BEFORE = 4
    RANGE = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """A span within a day, where it is named, and how it is told."""

    first: time
    last: time
    start: int
    end: int
    kind: Kind


def hours_in(sentence: str, language: str, taken: list[tuple[int, int]]) -> list[Hours]:
    """The spans in ``sentence`` in order; what overlaps ``taken`` (dates) is none."""
    parts = [*_parts(sentence, language), *_beside(sentence, language, taken)]
    found: list[Hours] = []
    for hours in (*_ranges(sentence, language, parts, taken), *_bounds(sentence, language, parts), *parts):
        spans = [*taken, *((other.start, other.end) for other in found)]
        if not any(hours.start < end and start < hours.end for start, end in spans):
            found.append(hours)
    return sorted(found, key=lambda hours: hours.start)


def combined(found: list[Hours]) -> tuple[time, time] | None:
    """The span that ``found`` (about one day) give together: "in the evening, after six"; None for none."""
    by_kind = {kind: [hours for hours in found if hours.kind is kind] for kind in Kind}
    if by_kind[Kind.RANGE]:
        return by_kind[Kind.RANGE][0].first, by_kind[Kind.RANGE][0].last
    first, last = WHOLE_DAY
    parts = [hours for hours in by_kind[Kind.PART] if (hours.first, hours.last) != WHOLE_DAY]
    if parts:
        first, last = min(hours.first for hours in parts), max(hours.last for hours in parts)
    if by_kind[Kind.AFTER] or by_kind[Kind.BEFORE]:
        after = by_kind[Kind.AFTER][0].first if by_kind[Kind.AFTER] else first
        before = by_kind[Kind.BEFORE][0].last if by_kind[Kind.BEFORE] else last
        if after >= before and not by_kind[Kind.BEFORE]:
            before = max(WHOLE_DAY[1], EVENING[1]) if after >= WHOLE_DAY[1] else WHOLE_DAY[1]
        if after >= before:
            after = WHOLE_DAY[0]
        return (after, before) if after < before else None
    if by_kind[Kind.AT]:
        return by_kind[Kind.AT][0].first, by_kind[Kind.AT][0].last
    return (first, last) if by_kind[Kind.PART] else None


def _ranges(text: str, language: str, parts: list[Hours], days: list[tuple[int, int]]) -> list[Hours]:
    found = _in_four_digits(text, language)
    for match in _range_pattern(language).finditer(text):
        one, other = read_clock(match["one"], language), read_clock(match["other"], language)
        if one is None or other is None or _UNITS.match(text, match.end()):
            continue
        spoken = not (match["one"][0].isdigit() and match["other"][0].isdigit())
        minutes = re.search(r"\d[:.-]\d\d", match[0])
        clear = bool(match["lead"].strip() or (not spoken and (one.exact or other.exact or minutes)))
        if (
            not clear
            and not (re.search(r"[-–—]", match[0]) and not spoken)
            and not _placed(match, parts, days)
        ):
            continue
        early = _has(parts, MORNING, match)
        half = other.half if one.hour % 12 <= other.hour % 12 or other.half == "am" else ""
        first, last = one.at(half, early=early), other.at(early=early)
        if first and last:
            first, last = _by_daylight(first, last, early=early, late=_has(parts, EVENING, match))
            if first < last:
                found.append(Hours(first, last, match.start(), match.end(), Kind.RANGE))
    return found


def _placed(match: re.Match[str], parts: list[Hours], days: list[tuple[int, int]]) -> bool:
    """Whether a part of the day or a day stands right beside: "Friday, 6 till 8 in the morning"."""
    beside = any(0 <= part.start - match.end() <= 8 for part in parts)
    return beside or any(
        0 <= match.start() - end <= 2 or 0 <= start - match.end() <= 4 for start, end in days
    )


def _by_daylight(first: time, last: time, *, early: bool, late: bool) -> tuple[time, time]:
    """ "11 to 2" ends in the afternoon, "6 to 8 in the evening" is there."""
    if late and first.hour < 12 and last.hour < 12:
        return first.replace(hour=first.hour + 12), last.replace(hour=last.hour + 12)
    if last <= first and last.hour < 12 and not early and last.hour + 12 > first.hour:
        return first, last.replace(hour=last.hour + 12)
    if first > last and first.hour >= 13 and last.hour < 12:
        return first.replace(hour=first.hour - 12), last
    return first, last


def _in_four_digits(text: str, language: str) -> list[Hours]:
    """ "kl. 0900-1100": only behind the word for a clock, for years look the same."""
    lead = compiled(words(language, "time", "clock")).pattern
    found = []
    for match in re.finditer(
        rf"{lead}\.?\s?([01]\d|2[0-3])([0-5]\d)\s?[-–—]\s?([01]\d|2[0-3])([0-5]\d)(?!\d)", text, re.IGNORECASE
    ):
        first, last = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
        if first < last:
            found.append(Hours(first, last, match.start(), match.end(), Kind.RANGE))
    return found


@cache
def _range_pattern(language: str) -> re.Pattern[str]:
    pairs = [pair for one in languages(language) for pair in pack(one)["time"]["between"]]
    leads = _alternation({pair[0] for pair in pairs} | set(words(language, "time", "clock")))
    joins = _alternation({pair[1] for pair in pairs})
    clock = rf"(?:(?:{_alternation(set(words(language, 'time', 'clock')))})\.?\s?)?"
    hour = clock_pattern(language)
    dash = r"\s?[-–—&](?!(?:00|30|45)(?![\d:]|\.\d))\s?"  # "10-00" is one time
    return re.compile(
        rf"(?<![\w.,:/+-])(?P<lead>(?:(?:{leads})\.?\s?){{0,2}})(?<![^\W\d_])(?P<one>{hour})"
        rf"(?:{dash}|\s(?:{joins})\s){clock}(?<![^\W\d_])(?P<other>{hour})(?![\w:/]|[.,]\d|-\d)",
        re.IGNORECASE,
    )


def _alternation(phrases: set[str]) -> str:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in ordered)


def _parts(text: str, language: str) -> list[Hours]:
    found: list[Hours] = []
    for key, (first, last) in _PARTS:
        for match in pattern(language, "time", key).finditer(text):
            # "this afternoon" is also a day: leave its first letter to that reading
            start = match.start() + 1 if key.startswith("this_") else match.start()
            if not any(start < other.end and other.start < match.end() for other in found):
                found.append(Hours(first, last, start, match.end(), Kind.PART))
    return found


def _beside(text: str, language: str, days: list[tuple[int, int]]) -> list[Hours]:
    """ "Tuesday am", "fre fm": abbreviations that are a part of the day only right behind the day."""
    found: list[Hours] = []
    for key, (first, last) in (("morning_beside", MORNING), ("afternoon_beside", AFTERNOON)):
        told = words(language, "time", key)
        for _, end in days if told else ():
            match = re.compile(rf"\.?\s?,?\s?({compiled(told).pattern})", re.IGNORECASE).match(text, end)
            if match:
                found.append(Hours(first, last, match.start(1), match.end(), Kind.PART))
    return found


def _has(parts: list[Hours], span: tuple[time, time], match: re.Match[str]) -> bool:
    """Whether that part of the day is said close by."""
    return any((part.first, part.last) == span and -40 < part.start - match.end() < 25 for part in parts)


def _bounds(text: str, language: str, parts: list[Hours]) -> list[Hours]:
    """ "etter kl 13", "before 11", "kl. 10": open to the end (or start) of the working day, or an hour."""
    found = []
    for match in _bound_pattern(language).finditer(text):
        said = next(one for one in ("bound", "told", "around", "alone") if match[one])
        clock = read_clock(match[said], language)
        if clock is None or _counts(text, match, language):
            continue
        late = _has(parts, EVENING, match) and clock.hour < 12
        at = clock.at("pm" if late else "", early=_has(parts, MORNING, match))
        if at is None or at.hour < 5 or at.hour > 22:
            continue
        kind = Kind.AT if said != "bound" else Kind.AFTER if match["after"] else Kind.BEFORE
        if kind is Kind.AFTER:
            span = (at, WHOLE_DAY[1] if at < WHOLE_DAY[1] else time(23, 59))
        elif kind is Kind.BEFORE:
            span = (min(WHOLE_DAY[0], at.replace(hour=at.hour - 1)), at)
        else:
            span = (at, at.replace(hour=at.hour + 1))
        found.append(Hours(*span, match.start(), match.end(), kind))
    return found


def _counts(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a mere number counts something else: "at 14 Quayside Road", "в 3 магазинах"."""
    behind = text[match.end() :]
    if _UNITS.match(behind):
        return True
    if not match[0][-1].isdigit() or re.search(r"\d[:.]\d\d$", match[0]):
        return False
    word = re.match(r"\s([^\W\d_]+)", behind)
    if word is None:
        return False
    named = not pattern(language, "time", "weekdays").match(word[1]) and word[1][:1].isupper()
    return named or (
        language == "ru" and not pattern(language, "time", "visit").match(word[1]) and len(word[1]) > 4
    )


@cache
def _bound_pattern(language: str) -> re.Pattern[str]:
    clock = compiled(words(language, "time", "clock")).pattern
    after, before = (compiled(words(language, "time", key)).pattern for key in ("after", "before"))
    around = compiled(words(language, "time", "around")).pattern
    hour = clock_pattern(language)
    end = r"(?![\w:/]|[.,]\d|-\d)"
    return re.compile(
        rf"(?:(?P<after>{after})|{before})\s(?:{clock}\.?\s?|{around}\.?\s)?(?P<bound>{hour}){end}"
        rf"|{clock}\.?\s?(?:{around}\s)?(?P<told>{hour}){end}"
        rf"|{around}\.?\s(?P<around>{hour}){end}(?=\s?(?:[,.;!?)]|$|på\b|on\b|в\b|i\b|om\b))"
        rf"|(?<![\w.,:/-])(?P<alone>{telling_pattern(language)}){end}",
        re.IGNORECASE,
    )
