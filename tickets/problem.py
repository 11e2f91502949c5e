"""Whether somebody has said what is wrong: a card is not sent on "see email" (S41)."""

import tomllib
from functools import cache
from importlib.resources import files

from tickets.phrases import words_of


def states_problem(text: str) -> bool:
    """Whether there is anything in it that a technician could work on.

    >>> states_problem("Se vedlegg!"), states_problem("Lekker")
    (False, True)
    """
    words = words_of(text)
    return bool(words) and " ".join(words) not in _nothing()


@cache
def _nothing() -> frozenset[str]:
    lists = tomllib.loads(files("tickets").joinpath("words", "problem.toml").read_text("utf-8"))
    return frozenset(" ".join(words_of(phrase)) for phrase in lists["nothing"])
