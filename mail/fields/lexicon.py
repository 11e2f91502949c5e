"""The word lists of ``mail/words`` as patterns. "nøkkel*" matches any ending, "*dør" any beginning; else
whole words match.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from mail.words import LANGUAGES, pack

# Norwegian and Danish are told apart by a handful of words; where that fails, the other's words still serve.
_KIN = {"nb": ("nb", "da"), "da": ("da", "nb")}
_NOTHING = re.compile(r"(?!)")
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"(\*?)(\w+)(\*?)")
_START, _SHORT = 4, 3  # letters by which words are told apart before a pattern is tried
_WORTH_IT = 30  # characters; shorter text is searched at once


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases as a pattern, with how the words of each begin: most texts lack some of them, and that is known
    from sets before the pattern is tried at each of their letters.
    """

    regex: re.Pattern[str]
    known: frozenset[str]  # the keys of ``starts``
    starts: Mapping[str, tuple[frozenset[str], ...]]  # all of a phrase's words, by its most telling one
    within: tuple[str, ...]  # what tells those that may stand inside of a word, or have no letters

    def search(self, text: str) -> re.Match[str] | None:
        """The first of the phrases in ``text``."""
        return None if self.is_far_from(text) else self.regex.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All of them, in order."""
        return iter(()) if self.is_far_from(text) else self.regex.finditer(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The phrase with which ``text`` begins."""
        return self.regex.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The phrase that ``text`` is."""
        return self.regex.fullmatch(text)

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with the phrases replaced."""
        return text if self.is_far_from(text) else self.regex.sub(replacement, text)

    def is_far_from(self, text: str) -> bool:
        """Whether ``text`` surely has none of them, nor has any part of it; quick."""
        if len(text) < _WORTH_IT:
            return False
        there, low = starts_in(text)
        if not self.known.isdisjoint(there):  # as a rule it is, and a set need not be made
            for start in self.known & there:
                for needed in self.starts[start]:
                    if needed <= there:
                        return False
        return not any(map(low.__contains__, self.within))


def languages(language: str) -> tuple[str, ...]:
    """The word lists to use for text in ``language``."""
    return _KIN.get(language, (language if language in LANGUAGES else "en",))


@cache
def words(language: str, section: str, key: str) -> tuple[str, ...]:
    """The phrases of ``section`` and ``key`` for text in ``language``, lower case, longest first."""
    found = {
        phrase.casefold() for one in languages(language) for phrase in pack(one).get(section, {}).get(key, ())
    }
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def pattern(language: str, section: str, key: str) -> Phrases:
    """One pattern that finds any of those phrases as whole words, in text of any case."""
    return _phrases(words(language, section, key))


@cache
def pattern_everywhere(section: str, key: str) -> Phrases:
    """The same for the phrases of all five languages."""
    return _phrases(tuple(sorted(everywhere(section, key), key=lambda phrase: (-len(phrase), phrase))))


def _phrases(told: tuple[str, ...]) -> Phrases:
    starts, within = dict[str, list[frozenset[str]]](), set[str]()
    for phrase in told:
        runs = [run for run in _RUN.findall(phrase) if not run[0] and (len(run[1]) >= _SHORT or not run[2])]
        if runs:
            telling = max((run[1] for run in runs), key=len)[:_START]
            starts.setdefault(telling, []).append(frozenset(run[1][:_START] for run in runs))
        else:
            within.add(max(re.split(r"[*\s]", phrase), key=len))
    return Phrases(
        compiled(told),
        frozenset(starts),
        {one: tuple(needed) for one, needed in starts.items()},
        tuple(within),
    )


@cache
def everywhere(section: str, key: str) -> frozenset[str]:
    """The phrases under ``section`` and ``key`` in all five languages: forms come in any of them."""
    return frozenset(
        phrase.casefold() for one in LANGUAGES for phrase in pack(one).get(section, {}).get(key, ())
    )


def last_match(regex: re.Pattern[str] | Phrases, text: str) -> re.Match[str] | None:
    """The last place where ``regex`` is found in ``text``."""
    return max(regex.finditer(text), key=lambda match: match.start(), default=None)


@lru_cache(maxsize=512)
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """``phrases`` as one pattern."""
    if not phrases:
        return _NOTHING
    # By first letter: else the engine tries all of a hundred phrases at the start of every word.
    by_letter: dict[str, list[str]] = {}
    within = [_one(phrase.removeprefix("*")) for phrase in phrases if phrase.startswith("*")]
    for phrase in phrases:
        if phrase.startswith("*"):
            continue
        by_letter.setdefault(re.escape(phrase[0]), []).append(_one(phrase))
    groups: dict[str, list[str]] = {}
    for letter, alike in by_letter.items():
        begins = r"\b" if letter.isalnum() else r"(?<!\w)"  # the same, and the first three times as fast
        either = "|".join(one.removeprefix(letter) for one in alike)
        groups.setdefault(begins, []).append(rf"{letter}(?:{either})")
    whole = (rf"{begins}(?:{'|'.join(alike)})" for begins, alike in groups.items())
    return re.compile("|".join([*whole, *within]), re.IGNORECASE)


def _one(phrase: str) -> str:
    parts = [
        (r"\w{0,20}" if part.startswith("*") and part != "*" else "")
        + re.escape(part.strip("*"))
        + (r"\w{0,20}" if part.endswith("*") else "")
        for part in phrase.split()
    ]
    return r"\s{1,3}".join(parts) + (r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "*" else "")


@lru_cache(maxsize=256)  # each sentence is searched for a dozen things
def starts_in(text: str) -> tuple[frozenset[str], str]:
    """The first three and the first four letters of each word of ``text``, and all of it, in lower case."""
    low = text.lower()
    found = _WORD.findall(low)
    return frozenset([word[:_START] for word in found] + [word[:_SHORT] for word in found]), low
