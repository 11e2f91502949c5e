"""HTML mail as lines with marks: what a reader sees, and which client's container each line stands in.

lexbor parses what browsers would, and writes it down again well-formed; one walk over that goes from tag to
tag. Bounded in tags and text, so that a thousand nested tables or fifty megabytes of styles cost no more than
a long letter.
"""

import re
from html import escape, unescape
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from mail.reply.elements import BREAKS, CELLS, FRAMES, VOID, Element, element
from mail.reply.lines import Line, Mark

_MAX_HTML = 2_000_000  # characters parsed, after pictures in data: URIs are out
_MAX_TEXT = 400_000
_MAX_TAGS = 100_000
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=%\s]{200,}")
# Blanks other than a single space: most text has none.
_ODD_BLANK = re.compile("[\t\n\r\f\xa0\u200b\u200c\u2060\ufeff\u034f]")
_BLANKS = re.compile(
    r"(?: [ \t\n\r\f\xa0\u200b\u200c\u2060\ufeff\u034f]|[\t\n\r\f\xa0\u200b\u200c\u2060\ufeff\u034f])"
    r"[ \t\n\r\f\xa0\u200b\u200c\u2060\ufeff\u034f]*"
)
_TAG = re.compile(r"<([^>]*)>")
_RAW = re.compile(
    r"<!--.*?-->|<(style|script|iframe|xmp|noembed|noframes|plaintext)\b[^>]*>(.*?)</\1>", re.DOTALL
)
_HAS_RAW = ("<!--", "<style", "<script", "<iframe", "<xmp", "<noembed", "<noframes", "<plaintext")
_ODD_NAME = re.compile(r"(<[^!<>][^<>]*)<!--")  # a tag's name may have this in it, and opens no comment
_UNSEEN_RAW = ("style", "script", "iframe")
_AROUND_TABS = re.compile(r"[ \xa0]*\t[ \xa0]*")

