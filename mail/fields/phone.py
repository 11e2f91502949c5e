"""Telephone numbers in running text, as E.164 by the sender's country (phonenumbers)."""

import re
from dataclasses import dataclass

import phonenumbers

_RUN = re.compile(r"(?<![\w@#/-])(?<!\d\.)(?:\+|00)?\s?\(?\d[\d\s().\xa0–-]{5,22}\d(?![\w@]|-\w|[.,]\d)")
_COUNTRY = {"nb": "NO", "sv": "SE", "da": "DK", "ru": "RU", "en": "GB", "uk": "UA"}
_DOMAIN = {
    "no": "NO", "se": "SE", "dk": "DK", "ru": "RU", "uk": "GB",
    "fi": "FI", "de": "DE", "is": "IS", "ie": "IE", "nl": "NL",
    "by": "BY", "kz": "KZ", "ua": "UA", "ee": "EE", "lv": "LV",
    "lt": "LT", "pl": "PL", "us": "US", "fr": "FR", "рф": "RU",
}  # fmt: skip
# How each country's own numbers look: others are serial numbers, order numbers, dates.
_SHAPE = {
    "NO": re.compile(r"[2-9]\d{7}|\d{5}"),
    "DK": re.compile(r"[2-9]\d{7}"),
    "SE": re.compile(r"0\d{6,10}"),
    "RU": re.compile(r"[78]?[3489]\d{9}"),
    "GB": re.compile(r"0[1-9]\d{8,9}"),
}
_CODES = {"NO": "47", "DK": "45"}  # written without the plus, too
_ABROAD = re.compile(r"00(?:47[2-9]\d{7}|45[2-9]\d{7}|46\d{8,10}|44\d{10}|353\d{9}|7[3489]\d{9})")
_GROUPED = re.compile(r"\d[\s().\xa0–-]+\d")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number and where it stands."""

    e164: str
    start: int
    end: int
    marked: bool  # written as only telephone numbers are: with +, trunk prefix or blanks


def region(language: str, address: str) -> str:
    """The country whose way of writing numbers to expect."""
    return _DOMAIN.get(address.lower().rpartition(".")[2]) or _COUNTRY.get(language, "NO")


def phones(text: str, country: str) -> list[Phone]:
    """The telephone numbers in ``text`` in order."""
    found: list[Phone] = []
    for match in _RUN.finditer(text):
        for start, raw in _pieces(match):
            number = e164(raw, country)
            if number:
                marked = (
                    bool(_GROUPED.search(raw)) or raw.startswith(("+", "00", "0")) or _is_mobile(raw, country)
                )
                found.append(Phone(number, start, start + len(raw), marked))
    return found


def _is_mobile(raw: str, country: str) -> bool:
    """Whether digits without a blank can be nothing but a Russian mobile: 89123456789."""
    return country == "RU" and bool(re.fullmatch(r"(?:[78]?9\d{9})", raw))


def _pieces(match: re.Match[str]) -> list[tuple[int, str]]:
    """A run of digits, cut at line breaks and double blanks: two numbers side by side are two."""
    pieces, at = [], match.start()
    for part in re.split(r"(\s*\n\s*|\s{2,}|\s[–-]\s)", match[0]):
        if len(re.sub(r"\D", "", part)) >= 5:
            pieces.append((at + len(part) - len(part.lstrip()), part.strip().rstrip(".-–(")))
        at += len(part)
    return pieces


def e164(raw: str, country: str) -> str | None:
    """``raw`` as E.164, or None when it is no number that can be dialled from ``country``."""
    digits = re.sub(r"\D", "", raw)
    international = raw.strip().startswith(("+", "00"))
    shape = _SHAPE.get(country)
    if not international and country in _CODES and re.fullmatch(rf"{_CODES[country]}[2-9]\d{{7}}", digits):
        raw, international = f"+{digits}", True
    if not international and shape and not shape.fullmatch(digits):
        return None
    if re.fullmatch(r"\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})\s*", raw):
        return None
    if country == "RU" and not international and len(digits) == 11 and digits[0] == "7":
        raw, international = f"+{digits}", True
    if raw.strip().startswith("00"):
        if not _GROUPED.search(raw) and not _ABROAD.fullmatch(digits):
            return None  # a serial number with leading zeros
        raw = f"+{digits[2:]}"
    try:
        number = phonenumbers.parse(raw, None if international and raw.strip().startswith("+") else country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or (len(digits) < 8 and country != "SE"):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
