"""HTML mail as lines with marks: what a reader sees, and which client's container each line stands in.

One walk over lexbor's tree without recursion, bounded in nodes and text, so that a thousand nested tables or
fifty megabytes of styles cost no more than a long letter.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mail.reply.containers import Container, container_of
from mail.reply.lines import Line, Mark

_MAX_HTML = 2_000_000  # characters parsed, after pictures in data: URIs are out
_MAX_TEXT = 400_000
_MAX_NODES = 200_000
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=%\s]{200,}")
_BLANKS = re.compile(r"[ \t\n\r\f\xa0\u200b\u200c\u2060\ufeff\u034f]+")
_SKIPPED = frozenset(
    {
        "head",
        "style",
        "script",
        "title",
        "meta",
        "link",
        "template",
        "noscript",
        "object",
        "svg",
        "math",
        "map",
        "select",
        "textarea",
        "iframe",
        "o:smarttagtype",
        "xml",
    }
)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
    }
)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "dl"})
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "label"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|max-height\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)

_CELL = 160  # characters; a longer cell, or one of several lines, is layout and not a table's value
_CELL_BREAKS = 3
_MANY_TAGS, _MAX_NESTING = 2000, 200
_NESTING_TAG = re.compile(
    r"<(/?)(?:div|blockquote|center|ul|ol|li|dl|dd|section|article|table|tr|td|tbody|font|span|b|i|u|a|em|strong|form)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_UNTINTED = ~Mark.TINTED
_NO_MARGIN = re.compile(r"margin\s*:\s*0(?![.\d]*[1-9])|margin-bottom\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_TIGHT = re.compile(r"\bp\s{0,3}\{\s{0,3}margin(?:-top)?\s{0,3}:\s{0,3}0", re.IGNORECASE)


def html_lines(html: str) -> list[Line]:
    """The readable lines of ``html``: table cells parted by tabs, list items by dashes, pictures left out."""
    if len(html) > 10_000 and "base64," in html:
        html = _DATA_URI.sub("", html)
    tree = LexborHTMLParser(_flattened(html[:_MAX_HTML]))
    body = tree.body
    return _Walk(tight=bool(_TIGHT.search(html[:50_000]))).lines(body) if body is not None else []


def _flattened(html: str) -> str:
    """``html`` without the elements that are nested more than 200 deep: the parser's work grows with the
    square.
    """
    if html.count("<") < _MANY_TAGS:
        return html
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        return tag[0] if depth <= _MAX_NESTING else " "

    return _NESTING_TAG.sub(kept, html)


def _is_cell(node: LexborNode) -> bool:
    """Whether a table cell is a value in a row, rather than the frame around a whole text."""
    if (
        node.css_first("table, ul, ol, blockquote, hr") is not None
        or len(node.text(deep=True).strip()) > _CELL
    ):
        return False
    if len(node.css("p, div, br")) > _CELL_BREAKS:
        return False
    parent = node.parent
    return parent is not None and len(parent.css("td, th")) > 1


@dataclass
class _Open:
    """An element that is being read."""

    node: LexborNode
    tag: str
    container: Container
    bold: bool
    tight: bool  # a paragraph without space around it, as Outlook writes every line


@dataclass
class _Walk:
    """The state of one walk over a tree."""

    out: list[Line] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    depth: int = 0
    pre: int = 0
    cells: int = 0  # depth in cells that are read as one line
    bold: int = 0
    all_bold: bool = True
    all_tinted: bool = True
    tight: bool = False
    spaced: bool = False  # a hard space was read: a paragraph of nothing else is a blank line
    marks: Mark = Mark.NONE
    pending: Mark = Mark.NONE  # marks of the next line only
    written: int = 0
    counts: dict[Mark, int] = field(default_factory=dict)

    def lines(self, root: LexborNode) -> list[Line]:
        node: LexborNode | None = root
        budget = _MAX_NODES
        while node is not None and budget and self.written < _MAX_TEXT:
            budget -= 1
            child = self._enter(node)
            if child is not None:
                node = child
                continue
            while node is not None:
                following = node.next
                if self.stack and self.stack[-1].node is node:
                    self._leave(self.stack.pop())
                if following is not None:
                    node = following
                    break
                node = self.stack[-1].node if self.stack else None
        self._flush()
        return self.out

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Read the start of ``node``; the child to go on with, or None."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if tag.startswith(("-", "!", "_")) or tag in _SKIPPED:
            return None
        if tag == "br":
            self._break()
            return None
        if tag == "hr":
            self._flush()
            self.pending |= Mark.RULE
            return None
        if tag == "img":
            return None
        return self._open(node, tag)

    def _open(self, node: LexborNode, tag: str) -> LexborNode | None:
        attributes = node.attributes
        style = attributes.get("style") or ""
        if style and _HIDDEN.search(style[:2000]):
            return None
        container = container_of(tag, attributes, style) if attributes or tag == "blockquote" else Container()
        tight = tag == "p" and (
            self.tight
            or "mso" in (attributes.get("class") or "").lower()
            or bool(_NO_MARGIN.search(style[:500]))
        )
        opened = _Open(
            node, tag, container, tag in _BOLD or "font-weight:bold" in style.replace(" ", ""), tight
        )
        if tag in ("td", "th") and (self.cells or _is_cell(node)):
            self.cells += 1
        elif tag in _BLOCKS and self.cells:
            self.buffer.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            if tag in _SPACED:
                self._gap(opened)
        if container.history:
            self.marks |= Mark.HISTORY
        self.pending |= container.once
        self.depth += container.depth
        if container.marks:
            for mark in Mark(container.marks):
                self.counts[mark] = self.counts.get(mark, 0) + 1
                self.marks |= mark
        self.pre += tag == "pre"
        self.bold += opened.bold
        if tag == "li":
            self.buffer.append("- ")
        child = node.first_child
        if child is None:
            self._leave(opened)
            return None
        self.stack.append(opened)
        return child

    def _leave(self, opened: _Open) -> None:
        tag = opened.tag
        if tag in ("td", "th"):
            self.cells -= self.cells > 0
            self.buffer.append("\t")
        elif tag in _BLOCKS and self.cells:
            self.buffer.append(" ")
        elif tag in _BLOCKS:
            if not self._flush() and self.spaced:
                self._gap()
            if tag in _SPACED:
                self._gap(opened)
        self.pre -= tag == "pre"
        self.bold -= opened.bold
        self.depth -= opened.container.depth
        if opened.container.marks:
            for mark in Mark(opened.container.marks):
                self.counts[mark] -= 1
                if not self.counts[mark]:
                    self.marks &= ~mark

    def _text(self, text: str) -> None:
        if self.pre:
            first, *others = text.split("\n")
            self._words(first)
            for other in others:
                self._break()
                self._words(other)
            return
        self.spaced = self.spaced or "\xa0" in text
        text = _BLANKS.sub(" ", text)
        if text == " " and (not self.buffer or self.buffer[-1][-1:] in " \t"):
            return
        self._words(text)

    def _words(self, text: str) -> None:
        if text.strip():
            self.all_bold = self.all_bold and self.bold > 0
            self.all_tinted = self.all_tinted and Mark.TINTED in self.marks
        self.buffer.append(text)

    def _break(self) -> None:
        """A <br>: ends the line, and is a blank line where nothing was on it; a blank in a table's cell."""
        if self.cells:
            self.buffer.append(" ")
            return
        if not self._flush():
            self._emit("")

    def _gap(self, opened: "_Open | None" = None) -> None:
        if opened is not None and opened.tight:
            return
        if self.out and self.out[-1].text:
            self._emit("")

    def _flush(self) -> bool:
        text = "".join(self.buffer)
        self.buffer.clear()
        self.spaced = self.spaced and not text.strip()
        text = text.rstrip() if self.pre else text.strip(" \n\r").rstrip("\t ")
        bold, self.all_bold = self.all_bold, True
        tinted, self.all_tinted = self.all_tinted, True
        if not text.strip("-\t "):
            return False
        text = re.sub(r"[ \xa0]*\t[ \xa0]*", "\t", text).lstrip("\t")
        marks = self.pending
        if self.marks:
            marks |= self.marks & _UNTINTED
        if bold:
            marks |= Mark.LABEL
        if tinted:
            marks |= Mark.TINTED
        self.pending = Mark.NONE
        self.out.append(Line(text, self.depth, marks))
        self.written += len(text)
        return True

    def _emit(self, text: str) -> None:
        self.out.append(Line(text, self.depth, self.marks))
