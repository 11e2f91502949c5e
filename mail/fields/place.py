"""Where the job is: street line, postal code and town, as each country writes them.

Nothing is looked up and filled in: what is not written stays None. A line counts as an address by its shape
(street word, house number, postal code behind it), or because the register has that very street.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mail.fields.known import known
from mail.fields.lexicon import languages, words
from mail.reply.names import common, folded
from mail.words import pack
from tickets.register import Asset

_CAP = r"[A-ZÆØÅÄÖÉÜ]"
_NAME = rf"{_CAP}[\w'’-]{{0,30}}"
# What stands behind a town with a capital and is none of it.
_NO_TOWN = (
    r"(?!(?:Vi|Jeg|Jag|Du|Det|Den|We|The|Please|Hos|Ring|Kom|Tlf|Tel|Mob|Org|Norge|Norway|Sverige|Sweden|Danmark"
    r"|Denmark|UK|England)\b)"
)
_TOWN = (
    rf"{_NAME}(?: (?:i|på|under|on|upon|le|by|am|de|la|Upon)(?= {_CAP}))?(?: {_NO_TOWN}{_NAME}){{0,2}}"
    r"(?: [KVØNSC]\b)?"
)
_NUMBER = r"\d{1,4}(?:\s?[A-Ha-h](?![\w]))?(?:\s?[-–/]\s?\d{1,4}(?!\d))?"
_NORDIC = re.compile(
    rf"(?<![\w])((?:{_NAME} |{_CAP}[a-zæøåäö]{{0,3}}\. ?){{0,3}}?(?:{_NAME}|\d{{1,2}}\.?)"
    r"(?: (?:gate|vei|veg|gata|plass|allé|alle|torg|väg|gatan|vägen|park|brygge|kaj|gade|plads|vej))?)"
    rf" ({_NUMBER})(?![\d.:]*\d)"
)
_NORDIC_CODE = re.compile(rf"(?<![\w+-])(?:(?:NO?|SE?|DK)[- ]?)?(\d{{3}} ?\d{{2}}|\d{{4}})(?: |  )({_TOWN})")
_UK_CODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_UK_NO_NUMBER = (
    r"(?:Estate|Park|Centre|Way|Road|Street|Lane|Avenue|Drive|Yard|Wharf|Quay|House|Place|Square|Court|Close"
    r"|Parade|Hill|Green)"
)
_RU_TYPE = (
    r"(?:ул\.?|улиц[аеы]|пр-т[еау]?\.?|пр-кт\.?|просп\.?|проспекте?|пер\.?|переул(?:ок|ке)|ш\.|шоссе|наб\.?"
    r"|набережн(?:ая|ой)|б-р\.?|бульваре?|пл\.?|площадь|площади|проезде?|тракт|мкр\.?|аллея|тупик|линия)"
)
_RU_HOUSE = (
    r"(?:д(?:ом)?\.?\s?)?\d{1,4}[а-яА-Я]?(?:/\d{1,4}[а-яА-Я]?)?"
    r"(?:,?\s?(?:корп(?:ус)?|к|стр(?:оение)?|лит(?:ера)?)\.?\s?\w{1,3}(?!\w))?"
)
_RU_WORD = r"(?:\d{1,2}(?:-[а-я]{1,3})?\s)?[А-ЯЁ][\w-]{1,30}(?:\s[А-ЯЁ][\w-]{1,30}){0,2}"
_RU = re.compile(
    rf"(?<!\w)(?:({_RU_TYPE}\s?{_RU_WORD},?\s{_RU_HOUSE})|({_RU_WORD}\s(?:{_RU_TYPE}),?\s{_RU_HOUSE})|({_RU_WORD},\s(?:д\.|дом)\s?\d{{1,4}}\w?))(?!\d)"
)
_RU_CITY = re.compile(r"(?<!\w)(?:г\.|гор\.|город(?:е)?)\s?([А-ЯЁ][\w-]{2,30}(?:\s[А-ЯЁ][\w-]{2,30})?)")
_RU_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_RU_AFTER = re.compile(r"^[,\s]{1,3}(?:г\.\s?)?([А-ЯЁ][\w-]{2,30})")
_FLOOR = re.compile(
    r",?\s*(?:\d{1,2}\.?\s?(?:etg|etasje|sal|vån|våning|floor)|tv\.?|th\.?)\b.*$", re.IGNORECASE
)
_NOT_STREETS = re.compile(
    r"^(?:butikk|butik|store|shop|kasse|kassa|till|hal|hall|rom|rum|room|uke|vecka|uge|week|kl|windows|outlook|office|felt|port|dør|dörr|door|gate|etg|sal|fase|feil|fel|fejl|error|code|kode|nr|no|type|typ|model|modell|version|side|page|punkt|po|inc|sak|sag|ärende|ticket|case|heis|hiss|elevator|lift|unit|level|floor|suite|surgery|plan|stk|ca|dag|day|avd|versjon|win|iphone|ipad|ios|android|p|hei|hej|tlf|tel|mob|mobil|januar|februar|mars|marts|april|mai|maj|juni|juli|august|september|oktober|november|desember|december|january|february|march|may|june|july|october|januari|februari|augusti|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address as written; None for what is not."""

    address: str | None = None
    postal_code: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class _Street:
    text: str
    start: int
    end: int
    score: float


