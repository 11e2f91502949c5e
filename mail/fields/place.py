"""Where the job is: street line, postal code and town, as each country writes them.

Nothing is looked up and filled in: what is not written stays None. A line counts as an address by its shape
(street word, house number, postal code behind it), or because the register has that very street.
"""

import re
from collections.abc import Sequence

from mail.fields.lexicon import pattern
from mail.fields.place_english import english
from mail.fields.place_nordic import nordic
from mail.fields.place_russian import russian
from mail.fields.sentences import sentences
from mail.fields.shouting import as_written, calmed
from mail.fields.street import Place
from tickets.register import Asset

__all__ = ["Place", "from_form", "place_of"]

_FLOOR = re.compile(
    r",?\s*(?:\d{1,2}\.?\s?(?:etg|etasje|sal|vån|våning|floor)|tv\.?|th\.?)\b.*$", re.IGNORECASE
)


def place_of(text: str, language: str, assets: Sequence[Asset] = ()) -> Place:
    """The address of the site in ``text``, the likeliest when several are written."""
    text = text.replace("\xa0", " ")
    if language in ("ru", "en") and (calm := calmed(text)) != text:
        found = place_of(calm, language, assets)
        code = found.postal_code
        return Place(as_written(found.address, text), as_written(code, text), as_written(found.city, text))
    billing = pattern(language, "place", "billing")
    if billing.search(text):
        site = "\n".join(one for one in sentences(text) if not billing.search(one))
        found = _read(site, language, assets)
        if found.address or found.postal_code:
            return found  # where the invoice goes is no place of work
    return _read(text, language, assets)


def _read(text: str, language: str, assets: Sequence[Asset]) -> Place:
    if language in ("ru", "uk"):
        return russian(text, assets)
    return (english(text, assets) if language == "en" else None) or nordic(text, language, assets)


def from_form(value: str, language: str) -> Place:
    """The address in a form's address field, which may be the whole address on one line."""
    found = place_of(value, language)
    if found.address:
        return found
    street = _FLOOR.sub("", re.split(r"[,;]\s", value)[0]).strip()
    return Place(street or None, found.postal_code, found.city)
