"""Words that may be a person's name in running text."""

import re
from functools import cache

from mail.fields.lexicon import Phrases, pattern
from mail.fields.lexicon import words as lexicon
from mail.reply.names import common, looks_like_name

_WORD = r"[^\W\d_a-zа-яёæøåäöéü][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?"
# The capital first, so that the engine skips to one, and then what may not stand before it.
_FIRST = r"[^\W\d_a-zа-яёæøåäöéü](?<![\w@.-].)[^\W\d_]*(?:[-'’][^\W\d_]+)*\.?"
NAME = re.compile(rf"{_FIRST}(?:[ \xa0](?:{_WORD}|von|van|de|af|av|der)){{0,3}}")
_INITIALS = re.compile(r"[А-ЯЁ](?<!\w.)[а-яё]{2,}\s[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?")
_SMALL = re.compile(
    r"\s([^\W\d_]{3,12})(?=\s*(?:[,.!(]|$|[+\d])|\s(?:i|på|in|at|on|hos|by|в|на|from|fra|från|ved|vid)\s)"
)
_LONGEST_TITLE = 40  # letters
_MOST_NAMES = 12  # in one sentence; more are a list of something else


def names_in(sentence: str, language: str) -> list[tuple[int, str]]:
    """The names in ``sentence`` with where they start: capitalised words that are no title, no everyday word
    and no department; where there is none, the word in small letters that one is told to ask for.
    """
    titles, asking = pattern(language, "people", "titles"), _asking(language)
    found = [(match.start(), match[0].strip()) for match in _INITIALS.finditer(sentence)]
    taken = {start for start, _ in found}
    for match in NAME.finditer(sentence):
        if len(found) >= _MOST_NAMES:
            break
        words, start = match[0].split(), match.start()
        while words and (
            common(words[0].strip("."))
            or words[0].casefold() in asking
            or (len(words) > 1 and _is_title_word(words[0].rstrip("."), titles))
        ):
            start += len(words[0]) + 1
            words = words[1:]
        while words and (common(words[-1]) or words[-1] in ("von", "van", "de", "af", "av", "der")):
            words = words[:-1]
        name = " ".join(words).rstrip(".") if words and not words[-1].endswith("..") else ""
        if name and looks_like_name(name) and start not in taken and not _is_no_one(name, language):
            found.append((start, name))
    return found or _in_small_letters(sentence, language)


def is_department(name: str, language: str) -> bool:
    """Whether ``name`` is a department's, or ends like one: "Innkjøpsavdelingen"."""
    told = pattern(language, "people", "departments").finditer(name)
    return any(found.end() == len(name) for found in told)


def _is_no_one(name: str, language: str) -> bool:
    """Whether a capitalised word is a department or a weekday ("Wednesdays")."""
    return bool(
        is_department(name, language) or pattern(language, "time", "weekdays").match(name.rstrip("s"))
    )


def _in_small_letters(sentence: str, language: str) -> list[tuple[int, str]]:
    """ "spør etter jonas i baren": the word behind such a phrase, where the sentence then goes on."""
    for asked in pattern(language, "people", "ask_for").finditer(sentence):
        found = _SMALL.match(sentence, asked.end())
        if found and not common(found[1]) and not pattern(language, "people", "titles").match(found[1]):
            return [(found.start(1), found[1])]
    return []


def _is_title_word(word: str, titles: Phrases) -> bool:
    """ "Vaktmester", and what is built upon it: "Skolevaktmester"."""
    if len(word) > _LONGEST_TITLE:
        return False
    return any(titles.fullmatch(word[at:]) for at in (0, *range(4, len(word) - 4)))


@cache
def _asking(language: str) -> frozenset[str]:
    """The words with which one is told whom to ask for, or to ring."""
    return frozenset(
        word
        for key in ("ask", "phone")
        for phrase in lexicon(language, "people", key)
        for word in phrase.rstrip("*").split()
    )
