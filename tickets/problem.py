"""Whether somebody has said what is wrong: a card is not sent on "see email" (S41)."""

import re
from functools import cache

from tickets.greetings import is_name, only_greets
from tickets.phrases import Phrases, made_of, phrases_in, word_lists, words_of

_PIECES = re.compile(r"[.!?,;:\n]+")


def states_problem(text: str) -> bool:
    """Whether there is anything in it that a technician could work on, beside greetings and courtesies.

    >>> states_problem("Hei, se vedlagt bilde. Mvh Kari"), states_problem("Hei! Lekker. Mvh Kari")
    (False, True)
    """
    for piece in _PIECES.split(text):
        words = words_of(piece)
        if _says_goodbye(piece):
            return False  # what follows is a name, a firm, a number
        if words and not only_greets(piece.strip()) and not made_of(words, _nothing()):
            return True
    return False


def _says_goodbye(piece: str) -> bool:
    """ "Mvh Kari Nordmann", but not "Best would be a new pump"."""
    said = piece.split()
    return any(
        " ".join(words_of(" ".join(said[:length]))) in _goodbyes() and all(map(is_name, said[length:]))
        for length in range(1, len(said) + 1)
    )


@cache
def _nothing() -> Phrases:
    return phrases_in("problem", "nothing")


@cache
def _goodbyes() -> Phrases:
    said = word_lists("thanks").values()
    return frozenset(" ".join(words_of(phrase)) for language in said for phrase in language.get("bye", ()))
