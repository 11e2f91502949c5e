"""How urgent it is: what the sender says, and what is at stake."""

import re
from dataclasses import dataclass
from functools import cache

from mail.fields.lexicon import everywhere, pattern
from mail.fields.sentences import sentences
from mail.parsed import Priority

_NUMBERED = {"p1": Priority.CRITICAL, "p2": Priority.HIGH, "p3": Priority.NORMAL, "p4": Priority.LOW}
_SUM = re.compile(
    r"\d[\d .,]{3,}\d|\d{4,}|\d ?(?:k|тыс|млн)\b|tusen|tusind|thousand|grand|тысяч|миллион", re.IGNORECASE
)
_MOST_BETWEEN = 4  # words between "not" and what it denies
_NEAR = 40  # characters between a thing and what is said of it


@dataclass(frozen=True, slots=True)
class Urgency:
    """A priority, and where the words stand that speak for it; None for the usual one."""

    priority: Priority
    span: tuple[int, int] | None = None


def priority_of(text: str, language: str) -> Priority:
    """The priority that ``text`` (subject and words) speaks for."""
    return urgency_of(text, language).priority


def urgency_of(text: str, language: str) -> Urgency:
    """The priority that ``text`` speaks for, and by which words.

    Danger and standstill outrank everything; "haster ikke" is read before "haster" that is within it.
    """
    low = pattern(language, "urgency", "low")
    calm = low.search(text)
    pressing = low.regex.sub(lambda said: " " * len(said[0]), text) if calm else text
    critical = _undenied(pressing, "critical", language) or (None if calm else _unsafe(pressing, language))
    if critical:
        return Urgency(Priority.CRITICAL, critical)
    high = _undenied(pressing, "high", language)
    if high is None and not calm:
        high = _spoils(pressing, language) or _costs(pressing, language)
    if high:
        return Urgency(Priority.HIGH, high)
    calm = calm or pattern(language, "urgency", "high").search(pressing)  # "ikke noe som haster"
    return Urgency(Priority.LOW, calm.span()) if calm else Urgency(Priority.NORMAL)


def _undenied(text: str, key: str, language: str) -> tuple[int, int] | None:
    """The first of those phrases that the words before it do not deny."""
    found = pattern(language, "urgency", key).finditer(text)
    return next((at.span() for at in found if not _denied(text, at.start(), language)), None)


def _denied(text: str, at: int, language: str) -> bool:
    """Whether the words right before say no: "nobody is ever trapped"; "virker ikke haster" does not."""
    clause = re.split(r"[,.;:!?\n]", text[max(0, at - 40) : at])[-1]
    before = " ".join(clause.split()[-_MOST_BETWEEN:])
    denied = pattern(language, "urgency", "negations").search(before)
    return bool(denied) and not pattern(language, "access", "fault").search(before)


def _unsafe(text: str, language: str) -> tuple[int, int] | None:
    """Where what people's lives may hang on is said to be dead: "sykesignalanlegget er dødt"."""
    safety, stopped = pattern(language, "urgency", "safety"), pattern(language, "urgency", "stopped")
    for found in safety.finditer(text):
        behind = re.split(r"(?<!\d)[.!?]\s", text[found.end() : found.end() + _NEAR])[0]
        dead = stopped.search(behind)
        if dead:
            return found.start(), found.end() + dead.end()
    return _wet_electrics(text, language)


def _wet_electrics(text: str, language: str) -> tuple[int, int] | None:
    """Where water comes to what carries current."""
    water, electrics = pattern(language, "urgency", "water"), pattern(language, "urgency", "electrics")
    for sentence in sentences(text) if electrics.search(text) else ():
        live = electrics.search(sentence)
        if live and water.search(sentence):
            start = text.find(sentence) + live.start()
            return start, start + len(live[0])
    return None


def _spoils(text: str, language: str) -> tuple[int, int] | None:
    """Where what should be cold gets warm, or stands still with goods in it."""
    cold = pattern(language, "urgency", "cold").search(text)
    if cold is None:
        return None
    stopped, goods = (pattern(language, "urgency", key).search(text) for key in ("stopped", "goods"))
    warm = pattern(language, "urgency", "warming").search(text)
    return cold.span() if warm or (stopped and goods) else None


def _costs(text: str, language: str) -> tuple[int, int] | None:
    """Where a sentence names a sum that is being lost: "15 000 kr av varer går tapt"."""
    money, loss = pattern(language, "urgency", "money"), pattern(language, "urgency", "loss")
    for sentence in sentences(text) if money.search(text) and loss.search(text) else ():
        named = _SUM.search(sentence)
        if named and money.search(sentence) and loss.search(sentence):
            start = text.find(sentence) + named.start()
            return start, start + len(named[0])
    return None


def from_form(value: str) -> Priority | None:
    """The priority that a form's field names; None when it says nothing we know."""
    said = re.sub(r"^(?:p|prio|prioritet|priority)?[\s\d.:()–-]+", "", value.casefold())
    for priority, key in (
        (Priority.CRITICAL, "critical_labels"),
        (Priority.LOW, "low_labels"),
        (Priority.HIGH, "high_labels"),
        (Priority.NORMAL, "normal_labels"),
    ):
        if re.match(_labels(key), said):
            return priority
    return _NUMBERED.get(value.strip().casefold()[:2])


@cache
def _labels(key: str) -> str:
    told = sorted(everywhere("urgency", key), key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, told))})(?:\W|$|(?<=\w\w\w\w)[а-я])"
