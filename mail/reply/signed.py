"""Lines parted at a signature, and what tells a signature's line from somebody's own words."""

import re
from dataclasses import dataclass

from mail.reply.lines import Line
from mail.reply.names import common
from mail.words import has_any

CONTACT = re.compile(r"@|https?://|www\.|(?:\+|\b0|\b8)[\d ()/-]{6,}\d|\d[\d -]{6,}\d")
STOP = re.compile(r"[.!?…]\s*$")
_MAX_PROSE = 110  # characters; a longer line is somebody's words


@dataclass(frozen=True, slots=True)
class Signed:
    """Lines parted at the signature. Postscripts and such below it are in ``text``."""

    text: list[Line]
    signature: list[Line]


def trimmed(lines: list[Line]) -> list[Line]:
    """``lines`` without blank ones at either end."""
    start, end = 0, len(lines)
    while start < end and lines[start].blank:
        start += 1
    while end > start and lines[end - 1].blank:
        end -= 1
    return lines[start:end]


def asks(text: str) -> bool:
    """Whether it ends in a question with an everyday word in it."""
    text = text.rstrip()
    return text.endswith("?") and any(common(word.strip("?,.!")) for word in text.split())


def is_prose(text: str) -> bool:
    """A sentence in somebody's own words, rather than a name, a title, a firm or a number."""
    words = text.split()
    if len(text) > _MAX_PROSE and not has_any(text.casefold(), "reply", "disclaimer"):
        return True
    if len(words) < 4:
        return False
    everyday = sum(common(word) for word in words)
    if everyday < 2 or (everyday == 2 and not STOP.search(text)):
        return False
    return not CONTACT.search(text) and not has_any(text.casefold(), "reply", "footer")
