"""Addresses of Norway, Sweden and Denmark: Storgata 5, 0155 Oslo; Storgatan 14 B, 411 38 Göteborg."""

import re
from collections.abc import Sequence

from mail.fields.lexicon import languages, words
from mail.fields.street import (
    CAP,
    NAME,
    TOWN,
    Place,
    Street,
    either,
    registered_city,
    registered_street,
    town,
    town_of_site,
)
from mail.reply.names import common, folded
from mail.words import pack
from tickets.register import Asset

_DIGIT = re.compile(r"\d")
_NUMBER = r"\d{1,4}(?:\s?[A-Ha-h](?![\w]))?(?:\s?[-–/]\s?\d{1,4}(?!\d))?"
_STREET = re.compile(
    rf"(?<![\w:])((?:{NAME} |(?:S:ta?|{CAP}[a-zæøåäö]{{0,3}}\.) ?){{0,3}}?"
    rf"(?:{NAME}(?:(?:vn|gt|vg|gd)\.)?|\d{{1,2}}\.?)"
    r"(?: (?:gate|gt\.?|vei|veg|v\.|gata|plass|pl\.|allé|alle|torg|väg|gatan|vägen|park|brygge|kaj|gade"
    r"|plads|vej))?)"
    rf" ({_NUMBER})(?![\d.:]*\d)"
)
# Without capitals a street needs an ending that nothing else has.
_LOWER = re.compile(
    r"(?<![\w-])((?:[a-zæøåäöé]{2,}s (?:gate|gata|vei|veg|väg|vej|gade|plass|plads|torg)"
    r"|[a-zæøåäöé]{2,}(?:veien|vegen|gata|gaten|gate|gatan|vägen|vej|vejen|gade|gaden|gränd|torget|torvet"
    rf"|bakken|backen|stigen|stien)) {_NUMBER})(?![\d.:]*\d)"
    r"(?:,? (\d{4}|\d{3} ?\d{2})(?: ([a-zæøåäöé]{2,20}))?"
    r"|,? (?:i|på) ([a-zæøåäöé]{2,20})(?=[ ,.!?]*(?:$|\n|[.,])))?"
)
# Between a house number and the postal code: a floor or a firm; no second house number.
_TO_CODE = r"(?:,\s{0,3}(?:[^\n,.]{0,30},\s?)?|\.?\s{0,3}(?:[^\n,.\d]{0,30},\s?)?|\s?\n\s?)"
_POST_BOX = re.compile(r"(?:boks|box|pb)\.? \d{1,6},? $", re.IGNORECASE)
_NORDIC_CODE = re.compile(rf"(?<![\w+-])(?:(?:NO?|SE?|DK)[- ]?)?(\d{{3}} ?\d{{2}}|\d{{4}})(?: |  )({TOWN})")
_NOT_STREETS = re.compile(
    r"^(?:box|boks|postboks|postbox|pb|butikk|butik|store|shop|kasse|kassa|till|hal|hall|rom|rum|room|uke|vecka|uge|week|kl|windows|outlook|office|felt|port|dør|dörr|door|gate|etg|sal|fase|feil|fel|fejl|error|code|kode|nr|no|type|typ|model|modell|version|side|page|punkt|po|inc|sak|sag|ärende|ticket|case|heis|hiss|elevator|lift|unit|level|floor|suite|surgery|plan|stk|ca|dag|day|avd|versjon|win|iphone|ipad|ios|android|p|hei|hej|tlf|tel|mob|mobil|januar|februar|mars|marts|april|mai|maj|juni|juli|august|september|oktober|november|desember|december|january|february|march|may|june|july|october|januari|februari|augusti|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$",
    re.IGNORECASE,
)


def nordic(text: str, language: str, assets: Sequence[Asset]) -> Place:
    """The address in ``text``."""
    numbered = _STREET.finditer(text) if _DIGIT.search(text) else ()
    streets = [street for match in numbered if (street := _judged(match, text, language, assets))]
    registered = registered_street(text, assets)
    if registered:
        streets.append(registered)
    best = max(streets, key=lambda street: street.score, default=None)
    if best is None or best.score < 1:
        return _lower(text) or _without_street(text, language, assets)
    tail = text[best.end : best.end + 80]
    code = re.match(rf"{_TO_CODE}{_NORDIC_CODE.pattern}", tail)
    if code:
        return Place(best.text, code[1], town(code[2]))
    near = _NORDIC_CODE.search(text)
    if near and _code_alone(text, near, language):
        return Place(best.text, near[1], town(near[2]))
    there = re.match(rf"(?:,? (?:{'|'.join(words(language, 'place', 'at'))}) |, ?)({TOWN})(?![\w]* \d)", tail)
    if there and (there[0].startswith(" ") or _is_town(there[1], tail[there.end() :], assets)):
        return Place(best.text, None, town(there[1]))
    before = re.search(
        rf"(?:^|\n|: ?|\b(?:{either(words(language, 'place', 'at'))}|I) )({TOWN}), $", text[: best.start]
    )
    if before and not common(before[1].split(" ")[0]):
        return Place(best.text, None, town(before[1]))
    behind = re.match(rf" ({NAME}(?: {CAP}[\w-]{{2,20}})?)(?=\s*(?:[.!\n]|$))", tail)
    if behind and not common(behind[1].split(" ")[0]):
        return Place(best.text, None, town(behind[1]))
    return Place(best.text, None, registered_city(text, assets))