def place_of(text: str, language: str, assets: Sequence[Asset] = ()) -> Place:
    """The address of the site in ``text``, the likeliest when several are written."""
    text = text.replace("\xa0", " ")
    if language in ("ru", "uk"):
        return _russian(text)
    return (
        _british(text)
        if language == "en" and (found := _british_streets(text)) and found
        else _nordic(text, language, assets)
    )


def from_form(value: str, language: str) -> Place:
    """The address in a form's address field, which may be the whole address on one line."""
    found = place_of(value, language)
    if found.address:
        return found
    street = _FLOOR.sub("", re.split(r"[,;]\s", value)[0]).strip()
    return Place(street or None, found.postal_code, found.city)


def _nordic(text: str, language: str, assets: Sequence[Asset]) -> Place:
    streets = [
        street for match in _NORDIC.finditer(text) if (street := _judged(match, text, language, assets))
    ]
    best = max(streets, key=lambda street: street.score, default=None)
    if best is None or best.score < 1:
        code = next(
            (match for match in _NORDIC_CODE.finditer(text) if _code_alone(text, match, language)), None
        )
        return (
            Place(None, code[1], _town(code[2]))
            if code
            else Place(None, None, _registered_city(text, assets) or _town_of_site(text, language))
        )
    tail = text[best.end : best.end + 80]
    code = re.match(rf"(?:[,.]?\s{{0,3}}(?:[^\n,.]{{0,30}},\s?)?|\s?\n\s?){_NORDIC_CODE.pattern}", tail)
    if code:
        return Place(best.text, code[1], _town(code[2]))
    near = _NORDIC_CODE.search(text)
    if near and _code_alone(text, near, language):
        return Place(best.text, near[1], _town(near[2]))
    town = re.match(rf"(?:,? (?:{'|'.join(words(language, 'place', 'at'))}) |, ?)({_TOWN})(?![\w]* \d)", tail)
    if town and (town[0].startswith(" ") or _is_town(town[1], tail[town.end() :], assets)):
        return Place(best.text, None, _town(town[1]))
    return Place(best.text, None, _registered_city(text, assets))


def _is_town(name: str, after: str, assets: Sequence[Asset]) -> bool:
    """Behind a comma a capitalised word is a town when a sentence ends there or the register knows it."""
    return bool(re.match(r"\s*(?:[.\n,;]|$)", after)) or any(
        folded(name) == folded(asset.city or "") for asset in assets
    )


def _judged(match: re.Match[str], text: str, language: str, assets: Sequence[Asset]) -> _Street | None:
    name, number = match[1], match[2]
    start = match.start()
    leading = name.split(" ")
    while len(leading) > 1 and _starts_a_sentence(leading[0], language):
        start += len(leading[0]) + 1
        leading = leading[1:]
    name = " ".join(leading)
    last = leading[-1]
    if (
        (_NOT_STREETS.match(last) and not (len(leading) > 1 and _street_word(leading, language)))
        or (_NOT_STREETS.match(leading[0]) and len(leading) == 1)
        or re.fullmatch(r"\d+\.?", last)
    ):
        return None
    if re.match(r"\s?(?:[.:]\d\d|%|kg|mm|cm|kr|°|grader|stk|timer|min|dager|st\b)", text[match.end() :]):
        return None
    whole = f"{name} {number}"
    if any(_is_site(whole, asset) for asset in assets):
        return None
    score = 0.0
    if _street_word(leading, language):
        score += 1.5
    if any(asset.address and folded(asset.address) == folded(whole) for asset in assets):
        score += 3
    tail = text[match.end() : match.end() + 60]
    if re.match(rf"(?:[,.]?\s{{0,3}}(?:[^\n,.]{{0,30}},\s?)?|\s?\n\s?){_NORDIC_CODE.pattern}", tail):
        score += 2
    before = text[max(0, start - 30) : start].casefold()
    if re.search(
        rf"(?:{_either(words(language, 'place', 'labels'))})\s?(?::|er|är|is)?\s?$",
        before,
    ):
        score += 2
    elif re.search(rf"(?<!\w)(?:{'|'.join(words(language, 'place', 'at'))})\s$", before):
        score += 0.5
    alone = (not before.strip() or before.rstrip()[-1:] in ".,!?:\n" or before.endswith("\n")) and re.match(
        r"\s*(?:[.,\n]|$)", tail
    )
    if alone and len(last) > 3:
        score += 0.6
    if re.match(rf",? (?:{'|'.join(words(language, 'place', 'at'))}) {_CAP}", tail):
        score += 0.6
    return _Street(whole, start, match.end(), score)


