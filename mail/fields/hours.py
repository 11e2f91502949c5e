"""Times of day named in a sentence: ranges, parts of the day, "after two", as from and to."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache

from mail.fields.lexicon import compiled, pattern, words

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
_HOUR = r"(\d{1,2})(?:[:.](\d\d))?\s?(am|pm|a\.m\.?|p\.m\.?|h|uhr|час(?:ов|а)?)?"
_BARE_AFTERNOON = range(1, 6)  # "between 1 and 3": nobody means the night


@dataclass(frozen=True, slots=True)
class Hours:
    """A span within a day, where it is named, and how sure: 3 a range, 2 a part of the day, 1 a single
    time.
    """

    first: time
    last: time
    start: int
    end: int
    rank: int


def hours_in(sentence: str, language: str, taken: list[tuple[int, int]]) -> list[Hours]:
    """The spans in ``sentence``; what overlaps ``taken`` (dates) is none."""
    found: list[Hours] = []
    for hours in [*_ranges(sentence, language), *_parts(sentence, language), *_bounds(sentence, language)]:
        spans = [*taken, *((other.start, other.end) for other in found)]
        if not any(hours.start < end and start < hours.end for start, end in spans):
            found.append(hours)
    return _with_part(sorted(found, key=lambda hours: hours.start))


def _ranges(text: str, language: str) -> list[Hours]:
    found = _in_four_digits(text, language)
    for match in _range_pattern(language).finditer(text):
        lead, one, other = match["lead"], (match[2], match[3], match[4]), (match[5], match[6], match[7])
        clear = bool(lead.strip() or one[1] or other[1] or one[2] or other[2])
        if not clear and not re.search(r"[-–—]", match[0]):
            continue
        if re.match(
            r"\s?(?:stk|kg|mm|cm|m\b|kr|%|personer|dager|dage|dagar|days|weeks|uker|°|grad|шт|дн|минут|min)",
            text[match.end() :],
        ):
            continue
        first, last = _clock(one, other[2]), _clock(other, "")
        if first and last:
            first, last = _by_daylight(first, last, text, bool(one[2] or other[2] or one[1]), language)
            if first < last:
                found.append(Hours(first, last, match.start(), match.end(), 3))
    return found


def _in_four_digits(text: str, language: str) -> list[Hours]:
    """ "kl. 0900-1100": only behind the word for a clock, for years look the same."""
    lead = compiled(words(language, "time", "clock")).pattern
    found = []
    for match in re.finditer(
        rf"{lead}\.?\s?(\d\d)([0-5]\d)\s?[-–—]\s?(\d\d)([0-5]\d)(?!\d)", text, re.IGNORECASE
    ):
        first, last = _clock((match[1], match[2], None), ""), _clock((match[3], match[4], None), "")
        if first and last and first < last:
            found.append(Hours(first, last, match.start(), match.end(), 3))
    return found


@cache
def _range_pattern(language: str) -> re.Pattern[str]:
    leads = sorted(
        {re.escape(pair[0]).replace(r"\ ", r"\s") for pair in _pairs(language)}
        | {re.escape(word) for word in words(language, "time", "clock")},
        key=len,
        reverse=True,
    )
    joins = sorted(
        {re.escape(pair[1]).replace(r"\ ", r"\s") for pair in _pairs(language)}, key=len, reverse=True
    )
    clock = rf"(?:(?:{'|'.join(re.escape(word) for word in words(language, 'time', 'clock'))})\.?\s)?"
    return re.compile(
        rf"(?<![\w.,:/+-])(?P<lead>(?:(?:{'|'.join(leads)})\.?\s){{0,2}}){_HOUR}\s?(?:[-–—]|{'|'.join(joins)})\s?{clock}{_HOUR}(?![\w:/]|[.,]\d|-\d)",
        re.IGNORECASE,
    )


def _pairs(language: str) -> list[list[str]]:
    from mail.fields.lexicon import languages
    from mail.words import pack

    return [pair for one in languages(language) for pair in pack(one)["time"]["between"]]


def _clock(parts: tuple[str, str | None, str | None], other_half: str | None) -> time | None:
    hour, minute = int(parts[0]), int(parts[1] or 0)
    half = (parts[2] or other_half or "").replace(".", "").lower()
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour == 24 and not minute:
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _by_daylight(first: time, last: time, text: str, exact: bool, language: str) -> tuple[time, time]:
    """Small hours without "am" or "in the morning" are the afternoon's; "11 to 2" ends in it."""
    if exact and first < last:
        return first, last
    if pattern(language, "time", "morning").search(text):
        return first, last
    if first.hour in _BARE_AFTERNOON and first < last and last.hour < 12:
        return first.replace(hour=first.hour + 12), last.replace(hour=last.hour + 12)
    if last <= first and last.hour < 8:
        return first, last.replace(hour=last.hour + 12)
    return first, last


def _parts(text: str, language: str) -> list[Hours]:
    found = []
    for key, (first, last) in _PARTS:
        for match in pattern(language, "time", key).finditer(text):
            # "this afternoon" is also a day: leave its first letter to that reading
            start = match.start() + 1 if key.startswith("this_") else match.start()
            found.append(Hours(first, last, start, match.end(), 2))
    return found


def _bounds(text: str, language: str) -> list[Hours]:
    """ "etter kl 13", "before 11", "kl. 10": open to the end (or start) of the working day, or an hour."""
    clock = rf"(?:(?:{'|'.join(re.escape(word) for word in words(language, 'time', 'clock'))})\.?\s)"
    found = []
    for key, rank in (("after", 2), ("before", 2)):
        lead = compiled(words(language, "time", key)).pattern
        for match in re.finditer(rf"{lead}\s{clock}?{_HOUR}(?![\w:/]|[.,]\d|-\d)", text, re.IGNORECASE):
            at = _clock((match[1], match[2], match[3]), "")
            if at and (match[2] or match[3] or re.search(clock, match[0], re.IGNORECASE) or at.hour >= 7):
                span = (at, WHOLE_DAY[1]) if key == "after" else (WHOLE_DAY[0], at)
                if span[0] < span[1]:
                    found.append(Hours(*span, match.start(), match.end(), rank))
    for match in re.finditer(
        rf"(?<!\w){clock}{_HOUR}(?![\w:/]|[.,]\d|-\d)|(?<![\w.,:/-])(\d{{1,2}}):(\d\d)(?![\w:/.-]\d)|(?<![\w.,:/-])(\d{{1,2}})()\s?(am|pm)(?!\w)",
        text,
        re.IGNORECASE,
    ):
        at = _clock((match[1] or match[4] or match[6], match[2] or match[5], match[3] or match[8]), "")
        if at and at.hour < 23:
            found.append(Hours(at, at.replace(hour=at.hour + 1), match.start(), match.end(), 1))
    return found


def _with_part(found: list[Hours]) -> list[Hours]:
    """ "8 вечера", "between 6 and 8 in the evening": an evening word moves bare hours behind noon."""
    evening = any((hours.first, hours.last) == EVENING for hours in found)
    if not evening:
        return found
    return [
        Hours(
            hours.first.replace(hour=hours.first.hour + 12),
            hours.last.replace(hour=hours.last.hour + 12),
            hours.start,
            hours.end,
            hours.rank,
        )
        if hours.rank != 2 and hours.last.hour < 12 and hours.first.hour >= 4
        else hours
        for hours in found
    ]