def _lower(text: str) -> Place | None:
    found = _LOWER.search(text) if _DIGIT.search(text) else None
    return Place(found[1], found[2], found[3] or found[4]) if found else None


def _without_street(text: str, language: str, assets: Sequence[Asset]) -> Place:
    alone = (match for match in _NORDIC_CODE.finditer(text) if _code_alone(text, match, language))
    code = next(alone, None)
    if code:
        return Place(None, code[1], town(code[2]))
    return Place(None, None, registered_city(text, assets) or town_of_site(text, language))


def _is_town(name: str, after: str, assets: Sequence[Asset]) -> bool:
    """Behind a comma a capitalised word is a town when a sentence ends there or the register knows it."""
    return bool(re.match(r"\s*(?:[.\n,;]|$)", after)) or any(
        folded(name) == folded(asset.city or "") for asset in assets
    )


def _judged(match: re.Match[str], text: str, language: str, assets: Sequence[Asset]) -> Street | None:
    name, number = match[1], match[2]
    start = match.start()
    leading = name.split(" ")
    while len(leading) > 1 and _starts_a_sentence(leading[0], language):
        start += len(leading[0]) + 1
        leading = leading[1:]
    name = " ".join(leading)
    last = leading[-1]
    whole = f"{name} {number}"
    if _no_street(leading, text[match.end() :], language) or any(_is_site(whole, asset) for asset in assets):
        return None
    score = 0.0
    if _street_word(leading, language):
        score += 1.5
    elif len(leading) == 1 and last.casefold() in pack(languages(language)[0])["place"]["streets"]:
        score += 0.6  # "i Kaia 3"
    if any(asset.address and folded(asset.address) == folded(whole) for asset in assets):
        score += 3
    tail = text[match.end() : match.end() + 60]
    if re.match(rf"{_TO_CODE}{_NORDIC_CODE.pattern}", tail):
        score += 2
    before = text[max(0, start - 30) : start].casefold()
    if re.search(
        rf"(?:{either(words(language, 'place', 'labels'))})\s?(?::|er|är|is)?\s?$",
        before,
    ):
        score += 2
    elif re.search(rf"(?<!\w)(?:{'|'.join(words(language, 'place', 'at'))})\s$", before):
        score += 0.5
    elif re.search(r"(?<!\w)(?:fra|från)\s$", before) and re.match(r"\s(?:til|till)\s", tail):
        score -= 1.0  # where they have moved from
    alone = (not before.strip() or before.rstrip()[-1:] in ".,!?:\n" or before.endswith("\n")) and re.match(
        r"\s*(?:[.,\n]|$)", tail
    )
    if alone and len(last) > 3:
        score += 0.6
    if re.match(rf",? (?:{'|'.join(words(language, 'place', 'at'))}) {CAP}", tail):
        score += 0.6
    return Street(whole, start, match.end(), score)


def _no_street(leading: list[str], behind: str, language: str) -> bool:
    """Whether the words before a number, or what stands behind it, are none of an address."""
    last = leading[-1]
    if last.endswith(".") and not last.lower().endswith(("vn.", "gt.", "vg.", "v.", "pl.", "gd.")):
        return True
    if re.match(r"\s?(?:[.:]\d\d|%|kg|mm|cm|kr|°|grader|stk|timer|min|dager|st\b)", behind):
        return True
    return bool(
        (_NOT_STREETS.match(last) and not (len(leading) > 1 and _street_word(leading, language)))
        or (_NOT_STREETS.match(leading[0]) and len(leading) == 1)
        or re.fullmatch(r"\d+\.?", last)
    )


def _is_site(street: str, asset: Asset) -> bool:
    """ "Kiosk 61" looks like a street; the register knows that it is a site."""
    called = folded(street)
    return called in folded(asset.site or "") and called not in folded(asset.address or "")


def _street_word(parts: list[str], language: str) -> bool:
    last = parts[-1].casefold()
    if last.endswith(("vn.", "gt.", "vg.", "gd.")) or (len(parts) > 1 and last in ("v.", "pl.", "gt")):
        return True
    return any(
        last.endswith(ending) and (len(last) > len(ending) + 2 or len(parts) > 1)
        for one in languages(language)
        for ending in pack(one)["place"]["streets"]
    )


def _starts_a_sentence(word: str, language: str) -> bool:
    common = pack(languages(language)[0])
    low = word.casefold()
    return (
        low in common["language"]["words"].split()
        or low in common["names"]["never"]
        or low in ("adresse", "adress", "sted", "butikken", "se", "adressen")
        or low in words(language, "place", "labels")
    )


def _code_alone(text: str, match: re.Match[str], language: str) -> bool:
    """A postal code that stands like one: at a line's start, behind a comma; a post box is no site."""
    before = text[max(0, match.start() - 25) : match.start()]
    if _POST_BOX.search(before):
        return False
    if re.match(r"(?:19|20)\d\d$", match[1]) and re.search(r"\d[./ ]\s?$|[a-z]\s$", before):
        return False
    return bool(re.search(r"(?:^|\n|,\s?|:\s?)$", before))
