"""How to get in: the one sentence about door, gate, code, key or reception that instructs rather than
complains.

Doors, gates and readers are also what breaks in this trade, so nouns alone say nothing; a sentence needs a
phrase of letting in, or several things at once.
"""

import re

from mail.fields.lexicon import pattern
from mail.fields.sentences import sentences

_RANGE = re.compile(r"\d(?:[:.]\d\d)?\s?(?:am|pm)?\s?[-–]\s?\d", re.IGNORECASE)
_OPENING = 1.5  # opening hours alone open no door
_ENOUGH = 2.0
_FAULTY = 3.0  # what a word of breaking takes away: the door is the job, not the way in


def access_of(text: str, language: str) -> str | None:
    """The sentence of ``text`` that tells how to get in, as written; None when none does."""
    best, most = None, 0.0
    for sentence in sentences(text):
        if len(sentence) > 400:
            continue
        score = _score(sentence, language)
        if score > most:
            best, most = sentence, score
    return best if most >= _ENOUGH else None


def _score(sentence: str, language: str) -> float:
    strong = {found[0].casefold() for found in pattern(language, "access", "strong").finditer(sentence)}
    weak = {found[0].casefold() for found in pattern(language, "access", "weak").finditer(sentence)}
    score = 2.0 * min(len(strong), 3) + 0.6 * min(len(weak), 3)
    if pattern(language, "access", "fault").search(sentence) or pattern(
        language, "urgency", "critical"
    ).search(sentence):
        score -= _FAULTY
    if _RANGE.search(sentence) and pattern(language, "time", "closed").search(sentence):
        score -= _OPENING
    return score
