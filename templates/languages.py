"""The languages texts come in: English as it stands in the templates, the others from ``locales/``."""

from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

SOURCE = "en"
DOMAIN = "stafett"
LOCALES = Path(__file__).parent / "locales"

# Codes by which people and mail programs also call a language that we ship.
_ALSO_CALLED = {"no": "nb", "nn": "nb"}

# Where dates are written in English, they are written as in Europe: Fri 6 Nov, 14:30.
_DATES = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its words, and how it writes dates and counts."""

    code: str
    locale: Locale
    words: NullTranslations


def shipped() -> tuple[str, ...]:
    """The codes of all languages, the source first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE, *found)


def language_for(code: str) -> Language:
    """The language to answer in: of that code, region or not; English for one we do not ship."""
    base = code.replace("_", "-").partition("-")[0].lower()
    base = _ALSO_CALLED.get(base, base)
    return _load(base if base in _codes() else SOURCE)


@cache
def _codes() -> frozenset[str]:
    return frozenset(shipped())


@cache
def _load(code: str) -> Language:
    locale = Locale.parse(_DATES.get(code, code))
    if code == SOURCE:
        return Language(code, locale, NullTranslations())
    path = LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(code, locale, Translations(compiled, domain=DOMAIN))
