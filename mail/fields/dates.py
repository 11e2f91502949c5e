"""Dates as people write them: 12.11., 12/11, 9.-11.11., 12 November, Nov 12, 2026-11-12, "den 12."."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from mail.fields.lexicon import compiled, languages, words
from mail.words import pack

_LONG_AGO = 45  # days; a date without year that lies further back means next year
_QUARTERS = (0, 15, 30, 45)
DIGIT = re.compile(r"\d")
_ISO = re.compile(r"(?<!\d)(20\d\d)([-./])(\d\d)\2(\d\d)(?!\d)")
_HYPHENS = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})-(20\d\d)(?![\d-])")
_NUMERIC = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d\d))?\.?(?:\s?г\.?(?!\w))?(?![\d:/]|\.\d|,\d|-\d)"
)
_IN_ONE_MONTH = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})\.?\s?[-–—]\s?(\d{1,2})([./])(\d{1,2})(?:\3(\d{4}|\d\d))?\.?(?![\d:/]|\.\d|,\d)"
)
_ACROSS = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})([./])(\d{1,2})\.?(?:\s?[-–—]\s?|\s(?:to|til|till|по|до|og|och|and)\s)"
    r"(\d{1,2})\2(\d{1,2})(?:\2(\d{4}|\d\d))?\.?(?![\d:/]|\.\d|,\d)"
)
_TO = r"(?:\s?[-–—]\s?|\s(?:to|til|till|og|och|and|or|eller|или|и|по|до)\s)(?:the\s|den\s|d\.\s?)?"
# "the 3rd lift" is no date
_GOES_ON = (
    r"(?=\s*(?:[,.!?)]|$)|\s(?:at|after|before|between|from|in|or|and|to|until|till|would|is|if|works|suits|any"
    r"|anytime|please|for|morning|afternoon|evening|of|am|pm|around|about|onwards|could|can)\b)"
)
_DAY_ALONE = re.compile(
    rf"(?<![\d.])(?:(?:(?<!\w)(?:den|d\.|dem)\s?(?P<nordic>\d{{1,2}})(?:\.|:[ea])?(?:{_TO}(?P<nordic_last>\d{{1,2}})(?:\.|:[ea])?)?)"
    rf"|(?<!\w)the\s(?P<en>\d{{1,2}})(?:st|nd|rd|th)(?:{_TO}(?P<en_last>\d{{1,2}})(?:st|nd|rd|th))?{_GOES_ON}"
    rf"|(?P<ru>\d{{1,2}})(?:-?го|-е|\sчисла)(?:{_TO}(?P<ru_last>\d{{1,2}})(?:-?го|-е|\sчисла))?)"
    r"(?=[\s,.!?)]|$)(?!\s?[:.]\d|\s?(?:mm|cm|kr|kg|grad)\b)",
    re.IGNORECASE,
)
_NO_DATE_BEFORE = re.compile(
    r"(?:\bv|ver\.?|versjon|version|версия|firmware|fw|rev\.?|§|kap\.?|punkt|[£$€]|kr\.?)\s?$", re.IGNORECASE
)
_NO_DATE_BEHIND = re.compile(
    r"\s?(?:mm|cm|m|kg|g|bar|v|a|w|kw|volt|watt|amp|l|liter|litres?|%|kr|°|grader|grad|tommer|timer|tim|hours?|hrs|mbar|mb|gb|ч|часа|бар|руб)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Days:
    """A day or a run of days, and where it is named. ``vague``: today or a bare weekday, said of anything."""

    first: date
    last: date
    start: int
    end: int
    vague: bool = False


def dates_in(text: str, language: str, today: date) -> list[Days]:
    """The dates written in ``text``, those of a telling shape first; readings may overlap."""
    if not DIGIT.search(text):
        return []
    found = _Found(text, language, today, [])
    for match in _ISO.finditer(text):
        found.add(match, (match[4], match[3], match[1]))
    _named_months(found)
    for match in _ACROSS.finditer(text):
        if not _is_clock(text, match, language, int(match[3]), int(match[5])):
            found.add(match, (match[1], match[3], match[6]), (match[4], match[5]))
    for match in _IN_ONE_MONTH.finditer(text):
        if int(match[1]) < int(match[2]) and not _is_clock(text, match, language, int(match[4])):
            found.add(match, (match[1], match[4], match[5]), (match[2], match[4]))
    for match in _HYPHENS.finditer(text):
        found.add(match, (match[1], match[2], match[3]))
    for match in _NUMERIC.finditer(text):
        if match[4] or not _is_clock(text, match, language, int(match[3])):
            found.add(match, (match[1], match[3], match[4]))
    for match in _DAY_ALONE.finditer(text):
        first = next(int(match[one]) for one in ("nordic", "en", "ru") if match[one])
        last = next((int(match[one]) for one in ("nordic_last", "en_last", "ru_last") if match[one]), first)
        moved = next_of_month(today, first)
        if moved:
            found.days.append(Days(moved, _later(moved, last), *match.span()))
    return found.days


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    language: str
    today: date
    days: list[Days]

    def add(
        self, match: re.Match[str], first: tuple[str, str, str | None], last: tuple[str, str] | None = None
    ) -> None:
        """Keep the date of ``first`` (day, month, year), to ``last`` (day, month); not when there is none."""
        if _NO_DATE_BEFORE.search(self.text[max(0, match.start() - 10) : match.start()]):
            return
        if _NO_DATE_BEHIND.match(self.text, match.end()):
            return
        day, month, year = int(first[0]), int(first[1]), int(first[2] or 0)
        if self.language == "en" and month > 12 >= day:
            day, month = month, day  # 11/23 can only be the American way
        begins = _dated(self.today, day, month, year + 2000 if 0 < year < 100 else year)
        if begins is None:
            return
        ends = _dated(begins, int(last[0]), int(last[1]), 0) if last else begins
        self.days.append(Days(begins, max(begins, ends or begins), *match.span()))


def _dated(today: date, day: int, month: int, year: int) -> date | None:
    try:
        dated = date(year or today.year, month, day)
        if not year and dated < today - timedelta(days=_LONG_AGO):
            return dated.replace(year=dated.year + 1)
    except ValueError:
        return None
    return dated


def next_of_month(today: date, day: int) -> date | None:
    """The next ``day``th on or after ``today``; None when no month of the next three has it."""
    for ahead in range(3):
        month = (today.month - 1 + ahead) % 12 + 1
        try:
            moved = date(today.year + (today.month - 1 + ahead) // 12, month, day)
        except ValueError:
            continue
        if moved >= today:
            return moved
    return None


def _later(first: date, day: int) -> date:
    try:
        return first.replace(day=max(day, first.day))
    except ValueError:
        return first


def _is_clock(text: str, match: re.Match[str], language: str, *minutes: int) -> bool:
    """Whether what looks like 10.30 is a time: behind "kl", or by its minutes."""
    before = text[max(0, match.start() - 12) : match.start()]
    if language != "ru" and re.search(
        rf"{compiled(words(language, 'time', 'clock')).pattern}\.?\s?$", before, re.IGNORECASE
    ):
        return True
    dotted = "." in match[0]
    tail = re.match(r"\s?[-–—]\s?\d{1,2}[.:](\d\d)(?!\d|\.)", text[match.end() :])
    if tail and int(tail[1]) in _QUARTERS and minutes[0] in _QUARTERS:
        return True
    return dotted and any(one > 12 or one == 0 for one in minutes)


def _named_months(found: _Found) -> None:
    months = _months(found.language)
    patterns = [_day_month(found.language)] + ([_month_day()] if found.language == "en" else [])
    for regex in patterns:
        for match in regex.finditer(found.text):
            month = str(months[match["month"].casefold().rstrip(".")])
            last = (match["last"], month) if match["last"] else None
            found.add(match, (match["day"], month, match["year"]), last)


@cache
def _months(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for one in languages(language):
        for number, name in enumerate(pack(one)["time"]["months"], 1):
            names[name] = number
            if len(name) > 3:
                names[name[:3]] = names[name[:4]] = number
    return names


@cache
def month_names(language: str) -> str:
    """The months' names and abbreviations as an alternation, longest first."""
    return "|".join(
        sorted((re.escape(name) for name in _months(language)), key=lambda name: (-len(name), name))
    )


@cache
def _day_month(language: str) -> re.Pattern[str]:
    nth = r"(?:\.|st|nd|rd|th|:[ea]|-?го|-е)?"
    return re.compile(
        rf"(?<![\d.:])(?P<day>\d{{1,2}}){nth}(?:{_TO}(?P<last>\d{{1,2}}){nth})?"
        rf"\s?(?:of\s)?(?P<month>{month_names(language)})\.?(?!\w)(?:,?\s?[’']?(?P<year>20\d\d)(?!\d))?",
        re.IGNORECASE,
    )


@cache
def _month_day() -> re.Pattern[str]:
    nth = r"(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?<!\w)(?P<month>{month_names('en')})\.?\s(?:the\s)?(?P<day>\d{{1,2}}){nth}(?!\d|[:.]\d|\s?[ap]\.?m)"
        rf"(?:{_TO}(?P<last>\d{{1,2}}){nth}(?![\d:.]))?(?:,?\s(?P<year>20\d\d))?",
        re.IGNORECASE,
    )
