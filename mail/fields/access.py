"""How to get in: the one sentence about door, gate, code, key or reception that instructs rather than
complains.

Doors, gates and readers are also what breaks in this trade, so nouns alone say nothing; a sentence needs a
phrase of letting in, a code, or something to do with one of those things.
"""

import re
from functools import cache

from mail.fields.lexicon import everywhere, pattern
from mail.fields.sentences import sentences

_RANGE = re.compile(r"\d(?:[:.]\d\d)?\s?(?:am|pm)?\s?[-–]\s?\d", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_OPENING = 1.5  # opening hours alone open no door
_ENOUGH = 2.0
_PHRASE, _ACT, _THING, _CODE = 2.0, 1.4, 0.6, 2.0  # what each speaks for it
_FAULTY = 3.0  # what a word of breaking takes away: the door is the job, not the way in
_CLAUSE = re.compile(
    r"[,;:]\s|\s[-–—]\s|\s(?:så|so|og|och|and|men|but|и|но|а|поэтому|therefore|derfor|därför)\s"
)
_LONGEST = 400  # characters of a sentence


def access_of(text: str, language: str) -> str | None:
    """The sentence of ``text`` that tells how to get in, as written; None when none does."""
    strong, thing = pattern(language, "access", "strong"), pattern(language, "access", "thing")
    if strong.is_far_from(text) and thing.is_far_from(text) and not _DIGIT.search(text):
        return None  # without them nothing scores
    best, most = None, 0.0
    for sentence in sentences(text):
        if len(sentence) > _LONGEST:
            continue
        score = _score(sentence, language)
        if score > most:
            best, most = sentence, score
    return best if most >= _ENOUGH else None


def _score(sentence: str, language: str) -> float:
    strong = _distinct(sentence, language, "strong")
    things = _distinct(sentence, language, "thing")
    score = _PHRASE * min(strong, 3) + _THING * min(things, 3)
    if things and pattern(language, "access", "act").search(sentence):
        score += _ACT
    if _DIGIT.search(sentence) and _code().search(sentence):
        score += _CODE
    if score < _ENOUGH:
        return score
    if _complains(sentence, language):
        # "the front is broken, so come round the back": what a sound clause says still counts
        sound = [clause for clause in _CLAUSE.split(sentence) if not _complains(clause, language)]
        score = max(score - _FAULTY, *(_score(clause, language) for clause in sound), 0.0)
    if _RANGE.search(sentence) and pattern(language, "time", "closed").search(sentence):
        score -= _OPENING
    return score


def _complains(text: str, language: str) -> bool:
    fault, danger = pattern(language, "access", "fault"), pattern(language, "urgency", "critical")
    return bool(fault.search(text) or danger.search(text))


def _distinct(sentence: str, language: str, key: str) -> int:
    return len({found[0].casefold() for found in pattern(language, "access", key).finditer(sentence)})


@cache
def _code() -> re.Pattern[str]:
    """ "kode 2580", "code: 66104X", "код 12К": a number to key in."""
    words = "|".join(sorted(map(re.escape, everywhere("access", "code")), key=len, reverse=True))
    return re.compile(
        rf"(?:{words})\w{{0,4}}\W{{1,3}}(?:\w+\s){{0,4}}?[#*]?\d{{3,8}}\w?[#*]?(?![\w-])", re.IGNORECASE
    )
