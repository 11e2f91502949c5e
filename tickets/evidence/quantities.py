"""Numbers with a unit as people write them: ``−18 °C``, ``1 200 rpm``, ``minus 18 grader``, ``8,9 бар``.

What a number may mean beside the likeliest is kept ("1.200" in Oslo and in London, a dash that is a sign):
the limits of what is measured tell which it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from tickets.phrases import word_lists

# One sign for each that looks like it. ÷ is a minus in Norway and Denmark.
_ALIKE = str.maketrans(
    {
        **dict(zip("авекмнорстух", "abekmhopctyx", strict=True)),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014÷", "-"),
        "º": "°",
        "˚": "°",
        "℃": "°c",
        "℉": "°f",
        "µ": "μ",
        "…": "..",
        "’": "'",
    }
)
_NUMBER = (
    r"(?:[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?"  # 1 200,5
    r"|[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+|(?:\.\d{3}){2,}|(?:,\d{3}){2,})"  # 1.200,5
    r"|\d+(?:[.,]\d+)?)(?![\d]|[.,]\d)"
)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # thousands here, thousandths there
_TEMPERATURE = "°c"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with all it may mean, the likeliest first."""

    written: str
    meanings: tuple[Decimal, ...]

    def within(self, low: float | None, high: float | None) -> Decimal | None:
        """What it means where the limits tell, or where there is one meaning; None: nobody can say."""
        if low is not None and high is not None:
            inside = (each for each in self.meanings if low <= each <= high)
            return next(inside, self.meanings[0])
        return self.meanings[0] if len(self.meanings) == 1 else None


def find_quantity(text: str, unit: str, *, after: str = "") -> tuple[Number, ...]:
    """The first number of this unit in the text, or the two ends of a range; () when there is none.

    `after`: words that stand somewhere before it.
    """
    plain = _plain(text)
    start = plain.find(_plain(after))
    match = _pattern(spellings(unit)).search(plain, start) if start >= 0 else None
    if match is None:
        return ()
    below = (match["below"] or match["frost"]) is not None
    first = _number(match["first"], _signs(match["sign"], plain[: match.start()], below=below))
    if match["second"] is None:
        return (first,)
    negative = below or first.meanings[0] < 0
    signs = (-1,) if match["sign2"] or below else ((-1, 1) if negative else (1,))
    return (first, _number(match["second"], signs))


def shown_plain(value: Decimal) -> str:
    """In digits, without a tail of noughts: 8.9, 1200."""
    return f"{value.normalize():f}"


@cache
def spellings(unit: str) -> tuple[str, ...]:
    """How people write the unit, longest first: two units are one when these are."""
    plain = _plain(unit)
    known = next((each for each in _units() if plain in each), (plain,))
    return tuple(sorted(known, key=len, reverse=True))


def _plain(text: str) -> str:
    return text.casefold().translate(_ALIKE)


def _signs(sign: str | None, before: str, *, below: bool) -> tuple[int, ...]:
    """What the sign makes of the number, the likeliest first."""
    if below or (sign and sign.strip() != "-"):
        return (-1,)
    if not sign:
        return (1,)
    after_a_word = before.rstrip(" ")[-1:].isalpha()
    if sign == "-":  # "temp-18" is hardly anything else, but "kl-85" may be
        return (-1, 1) if before[-1:].isalpha() else (-1,)
    return (1, -1) if after_a_word else (-1, 1)  # "Temperatur – 85 °C", but "- 18 °C" on its own


def _number(written: str, signs: Sequence[int]) -> Number:
    plain = re.sub(r"[ ']", "", written)
    if _EITHER.fullmatch(plain):
        whole, part = Decimal(re.sub(r"[.,]", "", plain)), Decimal(plain.replace(",", "."))
        values: tuple[Decimal, ...] = (whole, part) if "." in plain else (part, whole)
    else:
        values = (Decimal(_one_point(plain)),)
    meanings = tuple(sign * value for sign in signs for value in values)
    return Number(("-" if signs[0] < 0 else "") + written, meanings)


def _one_point(plain: str) -> str:
    """The last of two sorts of signs is the decimal one; of one sort that stands twice none is."""
    marks = re.findall(r"[.,]", plain)
    if len(marks) > 1 and len(set(marks)) == 1:
        return re.sub(r"[.,]", "", plain)
    whole, mark, part = plain.rpartition(marks[-1]) if marks else (plain, "", "")
    return re.sub(r"[.,]", "", whole) + (f".{part}" if mark else "")


@cache
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    end = r"(?!\w|/[^\W\d_])"
    unit = f"(?:{_any(units)}){end}"
    sign = rf"(?:(?<!\w)(?:{_any(_list('minus'))})\s*|-\ *)"
    below, frost = _list("below_zero"), _list("frost")
    if _TEMPERATURE not in units:
        below = frost = ()
    after = rf"(?:\s*(?P<below>{_any(below)}){end})?"
    tail = rf"(?:{unit}{after}|(?P<frost>{_any(frost)}){end})"
    dash = rf"(?:-|\.\.+|\ +(?:-|\.\.+|{_any(_list('until'))})\ +)"
    return re.compile(
        rf"(?<![\d.,])(?P<sign>{sign})?(?P<first>{_NUMBER})"
        rf"(?:(?:\s*(?:{_any(units)}))?{dash}(?P<sign2>{sign})?(?P<second>{_NUMBER}))?\s*{tail}"
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(_plain(word) for word in _words()[name])


@cache
def _units() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_plain(word) for word in each) for each in _words()["units"])


def _words() -> Mapping[str, Any]:
    readings: Mapping[str, Any] = word_lists("evidence")["readings"]
    return readings
