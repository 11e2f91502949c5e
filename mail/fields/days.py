"""Days named in a sentence: dates, weekdays, weeks, "i morgen", ranges of them, counted from the mail's
date.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from mail.fields.lexicon import compiled, languages, pattern, words
from mail.words import pack

_FRIDAY = 4
_LONG_AGO = 45  # days; a date without year that lies further back means next year
_BYGONE = re.compile(r"(?<!\w)i \w{2,6}dags$", re.IGNORECASE)  # "i tisdags" is last Tuesday
_SUFFIX = r"(?:en|s|ens|e)?"


@dataclass(frozen=True, slots=True)
class Days:
    """A day or a run of days, and where it is named. ``vague``: today or a bare weekday, said of anything."""

    first: date
    last: date
    start: int
    end: int
    vague: bool = False


def days_in(sentence: str, language: str, today: date) -> list[Days]:
    """The days that ``sentence`` names, in order, those joined by "to", "or" or a dash as one run."""
    found: list[Days] = []
    masked = sentence
    for days in _named(masked, language, today):
        if not any(days.start < other.end and other.start < days.end for other in found):
            found.append(days)
    found.sort(key=lambda days: days.start)
    return [
        days
        for days in _in_next_week(_joined(sentence, found, language), sentence, language, today)
        if days.last >= today
    ]


def _named(text: str, language: str, today: date) -> list[Days]:
    """All readings, the most telling first; later ones that overlap are dropped."""
    return [
        *_dates(text, language, today),
        *_relative(text, language, today),
        *_weeks(text, language, today),
        *_weekdays(text, language, today),
    ]


def _relative(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    for key, ahead, vague in (
        ("overmorrow", 2, False),
        ("tomorrow", 1, False),
        ("today", 0, True),
        ("this_morning", 0, True),
        ("this_afternoon", 0, True),
        ("this_evening", 0, True),
    ):
        for match in pattern(language, "time", key).finditer(text):
            day = today + timedelta(days=ahead)
            # "i eftermiddag": the part of the day is read again by the clock, so only "i" is taken.
            end = match.start() + 1 if key.startswith("this_") else match.end()
            found.append(Days(day, day, match.start(), end, vague))
    return found


def _dates(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    months = _months(language)
    for match in re.finditer(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", text):
        _add(found, today, match, int(match[3]), int(match[2]), int(match[1]))
    for match in _day_month(language).finditer(text):
        last = int(match["last"] or match["day"])
        month, year = months[match["month"].casefold().rstrip(".")], int(match["year"] or 0)
        _add(found, today, match, int(match["day"]), month, year, last)
    if language == "en":
        for match in _month_day().finditer(text):
            _add(
                found,
                today,
                match,
                int(match["day"]),
                months[match["month"].casefold().rstrip(".")],
                int(match["year"] or 0),
                int(match["last"] or match["day"]),
            )
    for match in re.finditer(r"(?<![\d-])(\d{1,2})-(\d{1,2})-(20\d\d)(?![\d-])", text):
        _add(found, today, match, int(match[1]), int(match[2]), int(match[3]))
    for match in re.finditer(
        r"(?<![\d.,:/-])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d\d))?\.?(?![\d:]|\.\d)", text
    ):
        if match[4] or not _is_clock(text, match, language):
            year = int(match[4] or 0)
            _add(found, today, match, int(match[1]), int(match[3]), year + 2000 if 0 < year < 100 else year)
    for match in re.finditer(
        r"(?<![\d.])(?:(?:den|d\.|dem)\s(\d{1,2})\.?|the\s(\d{1,2})(?:st|nd|rd|th)"
        r"|(\d{1,2})(?:-го|-е| числа))"
        r"(?=[\s,.!?]|$)(?!\s?[:.]\d)",
        text,
    ):
        day = int(next(group for group in match.groups() if group))
        moved = _next_of_month(today, day)
        if moved:
            found.append(Days(moved, moved, match.start(), match.end()))
    return found


def _is_clock(text: str, match: re.Match[str], language: str) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    if compiled(words(language, "time", "clock")).search(before) and language != "ru":
        return True
    if re.match(r"\s?[-–—]\s?\d{1,2}[.:]\d\d(?!\d|\.)", text[match.end() :]) and int(match[3]) in (
        0,
        15,
        30,
        45,
    ):
        return True
    minutes = int(match[3])
    return match[2] == "." and ((len(match[3]) == 2 and minutes in (0, 15, 30, 45)) or minutes > 12)


def _add(
    found: list[Days], today: date, match: re.Match[str], day: int, month: int, year: int, last: int = 0
) -> None:
    try:
        first = date(year or today.year, month, day)
        if not year and first < today - timedelta(days=_LONG_AGO):
            first = first.replace(year=first.year + 1)
        found.append(
            Days(first, first.replace(day=last) if last > day else first, match.start(), match.end())
        )
    except ValueError:
        return


def _next_of_month(today: date, day: int) -> date | None:
    for ahead in range(3):
        month = (today.month - 1 + ahead) % 12 + 1
        try:
            moved = date(today.year + (today.month - 1 + ahead) // 12, month, day)
        except ValueError:
            continue
        if moved >= today:
            return moved
    return None


def _weeks(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    names = "|".join(re.escape(word) for word in words(language, "time", "week"))
    numbered = (
        rf"(?<!\w)(?:{names})\s?(\d{{1,2}})(?!\d|[:.]\d)|(?<!\d)(\d{{1,2}})(?:-[йя]+)?\s(?:{names})(?!\w)"
    )
    for match in re.finditer(numbered, text, re.IGNORECASE):
        number = int(match[1] or match[2])
        monday = _monday_of(today, number)
        if monday and not (match[2] and language != "ru"):
            found.append(Days(monday, monday + timedelta(days=_FRIDAY), match.start(), match.end()))
    monday = today - timedelta(days=today.weekday())
    first, last = monday + timedelta(days=7), monday + timedelta(days=7 + _FRIDAY)
    found += [
        Days(first, last, *match.span()) for match in pattern(language, "time", "next_week").finditer(text)
    ]
    for match in pattern(language, "time", "this_week").finditer(text):
        if today.weekday() < _FRIDAY:
            found.append(
                Days(today, monday + timedelta(days=_FRIDAY), match.start(), match.end(), vague=True)
            )
    return found


def _monday_of(today: date, week: int) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if monday + timedelta(days=6) >= today:
            return monday
    return None


def _weekdays(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    table, regex = _weekday_table(language)
    bygone = pattern(language, "time", "bygone")
    for match in regex.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if any(not before[gone.end() :].strip() for gone in bygone.finditer(before)):
            continue  # "last Tuesday"
        if _BYGONE.search(text[max(0, match.start() - 3) : match.end()]):
            continue
        ahead = (table[_bare(match[1])] - today.weekday() - 1) % 7 + 1
        day = today + timedelta(days=ahead)
        found.append(Days(day, day, match.start(), match.end(), vague=True))
    return found


def _in_next_week(found: list[Days], sentence: str, language: str, today: date) -> list[Days]:
    """ "fredag neste uke" and "mandag i uke 46": a weekday next to a week is that week's."""
    weeks = [days for days in found if (days.last - days.first).days == _FRIDAY and days.first.weekday() == 0]
    result = [days for days in found if days not in weeks or len(found) == 1]
    for week in weeks:
        placed = False
        for index, days in enumerate(result):
            gap = sentence[min(days.end, week.end) : max(days.start, week.start)]
            if days not in weeks and days.vague and days.first > today and len(gap) < 15 and "," not in gap:
                first = week.first + timedelta(days=days.first.weekday())
                length = (days.last.weekday() - days.first.weekday()) % 7
                # what stands between the two may be a part of the day: "tirsdag formiddag neste uke"
                start, end = days.start, days.end
                if not gap.strip(" ,i"):
                    start, end = min(start, week.start), max(end, week.end)
                result[index] = Days(first, first + timedelta(days=length), start, end)
                placed = True
        if not placed and week not in result:
            result.append(week)
    return result


