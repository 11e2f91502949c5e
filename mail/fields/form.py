"""Label and value pairs, as web forms, ticket systems and programs write them.

Postnummer: 2500        Postnummer          | Postnummer | 2500 |
                        2500
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from mail.fields.lexicon import everywhere
from mail.fields.reference import case_label
from mail.reply.lines import Line, Mark

_OTHER = "other"  # asks for what is none of ours: when it was sent, an e-mail address
ROLES = (
    "address",
    "postal_code",
    "city",
    "contact",
    "reporter",
    "phone",
    "serial",
    "asset",
    "access",
    "window",
    "day",
    "priority",
    "reference",
    "their_reference",
    "company",
    "text",
    _OTHER,
)
# A label of several words that names several things asks for the first of these: "contact telephone".
_TELLING = (
    "other",
    "their_reference",
    "phone",
    "postal_code",
    "serial",
    "reference",
    "access",
    "window",
    "priority",
    "address",
)
_MOST_WORDS = 6
_CYRILLIC = re.compile("[а-яё]")
_SHORTEST_PART = 6  # letters of a label that may end a compound: "anleggsadresse"
_PAIR = re.compile(r"[\s*•\-–]{0,4}([^:\n\t]{1,60}?)[\s*]{0,3}(?::|\t|\s{3,}|\s=\s|\s\|\s)[\s*]{0,6}(.*)")


def pairs(lines: Sequence[Line]) -> dict[str, str]:
    """The values of a form's lines by role; the first of each. Lines without a known label continue a
    value.
    """
    found: dict[str, str] = {}
    at = 0
    written = [line for line in lines if not line.blank]
    while at < len(written):
        line = written[at]
        at += 1
        match = _PAIR.match(line.text)
        role = role_of(match[1]) if match else None
        if match and role:
            value = match[2].strip()
            if not value and at < len(written) and not _labelled(written[at]):
                value = written[at].text.strip()
                at += 1
            _keep(found, role, value)
        elif (
            at < len(written)
            and (role := role_of(line.text))
            and (line.marks & Mark.LABEL or len(line.text) < 40)
        ):
            value = written[at].text.strip()
            if role_of(value) is None:
                _keep(found, role, value)
                at += 1
    return found


def role_of(label: str) -> str | None:
    """What a form's label asks for, in any of the five languages; None for labels of nothing we need."""
    role = _role_of(label)
    return role if role != _OTHER else None


@lru_cache(maxsize=2_000)
def _role_of(label: str) -> str | None:
    """A label that is not known as a whole is known by its parts: "Anläggningens adress"."""
    bare = _bare(label)
    known = _labels()
    if bare in known:
        return known[bare]
    numbered = case_label(bare)
    if numbered is not None:
        return "reference" if numbered else _OTHER
    bare = _bare(re.sub(r"\s*\(.*?\)\s*$", "", bare))
    if bare in known:
        return known[bare]
    words = [_bare(word) for word in re.split(r"[\s/]+", bare)]
    if not 1 <= len(words) <= _MOST_WORDS:
        return None
    ends = range(1, len(words) + 1)
    parts = {" ".join(words[at:end]) for end in ends for at in range(end)}
    roles = {known[part] for part in parts if part in known}
    roles |= {role for word in words if (role := _of_compound(word))}
    return next((role for role in (*_TELLING, *ROLES) if role in roles), None)


def values(lines: Sequence[Line]) -> str:
    """What a form's lines say of the job, without their labels; not when or by what it was sent."""
    told: list[str] = []
    for line in lines:
        match = _PAIR.match(line.text)
        role = _role_of(match[1]) if match else None
        if match and role:
            told += [match[2].strip()] if role != _OTHER else []
        elif not line.blank:
            told.append(line.text.strip())
    return "\n".join(told)


def _bare(label: str) -> str:
    return label.strip(" *?:.\t()").casefold()


def _of_compound(word: str) -> str | None:
    """ "kontakttelefonnummer" is a number to ring."""
    known = _labels() if word.isascii() or not _CYRILLIC.search(word) else {}
    ends = (word[at:] for at in range(2, len(word) - _SHORTEST_PART + 1))
    return next((known[end] for end in ends if end in known), None)


def _keep(found: dict[str, str], role: str, value: str) -> None:
    told = value and value.casefold() not in everywhere("labels", "nothing")
    if told and not (role == "address" and "@" in value):
        found.setdefault(role, value)


def _labelled(line: Line) -> bool:
    match = _PAIR.match(line.text)
    return bool((match and role_of(match[1])) or role_of(line.text))


@cache
def _labels() -> dict[str, str]:
    return {_bare(label): role for role in reversed(ROLES) for label in everywhere("labels", role)}
