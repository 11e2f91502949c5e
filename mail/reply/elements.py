"""What the start of one HTML element says: its place in the layout, its client's container, whether it shows.

Mail repeats the same few tags thousands of times, so each is read once, by how it is written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from mail.reply.containers import NOTHING, Container, container_of

SKIPPED = frozenset({
    "head", "style", "script", "title", "meta", "link", "template", "noscript", "object", "svg", "math",
    "map", "select", "textarea", "iframe", "o:smarttagtype", "xml",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_LEAVES = ("br", "hr", "img")
CELLS = ("td", "th")
FRAMES = frozenset({"table", "ul", "ol", "blockquote", "hr"})  # what makes a cell a frame around a text
BREAKS = frozenset({"p", "div", "br"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "h1", "h2", "h3", "h4", "h5",
    "h6", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot",
    "thead", "tr", "ul", "caption",
})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "dl"})
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "label"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|max-height\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_NO_MARGIN = re.compile(r"margin\s*:\s*0(?![.\d]*[1-9])|margin-bottom\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([^\s=]+)="([^"]*)"')
_LONGEST_KEPT = 400  # characters of a tag that is remembered


@dataclass(frozen=True, slots=True)
class Element:
    """What is known from an element's start tag alone."""

    tag: str
    container: Container = NOTHING
    block: bool = False
    spaced: bool = False  # has space above and below
    cell: bool = False
    bold: bool = False
    hidden: bool = False  # not shown, with all that is in it
    tight: bool = False  # a paragraph without space around it, as Outlook writes every line
    plain: bool = True  # says nothing at all


def element(written: str) -> Element:
    """The element that begins with the tag ``written``, as a serialiser writes it, without its brackets."""
    return _known(written) if len(written) <= _LONGEST_KEPT else _read(written)


def _read(written: str) -> Element:
    tag, _, rest = written.partition(" ")
    if tag in SKIPPED:
        return Element(tag, hidden=True, plain=False)
    attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(rest)} if rest else {}
    style = attributes.get("style", "")
    if style and tag not in _LEAVES and _HIDDEN.search(style[:2000]):
        return Element(tag, hidden=True, plain=False)
    container = container_of(tag, attributes, style) if attributes or tag == "blockquote" else NOTHING
    bold = tag in _BOLD or "font-weight:bold" in style.replace(" ", "")
    block, cell = tag in _BLOCKS, tag in CELLS
    return Element(
        tag,
        container,
        block=block,
        spaced=tag in _SPACED,
        cell=cell,
        bold=bold,
        tight=tag == "p" and _is_tight(attributes, style),
        plain=container == NOTHING and not (block or cell or bold or tag in _LEAVES),
    )


def _is_tight(attributes: Mapping[str, str], style: str) -> bool:
    return "mso" in attributes.get("class", "").lower() or bool(_NO_MARGIN.search(style[:500]))


_known = lru_cache(maxsize=4000)(_read)
