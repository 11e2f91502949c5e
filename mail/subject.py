"""Subjects: what they are about, without what mail clients and ticket systems put before it."""

import re
from dataclasses import dataclass
from functools import cache

from mail.words import phrases

_TAG = re.compile(r"\s*(?:\[[^\[\]]{0,80}\]|【[^】]{0,80}】)\s*")
_PREFIX = re.compile(r"\s*([^\W\d_]{1,14})\.?\s?(?:[\[(^]\s?\d{1,3}\s?[\])]?|\*\d{1,3})?\s?[:：]\s*")
_NUMBER = re.compile(r"#\s?(\d{1,9})\b")
_MAX_PREFIXES = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, taken apart."""

    text: str  # what it is about
    answers: bool  # carried a reply prefix before any forward prefix
    forwards: bool  # carried a forward prefix before any reply prefix
    ticket_numbers: tuple[int, ...]


def read_subject(raw: str) -> Subject:
    """``raw`` without leading reply and forward prefixes and tags; the outermost prefix tells its claim."""
    text, first = raw.strip(), ""
    for _ in range(_MAX_PREFIXES):
        tag = _TAG.match(text)
        if tag and text[tag.end() :]:
            text = text[tag.end() :]
            continue
        prefix = _PREFIX.match(text)
        claim = _claim(prefix[1]) if prefix else ""
        if not prefix or not claim:
            break
        first = first or claim
        text = text[prefix.end() :]
    numbers = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(raw)))
    return Subject(text.strip(), first == "reply", first == "forward", numbers)


@cache
def _claim(word: str) -> str:
    word = word.casefold()
    if word in phrases("subject", "reply") and word not in phrases("subject", "forward"):
        return "reply"
    # Finnish answers with VS and Dutch forwards with RV; for our desks VS is the Norwegian and Danish
    # forward.
    return "forward" if word in phrases("subject", "forward") else ""
