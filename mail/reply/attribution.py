"""The line above a quote: "Den tors 5 nov. 2026 kl 09:12 skrev Anna <anna@x.example>:", in any language.

Told by what such a line is made of (a date, an address, a verb of writing, a colon at its end) rather than by
whole phrases, since every client words it differently and breaks it over up to four lines. In a language
nobody listed, date and address remain; those count only with a quote directly below, or with an address of
somebody who takes part.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from mail.reply.headerblock import visible
from mail.reply.lines import Line, Mark
from mail.reply.names import common
from mail.words import phrases, starts

_DATE = re.compile(
    r"\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}[-./年년]\s?\d{1,2}"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.|)\s?(?:of |de |d’)?[^\W\d_]{3,12}\.?,?\s(?:de )?\d{2,4}"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2},?\s\d{4}"
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_ADDRESS = re.compile(r"[\w.+%&'*=?^{|}~-]{1,64}@[\w-][\w.-]{1,250}")
_DIGIT = re.compile(r"\d")
_MAX_LINES = 4
_TOLD = 2  # everyday words that a client would not write
_MAX_LENGTH, _MAX_LOOSE = 350, 160


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines up to ``end`` (exclusive) attribute what follows. ``strong``: believed even without quote
    marks. ``whole``: a date with two of time, address and verb, as few sentences have them. ``loose``: only
    with a quote below.
    """

    end: int
    strong: bool
    address: str  # whose words follow, lower case; empty when not told
    whole: bool = False
    loose: bool = False


def attribution(lines: Sequence[Line], start: int) -> Attribution | None:
    """The attribution that begins at line ``start``, or None. What follows is not looked at."""
    text = ""
    depth = lines[start].depth
    for at in range(start, min(start + _MAX_LINES, len(lines))):
        line = lines[at]
        if line.blank or line.depth != depth:
            return None
        text = f"{text} {visible(line.text).strip()}".strip()
        if len(text) > _MAX_LENGTH:
            return None
        colon = text.endswith((":", "："))
        verb = not colon and _verb(text.casefold())
        if colon or (verb and _verb(text[-24:].casefold().rstrip(" :"))):
            judged = _judged(text, at + 1, bool(line.marks & Mark.ATTRIBUTION))
            if judged or colon:
                return judged
        if text.endswith((">", ")")) and _ends(lines, at):
            return _loose(text, at + 1)
        if at == start and not (verb or _timed(text) or ("@" in text and _ADDRESS.search(text))):
            return None
    return None


def _timed(text: str) -> bool:
    return bool(_DIGIT.search(text)) and bool(_DATE.search(text) or _TIME.search(text))


def _judged(text: str, end: int, marked: bool) -> Attribution | None:
    address = _ADDRESS.search(text)
    dated = bool(_DATE.search(text))
    verb = _verb(text.casefold())
    whose = address[0].lower().rstrip(".") if address else ""
    if not (address or marked) and _tells(text):
        return None
    if marked or (dated and (address or verb)) or (verb and address):
        strong = bool(marked or address or _TIME.search(text))
        timed = bool(_TIME.search(text))
        return Attribution(end, strong, whose, whole=dated and verb + timed + bool(address) > 1)
    if (verb or address) and text.endswith(":") and len(text) < 100:
        return Attribution(end, strong=False, address="")
    if dated and text.endswith(":") and _TIME.search(text) and len(text) < 100:
        return Attribution(end, strong=False, address="", loose=True)
    return None


def _tells(text: str) -> bool:
    """Whether it is a sentence that somebody made: "On Tuesday your engineer was here and said:"."""
    known = phrases("attribution", "words")
    words = [word.strip(".,:;()") for word in text.split()[1:]]
    told = [word for word in words if word.islower() and word not in known and not _verb(word)]
    return sum(map(common, told)) >= _TOLD


def _loose(text: str, end: int) -> Attribution | None:
    """A date and an address with neither verb nor colon: some clients write no more."""
    address = _ADDRESS.search(text)
    if address is None or len(text) > _MAX_LOOSE or not _DATE.search(text):
        return None
    return Attribution(end, strong=False, address=address[0].lower().rstrip("."), loose=True)


def _ends(lines: Sequence[Line], at: int) -> bool:
    following = lines[at + 1] if at + 1 < len(lines) else None
    return following is None or following.blank or following.depth > lines[at].depth


def _verb(text: str) -> bool:
    for found in _verbs().finditer(text):
        if not found.start() or not text[found.start() - 1].isalnum():
            return True
    return False


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs with nothing in front, so that the engine skips to a letter that one of them begins with."""
    return re.compile(rf"(?:{'|'.join(re.escape(verb) for verb in starts('reply', 'wrote'))})(?!\w)")
