"""The word lists of ``mail/words`` as patterns. "nøkkel*" matches any ending, "*dør" any beginning; else
whole words match.
"""

import re
from functools import cache, lru_cache

from mail.words import LANGUAGES, pack

# Norwegian and Danish are told apart by a handful of words; where that fails, the other's words still serve.
_KIN = {"nb": ("nb", "da"), "da": ("da", "nb")}
_NOTHING = re.compile(r"(?!)")


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
def pattern(language: str, section: str, key: str) -> re.Pattern[str]:
    """One pattern that finds any of those phrases as whole words, in text of any case."""
    return compiled(words(language, section, key))


@cache
def everywhere(section: str, key: str) -> frozenset[str]:
    """The phrases under ``section`` and ``key`` in all five languages: forms come in any of them."""
    return frozenset(
        phrase.casefold() for one in LANGUAGES for phrase in pack(one).get(section, {}).get(key, ())
    )


def last_match(regex: re.Pattern[str], text: str) -> re.Match[str] | None:
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
    groups = (
        rf"{letter}(?:{'|'.join(one.removeprefix(letter) for one in alike)})"
        for letter, alike in by_letter.items()
    )
    whole = rf"(?<!\w)(?:{'|'.join(groups)})"
    return re.compile("|".join([whole, *within]) if by_letter else "|".join(within), re.IGNORECASE)


def _one(phrase: str) -> str:
    parts = [
        re.escape(part.removesuffix("*")) + (r"\w{0,20}" if part.endswith("*") else "")
        for part in phrase.split()
    ]
    return r"\s{1,3}".join(parts) + (r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "*" else "")
