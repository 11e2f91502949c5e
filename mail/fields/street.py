"""An address as one country or another writes it, and what their ways have in common."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from mail.fields.known import known
from mail.fields.lexicon import words
from mail.reply.names import common, folded
from tickets.register import Asset

CAP = r"[A-ZÆØÅÄÖÉÜ]"
NAME = rf"{CAP}[\w'’-]{{0,30}}"
# What stands behind a town with a capital and is none of it.
_NO_TOWN = (
    r"(?!(?:Vi|Jeg|Jag|Du|Det|Den|We|The|Please|Hos|Ring|Kom|Tlf|Tel|Mob|Org|Norge|Norway|Sverige|Sweden|Danmark"
    r"|Denmark|UK|England)\b)"
)
TOWN = (
    rf"{NAME}(?: (?:i|på|under|on|upon|le|by|am|de|la|Upon)(?= {CAP}))?(?: {_NO_TOWN}{NAME}){{0,2}}"
    r"(?: [KVØNSC]\b)?"
)
_RUSSIAN_TYPES = (
    r"(?:[Уу]л\.?|[Пп]р-к?т\.?|[Пп]р\.|[Пп]росп\.?|[Пп]ер\.?|[Шш]\.|[Нн]аб\.?|[Бб]-р\.?|[Пп]л\.?)"
)
_REGISTERED = 3.5  # above a street that only looks like one, below one with a postal code

_SMALL = re.compile(r"ул|пр-т|пр|пер|ш|наб|б-р|пл|д|дом", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An address as written; None for what is not."""

    address: str | None = None
    postal_code: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Street:
    """A street line that is written somewhere, and how much speaks for its being one."""

    text: str
    start: int
    end: int
    score: float


def registered_street(text: str, assets: Sequence[Asset]) -> Street | None:
    """The one street of the register that ``text`` writes, however it is spelled: without capitals, without
    "ул." and "д.".
    """
    low = folded(text)
    found: dict[str, Street] = {}
    for address in known(assets).addresses:
        shape, telling = _shape_of(address)
        if telling not in low:
            continue
        match = re.search(shape, text, re.IGNORECASE)
        if match:
            found[folded(match[0])] = Street(match[0].strip(), match.start(), match.end(), _REGISTERED)
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=20_000)
def _shape_of(address: str) -> tuple[str, str]:
    """A pattern for ``address``, and its longest word, folded, without which there is no need to try."""
    told = re.findall(r"\w+(?:['’-]\w+)*", address)
    named = [word for word in told if not _SMALL.fullmatch(word)]
    between = r"[\s,.]{1,3}(?:(?:д|дом)\.?\s?)?"
    return (
        rf"(?<!\w)(?:{_RUSSIAN_TYPES}\s?)?" + between.join(map(re.escape, named)) + r"(?!\w|[.,]\d)",
        folded(max(named, key=len)) if named else "\0",
    )


def registered_city(text: str, assets: Sequence[Asset]) -> str | None:
    """A town that the register knows and the mail writes with a capital: written, not filled in."""
    near = (city for city in known(assets).cities if city in text)
    found = [city for city in near if re.search(rf"(?<!\w){re.escape(city)}(?!\w)", text)]
    return found[0] if len(found) == 1 else None


def town_of_site(text: str, language: str) -> str | None:
    """ "Butikken i Borås": a town without postal code, behind a kind of site and where a clause may go on."""
    found = _of_site(language).search(text)
    return found[1] if found and not common(found[1]) else None


@cache
def _of_site(language: str) -> re.Pattern[str]:
    sites = either(words(language, "place", "sites"))
    at = "in" if language == "en" else either(words(language, "place", "at"))
    shape = rf"(?<!\w)(?i:{sites}) (?:{at}) ({CAP}[\w'’-]{{2,30}})(?=[ ,.;!?\n]|$)(?! \d)"
    return re.compile(shape if sites else "(?!)")


def town(name: str) -> str:
    return name.strip(" .,")


def either(phrases: tuple[str, ...]) -> str:
    """One of ``phrases``, as a pattern."""
    return "|".join(re.escape(phrase) for phrase in phrases)
