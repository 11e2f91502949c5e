"""Telling old words by having seen them: what we sent, or got before, needs no mark to be history.

Some clients put the mail answered below the answer with nothing in between, or let people write their answers
between its lines. Runs of words are compared, not lines, since every client breaks and indents them anew.
"""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_RUN = 5  # words in a row that must agree before any of them counts as known
_FEWEST = 8  # known words that make a quote; fewer are a phrase that anybody may use
_NEAR = 5  # lines
_SHARE = 0.75  # of a line's words
_MAX_WORDS = 20_000  # of the known texts together


def known_lines(lines: Sequence[str], texts: Sequence[str]) -> list[bool]:
    """For each of ``lines`` whether its words stand in one of ``texts``; so do blank ones between two known.

    All False when too little agrees to be a quote.
    """
    runs = _runs(texts)
    words = [(number, word) for number, line in enumerate(lines) for word in _words(line)]
    marked = [False] * len(words)
    for at in range(len(words) - _RUN + 1):
        if tuple(word for _, word in words[at : at + _RUN]) in runs:
            marked[at : at + _RUN] = [True] * _RUN
    if sum(marked) < _FEWEST:
        return [False] * len(lines)
    seen, hits = [0] * len(lines), [0] * len(lines)
    for (number, _), known in zip(words, marked, strict=True):
        seen[number] += 1
        hits[number] += known
    found = [bool(count) and hit >= count * _SHARE for count, hit in zip(seen, hits, strict=True)]
    whole = frozenset(line for text in texts for line in map(_key, text.split("\n")) if line)
    near = [
        known or (_key(line) in whole and _near(found, at))
        for at, (line, known) in enumerate(zip(lines, found, strict=True))
    ]
    return _closed(near, lines)


def _runs(texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    runs: set[tuple[str, ...]] = set()
    left = _MAX_WORDS
    for text in texts:
        words = _words(text)[:left]
        left -= len(words)
        runs.update(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return frozenset(runs)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _key(line: str) -> str:
    """The line's words; of one without any, as a row of faces to tap on, its signs."""
    return " ".join(_words(line) or line.split())


def _near(found: Sequence[bool], at: int) -> bool:
    """Whether a known line is a few lines away: a greeting, a name."""
    return any(found[max(at - _NEAR, 0) : at + _NEAR + 1])


def _closed(found: list[bool], lines: Sequence[str]) -> list[bool]:
    """Blank lines belong to the known lines on both their sides."""
    closed = list(found)
    last: int | None = None
    for at, known in enumerate(found):
        if not lines[at].strip():
            continue
        if known and last is not None:
            closed[last:at] = [True] * (at - last)
        last = at if known else None
    return closed
