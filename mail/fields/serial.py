"""The serial number: as labelled in the mail, or as the register knows it."""

import re
from collections.abc import Sequence

from mail.fields.known import known
from mail.fields.lexicon import compiled, everywhere
from mail.fields.numbers import keyed, labelled, norm, written
from tickets.register import Asset

_SHAPE = re.compile(r"(?<![\w@.])(?=[^\s]{0,30}\d)[^\W_](?:\w|[-/.](?=\w)){3,39}(?! ?(?:kr|mm|cm|kg|°|%))")
# "86 590 502 117", "BX 4471 90": groups that are short, or capitals before digits, belong together.
_SPELLED = re.compile(
    r"\d{2,5}(?: \d{2,5}(?!\w)){1,5}(?: [A-Z](?![\w.]))?"
    r"|\d{1,5} \d{2,6}-\d{2,6}(?: ?[A-Z](?![\w.]))?"
    r"|[A-ZА-Я]{1,4}(?: [A-ZА-Я\d-]*\d[A-ZА-Я\d-]*(?!\w)){1,4}"
)
_LETTERS_ONLY = re.compile(r"[^\d]+")
_FILLER = re.compile(r"\b(?:19|20)\d\d\b")


def labelled_serials(text: str) -> list[str]:
    """Numbers that the mail calls a serial number, in order, upper case, without blanks."""
    found: list[str] = []
    for first, start in labelled(text, compiled(_labels()), _SHAPE):
        capitals = re.search(r"(?<!\w)(?:[A-ZА-Я]{1,4}|\d{1,5}) $", text[max(0, start - 6) : start])
        spelled = _SPELLED.match(text, start - len(capitals[0]) if capitals else start)
        number = spelled[0] if spelled else first
        if not _FILLER.fullmatch(number) and len(norm(number)) >= 4:
            found.append(written(number))
    return list(dict.fromkeys(found))


def registered_serials(text: str, assets: Sequence[Asset]) -> list[tuple[str, Asset, int]]:
    """Serial numbers of ``assets`` that occur in ``text``: as written, whose, and where."""
    serials = known(assets).serials
    found: dict[str, tuple[str, Asset, int]] = {}
    for token, key, start in keyed(text) if serials else ():
        asset_of = serials.get(key)
        if asset_of is not None:
            found.setdefault(asset_of.id, (written(token), asset_of, start))
    return list(found.values())


def _labels() -> tuple[str, ...]:
    return tuple(sorted(everywhere("numbers", "serial"), key=lambda label: (-len(label), label)))
