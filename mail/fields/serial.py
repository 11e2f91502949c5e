"""The serial number: as labelled in the mail, or as the register knows it."""

import re
from collections.abc import Sequence

from mail.fields.known import known
from mail.fields.lexicon import pattern_everywhere
from mail.fields.numbers import keyed, norm, written
from tickets.register import Asset

_SHAPE = re.compile(r"(?<![\w@.])(?=[^\s]{0,30}\d)[^\W_](?:\w|[-/.](?=\w)){3,39}(?! ?(?:kr|mm|cm|kg|°|%))")
# "86 590 502 117", "BX 4471 90", "44-K 7781": short groups, or capitals before digits, belong together.
_SPELLED = re.compile(
    r"(?<![\w@.-])(?:\d{2,5}(?: \d{2,5}(?![\w-])){1,5}(?: [A-Z](?![\w.]))?"
    r"|\d{1,5} \d{2,6}-\d{2,6}(?: ?[A-Z](?![\w.]))?|\d{1,4}-[A-Z]{1,3} \d{2,6}(?!\w)"
    r"|[A-ZА-Я]{1,4}(?: [A-ZА-Я\d-]*\d[A-ZА-Я\d-]*(?!\w)){1,4}|[A-ZА-Я]{1,4}\d{1,3}(?: \d{3,8}(?!\w)){1,3})"
)
_REACH = 40  # characters between a label and its number
_SHORTEST = 4
_FILLER = re.compile(r"\b(?:19|20)\d\d\b")


def labelled_serials(text: str) -> list[str]:
    """Numbers that the mail calls a serial number, in order, upper case, without blanks."""
    found: list[str] = []
    for label in pattern_everywhere("numbers", "serial").finditer(text):
        number = _number_behind(text[label.end() : label.end() + _REACH + 60])
        if number and not _FILLER.fullmatch(number) and len(norm(number)) >= _SHORTEST:
            found.append(written(number))
    return list(dict.fromkeys(found))


def _number_behind(window: str) -> str | None:
    """The number that stands near the beginning of ``window``, in the label's own sentence."""
    if window[:1] == ".":
        window = f" {window[1:]}"  # the label's own: "serienr. 4471"
    stop = re.search(r"[.!?]\s|\n\n|;", window)
    window = window[: stop.start()] if stop else window
    found = [match for shape in (_SPELLED, _SHAPE) if (match := shape.search(window))]
    first = min(found, key=lambda match: (match.start(), -match.end()), default=None)
    if first is None or first.start() > _REACH or ", " in window[1 : first.start()]:
        return None
    return first[0]


def registered_serials(text: str, assets: Sequence[Asset]) -> list[tuple[str, Asset, int]]:
    """Serial numbers of ``assets`` that occur in ``text``: as written, whose, and where."""
    serials = known(assets).serials
    found: dict[str, tuple[str, Asset, int]] = {}
    for token, key, start in keyed(text) if serials else ():
        asset_of = serials.get(key)
        if asset_of is not None:
            found.setdefault(asset_of.id, (written(token), asset_of, start))
    return list(found.values())
