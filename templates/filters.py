"""What templates do to values: outside words made safe to stand in a line, phone numbers, places."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from templates.shorten import clip
from templates.tidy import BREAK

_COUNTED = re.compile(r"(?P<quantity>\d+(?:\.\d+)?) (?P<unit>h|km|pcs)(?!\S)")


def line(text: object, limit: int = 200) -> str:
    """Outside text on one line, cut when it is longer than anybody reads there."""
    return clip(str(text), limit)


def dots(values: Iterable[object]) -> Markup:
    """What is known of several short values, each once, on one line: Jura GIGA X8 · Oslo."""
    known = dict.fromkeys(
        value if isinstance(value, Markup) else line(value, 80) for value in values if value
    )
    return Markup(" · ").join(known)


def words(text: object) -> Markup:
    """Somebody's words with their own line breaks, at most one empty line between two."""
    paragraphs: list[str] = []
    for each in str(text).strip().splitlines():
        stripped = each.strip()
        if stripped or (paragraphs and paragraphs[-1]):
            paragraphs.append(stripped)
    return Markup(BREAK).join(escape(each) for each in paragraphs)  # noqa: S704 - escaped on this line


@lru_cache(maxsize=4096)
def phone(number: str) -> str:
    """A number as people read it: +47 900 12 345. What is no number stays as it was written."""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        parsed = parse(number, None)
    except NumberParseException:
        return number
    return format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def map_url(place: str) -> str:
    """Where a tap on an address leads: the place in the reader's map."""
    return "https://maps.google.com/?q=" + quote(clip(place, 300), safe="", errors="ignore")


def place(address: object, postal_code: object = None, city: object = None) -> str:
    """An address on one line; parts that it already contains are not said twice."""
    said = " ".join(str(address).split()) if address else ""
    town = " ".join(str(each) for each in (postal_code, city) if each and str(each) not in said)
    return ", ".join(filter(None, (said, town)))


def tel(number: str) -> str:
    """The address behind a phone number in a mail."""
    return "tel:" + "".join(char for char in number if char in "+0123456789")


def counted(language: str, unit: Callable[[str], str], said: object) -> str:
    """A line of work as `tickets.work.lines` says it, with its hours or kilometres in the reader's language:
    "2.5 h reise" is "2,5 t reise"."""
    from babel.numbers import format_decimal

    amount = _COUNTED.match(str(said))
    if amount is None:
        return str(said)
    quantity = format_decimal(Decimal(amount["quantity"]), locale=language)
    return f"{quantity} {unit(amount['unit'])}{str(said)[amount.end() :]}"


def number(language: str, value: float) -> str:
    """With one decimal, as the language writes it: 4,6."""
    from babel.numbers import format_decimal

    return format_decimal(round(value, 1), locale=language)
