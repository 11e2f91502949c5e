"""Lines that clients write to part old from new: "-----Original Message-----", "Begin forwarded message:"."""

import re
from enum import Enum

from mail.words import phrases, starts

_DECORATION = " \t*-–—_=~#>+<:.[]•|"
_DASHES = re.compile(r"[-–—_=*~]{2,}")
_MAX_LENGTH = 120


class Marker(Enum):
    """What a dividing line says."""

    ORIGINAL = "original"  # the mail answered (or, in old clients, the one passed on)
    FORWARDED = "forwarded"
    FORWARDED_END = "forwarded_end"
    ABOVE = "above"  # a ticket system's "write above this line"


def marker(text: str) -> Marker | None:
    """What the line ``text`` marks, or None."""
    if len(text) > _MAX_LENGTH + 60 or len(text) < 6:
        return None
    bare = text.strip(_DECORATION).casefold()
    if not bare or len(bare) > _MAX_LENGTH:
        return None
    dashed = bool(_DASHES.search(text))
    # Without dashes only the colon of "Begin forwarded message:" tells it from a heading.
    set_off = dashed or text.rstrip().endswith(":")
    for kind in (Marker.FORWARDED_END, Marker.FORWARDED, Marker.ORIGINAL) if set_off else ():
        if bare in phrases("reply", kind.value) or (dashed and bare.startswith(starts("reply", kind.value))):
            return kind
    if _lotus(text):
        return Marker.ORIGINAL
    return Marker.ABOVE if any(phrase in bare for phrase in starts("reply", "above")) else None


def _lotus(text: str) -> bool:
    """Lotus Notes: "-----Kari Berg/Oslo/NO wrote: -----"."""
    stripped = text.strip()
    if not (stripped.startswith("-----") and stripped.endswith("-----")):
        return False
    words = stripped.strip("- ").casefold()
    return words.endswith(":") and any(words.rstrip(": ").endswith(verb) for verb in starts("reply", "wrote"))


def divider(text: str) -> bool:
    """Whether the line is nothing but a row of at least five dashes, underscores or the like."""
    stripped = text.strip()
    return len(stripped) >= 5 and not stripped.strip("-–—_=*~#· ")