def _joined(sentence: str, found: list[Days], language: str) -> list[Days]:
    joiner = re.compile(
        rf"\s?(?:{'|'.join(map(re.escape, words(language, 'time', 'joiners')))})\s?(?:på|den|om|on|в|во)?\s?",
        re.IGNORECASE,
    )
    result: list[Days] = []
    for days in found:
        if result and joiner.fullmatch(sentence[result[-1].end : days.start]):
            last = days.last
            while last < result[-1].first:
                last += timedelta(days=7)
            result[-1] = replace(result[-1], last=last, end=days.end)
        else:
            result.append(days)
    return result


@cache
def _months(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for one in languages(language):
        for number, name in enumerate(pack(one)["time"]["months"], 1):
            names[name] = number
            if len(name) > 3:
                names[name[:3]] = number
    names.update({"sept": 9} if "sep" in names else {})
    return names


@cache
def _month_names(language: str) -> str:
    return "|".join(
        sorted((re.escape(name) for name in _months(language)), key=lambda name: (-len(name), name))
    )


@cache
def _day_month(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.:])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|:e|-го|-е)?(?:\s?(?:[-–—]|til|till|to|og|och|and|or|eller|по|до)\s?(?P<last>\d{{1,2}})(?:\.|st|nd|rd|th|:e|-е|-го)?)?"
        rf"\s(?:of\s)?(?P<month>{_month_names(language)})\.?(?!\w)(?:,?\s(?P<year>20\d\d))?",
        re.IGNORECASE,
    )


@cache
def _month_day() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<month>{_month_names('en')})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d)(?:\s?[-–—]\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s(?P<year>20\d\d))?",
        re.IGNORECASE,
    )


@cache
def _weekday_table(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    table: dict[str, int] = {}
    for one in languages(language):
        section = pack(one)["time"]
        table.update((name, number) for number, name in enumerate(section["weekdays"]))
        for number, forms in enumerate(section.get("weekday_forms", ())):
            table.update(dict.fromkeys(forms, number))
        for number, name in enumerate(section["short_weekdays"]):
            table[name + "."] = number
            if one == "en":
                table[name] = number
    names = sorted(table, key=lambda name: (-len(name), name))
    suffix = "" if language in ("en", "ru") else _SUFFIX
    return table, re.compile(
        rf"(?<!\w)({'|'.join(re.escape(name) for name in names)}){suffix}(?!\w)", re.IGNORECASE
    )


def _bare(word: str) -> str:
    return word.casefold()
