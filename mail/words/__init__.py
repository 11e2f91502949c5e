"""The words of each language, kept as data: ``nb sv da ru en .toml``, and ``others.toml`` for quote marks
only.

A mail in one language is quoted by a client in another, so what clients and machines write is looked up in
all languages at once (:func:`phrases`); what people write is looked up in theirs (:func:`pack`).
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nb", "sv", "da", "ru", "en")
_OTHERS = "others"
_LETTERS = 2


@cache
def pack(language: str) -> Mapping[str, Any]:
    """All words of one language, by section; those of English for a language that has none."""
    name = language if language in (*LANGUAGES, _OTHERS) else "en"
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def phrases(section: str, key: str) -> frozenset[str]:
    """The phrases under ``section`` and ``key`` in every language, lower case."""
    found: set[str] = set()
    for language in (*LANGUAGES, _OTHERS):
        found.update(phrase.casefold() for phrase in pack(language).get(section, {}).get(key, ()))
    return frozenset(found)


@cache
def starts(section: str, key: str) -> tuple[str, ...]:
    """Those phrases, longest first, for ``str.startswith`` and for choosing the most telling."""
    return tuple(sorted(phrases(section, key), key=lambda phrase: (-len(phrase), phrase)))


@cache
def whole_words(section: str, key: str) -> re.Pattern[str]:
    """Those phrases as whole words, in upper case too; one that ends in ``*`` may go on."""
    each = (re.escape(phrase) + r"\b" for phrase in starts(section, key))
    open_ended = (phrase.replace(r"\*\b", "") for phrase in each)
    return re.compile(rf"\b(?:{'|'.join(open_ended)})", re.IGNORECASE)


def has_any(text: str, section: str, key: str) -> int:
    """How many of those phrases occur in ``text`` (already lower case)."""
    return sum(map(text.__contains__, phrases(section, key)))


def begun(text: str, section: str, key: str) -> tuple[str, ...]:
    """Those of the phrases (two letters at least) with which ``text`` (lower case) begins, longest first."""
    alike = _by_letters(section, key).get(text[:_LETTERS])
    return tuple(filter(text.startswith, alike)) if alike else ()


@cache
def _by_letters(section: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """The phrases by their first letters: of a hundred, a text begins like three."""
    found: dict[str, list[str]] = {}
    for phrase in starts(section, key):
        found.setdefault(phrase[:_LETTERS], []).append(phrase)
    return {letters: tuple(alike) for letters, alike in found.items()}
