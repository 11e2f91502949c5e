"""Lines that clients write to part old from new: "-----Original Message-----", "Begin forwarded message:"."""

import re
from collections import Counter
from enum import Enum
from functools import cache

from mail.reply.lines import Line
from mail.words import phrases, starts

_DECORATION = " \t*-–—_=~#>+<:.[]•|"
_DASHES = re.compile(r"[-–—_=*~]{2,}")
_LED = re.compile(r"\W*[-–—=*~]")
_DASHED = re.compile(r"[-–—_=*~]{3,}[^-–—_=*~].*[^-–—_=*~][-–—_=*~]{3,}")
_MAX_LENGTH = 120
_TELLING = 4  # letters of a word that few others have within


class Marker(Enum):
    """What a dividing line says."""

    ORIGINAL = "original"  # the mail answered (or, in old clients, the one passed on)
    FORWARDED = "forwarded"
    FORWARDED_END = "forwarded_end"
    ABOVE = "above"  # a ticket system's "write above this line"


def marker(text: str) -> Marker | None:
    """What the line ``text`` marks, or None."""
    if len(text) > _MAX_LENGTH + 60 or len(text) < 4:
        return None
    dashed = _DASHES.search(text) is not None
    ordinary = not dashed and text[0].isalnum() and not text.rstrip().endswith(":") and "##" not in text
    if ordinary and not _may_say_above(text):
        return None
    bare = text.strip(_DECORATION).casefold()
    if not bare or len(bare) > _MAX_LENGTH:
        return None
    # Without dashes only the colon of "Begin forwarded message:" tells it from a heading.
    set_off = dashed or text.rstrip().endswith(":")
    for kind in (Marker.FORWARDED_END, Marker.FORWARDED, Marker.ORIGINAL) if set_off else ():
        if bare in phrases("reply", kind.value) or (dashed and bare.startswith(starts("reply", kind.value))):
            return kind
    if dashed and _lotus(text):
        return Marker.ORIGINAL
    return Marker.ABOVE if _above(text, bare, dashed=dashed) else None


def _above(text: str, bare: str, *, dashed: bool) -> bool:
    """A ticket system's request to write above: by phrase, by "##-", or by its three words when set off."""
    phrases_above = starts("reply", "above")
    if len(bare) >= len(phrases_above[-1]):
        for phrase in phrases_above:
            if phrase in bare:
                return dashed or "##" in text or len(bare) < len(phrase) * 2
    if not (dashed or "##" in text or (not text[0].isalnum() and _LED.match(text))):
        return False
    if text.count("##") > 1 and len(bare.split()) > 2:
        return True
    return all(any(word in bare for word in starts("above", key)) for key in ("reply", "above", "line"))


def _may_say_above(text: str) -> bool:
    telling, regex, shortest = _above_phrases()
    if len(text) < shortest:
        return False
    low = text.casefold()
    for word in telling:  # a few finds, where the pattern would be tried at each letter
        if word in low:
            return regex.search(low) is not None
    return False


@cache
def _above_phrases() -> tuple[tuple[str, ...], re.Pattern[str], int]:
    """Words of which each of the phrases has one, the phrases, and the length of the shortest."""
    told = starts("reply", "above")
    telling: list[str] = []
    left = list(told)
    while left:
        counted = Counter(word for phrase in left for word in set(phrase.split()) if len(word) >= _TELLING)
        telling.append(max(counted, key=lambda word: (counted[word], word)))
        left = [phrase for phrase in left if telling[-1] not in phrase]
    return tuple(telling), re.compile("|".join(map(re.escape, told))), len(told[-1])


def dashed(text: str) -> bool:
    """Whether the line is a few words between dashes: "-----Original Appointment-----"."""
    stripped = text.strip()
    return len(stripped) <= _MAX_LENGTH and bool(_DASHED.fullmatch(stripped))


def _lotus(text: str) -> bool:
    """Lotus Notes: "-----Kari Berg/Oslo/NO wrote: -----"."""
    stripped = text.strip()
    if not (stripped.startswith("---") and stripped.endswith("---")):
        return False
    return _says(stripped.strip("- ").rstrip(": ") + ":")


def pointed(line: Line) -> bool:
    """GroupWise: ">>> Kari Berg <kari@x.example> 05.11.2026 09:12 >>>", or with a verb at its end."""
    text = line.text.rstrip()
    return line.depth > 2 and any(map(str.isdigit, text)) and (text.endswith(">>>") or _says(text))


def _says(text: str) -> bool:
    return text.endswith(":") and text.rstrip(": ").casefold().endswith(starts("reply", "wrote"))


def divider(text: str) -> bool:
    """Whether the line is nothing but a row of at least five dashes, underscores or the like."""
    stripped = text.strip()
    return len(stripped) >= 5 and not stripped.strip("-–—_=*~#· ")
