"""Whether a partner may call the customer itself (S9), and the customer's words without a way to do so."""

import re
from collections.abc import Iterable

from tickets.states import MayContact
from tickets.ticket import Handoff

_SHORTEST = 6  # digits of a number that is looked for: fewer stand in any text
_COMPARED = 8  # the last digits: people leave out the country and the zero before the area
_NUMBER = re.compile(r"(?<!\w)(?:\+|\(\+)?\d(?:[ \u00a0\u202f().\-–/]{0,3}\d){5,14}(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEFT_OUT = "…"


def may_reach(rule: MayContact, handoff: Handoff) -> bool:
    """Whether the partner of that handoff may, as it stands now."""
    if rule is MayContact.ON_SITE:
        return handoff.en_route_at is not None or handoff.on_site_at is not None
    return rule is MayContact.YES


def unreachable(text: str, phones: Iterable[str]) -> str:
    """The text without mail addresses, those numbers in any spelling, and numbers with a country's code."""
    ends = {digits[-_COMPARED:] for each in phones if len(digits := _digits(each)) >= _SHORTEST}

    def kept(found: re.Match[str]) -> str:
        said = found[0]
        abroad = said.lstrip("(").startswith("+")
        return _LEFT_OUT if abroad or _digits(said)[-_COMPARED:] in ends else said

    return _NUMBER.sub(kept, _ADDRESS.sub(_LEFT_OUT, text))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
