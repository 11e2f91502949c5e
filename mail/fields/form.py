"""Label and value pairs, as web forms, ticket systems and programs write them.

Postnummer: 2500        Postnummer          | Postnummer | 2500 |
                        2500
"""

import re
from collections.abc import Sequence
from functools import cache

from mail.fields.lexicon import everywhere
from mail.reply.lines import Line, Mark

ROLES = (
    "address",
    "postal_code",
    "city",
    "contact",
    "phone",
    "serial",
    "asset",
    "access",
    "window",
    "priority",
    "reference",
    "company",
    "text",
)
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
    """What a form's label asks for, in any of the five languages; None for labels unknown to us."""
    bare = label.strip(" *?:.\t()").casefold()
    if bare in _labels():
        return _labels()[bare]
    bare = re.sub(r"\s*\(.*?\)\s*$", "", bare)
    return _labels().get(bare)


def _keep(found: dict[str, str], role: str, value: str) -> None:
    if value and value not in ("-", "–", "—", "n/a", "N/A"):
        found.setdefault(role, value)


def _labelled(line: Line) -> bool:
    match = _PAIR.match(line.text)
    return bool((match and role_of(match[1])) or role_of(line.text))


@cache
def _labels() -> dict[str, str]:
    return {label.strip("."): role for role in reversed(ROLES) for label in everywhere("labels", role)}
