"""Parts that were used: whether the card names them among those that may be."""

from tickets.phrases import words_of
from tickets.work.lines import WorkKind, WorkLine

_SHORTEST = 4  # letters of a word that says which part it is


def is_approved(line: WorkLine, approved_parts: str | None) -> bool:
    """Whether a word of the part's name stands in the card's list, in one form or another: "pakning" in
    "Pakninger og pumpe"."""
    if line.kind is not WorkKind.PART or not approved_parts:
        return False
    listed = [word for word in words_of(approved_parts) if len(word) >= _SHORTEST]
    named = [word for word in words_of(line.text) if len(word) >= _SHORTEST]
    return any(one.startswith(other) or other.startswith(one) for one in listed for other in named)
