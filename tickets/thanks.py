"""Whether words about a finished job only say that all is well: those reopen nothing.

The words are in ``words/thanks.toml``, all languages at once, because people thank in any of them. The lists:
``content``, of which one must occur; ``around``, what may stand beside them; ``bye``, after which a name may
follow. Everything else, and any question or doubt, is news that somebody should look at.
"""

import re
from functools import cache
from itertools import chain, combinations

from tickets.phrases import Phrases, made_of, word_lists, words_of

_MOST_WORDS = 30
_WORD = r"(?:[^\W\d_]\.|[^\W\d_][\w'’-]*)"
_NAME = rf"(?P<name>(?:{_WORD}(?:[\s,]+{_WORD}){{0,3}})?)"  # of a person, a firm
_DOUBTS = frozenset("?؟？❓❔❌👎😞🙁😐😡")
_VARIATION = "\ufe0f"  # makes a sign an emoji; says nothing


def only_thanks(text: str) -> bool:
    """Whether the words say thank you, or that it works, and nothing else.

    >>> only_thanks("Tusen takk, nå virker den! 👍")
    True
    >>> only_thanks("Takk, men den lekker fortsatt")
    False
    """
    if not _DOUBTS.isdisjoint(text):
        return False
    signs = frozenset(word_lists("thanks")["signs"]["content"])
    plain = "".join(" " if sign in signs or sign == _VARIATION else sign for sign in text).strip()
    words = words_of(_without_name(plain))
    if len(words) > _MOST_WORDS:
        return False
    content = _phrases("content")
    is_content = not signs.isdisjoint(text) or any(part in content for part in _parts(words))
    return is_content and made_of(words, content | _phrases("around"))


def _without_name(text: str) -> str:
    """The text without a closing formula and the name after it; a sentence after it is not a name."""
    closed = _closing().search(text)
    if closed is None or not all(word[0].isupper() for word in closed["name"].split()):
        return text
    return text[: closed.start()]


def _parts(words: list[str]) -> list[str]:
    return [" ".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2)]


@cache
def _closing() -> re.Pattern[str]:
    spoken = (lists["bye"] for language, lists in word_lists("thanks").items() if language != "signs")
    byes = "|".join(re.escape(bye) for bye in chain.from_iterable(spoken))
    return re.compile(rf"\b(?:{byes})\b[\s,.!:]*{_NAME}[\s,.!]*$", re.IGNORECASE)


@cache
def _phrases(name: str) -> Phrases:
    """That list of all languages, as words count."""
    spoken = (lists for language, lists in word_lists("thanks").items() if language != "signs")
    return frozenset(
        " ".join(words_of(phrase)) for phrase in chain.from_iterable(each[name] for each in spoken)
    )
