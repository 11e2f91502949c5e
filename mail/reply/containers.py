"""Which HTML element says what: the containers in which clients put quotes, forwards and signatures.

The names are data (``containers.toml``), each with the client that writes it; this module only matches them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from mail.reply.lines import Mark

_MARKS = {
    "cited": Mark.CITED,
    "attribution": Mark.ATTRIBUTION,
    "signature": Mark.SIGNATURE,
    "forwarded": Mark.FORWARDED,
}
_BORDER_TOP = re.compile(
    r"border-top\s*:\s*(?:solid|[\d.]+p[xt]|#)|border\s*:[^;]{0,60}none\s*;\s*border-top", re.IGNORECASE
)
_LEFT_BAR = re.compile(r"border-left\s*:\s*(?!none|0)[^;]{0,60}(?:solid|px|pt|#)|border-color", re.IGNORECASE)
_NO_BAR = re.compile(r"border\s*:\s*(?:none|0)|border-left\s*:\s*(?:none|0)", re.IGNORECASE)
_FINE = re.compile(
    r"font-size\s*:\s*(?:[5-8](?:\.\d)?pt|(?:[6-9]|10)(?:\.\d)?px|x{1,2}-small)", re.IGNORECASE
)
_COLOUR = re.compile(
    r"(?<![\w-])color\s{0,3}:\s{0,3}(#[0-9a-f]{3,6}|rgba?\([\d., ]{5,30}|[a-z]{3,20})", re.IGNORECASE
)
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_VIVID = 80  # how far red, green and blue lie apart at least
# #1F497D and its like are what Outlook itself gives to every answer.
_PLAIN_COLOURS = frozenset({
    "black", "white", "gray", "grey", "windowtext", "inherit", "initial", "auto", "currentcolor", "unset",
    "transparent", "#1f497d", "#44546a", "#212121",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Container:
    """What one element adds: citation depth, marks for all within it, a mark for its first line only."""

    depth: int = 0
    marks: int = Mark.NONE
    once: int = Mark.NONE
    history: bool = False  # all that follows is history, inside and after it


NOTHING = Container()


def container_of(tag: str, attributes: Mapping[str, str | None], style: str) -> Container:
    """What the element ``tag`` with ``attributes`` says about the lines in it."""
    names = _names(attributes)
    marks = Mark.NONE
    history = False
    if names:
        exact, prefixes = _table()
        for name in names:
            kind = exact.get(name) or next((kind for start, kind in prefixes if name.startswith(start)), None)
            if kind == "history":
                history = True
            elif kind:
                marks |= _MARKS[kind]
    if tag == "blockquote":
        return Container(depth=1, marks=marks | _blockquote(attributes, style), history=history)
    once = Mark.RULE if style and _BORDER_TOP.search(style[:1000]) else Mark.NONE
    coloured = (style or "color" in attributes) and tag != "a"  # a link's colour is nobody's choice
    if coloured and _is_tinted(attributes.get("color") or "", style[:1000]):
        marks |= Mark.TINTED
    if style and _FINE.search(style[:1000]):
        marks |= Mark.FINE
    return Container(marks=marks, once=once, history=history)


@lru_cache(maxsize=2000)
def _is_tinted(colour: str, style: str) -> bool:
    """Whether the text is in a colour that somebody chose: neither black, white nor grey, nor Word's own."""
    if not colour:
        said = _COLOUR.search(style) if style else None
        colour = said[1] if said else ""
    colour = colour.strip().casefold()
    if not colour or colour in _PLAIN_COLOURS:
        return False
    parts = [int(part) for part in re.findall(r"\d{1,3}", colour)] if colour.startswith("rgb") else []
    if _HEX.fullmatch(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts[:3]) - min(parts[:3]) >= _VIVID if parts else colour.isalpha()


def _names(attributes: Mapping[str, str | None]) -> list[str]:
    names = [name for key in ("id", "name", "data-marker", "data-smartmail") if (name := attributes.get(key))]
    classes = attributes.get("class")
    return [name.casefold() for name in (*names, *(classes.split() if classes else ()))]


def _blockquote(attributes: Mapping[str, str | None], style: str) -> int:
    """A blockquote is a quote when its client says so; some people only indent with it (freescout#4460)."""
    if (attributes.get("type") or "").casefold() == "cite" or attributes.get("cite"):
        return Mark.CITED
    if _NO_BAR.search(style[:1000]):
        return Mark.NONE
    return Mark.CITED if _LEFT_BAR.search(style[:1000]) and "padding" in style else Mark.NONE


@cache
def _table() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    data = tomllib.loads(files(__package__).joinpath("containers.toml").read_text("utf-8"))
    exact: dict[str, str] = {}
    prefixes: list[tuple[str, str]] = []
    for kind, names in data.items():
        for name in names:
            if name.endswith("*"):
                prefixes.append((name[:-1].casefold(), kind))
            else:
                exact[name.casefold()] = kind
    return exact, tuple(prefixes)