def _is_site(street: str, asset: Asset) -> bool:
    """ "Kiosk 61" looks like a street; the register knows that it is a site."""
    called = folded(street)
    return called in folded(asset.site or "") and called not in folded(asset.address or "")


def _either(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase) for phrase in phrases)


def _street_word(parts: list[str], language: str) -> bool:
    last = parts[-1].casefold()
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
    """A postal code that stands like one: at a line's start, behind a comma, or after "i"."""
    before = text[max(0, match.start() - 25) : match.start()]
    if re.match(r"(?:19|20)\d\d$", match[1]) and re.search(r"\d[./ ]\s?$|[a-z]\s$", before):
        return False
    return bool(re.search(r"(?:^|\n|,\s?|:\s?)$", before))


def _registered_city(text: str, assets: Sequence[Asset]) -> str | None:
    """A town that the register knows and the mail writes with a capital: written, not filled in."""
    near = (city for city in known(assets).cities if city in text)
    found = [city for city in near if re.search(rf"(?<!\w){re.escape(city)}(?!\w)", text)]
    return found[0] if len(found) == 1 else None


def _town_of_site(text: str, language: str) -> str | None:
    """ "Butikken i Borås": a town without postal code, behind a kind of site and where a clause may go on."""
    sites, at = _either(words(language, "place", "sites")), _either(words(language, "place", "at"))
    shape = rf"(?<!\w)(?i:{sites}) (?:{at}) ({_CAP}[\w'’-]{{2,30}})(?=[ ,.;!?\n]|$)(?! \d)"
    found = re.search(shape, text) if sites else None
    return found[1] if found and not common(found[1]) else None


def _town(name: str) -> str:
    return name.strip(" .,")


def _british_streets(text: str) -> list[_Street]:
    kinds = "|".join(
        sorted({re.escape(word.capitalize()) for word in everywhere_streets()}, key=len, reverse=True)
    )
    numbered = re.compile(
        rf"(?<![\w])(?:Unit \w{{1,4}},? )?(\d{{1,4}}[A-Za-z]?(?:[-–]\d{{1,4}})? (?:The )?(?:{_NAME} ){{0,3}}"
        rf"(?:{kinds})\b(?: (?:Road|Street|Lane|Estate|Park|West|East|North|South)\b)?)"
    )
    bare = re.compile(rf"(?<![\w])((?:{_NAME} ){{1,3}}{_UK_NO_NUMBER}\b(?: (?:Park|Estate|Centre)\b)?)")
    found = [_Street(match[1], match.start(1), match.end(1), 3.0) for match in numbered.finditer(text)]
    for match in bare.finditer(text):
        tail = text[match.end() : match.end() + 60]
        coded = re.match(rf"[,.]?\s{{0,3}}(?:{_TOWN},?\s{{0,3}})?{_UK_CODE.pattern}", tail)
        before = text[max(0, match.start() - 4) : match.start()]
        alone = re.search(r"(?:^|[.:!?\n]\s?)$", before) and re.match(r"\s*(?:[.\n]|$)", tail)
        if coded or alone:
            found.append(_Street(match[1], match.start(), match.end(), 2.0 if coded else 1.0))
    return found


def everywhere_streets() -> frozenset[str]:
    """The English words for a street."""
    return frozenset(pack("en")["place"]["streets"])


def _british(text: str) -> Place:
    best = max(_british_streets(text), key=lambda street: street.score)
    tail = text[best.end : best.end + 100]
    coded = re.match(rf"[,.]?\s{{0,3}}((?:{_TOWN},?\s{{0,3}}){{0,3}}){_UK_CODE.pattern}", tail)
    if coded:
        towns = [town for town in re.split(r",\s*|\n", coded[1].strip(" ,\n")) if town]
        return Place(best.text, coded[2], towns[-1] if towns else None)
    code = _UK_CODE.search(text)
    town = re.match(rf"(?:, ?| in )({_TOWN})(?=[\s,.\n]|$)", tail)
    return Place(best.text, code[1] if code else None, _town(town[1]) if town else None)


def _russian(text: str) -> Place:
    street = _RU.search(text)
    city = _RU_CITY.search(text)
    code = next((one for one in _RU_CODE.finditer(text) if _ru_code_alone(text, one)), None)
    town = city[1] if city else None
    if town is None and code:
        after = _RU_AFTER.match(text[code.end() :])
        town = after[1] if after and not re.match(_RU_TYPE, after[1]) else None
    if town is None and street:
        before = re.search(
            r"(?:^|[\s(])([А-ЯЁ][А-ЯЁа-яё-]{2,30}(?: [А-ЯЁ][а-яё-]{2,30})?),\s?$", text[: street.start()]
        )
        town = before[1] if before else None
    address = next((group for group in street.groups() if group), None) if street else None
    return Place(address.strip() if address else None, code[1] if code and (street or city) else None, town)


def _ru_code_alone(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    return bool(re.match(r"\s?[,.\n]|\s?г\.|$|\s[А-ЯЁ]", after)) and not re.search(
        r"(?:№|номер|тел\.?)\s?$", before.casefold()
    )
