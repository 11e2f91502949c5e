"""Addresses of Britain, Ireland and America: 14 Mill Lane, Exeter EX5 1AB; Trelawney Estate; 1600 Main St."""

import re
from collections.abc import Sequence
from functools import cache

from mail.fields.lexicon import words
from mail.fields.street import (
    NAME,
    TOWN,
    Place,
    Street,
    registered_city,
    registered_street,
    town,
    town_of_site,
)
from mail.reply.names import common
from mail.words import pack
from tickets.register import Asset

_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z\d]{4})\b")  # postcode or Eircode
_ZIP = re.compile(rf",?\s({TOWN}),? [A-Z]{{2}},? (\d{{5}})(?:-\d{{4}})?\b")
_DIRECTION = r"(?: (?:Road|Street|Lane|Estate|Park|West|East|North|South|Lower|Upper)\b)?"
_ALONE = (
    r"(?:Estate|Park|Centre|Way|Road|Street|Lane|Avenue|Drive|Yard|Wharf|Quay|House|Place|Square|Court|Close"
    r"|Parade|Hill|Green)"
)
_CITY = rf"{TOWN}(?: \d{{1,2}}(?=,))?"  # Dublin 1
_CODED = re.compile(rf"(?:^|[,.:\n]\s?|in )((?:{_CITY},?\s{{0,2}}){{1,3}}){_CODE.pattern}")
_SURE = ("road", "street", "lane", "avenue", "crescent", "terrace", "rd", "ave")
_LOWER = re.compile(
    r"(?<![\w.])(\d{1,4}[a-z]?(?:[-–]\d{1,4})? (?:[a-z'’]{2,} ){1,2}?"
    r"(road|street|lane|avenue|crescent|terrace|rd|ave|parade|drive|close|place|court|square|gardens|grove|hill))\b"
    r"(?:,? ([a-z]{3,20}(?: [a-z]{3,20})?),? ([a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b"
    r"|, ([a-z]{3,20})(?=[.,\n]|$))?",
    re.IGNORECASE,
)


def english(text: str, assets: Sequence[Asset]) -> Place | None:
    """The address in ``text``; None where it has none of these countries' shape."""
    streets = _streets(text)
    registered = registered_street(text, assets)
    if registered and not any(street.score >= registered.score for street in streets):
        streets = [registered]
    if not streets and _DIGIT.search(text) and (coded := _CODED.search(text)):
        return Place(None, coded[2], _town_of(coded[1]))
    if not streets:
        found = _LOWER.search(text) if _DIGIT.search(text) else None
        if not found and (branch := _of_branch(text)):
            return Place(None, None, branch)
        if found and (found[4] or found[5] or found[2].lower() in _SURE):
            return Place(found[1], found[4], found[3] or found[5])
        return None
    best = max(streets, key=lambda street: street.score)
    tail = text[best.end : best.end + 100]
    coded = re.match(rf"[,.]?\s{{0,3}}((?:{_CITY},?\s{{0,3}}){{0,3}}){_CODE.pattern}", tail)
    if coded:
        return Place(best.text, coded[2], _town_of(coded[1]))
    american = _ZIP.match(tail)
    if american:
        return Place(best.text, american[2], town(american[1]))
    code = _CODE.search(text)
    there = re.match(rf"(?:,? (?:in )?)({_CITY})(?=[\s,.\n]|$)", tail)
    if there and not re.match(r",|.* in ", there[0]):
        there = None
    return Place(best.text, code[1] if code else None, _town_beside(there, text, assets))


def _town_beside(there: re.Match[str] | None, text: str, assets: Sequence[Asset]) -> str | None:
    return town(there[1]) if there else town_of_site(text, "en") or registered_city(text, assets)


def _town_of(between: str) -> str | None:
    """The town of what stands between street and code: the last, but for a county."""
    told = [one for one in re.split(r",\s*|\n", between.strip(" ,\n")) if one]
    towns = [one for one in told if one.casefold() not in words("en", "place", "counties")]
    if not towns and told:
        return told[-1]
    last = towns[-1] if towns else None
    county = next(
        (one for one in words("en", "place", "counties") if last and last.casefold().endswith(f" {one}")), ""
    )
    return last[: -len(county) - 1] if last and county else last


def _of_branch(text: str) -> str | None:
    """ "Our Leeds branch"."""
    found = re.search(rf"(?<!\w)(?:[Oo]ur|[Tt]he) ({NAME}) (?:branch|depot|office|site)(?!\w)", text)
    return found[1] if found and not common(found[1]) else None


def _streets(text: str) -> list[Street]:
    numbered, bare = _shapes()
    found = [_numbered(text, match) for match in numbered.finditer(text)]
    for match in bare.finditer(text):
        tail = text[match.end() : match.end() + 60]
        coded = re.match(rf"[,.]?\s{{0,3}}(?:{TOWN},?\s{{0,3}}){{0,3}}{_CODE.pattern}", tail)
        before = text[max(0, match.start() - 4) : match.start()]
        usual = re.search(rf"{_ALONE}(?: (?:Park|Estate|Centre))?$", match[1])
        alone = usual and re.search(r"(?:^|[.:!?\n]\s?)$", before) and re.match(r"\s*(?:[.\n]|$)", tail)
        towned = (
            usual and re.match(rf", {TOWN}(?=\s*(?:[.,\n]|$))", tail) and not re.match(r", \w+ing\b", tail)
        )
        if coded or alone or towned:
            found.append(Street(match[1], match.start(), match.end(), 2.0 if coded else 1.0))
    return found


def _numbered(text: str, match: re.Match[str]) -> Street:
    """ "Unit 7 Riverside Park" has no other number than the unit's."""
    unit = re.search(r"(?<!\w)(?:Unit|Units|Block|Plot) $", text[max(0, match.start(1) - 8) : match.start(1)])
    park = unit and re.search(r"(?:Park|Estate|Centre|Court|Yard)$", match[1])
    start = match.start(1) - len(unit[0]) if unit and park else match.start(1)
    return Street(text[start : match.end(1)], start, match.end(1), 3.0)


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = (re.escape(word.capitalize()) for word in pack("en")["place"]["streets"])
    kinds = "|".join(sorted(told, key=len, reverse=True))
    return (
        re.compile(
            r"(?<![\w])(?:Unit \w{1,4},? (?=\d))?"
            rf"(\d{{1,4}}[A-Za-z]?(?:[-–]\d{{1,4}})? (?:The )?(?:{NAME}\.? ){{0,3}}"
            rf"(?:{kinds})\b{_DIRECTION})"
        ),
        re.compile(rf"(?<![\w])((?:{NAME} ){{1,3}}(?:{kinds})\b(?: (?:Park|Estate|Centre)\b)?)"),
    )
