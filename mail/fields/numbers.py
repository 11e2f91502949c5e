"""Identifiers: how they look, how they compare, and which word names them."""

import re
from collections.abc import Iterator
from functools import lru_cache

# As the plate reads and as a Russian keyboard types it.
_LOOKALIKE = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")
_CYRILLIC = re.compile("[А-Я]")
_BETWEEN = re.compile(r"[\W_]+")
TOKEN = re.compile(r"(?<![\w@])[^\W_](?:[\w]|[-–/.+](?=\w)){0,40}", re.UNICODE)
_DIGIT = re.compile(r"\d")
_JOINERS = frozenset({" ", "\xa0", " - ", "- ", " -", " / "})
_MOST_JOINED = 4
_MAX_KEPT = 20_000  # characters of a text whose tokens are remembered


def squeezed(text: str) -> str:
    """The whole of ``text`` as :func:`norm` has it: what is not in this is none of its :func:`keys_in`."""
    # Blanks go first, for most of what is between are those, and that is four times as fast.
    found = _BETWEEN.sub("", "".join(text.upper().split()))
    return found.translate(_LOOKALIKE) if _CYRILLIC.search(found) else found


@lru_cache(maxsize=20_000)  # a register is asked about the same ids with every mail
def norm(text: str) -> str:
    """``text`` as identifiers compare: upper case, letters and digits only, Cyrillic lookalikes as Latin."""
    return squeezed(text)


def written(text: str) -> str:
    """A number as written, upper case, without blanks and without the punctuation around it."""
    return re.sub(r"\s+", "", text).strip(".,;:()[]«»\"'").upper()


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Words and numbers in ``text``, alone and up to four joined over single blanks, with their spans.

    People write "118 4407" for 118-4407; a joined candidate always has a digit in each of its words.
    """
    return iter(_kept_tokens(text)) if len(text) <= _MAX_KEPT else _tokens(text)


@lru_cache(maxsize=8)
def keyed(text: str) -> tuple[tuple[str, str, int], ...]:
    """Those of the :func:`tokens` that have a digit, as identifiers: as written, as they compare, and
    where.
    """
    if not _DIGIT.search(text):
        return ()
    spans = [match.span() for match in TOKEN.finditer(text)]
    with_digit = [index for index, (start, end) in enumerate(spans) if _DIGIT.search(text, start, end)]
    # A token of several words begins up to three before the one with the digit.
    begins = {at for index in with_digit for at in range(max(0, index - _MOST_JOINED + 1), index + 1)}
    found = (token for at in sorted(begins) for token in _from(text, spans, at))
    return tuple((token, norm(token), start) for token, start, _ in found if any(map(str.isdigit, token)))


@lru_cache(maxsize=8)
def keys_in(text: str) -> frozenset[str]:
    """All :func:`tokens` as they compare."""
    matches = list(TOKEN.finditer(text))
    normed = [norm(match[0]) for match in matches]
    found = set(normed)
    for index, match in enumerate(matches):
        joined, last = normed[index], match.end()
        for at in range(index + 1, min(index + _MOST_JOINED, len(matches))):
            if text[last : matches[at].start()] not in _JOINERS:
                break
            joined, last = joined + normed[at], matches[at].end()
            found.add(joined)
    return frozenset(found)


@lru_cache(maxsize=8)  # every field of a mail asks for the same words
def _kept_tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    spans = [match.span() for match in TOKEN.finditer(text)]
    for index in range(len(spans)):
        yield from _from(text, spans, index)


def _from(text: str, spans: list[tuple[int, int]], index: int) -> list[tuple[str, int, int]]:
    """The word at ``index``, alone and joined with those behind it."""
    start, last = spans[index]
    found = [(text[start:last], start, last)]
    for following, stop in spans[index + 1 : index + _MOST_JOINED]:
        if text[last:following] not in _JOINERS:
            break
        last = stop
        found.append((text[start:last], start, last))
    return found
