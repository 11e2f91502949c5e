"""What looks like a person's name, and whether it is the sender's."""

import re
import unicodedata
from functools import cache, lru_cache

from mail.words import LANGUAGES, pack, phrases

_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")
_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "af", "av", "la", "le", "di", "da", "bin", "al", "of"}
)
_FOLD = str.maketrans(
    {"ø": "o", "å": "a", "æ": "a", "ä": "a", "ö": "o", "ü": "u", "é": "e", "ё": "е", "ß": "s"}
)
_TRANSLIT = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфцыэ", "abvgdeziyklmnoprstufcye", strict=True))
    | {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)

_FOLDED = _TRANSLIT | _FOLD | {ord("ё"): "e"}


def looks_like_name(text: str, *, most: int = 4) -> bool:
    """One to ``most`` capitalised words, none of them an everyday word."""
    text = text.strip(" ,.!/-–—*_\t")
    tokens = text.split()
    if not 1 <= len(tokens) <= most or len(text) > 50:
        return False
    named = 0
    for token in tokens:
        if token.casefold() in _PARTICLES and named:
            continue
        if not _TOKEN.fullmatch(token) or not token[0].isupper():
            return False
        if len(token.strip(".")) > 1 and token.isupper() and len(tokens) == 1:
            return False
        if common(token):
            return False
        named += 1
    return named > 0


def common(word: str) -> bool:
    """Whether ``word`` is an everyday word, a greeting or a thanks in one of our languages."""
    return word.casefold().strip(".,!") in _common_words()


@cache
def _common_words() -> frozenset[str]:
    found: set[str] = set()
    for language in LANGUAGES:
        section = pack(language)["language"]
        found.update(section["words"].split(), section["strong"].split())
        found.update(
            word for phrase in pack(language)["thanks"]["words"] for word in phrase.casefold().split()
        )
        found.update(pack(language).get("names", {}).get("never", ()))
    found.update(word for key in ("from", "sent", "to", "cc", "subject") for word in phrases("headers", key))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """``text`` for comparing names: lower case, without accents, Cyrillic in Latin letters."""
    text = text.casefold().translate(_FOLDED)
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=500)
def name_tokens(name: str | None, address: str | None) -> frozenset[str]:
    """The folded words by which the sender may sign: from the display name and the address' local part."""
    local = (address or "").partition("@")[0]
    words = re.split(r"[^\w]+|_|\d+", f"{name or ''} {local}")
    return frozenset(folded(word) for word in words if len(word) > 2)


def initials(name: str | None) -> frozenset[str]:
    """The sender's initials, folded, where the name has two words at least: "kb" of Kari Berg."""
    words = re.findall(r"[^\W\d_]+", name or "")
    return frozenset({folded("".join(word[0] for word in words))}) if len(words) > 1 else frozenset()


def is_signed_by(text: str, tokens: frozenset[str]) -> bool:
    """Whether one of the first words of ``text`` is a name in ``tokens``."""
    return any(folded(word.strip(".")) in tokens for word in _TOKEN.findall(text)[:4])
