"""Words as they count when people's few words are compared with lists of phrases, and those lists.

The lists are data, in ``tickets/words``: a file for each language, or for each thing that words can tell.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

Phrases = frozenset[str]

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", ""))
_NORDIC = str.maketrans({"ø": "o", "æ": "a"})
_WORD = re.compile(r"#?\d+(?:[:.,]\d+)*|[^\W\d_]+|[👍👌✅+]|##?")


def words_of(text: str) -> list[str]:
    """The words as they count: in lower case, without accents, apostrophes and doubled letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_NORDIC)
    return [_one(word) for word in _WORD.findall(plain)]


def numbered(word: str) -> str:
    """Numbers are alike, ``#``; one of four digits or more may be a ticket's, ``##``."""
    number = word.lstrip("#")
    if not number[:1].isdigit():
        return word
    return "##" if number.isdigit() and len(number) >= 4 else "#"


def made_of(words: Sequence[str], phrases: Phrases) -> bool:
    """Whether the words are these phrases, one after the other; no words at all are."""
    reached = {0}
    for start in range(len(words)):
        if start in reached:
            ends = range(start + 1, len(words) + 1)
            reached.update(end for end in ends if " ".join(words[start:end]) in phrases)
    return len(words) in reached


@cache
def word_lists(topic: str) -> Mapping[str, Any]:
    """What ``words/TOPIC.toml`` has, as it is written there."""
    return tomllib.loads(files("tickets").joinpath("words", f"{topic}.toml").read_text("utf-8"))


@cache
def phrases_in(topic: str, name: str) -> Phrases:
    """One list of a topic, of all languages together, as words count."""
    return frozenset(" ".join(words_of(phrase)) for phrase in word_lists(topic)[name])


def _one(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word.replace("ae", "a").replace("oe", "o")) if word.isalpha() else word
