"""Days that are named, not dated: weekdays, "i morgen", "uke 47", "next week", "the weekend"."""

import re
from datetime import date, timedelta
from functools import cache

from rapidfuzz.distance import OSA

from mail.fields.dates import Days, dates_in, month_names, next_of_month
from mail.fields.lexicon import compiled, languages, pattern, starts_in, words
from mail.words import pack

_FRIDAY, _SATURDAY = 4, 5
_BYGONE = re.compile(r"(?<!\w)i \w{2,6}dags$", re.IGNORECASE)  # "i tisdags" is last Tuesday
_SUFFIX = r"(?:en|s|ens|e)?"
_RELATIVE = (
    ("overmorrow", 2, False),
    ("tomorrow", 1, False),
    ("today", 0, True),
    ("this_morning", 0, True),
    ("this_afternoon", 0, True),
    ("this_evening", 0, True),
)
_NUMBERED = re.compile(
    r"\s+(?:den\s|d\.\s?|the\s)?(\d{1,2})(?:\.|st|nd|rd|th|:[ea])?(?![\d:/]|\.\d|\s?[-–]\s?\d|\s?[ap]\.?m|\s?h\b)"
)
_MISSPELT = re.compile(r"(?<!\w)\w{3,7}(?:dag|dan|day|dya|sday)(?:en)?(?!\w)", re.IGNORECASE)
_MOST_DAYS_AHEAD = 6 * 7
_COUNTING = ("ti", "to")  # short for days, and numbers


def named_days_in(text: str, language: str, today: date) -> list[Days]:
    """The days that ``text`` names, the most telling readings first; readings may overlap."""
    if not may_name_days(text, language):
        return []
    return [
        *_relative(text, language, today),
        *_weeks(text, language, today),
        *_weekdays(text, language, today),
    ]


def may_name_days(text: str, language: str) -> bool:
    """Whether there is anything like a day's name in ``text``; quick, for most sentences name none."""
    _, low = starts_in(text)
    return "dag" in low or "day" in low or _hint(language).search(low) is not None


