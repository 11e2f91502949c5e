"""Addresses of Russia: 630099, г. Новосибирск, Красный проспект, д. 17; ул. Мира 3, Самара."""

import re
from collections.abc import Sequence
from functools import cache

from mail.fields.known import known
from mail.fields.lexicon import words
from mail.fields.street import Place, either, registered_street
from mail.reply.names import common
from tickets.register import Asset

_TYPE = (
    r"(?:[Уу]л\.?|[Уу]лиц[аеы]|[Пп]р-т[еау]?\.?|[Пп]р-кт\.?|[Пп]р\.|[Пп]росп\.?|[Пп]роспекте?|[Пп]ер\.?|[Пп]ереул(?:ок|ке)"
    r"|[Шш]\.|[Шш]оссе|[Нн]аб\.?|[Нн]абережн(?:ая|ой)|[Бб]-р\.?|[Бб]ульваре?|[Пп]л\.|[Пп]лощадь|[Пп]лощади|[Пп]роезде?"
    r"|тракт|мкр\.?|[Аа]ллея|тупик|линия)"
)
_HOUSE = (
    r"(?:д(?:ом)?\.?\s?)?\d{1,4}(?:к\d{1,2}|[а-яА-Я](?![а-я]))?(?:/\d{1,4}[а-яА-Я]?)?"
    r"(?:,?\s?(?:(?:корп(?:ус)?|стр(?:оение)?|лит(?:ера)?)\.?\s?\w{1,3}|к\.?\s?\d{1,2})(?!\w))?"
)
_OF = r"(?:(?:реки|канала|им\.?|имени|\d{1,3}[ -]?лет(?:ия)?|академика|генерала|маршала|адмирала)\s)"
_WORD = rf"(?:\d{{1,2}}(?:-[а-я]{{1,3}})?\s)?{_OF}?[А-ЯЁ][\w-]{{1,30}}(?:\s[А-ЯЁ][\w-]{{1,30}}){{0,2}}"
_STREET = re.compile(
    rf"(?<!\w)(?:({_TYPE}\s?{_WORD},?\s{_HOUSE})|({_WORD}\s(?:{_TYPE}),?\s{_HOUSE})"
    rf"|({_WORD},\s(?:д\.|дом)\s?\d{{1,4}}\w?)|({_TYPE}\s?[а-яё]{{3,30}},?\s{_HOUSE}))(?!\d)"
)
_CITY = re.compile(r"(?<!\w)(?:г\.|гор\.|город(?:е)?)\s?([А-ЯЁ][\w-]{2,30}(?:\s[А-ЯЁ][\w-]{2,30})?)")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_NAME = r"[А-ЯЁ][А-ЯЁа-яё-]{2,30}(?: [А-ЯЁ][а-яё-]{2,30})?"
_AFTER_CODE = re.compile(r"^[,\s]{1,3}(?:г\.\s?)?([А-ЯЁ][\w-]{2,30})")
_BEHIND = re.compile(rf",\s(?:г\.\s?)?({_NAME})(?=\s*(?:[.,;\n]|$))")
_BEFORE = re.compile(rf"(?:^|[\s(])({_NAME}),\s?$")


def russian(text: str, assets: Sequence[Asset]) -> Place:
    """The address in ``text``."""
    found = _STREET.search(text) if _DIGIT.search(text) else None
    registered = registered_street(text, assets) if found is None else None
    address = next((group for group in found.groups() if group), None) if found else None
    start, end = found.span() if found else (0, 0)
    if registered:
        address, start, end = registered.text, registered.start, registered.end
    code = next((one for one in _CODE.finditer(text) if _code_alone(text, one)), None)
    city = _CITY.search(text)
    town = city[1] if city else None
    if town is None and code:
        after = _AFTER_CODE.match(text[code.end() :])
        town = after[1] if after and not re.match(_TYPE, after[1]) else None
    if town is None and address:
        before, behind = _BEFORE.search(text[:start]), _BEHIND.match(text, end)
        town = before[1] if before else behind[1] if behind and not common(behind[1]) else None
    if town is None:
        town = _of_site(text) or _registered(text, assets)
    return Place(address.strip() if address else None, code[1] if code and (address or city) else None, town)


def _registered(text: str, assets: Sequence[Asset]) -> str | None:
    """A town of the register in whatever case it is written: "в Рязани"."""
    stems = {city[:-1] if city[-1:] in "аьйяы" else city for city in known(assets).cities}
    near = (re.search(rf"(?<!\w){re.escape(stem)}\w{{0,2}}(?!\w)", text) for stem in stems if stem in text)
    found = [match[0] for match in near if match]
    return found[0] if len(found) == 1 else None


def _of_site(text: str) -> str | None:
    """ "Магазин в Туле": a town behind a kind of site."""
    found = _sites().search(text)
    return found[1] if found and not common(found[1]) else None


@cache
def _sites() -> re.Pattern[str]:
    sites = either(words("ru", "place", "sites"))
    shape = rf"(?<!\w)(?i:{sites}) в ([А-ЯЁ][а-яё-]{{2,30}})(?=[ ,.;!?\n]|$)"
    return re.compile(shape if sites else "(?!)")


def _code_alone(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    return bool(re.match(r"\s?[,.\n]|\s?г\.|$|\s[А-ЯЁ]", after)) and not re.search(
        r"(?:№|номер|тел\.?)\s?$", before.casefold()
    )
