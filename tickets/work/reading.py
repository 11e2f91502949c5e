"""Reading what a technician writes down: ``/log 2.5h``, ``/part ABC x1``, ``/cost taxi 200 kr maker``."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Protocol

from tickets.phrases import word_lists, words_of
from tickets.work.lines import WorkKind, WorkLine
from tickets.work.money import Money, find_money, is_below_nothing
from tickets.work.payers import ending, read_payer, without_payer

_NUMBER = r"\d+(?:[.,]\d+)?"
_HOURS_UNIT = r"(?:h|t|tim|timer|timmar|timme|time|hours?|hrs?|ч|час|часа|часов)"
_MINUTES_UNIT = r"(?:m|min|minutter|minuter|minutes?|мин|минут)"
_HOURS = re.compile(
    rf"(?P<hours>{_NUMBER})\s*{_HOURS_UNIT}\.?(?:\s*(?P<and>\d{{1,2}})\s*{_MINUTES_UNIT}\.?)?(?!\w)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\d:.])(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?![\d:])")
_MINUTES = re.compile(rf"(?P<minutes>\d{{1,3}})\s*{_MINUTES_UNIT}\.?(?!\w)", re.IGNORECASE)
_KILOMETRES = re.compile(
    rf"(?P<km>{_NUMBER})\s*(?:(?:km|kilomet(?:er|ers|re|res)|км|километр(?:а|ов)?)|(?P<mil>mil))(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?:(?<!\w)[x×х]\s*(\d{1,4})|(?<!\S)(\d{1,4})\s*(?:x|×|х|stk|st|pcs|шт)\.?)(?!\w)",
    re.IGNORECASE,
)
_MOST_HOURS = Decimal(100)


class Reader(Protocol):
    """Reads the line that the words behind a command are; None: they are none."""

    def __call__(self, text: str, now: datetime, *, by: str) -> WorkLine | None: ...


def read_log(text: str, now: datetime, *, by: str) -> WorkLine | None:
    """Hours, or a way driven: ``2.5h``, ``2 t 30 min``, ``1:45 reise``, ``80 km``. None: neither."""
    if match := _KILOMETRES.search(text):
        rest, ways = _without(text, match), _decimal(match["km"]) * (10 if match["mil"] else 1)
        return _line(WorkKind.TRAVEL, ways, "km", rest, now, by)
    for pattern in (_HOURS, _CLOCK, _MINUTES):
        if match := pattern.search(text):
            told = match.groupdict()
            minutes = told.get("minutes") or told.get("and") or "0"
            hours = _decimal(told.get("hours") or "0") + Decimal(minutes) / 60
            if not 0 < hours <= _MOST_HOURS:
                return None
            rest = _without(text, match)
            kind = WorkKind.TRAVEL if _says(rest, "travel") else WorkKind.HOURS
            return _line(kind, round(hours, 2), "h", rest, now, by)
    return None


def read_part(text: str, now: datetime, *, by: str) -> WorkLine | None:
    """A part by its number or name: ``ABC-12 x2``, ``2 stk pakning 350 kr``. None: nothing is named."""
    if is_below_nothing(text):
        return None
    cost, rest = find_money(text) or (None, text)
    match = _TIMES.search(rest) or _few().match(rest)
    name = _without(rest, match) if match else " ".join(rest.split())
    if not name:
        return None
    pieces = _pieces(next(filter(None, match.groups()))) if match else Decimal(1)
    if not pieces:
        return None
    part = _line(WorkKind.PART, pieces, "pcs", name, now, by, cost)
    return replace(part, returns=_says(name, "returns"))


def read_cost(text: str, now: datetime, *, by: str) -> WorkLine | None:
    """An expense: ``1 200 kr taxi``, ``call-out 900 NOK``, ``extra 500 kr ...``. None: there is no amount, or
    one below nothing, which crosses nothing out."""
    found = find_money(text)
    if found is None or is_below_nothing(text):
        return None
    cost, rest = found[0], found[1].strip(" ,;:-–")
    kind = next((kind for kind in _COSTS if _says(rest, kind.value)), WorkKind.EXTRA)
    return _line(kind, Decimal(1), "pcs", rest, now, by, cost)


def read_extra(text: str, now: datetime, *, by: str) -> WorkLine | None:
    """Work beyond the job: ``300 kr renset sluk``, ``renset sluk``. None: there is nothing."""
    cost, rest = find_money(text) or (None, " ".join(text.split()))
    if is_below_nothing(text) or (not rest and cost is None):
        return None
    return _line(WorkKind.EXTRA, Decimal(1), "pcs", rest, now, by, cost)


def read_words(text: str, now: datetime, *, by: str) -> WorkLine | None:
    """A line told in words, without a command: the whole message is nothing else, but for who pays at its
    end. None: it is a story."""
    plain, payer = without_payer(text)
    line = _read_plain(plain, now, by=by)
    if line is None or plain == text:
        return line
    said = " ".join(filter(None, (line.text.rstrip(" ,;:-–("), text[len(plain) :].strip(" ,;:-–()"))))
    return replace(line, text=said, payer=payer)


def _read_plain(text: str, now: datetime, *, by: str) -> WorkLine | None:
    words = words_of(text)
    if not words or len(words) > _MOST_WORDS:
        return None
    if words[0] in _list("part"):
        return read_part(text.split(maxsplit=1)[1], now, by=by) if len(words) > 1 else None
    if words[0] in _list("used"):
        return read_log(text.split(maxsplit=1)[-1], now, by=by)
    if (spent := _expense(text, words, now, by=by)) is not None:
        return spent
    line = read_log(text, now, by=by)
    return line if line is not None and all(word in _list("work") for word in words_of(line.text)) else None


def _expense(text: str, words: list[str], now: datetime, *, by: str) -> WorkLine | None:
    """ "taxi 350 kr", "350 kr parkering": an amount, and what was paid for. A question, an offer and what
    somebody else has paid are none."""
    if "?" in text or not _list("no_expense").isdisjoint(words):
        return None
    found = find_money(text)
    if found is None or (words[0] not in _list("expense") and not words[0][:1].isdigit()):
        return None
    return read_cost(text, now, by=by) if _says(found[1], "expense") else None


_COSTS = (WorkKind.TRAVEL, WorkKind.CALL_OUT, WorkKind.SURCHARGE, WorkKind.FIXED)
_MOST_WORDS = 8


def _says(text: str, name: str) -> bool:
    return not _list(name).isdisjoint(words_of(text))


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split()).strip(" ,;:-–")


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


def _pieces(written: str) -> Decimal:
    few = word_lists("work")["few"]
    named = (number for number, words in few.items() if written.lower() in words)
    return Decimal(next(named, written))


@cache
def _few() -> re.Pattern[str]:
    """A number before a name is as many pieces, "to pakninger", "2 pumper", where it measures nothing."""
    words, measures = "|".join(_list("few")), "|".join(_list("measures"))
    name = rf"(?!(?:{measures})\b)[^\W\d_]{{3}}"
    return re.compile(rf"([2-9]|{words})\s+(?={name})", re.IGNORECASE)


def _line(
    kind: WorkKind, quantity: Decimal, unit: str, text: str, at: datetime, by: str, cost: Money | None = None
) -> WorkLine:
    payer = read_payer(text)
    return WorkLine(kind=kind, quantity=quantity, unit=unit, text=text, at=at, by=by, cost=cost, payer=payer)


def _commanded(read: Reader) -> Reader:
    """A command may end in who pays: ``/cost 480 kr frakt customer``."""

    def reads(text: str, now: datetime, *, by: str) -> WorkLine | None:
        line = read(text, now, by=by)
        return replace(line, payer=line.payer or ending(line.text)) if line else None

    return reads


READERS: dict[str, Reader] = {
    "log": _commanded(read_log),
    "part": _commanded(read_part),
    "cost": _commanded(read_cost),
    "extra": _commanded(read_extra),
}  # by the name of the command


@cache
def _list(name: str) -> frozenset[str]:
    listed = word_lists("work")[name]
    known = chain.from_iterable(listed.values()) if isinstance(listed, dict) else listed
    return frozenset(words_of(word)[0] for word in known)
