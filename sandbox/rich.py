"""Rich messages (Bot API 10): what was sent as HTML, Markdown or blocks, as RichMessage and for the page.

Headings, paragraphs, lists, tables and quotes are kept as blocks; inline styles are kept on the page and
become plain words in the blocks. That is enough to show them, and less than the real server does.
"""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Any

from sandbox.model import Json

HEADINGS = {f"h{size}": size for size in range(1, 7)}
BLOCKS = frozenset({"p", "div", "li", "tr", "blockquote", "pre", "footer", *HEADINGS})
SHOWN = BLOCKS | {
    "ul",
    "ol",
    "table",
    "td",
    "th",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "del",
    "code",
    "sub",
    "sup",
}


@dataclass(frozen=True, slots=True)
class Rich:
    blocks: list[Json]
    html: str
    """Safe to show."""
    text: str


def from_html(source: str) -> Rich:
    parser = _Sanitizer()
    parser.feed(source)
    parser.close()
    return parser.result()


def from_markdown(source: str) -> Rich:
    """Paragraphs and headings; other marks stay as they are written."""
    blocks: list[Json] = []
    for paragraph in source.split("\n\n"):
        words = paragraph.strip()
        mark, _, rest = words.partition(" ")
        if words and 0 < len(mark) <= 6 and not mark.strip("#"):
            blocks.append({"type": "heading", "text": rest, "size": len(mark)})
        elif words:
            blocks.append({"type": "paragraph", "text": words})
    return from_blocks(blocks)


def from_blocks(blocks: list[Json]) -> Rich:
    texts = [words(block) for block in blocks]
    html = "".join(
        f"<{tag}>{escape(text)}</{tag}>" for tag, text in zip(map(_tag, blocks), texts, strict=True)
    )
    return Rich(blocks, html.replace("\n", "<br>"), "\n".join(texts))


def words(value: Any) -> str:
    """All words inside a block or rich text, however deep."""
    match value:
        case str():
            return value
        case list():
            return "".join(words(item) for item in value)
        case {"type": "table", "cells": rows}:
            return "\n".join(" | ".join(words(cell) for cell in row) for row in rows)
        case {"items": items}:
            return "\n".join(f"• {words(item)}" for item in items)
        case {"blocks": blocks}:
            return "\n".join(words(block) for block in blocks)
        case {"text": text}:
            return words(text)
    return ""


def _tag(block: Json) -> str:
    if block["type"] == "heading":
        return f"h{block['size']}"
    return {"pre": "pre", "blockquote": "blockquote"}.get(block["type"], "p")


class _Sanitizer(HTMLParser):
    """Keeps a few tags without attributes, and gathers the words of each block."""

    def __init__(self) -> None:
        super().__init__()
        self._html: list[str] = []
        self._blocks: list[Json] = []
        self._words = ""
        self._type: Json = {"type": "paragraph"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "br":
            self._words += "\n"
            self._html.append("<br>")
        if tag in BLOCKS:
            self._finish()
            self._type = (
                {"type": "heading", "size": HEADINGS[tag]} if tag in HEADINGS else {"type": "paragraph"}
            )
        if tag in SHOWN:
            self._html.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._words += " "
        if tag in BLOCKS:
            self._finish()
        if tag in SHOWN:
            self._html.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words += data
        self._html.append(escape(data))

    def result(self) -> Rich:
        self._finish()
        return Rich(self._blocks, "".join(self._html), "\n".join(block["text"] for block in self._blocks))

    def _finish(self) -> None:
        if self._words.strip():
            self._blocks.append(self._type | {"text": self._words.strip()})
        self._words, self._type = "", {"type": "paragraph"}
