"""Who pays for a line of work: the maker, the customer, a retail chain or ourselves, in people's words (S90).

The words are in ``words/payer.toml``, compared as :mod:`tickets.phrases` has them. The longest phrase counts;
where two of the same length name two payers, nobody has said it.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from tickets.phrases import word_lists, words_of

_LONGEST = 5  # words of a phrase


class Payer(StrEnum):
    """Who pays. A line that nobody has said it of is paid as the contract says, else as agreed."""

    MAKER = "maker"
    CUSTOMER = "customer"
    NETWORK = "network"  # the retail chain that sold it
    US = "us"  # the service company itself, as goodwill


def read_payer(text: str) -> Payer | None:
    """Who pays, as somebody's words say; None when they do not, or ask.

    >>> read_payer("frakt, kunden betaler")
    <Payer.CUSTOMER: 'customer'>
    >>> read_payer("pakning ikke på garanti") is None
    True
    """
    words = [] if "?" in text else words_of(text)
    said: list[tuple[int, Payer]] = []
    start = 0
    while start < len(words):
        length, payer = _longest(words[start:])
        said += [(length, payer)] if payer else []
        start += length or 1
    most = max((length for length, _ in said), default=0)
    found = {payer for length, payer in said if length == most}
    return found.pop() if len(found) == 1 else None


def ending(text: str) -> Payer | None:
    """Who pays, where a command ends in their name: ``480 kr frakt customer``."""
    words = [] if "?" in text else words_of(text)
    if not words or (len(words) > 1 and words[-2] in _lists("ends").get("before", frozenset())):
        return None
    return next((payer for payer in Payer if words[-1] in _of("ends", payer)), None)


def without_payer(text: str) -> tuple[str, Payer | None]:
    """The text before words at its end that say who pays, or who does not, and who it is.

    >>> without_payer("taxi 350 kr, kunden betaler")
    ('taxi 350 kr,', <Payer.CUSTOMER: 'customer'>)
    """
    words = text.split()
    for length in range(min(len(words), _LONGEST), 0, -1):
        end = " ".join(words[-length:])
        payer = only_payer(end)
        if payer is not None or " ".join(words_of(end)) in _of("said", "nobody"):
            return " ".join(words[:-length]), payer
    return text, None


def only_payer(text: str) -> Payer | None:
    """Who pays, where the text says nothing else; None otherwise."""
    said = " ".join(words_of(text)) if "?" not in text else ""
    return next((payer for payer in Payer if said in _of("said", payer)), None)


def named(text: str) -> Payer | None:
    """Whom a dispatcher or the register names; None: whoever it is by agreement. ValueError: nobody."""
    said = " ".join(words_of(text))
    if said in _of("named", "nobody"):
        return None
    for payer in Payer:
        if any(said in _of(name, payer) for name in ("named", "ends", "said")):
            return payer
    raise ValueError(text)


def _longest(words: list[str]) -> tuple[int, Payer | None]:
    """How many of the words, from the first on, are a phrase, and whom it names; 0: none are."""
    for length in range(min(len(words), _LONGEST), 0, -1):
        said = " ".join(words[:length])
        if said in _of("said", "nobody"):
            return length, None
        if (payer := next((each for each in Payer if said in _of("said", each)), None)) is not None:
            return length, payer
    return 0, None


def _of(table: str, name: str) -> frozenset[str]:
    return _lists(table).get(name, frozenset())


@cache
def _lists(table: str) -> Mapping[str, frozenset[str]]:
    lists = word_lists("payer")[table]
    return {name: frozenset(" ".join(words_of(each)) for each in listed) for name, listed in lists.items()}
