"""One time of day as written or said: 9, 09.30, 9am, 10-00, "half past nine", "halv ti", "noon"."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache

from mail.fields.lexicon import languages, words
from mail.words import pack

_DIGITS = (
    r"\d{1,2}(?:[:.][0-5]\d(?!\d)|-(?:00|30|45)(?!\d))?"
    r"(?:\s?(?:am|pm|a\.m\.?|p\.m\.?|h|uhr|o['’]clock|ish|час(?:ов|а|ам|у)?)(?![^\W\d_])|-?ti(?:den|da|de)(?!\w))?"
    r"(?:\s(?:утра|дня|вечера)(?!\w))?"
)
_WRITTEN = re.compile(r"(\d{1,2})(?:[:.-](\d\d))?\s?(.*)", re.DOTALL)
_MORNING_HALF = ("am", "a.m", "a.m.", "утра")
_LATER_HALF = ("pm", "p.m", "p.m.", "дня", "вечера")
_NIGHT = 6  # hours before it are meant as the afternoon's, when nothing else is said


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``half`` is "am" or "pm" where that is said, ``exact`` whether minutes or a half are."""

    hour: int
    minute: int
    half: str
    exact: bool

    def at(self, half: str = "", *, early: bool = False) -> time | None:
        """The time; ``half`` where this one has none. None for 25:61. Small hours are the afternoon's unless
        said otherwise, or ``early``.
        """
        hour, half = self.hour, self.half or half
        if half == "pm" and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        elif not half and not early and 0 < hour < _NIGHT and not self.exact:
            hour += 12
        if hour == 24 and not self.minute:
            return time(23, 59)
        return time(hour, self.minute) if hour < 24 and self.minute < 60 else None


def read_clock(written: str, language: str) -> Clock | None:
    """The time that ``written`` (found by :func:`clock_pattern`) means."""
    low = " ".join(written.casefold().split())
    digits = _WRITTEN.fullmatch(low)
    if digits:
        said = digits[3].strip()
        last = said.rpartition(" ")[2]
        half = "am" if last in _MORNING_HALF else "pm" if last in _LATER_HALF else ""
        exact = digits[1].startswith("0") or (digits[2] is not None and language != "en")
        return Clock(int(digits[1]), int(digits[2] or 0), half, exact or bool(half))
    if low in words(language, "time", "noon"):
        return Clock(12, 0, "", exact=True)
    return _spoken(low, language)


def _spoken(low: str, language: str) -> Clock | None:
    for key, shift in (
        ("half_past", 30),
        ("half_to", -30),
        ("quarter_past", 15),
        ("quarter_to", -15),
        ("", 0),
    ):
        for phrase in words(language, "time", key) if key else ("",):
            if low.startswith(phrase) and (number := _number(low[len(phrase) :].strip(), language)):
                minutes = number * 60 + shift
                return Clock(minutes // 60 or 12, minutes % 60, "", exact=False)
    if language == "ru" and low.startswith("пол") and low[3:] in _russian_halves():
        minutes = _russian_halves()[low[3:]] * 60 - 30
        return Clock(minutes // 60 or 12, 30, "", exact=False)
    return None


def _number(said: str, language: str) -> int:
    bare = re.sub(r"-?(?:tiden|tida|tide|ish)$|\s?(?:o['’]clock|часов|часа|час)$", "", said)
    if bare.isdigit():
        return int(bare) if int(bare) <= 12 else 0
    return _numbers(language).get(bare, 0)


@cache
def _numbers(language: str) -> dict[str, int]:
    return {
        form: number
        for one in languages(language)
        for number, forms in enumerate(pack(one)["time"]["numbers"], 1)
        for form in forms
    }


@cache
def _russian_halves() -> dict[str, int]:
    """ "полдесятого" is half an hour before ten."""
    names = (
        "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого"
    )
    return {name: number for number, name in enumerate(f"{names} двенадцатого".split(), 1)}


@cache
def clock_pattern(language: str) -> str:
    """A pattern (without groups) for any time, even a mere 9 or "two"; see :func:`telling_pattern`."""
    spoken = "|".join(map(re.escape, sorted(_numbers(language), key=len, reverse=True)))
    return rf"(?:{_phrases(language)}|{_DIGITS}|{_number_pattern(spoken)})"


@cache
def telling_pattern(language: str) -> str:
    """A pattern for what is a time wherever it stands: 10:30, 9am, "half past nine"; not 10.30."""
    return (
        rf"(?:{_phrases(language)}|\d{{1,2}}:[0-5]\d(?!\d)(?:\s?[ap]\.?m\.?)?"
        r"|\d{1,2}(?:[:.][0-5]\d)?\s?[ap]\.?m\.?(?!\w)"
        r"|\d{1,2}(?:-?ti(?:den|da|de)(?!\w)|\s?o['’]clock|ish(?!\w)|\s(?:час(?:ов|а|ам|у)?\s)?(?:утра|дня|вечера)(?!\w)))"
    )


@cache
def _phrases(language: str) -> str:
    """ "half past nine", "kvart på 10", "noon"."""
    spoken = "|".join(map(re.escape, sorted(_numbers(language), key=len, reverse=True)))
    leads = [
        re.escape(phrase).replace(r"\ ", r"\s")
        for key in ("half_past", "half_to", "quarter_past", "quarter_to")
        for phrase in words(language, "time", key)
    ]
    said = [re.escape(phrase) + r"(?!\w)" for phrase in words(language, "time", "noon")]
    if leads:
        said.append(
            rf"(?:{'|'.join(leads)})\s(?:{_number_pattern(spoken)}|1?\d(?![\d:.,%]|\s?(?:kg|m|mm|cm|time|hour)))"
        )
    if language == "ru":
        said.append(rf"пол(?:{'|'.join(_russian_halves())})(?!\w)")
    return rf"(?:{'|'.join(said)})" if said else "(?!)"


def _number_pattern(spoken: str) -> str:
    return (
        rf"(?:{spoken})(?:-?ti(?:den|da|de)|ish|\s(?:o['’]clock|час(?:ов|а|ам|у)?))?(?!\w)"
        r"(?!\s(?:of|more|day|days|week|weeks|other)\b)"
    )
