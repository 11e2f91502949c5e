"""A message as its sentences: what greets and says goodbye is set apart from what says something.

The words are in ``words/sentences.toml``, compared as :mod:`tickets.phrases` has them.
"""

import re
from collections.abc import Iterator, Sequence

from tickets.phrases import numbered, phrases_in, words_of

_ENDS = re.compile(r"(?<=[.!…?;])\s+|\n+")
_SHORT = re.compile(
    r"(?:^|\W)(?:kl|ca|nr|stk|evt|bl\.?a|tel|tlf|mr|mrs|dr|ул|тел|руб|№|\d+)\.$", re.IGNORECASE
)
_CLAUSES = re.compile(r"\s*(?:,|;|:)\s+|\s+[-–—]+\s+")
_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\d{1,2}[.)])\s+")
_NAME_TOO = 4  # words that a greeting may have besides the greeting itself


def sentences(text: str) -> list[str]:
    """The sentences and lines, without bullets and full stops; "?" stays where it stands.

    >>> sentences("Hei!\\n\\nVi tar den. Ola kommer kl. 9.")
    ['Hei', 'Vi tar den', 'Ola kommer kl. 9']
    """
    found: list[str] = []
    for line in text.splitlines():
        joined = ""
        for part in _ENDS.split(_BULLET.sub("", line)):
            joined = f"{joined} {part}".strip()
            if not _SHORT.search(joined):
                found.append(joined)
                joined = ""
        found.append(joined)
    return [each for each in (part.strip().rstrip(".!…; ") for part in found) if each]


def clauses(sentence: str) -> list[str]:
    """What commas, colons and dashes part in a sentence."""
    return [each for each in (part.strip() for part in _CLAUSES.split(sentence)) if each]


def without_goodbye(text: str) -> list[str]:
    """The sentences before the goodbye and the name; a postscript behind that counts."""
    told: list[str] = []
    gone = False
    for sentence in sentences(text):
        words = words_of(sentence)
        gone = (gone or _begins(words, "bye")) and words[:1] != ["ps"]
        if not gone:
            told.append(sentence)
    return told


def is_courtesy(part: str) -> bool:
    """Whether it greets or thanks, by name or not, and says nothing else."""
    said = [words_of(each) for each in clauses(part)]
    return "?" not in part and all(
        _begins(words, "hello", 2) or _begins(words, "thanks", _NAME_TOO) for words in said
    )


def has(part: str, name: str) -> bool:
    """Whether a phrase of that list stands in it."""
    words = f" {' '.join(map(numbered, words_of(part)))} "
    return any(f" {phrase} " in words for phrase in phrases_in("sentences", name))


def begins(part: str, name: str) -> bool:
    """Whether it begins with a phrase of that list."""
    return _begins(words_of(part), name)


def _begins(words: Sequence[str], name: str, most: int | None = None) -> bool:
    return any(" ".join(words[:length]) in phrases_in("sentences", name) for length in _lengths(words, most))


def _lengths(words: Sequence[str], most: int | None) -> Iterator[int]:
    """How long a phrase at the beginning may be; `most`: words that may follow it."""
    for length in range(1, min(len(words), 4) + 1):
        if most is None or len(words) - length <= most:
            yield length