_CELL = 160  # characters; a longer cell, or one of several lines, is layout and not a table's value
_CELL_BREAKS = 3
_SHOWN = re.compile(r'\ssrc="cid:([^"]{1,300})"', re.IGNORECASE)
_MAX_PICTURES = 100
_MANY_TAGS, _MAX_NESTING = 2000, 200
_NESTING_TAG = re.compile(
    r"<(/?)(?:div|blockquote|center|ul|ol|li|dl|dd|section|article|table|tr|td|tbody|font|span|b|i|u|a|em|strong|form)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_TIGHT = re.compile(r"\bp\s{0,3}\{\s{0,3}margin(?:-top)?\s{0,3}:\s{0,3}0", re.IGNORECASE)


def html_lines(html: str) -> list[Line]:
    """The readable lines of ``html``: table cells parted by tabs, list items by dashes, pictures left out."""
    if len(html) > 10_000 and "base64," in html:
        html = _DATA_URI.sub("", html)
    body = LexborHTMLParser(_flattened(html[:_MAX_HTML])).body
    written = body.html if body is not None else None
    if not written:
        return []
    if any(map(written.__contains__, _HAS_RAW)):
        written = _RAW.sub(_shown, _ODD_NAME.sub(r"\1", written))
    head = html[:50_000]
    tight = "{" in head and _TIGHT.search(head) is not None
    return _Walk(_TAG.split(written, _MAX_TAGS), tight=tight).lines()


def _shown(raw: re.Match[str]) -> str:
    """Comments, and the elements whose content is written down as it came: nothing, or as text."""
    return "" if not raw[1] or raw[1] in _UNSEEN_RAW else escape(raw[2], quote=False)


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


def _unescaped(text: str) -> str:
    """The four references that a serialiser writes."""
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")


class _Walk:
    """One walk over ``pieces``: text and tags by turns, as :func:`re.split` parts them."""

    def __init__(self, pieces: list[str], *, tight: bool) -> None:
        self.pieces = pieces
        self.tight = tight  # the style sheet takes the space from all paragraphs
        self.out: list[Line] = []
        self.buffer: list[str] = []
        self.open: list[tuple[Element, int]] = []  # with the marks that stood before it
        self.depth = 0
        self.pre = 0
        self.cells = 0  # depth in cells that are read as one line
        self.bold = 0
        self.all_bold = True
        self.all_tinted = True
        self.spaced = False  # a hard space was read: a paragraph of nothing else is a blank line
        self.marks = Mark.NONE
        self.pending = Mark.NONE  # marks of the next line only
        self.written = 0
        self.shown: list[str] = []  # pictures, by Content-ID
        self.waiting: tuple[str, ...] = ()  # those of the line that is being read

    def lines(self) -> list[Line]:
        pieces, count = self.pieces, len(self.pieces)
        if count % 2 == 1 and "<" in pieces[-1]:
            pieces[-1] = ""  # more tags than anybody writes
        at = 0
        while at < count and self.written < _MAX_TEXT:
            if text := pieces[at]:
                self._text(text)
            at += 1
            if at == count:
                break
            tag = pieces[at]
            if tag[:1] == "/":
                self._leave()
            else:
                started = element(tag)
                if started.hidden:
                    at = self._behind(started.tag, at)
                elif started.plain:
                    if started.tag not in VOID:
                        self.open.append((started, self.marks))
                else:
                    self._enter(started, at)
            at += 1
        self._flush()
        return self.out

    def _behind(self, tag: str, at: int) -> int:
        """Where the element that begins at ``at`` ends."""
        if tag in VOID:
            return at
        begun, again, end = tag + " ", tag, "/" + tag
        depth = 1
        for here in range(at + 2, len(self.pieces), 2):
            piece = self.pieces[here]
            if piece == end:
                depth -= 1
                if not depth:
                    return here
            elif piece == again or piece.startswith(begun):
                depth += 1
        return len(self.pieces)

    def _enter(self, started: Element, at: int) -> None:
        tag = started.tag
        if tag == "br":
            self._break()
            return
        if tag == "hr":
            self._flush()
            self.pending |= Mark.RULE
            return
        if tag == "img":
            self._picture(self.pieces[at])
            return
        if started.cell and (self.cells or self._is_cell(at)):
            self.cells += 1
        elif started.block and self.cells:
            self.buffer.append(" ")
        elif started.block:
            if self.buffer:
                self._flush()
            if started.spaced:
                self._gap(started)
        container = started.container
        if container.history:
            self.marks |= Mark.HISTORY
        self.open.append((started, self.marks))
        self.pending |= container.once
        self.depth += container.depth
        self.marks |= container.marks
        self.pre += tag == "pre"
        self.bold += started.bold
        if tag == "li":
            self.buffer.append("- ")

    def _leave(self) -> None:
        if not self.open:
            return
        left, marks = self.open.pop()
        if left.plain:
            return
        if left.cell:
            self.cells -= self.cells > 0
            self.buffer.append("\t")
        elif left.block and self.cells:
            self.buffer.append(" ")
        elif left.block:
            if not (self.buffer and self._flush()) and self.spaced:
                self._gap()
            if left.spaced:
                self._gap(left)
        self.pre -= left.tag == "pre"
        self.bold -= left.bold
        self.depth -= left.container.depth
        self.marks = marks | (self.marks & Mark.HISTORY)

    def _is_cell(self, at: int) -> bool:
        """Whether the table cell at ``at`` is a value in a row, rather than the frame around a whole text."""
        pieces = self.pieces
        texts: list[str] = []
        length = breaks = 0
        for here in range(at + 1, len(pieces) - 1, 2):
            if text := pieces[here]:
                text = _unescaped(text) if "&" in text else text
                texts.append(text)
                length += len(text.strip())
            tag = pieces[here + 1].partition(" ")[0]
            if tag in ("/td", "/th"):
                alone = pieces[at - 2] not in ("/td", "/th") and (
                    pieces[here + 3].partition(" ")[0] not in CELLS if here + 3 < len(pieces) else True
                )
                return not alone and len("".join(texts).strip()) <= _CELL
            breaks += tag in BREAKS
            if tag in FRAMES or breaks > _CELL_BREAKS or length > _CELL:
                return False
        return False

    def _text(self, text: str) -> None:
        if "&" in text:
            text = _unescaped(text)
        if self.pre:
            first, *others = text.split("\n")
            self._words(first)
            for other in others:
                self._break()
                self._words(other)
            return
        if not text.isascii() and "\xa0" in text:
            self.spaced = True
        if "  " in text or _ODD_BLANK.search(text):
            text = _BLANKS.sub(" ", text)
        if text == " " and (not self.buffer or self.buffer[-1][-1:] in " \t"):
            return
        self._words(text)

    def _words(self, text: str) -> None:
        if text.strip():
            self.all_bold = self.all_bold and self.bold > 0
            self.all_tinted = self.all_tinted and bool(self.marks & Mark.TINTED)
        self.buffer.append(text)

    def _picture(self, tag: str) -> None:
        """Noted on the line that it stands on or below; above all text, on the first one."""
        shown = _SHOWN.search(tag)
        if shown is None or len(self.shown) > _MAX_PICTURES:
            return
        self.shown.append(unquote(unescape(shown[1])).strip())
        above = None if self.buffer else next((line for line in reversed(self.out) if line.text), None)
        if above is not None:
            above.pictures += (self.shown[-1],)
        else:
            self.waiting += (self.shown[-1],)

    def _break(self) -> None:
        """A <br>: ends the line, and is a blank line where nothing was on it; a blank in a table's cell."""
        if self.cells:
            self.buffer.append(" ")
            return
        if not (self.buffer and self._flush()):
            self._emit("")

    def _gap(self, around: Element | None = None) -> None:
        if around is not None and (around.tight or (self.tight and around.tag == "p")):
            return
        if self.out and self.out[-1].text:
            self._emit("")

    def _flush(self) -> bool:
        """End the line; False when there was nothing on it."""
        bold, self.all_bold = self.all_bold, True
        tinted, self.all_tinted = self.all_tinted, True
        text = "".join(self.buffer)
        self.buffer.clear()
        self.spaced = self.spaced and not text.strip()
        text = text.rstrip() if self.pre else text.strip(" \n\r").rstrip("\t ")
        if text.strip("\t ") in ("", "-"):  # a lone dash is an empty item of a list
            return False
        if "\t" in text:
            text = _AROUND_TABS.sub("\t", text).lstrip("\t")
        marks = self.pending | (self.marks & ~Mark.TINTED)
        if bold:
            marks |= Mark.LABEL
        if tinted:
            marks |= Mark.TINTED
        self.pending = Mark.NONE
        self.out.append(Line(text, self.depth, marks, self.waiting))
        self.waiting = ()
        self.written += len(text)
        return True

    def _emit(self, text: str) -> None:
        self.out.append(Line(text, self.depth, self.marks))