def _relative(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    for key, ahead, vague in _RELATIVE:
        for match in pattern(language, "time", key).finditer(text):
            day = today + timedelta(days=ahead)
            # "i eftermiddag": the part of the day is read again by the clock, so only "i" is taken.
            end = match.start() + 1 if key.startswith("this_") else match.end()
            found.append(Days(day, day, match.start(), end, vague))
    saturday = today + timedelta(days=(_SATURDAY - today.weekday()) % 7)
    found += [
        Days(saturday, saturday + timedelta(days=1), *match.span(), vague=True)
        for match in pattern(language, "time", "weekend").finditer(text)
    ]
    return found


def _weeks(text: str, language: str, today: date) -> list[Days]:
    found: list[Days] = []
    for match in _numbered_weeks(language).finditer(text):
        number = int(match["behind"] or match["before"])
        monday = _monday_of(today, number)
        last = _monday_of(today, int(match["last"])) if match["last"] else monday
        if monday and last and monday <= last:
            found.append(Days(monday, last + timedelta(days=_FRIDAY), *match.span()))
    monday = today - timedelta(days=today.weekday())
    first, last = monday + timedelta(days=7), monday + timedelta(days=7 + _FRIDAY)
    found += [
        Days(first, last, *match.span()) for match in pattern(language, "time", "next_week").finditer(text)
    ]
    if today.weekday() < _FRIDAY:
        friday = monday + timedelta(days=_FRIDAY)
        found += [
            Days(today, friday, *match.span(), vague=True)
            for match in pattern(language, "time", "this_week").finditer(text)
        ]
    return found


@cache
def _numbered_weeks(language: str) -> re.Pattern[str]:
    names = "|".join(re.escape(word) for word in words(language, "time", "week"))
    before = r"(?<!\d)(?P<before>\d{1,2})(?:-[йяе]+)?" if language == "ru" else "(?P<before>(?!))"
    return re.compile(
        rf"(?<!\w)(?:{names})\.?\s?(?P<behind>\d{{1,2}})(?!\d|[:.]\d)"
        rf"(?:(?:\s?[-–/]\s?|\s(?:eller|or|och|og|and|till?|to)\s)(?P<last>\d{{1,2}})(?!\d|[:.]\d))?"
        rf"|{before}\s(?:{names})(?!\w)",
        re.IGNORECASE,
    )


def weeks_of(text: str, language: str, today: date) -> list[Days]:
    """The weeks that ``text`` names by a day: "w/c 16 Nov"."""
    found: list[Days] = []
    for match in _week_of(language).finditer(text):
        dated = dates_in(match["date"], language, today)
        if dated and dated[0].first >= today - timedelta(days=7):
            begins = dated[0].first - timedelta(days=dated[0].first.weekday())
            found.append(Days(begins, begins + timedelta(days=_FRIDAY), *match.span()))
    return found


@cache
def _week_of(language: str) -> re.Pattern[str]:
    """ "w/c 16 Nov": the week is named by its Monday."""
    told = compiled(words(language, "time", "week_of")).pattern
    day = r"\d{1,2}(?:\.|st|nd|rd|th)?\s?[./]?\s?(?:[^\W\d_]{3,9}\.?|\d{1,2}\.?)?|[^\W\d_]{3,9}\.?\s\d{1,2}"
    return re.compile(rf"{told}\s?(?:the|monday|mandag|måndag|mon|den|d\.)?\s?(?P<date>{day})", re.IGNORECASE)


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
    table = _weekday_table(language)
    bygone = pattern(language, "time", "bygone")
    terse = _terse_pattern(language)
    for regex in (_weekday_pattern(language), terse):
        for match in regex.finditer(text):
            before = text[max(0, match.start() - 14) : match.start()]
            if regex is terse and not _stands_as_weekday(text, match, language):
                continue
            if any(not before[gone.end() :].strip() for gone in bygone.finditer(before)):
                continue  # "last Tuesday"
            if _BYGONE.search(text[max(0, match.start() - 3) : match.end()]):
                continue
            found.append(_on(table[match[1].casefold().rstrip(".")], match, text, language, today))
    found += [
        _on(number, match, text, language, today)
        for match in _MISSPELT.finditer(text)
        if (number := _misspelt(match[0].casefold(), language)) is not None
    ]
    return found


@cache
def _month(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:of\s)?(?:{month_names(language)})(?!\w)", re.IGNORECASE)


def _on(number: int, match: re.Match[str], text: str, language: str, today: date) -> Days:
    """The next such weekday; or, with a number behind it that fits ("fredag 13."), that date."""
    numbered = _NUMBERED.match(text, match.end())
    if numbered and not _month(language).match(text, numbered.end()):
        dated = next_of_month(today, int(numbered[1]))
        if dated and dated.weekday() == number and (dated - today).days <= _MOST_DAYS_AHEAD:
            return Days(dated, dated, match.start(), numbered.end())
    day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return Days(day, day, match.start(), match.end(), vague=True)


@cache
def _misspelt(word: str, language: str) -> int | None:
    """The weekday that ``word`` is one slip away from: "trosdag", "wensday"."""
    if word in _everyday():
        return None
    names = {name: number for name, number in _weekday_table(language).items() if len(name) >= 6}
    bare = word.removesuffix("en")
    near = {number for name, number in names.items() if bare != name and OSA.distance(bare, name) <= 1}
    return near.pop() if len(near) == 1 and bare not in names else None


@cache
def _everyday() -> frozenset[str]:
    """Words with "day" in them that are no weekday's name."""
    return frozenset(
        [
            "middag",
            "formiddag",
            "ettermiddag",
            "eftermiddag",
            "today",
            "holiday",
            "birthday",
            "hverdag",
            "vardag",
            "helligdag",
            "fridag",
            "bursdag",
            "fødselsdag",
            "helgdag",
            "arbeidsdag",
            "arbetsdag",
            "payday",
            "weekday",
            "midday",
            "everyday",
            "yesterday",
        ]
    )


@cache
def _weekday_table(language: str) -> dict[str, int]:
    table: dict[str, int] = {}
    for one in languages(language):
        section = pack(one)["time"]
        table.update((name, number) for number, name in enumerate(section["weekdays"]))
        for key in ("terse_weekdays", "short_weekdays", "weekday_forms"):
            for number, forms in enumerate(section[key]):
                table.update(dict.fromkeys(forms, number))
    return table


def _forms(language: str, *keys: str) -> list[str]:
    found = {
        form
        for one in languages(language)
        for key in keys
        for forms in pack(one)["time"][key]
        for form in (forms if isinstance(forms, list) else [forms])
    }
    return sorted(map(re.escape, found), key=lambda name: (-len(name), name))


@cache
def _weekday_pattern(language: str) -> re.Pattern[str]:
    full = "|".join(_forms(language, "weekdays", "weekday_forms"))
    short = "|".join(_forms(language, "short_weekdays"))
    suffix = "" if language in ("en", "ru") else _SUFFIX
    abbreviated = rf"|(?:{short})\.?" if short else ""
    return re.compile(
        rf"(?<!\w)((?:{full})(?={suffix}(?!\w)){abbreviated})(?:{suffix})?(?!\w)", re.IGNORECASE
    )


@cache
def _terse_pattern(language: str) -> re.Pattern[str]:
    """ "man", "ti", "on": words of other meanings too, so see :func:`_stands_as_weekday`."""
    terse = "|".join(_forms(language, "terse_weekdays"))
    return re.compile(rf"(?<!\w)({terse})(?!\w)" if terse else "(?!)", re.IGNORECASE)


@cache
def _beside_terse(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    days = "|".join(_forms(language, "weekdays", "short_weekdays", "terse_weekdays"))
    to = r"(?:\s?[-–]\s?|\st\.?o\.?m\.?\s|\s(?P<word>till?)\s)"
    return (
        re.compile(rf"(?<!\w)(?P<day>{days})\.?{to}$", re.IGNORECASE),
        re.compile(rf"\.?{to}(?P<day>{days})(?!\w)", re.IGNORECASE),
        re.compile(r"\.?\s(?:den\s)?\d{1,2}[./]\s?(?:\d|[a-z]{3})|\.\s(?:kl|fm|em|\d)", re.IGNORECASE),
    )


def _stands_as_weekday(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a word like "on" is Wednesday here: in a run, behind "f.o.m.", or with a date behind it.

    "ti til to" are hours.
    """
    before, behind, dated = _beside_terse(language)
    if dated.match(text, match.end()) or re.search(
        r"(?<!\w)f\.?o\.?m\.?\s$", text[: match.start()], re.IGNORECASE
    ):
        return True
    run = before.search(text, 0, match.start()) or behind.match(text, match.end())
    both_count = run and run["word"] and run["day"].lower() in _COUNTING and match[0].lower() in _COUNTING
    return bool(run) and not both_count


@cache
def _hint(language: str) -> re.Pattern[str]:
    """What a word begins with, in lower case, where any day is named at all; but for "dag" and "day"."""
    keys = ("weekdays", "weekday_forms", "short_weekdays", "terse_weekdays")
    told = {form[:4] for form in _forms(language, *keys)}
    told |= {
        re.escape(phrase.split("*")[0])
        for key in (*(one for one, _, _ in _RELATIVE), "weekend", "week", "next_week", "this_week")
        for phrase in words(language, "time", key)
    }
    # Ignoring case would keep the engine from skipping to what one of them begins with.
    return re.compile(rf"\b(?:{'|'.join(sorted(told, key=lambda one: (-len(one), one)))})")
