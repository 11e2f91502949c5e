"""Whether words ask how far a case is, and nothing else: that is answered at once, by itself (S99).

The words are in ``words/status.toml``, all languages at once. The lists: ``content``, of which one must
occur; ``around``, what may stand beside them. Everything else is for a person to read.
"""

from functools import cache
from itertools import chain

from tickets.phrases import Phrases, made_of, numbered, word_lists, words_of

_MOST_WORDS = 14


def only_asks_status(text: str) -> bool:
    """Whether the words ask for the status and say nothing that somebody should act on.

    >>> only_asks_status("Hei! Hva er status på sak #1001?")
    True
    >>> only_asks_status("Status? Nå lekker den enda mer.")
    False
    """
    words = [numbered(word) for word in words_of(text)]
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    spans = [
        " ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    ]
    asks = any(span in _phrases("content") for span in spans)
    return asks and made_of(words, _phrases("content") | _phrases("around"))


@cache
def _phrases(name: str) -> Phrases:
    """That list of all languages, as words count."""
    spoken = word_lists("status")
    return frozenset(
        " ".join(words_of(phrase)) for phrase in chain.from_iterable(each[name] for each in spoken.values())
    )
