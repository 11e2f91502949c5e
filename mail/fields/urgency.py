"""How urgent it is: what the sender says, and what is at stake."""

import re
from functools import cache

from mail.fields.lexicon import everywhere, pattern
from mail.fields.sentences import sentences
from mail.parsed import Priority

_NUMBERED = {"p1": Priority.CRITICAL, "p2": Priority.HIGH, "p3": Priority.NORMAL, "p4": Priority.LOW}
_SUM = re.compile(
    r"\d[\d .,]{3,}\d|\d{4,}|\d ?(?:k|тыс|млн)\b|tusen|tusind|thousand|grand|тысяч|миллион", re.IGNORECASE
)
_NEAR = 40  # characters between a thing and what is said of it


def priority_of(text: str, language: str) -> Priority:
    """The priority that ``text`` (subject and words) speaks for.

    Danger and standstill outrank everything; "haster ikke" is read before "haster" that is within it.
    """
    low = pattern(language, "urgency", "low")
    calm = bool(low.search(text))
    pressing = low.sub(" ", text) if calm else text
    critical = pattern(language, "urgency", "critical")
    if any(not _denied(pressing, at.start(), language) for at in critical.finditer(pressing)):
        return Priority.CRITICAL
    if not calm and _unsafe(pressing, language):
        return Priority.CRITICAL
    high = pattern(language, "urgency", "high")
    said = list(high.finditer(pressing))
    if any(not _denied(pressing, at.start(), language) for at in said):
        return Priority.HIGH
    if not calm and (_spoils(pressing, language) or _costs(pressing, language)):
        return Priority.HIGH
    calm = calm or bool(said)  # "ikke noe som haster"
    return Priority.LOW if calm else Priority.NORMAL


def _unsafe(text: str, language: str) -> bool:
    """Whether what people's lives may hang on is said to be dead: "sykesignalanlegget er dødt"."""
    safety, stopped = pattern(language, "urgency", "safety"), pattern(language, "urgency", "stopped")
    return any(
        (dead := stopped.search(text[found.end() : found.end() + _NEAR])) is not None
        and not re.search(r"(?<!\d)[.!?]\s", text[found.end() : found.end() + dead.start()])
        for found in safety.finditer(text)
    )


def _spoils(text: str, language: str) -> bool:
    """Whether what should be cold gets warm, or stands still with goods in it."""
    if not pattern(language, "urgency", "cold").search(text):
        return False
    if pattern(language, "urgency", "warming").search(text):
        return True
    stopped = pattern(language, "urgency", "stopped").search(text)
    return bool(stopped and pattern(language, "urgency", "goods").search(text))


def _costs(text: str, language: str) -> bool:
    """Whether a sentence names a sum and that it is being lost: "15 000 kr av varer går tapt"."""
    money, loss = pattern(language, "urgency", "money"), pattern(language, "urgency", "loss")
    return any(
        money.search(sentence) and loss.search(sentence) and _SUM.search(sentence)
        for sentence in sentences(text)
    )


def _denied(text: str, at: int, language: str) -> bool:
    """Whether the words right before say no: "nobody is ever trapped"."""
    clause = re.split(r"[,.;:!?\n]", text[max(0, at - 40) : at])[-1]
    return bool(pattern(language, "urgency", "negations").search(" ".join(clause.split()[-4:])))


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
