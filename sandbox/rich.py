"""Rich messages (Bot API 10): blocks as Telegram keeps them, their words, and how the page shows them.

Inline styles are kept as rich text where they are bold, italic, code or a link; others become plain words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from sandbox.model import Json

FileAddresses = Mapping[str, str]
"""Where the page finds a file, by its file_id."""

_INLINE = {"bold": "b", "italic": "i", "code": "code"}
_ALONE = {"paragraph": "p", "pre": "pre", "footer": "footer"}


@dataclass(frozen=True, slots=True)
class Rich:
    blocks: list[Json]
    html: str
    """Safe to show."""
    text: str


def rich(blocks: list[Json], files: FileAddresses) -> Rich:
    return Rich(blocks, "".join(_html(block, files) for block in blocks), "\n".join(map(words, blocks)))


def from_markdown(source: str) -> list[Json]:
    """Paragraphs and headings; other marks stay as they are written."""
    blocks: list[Json] = []
    for paragraph in source.split("\n\n"):
        said = paragraph.strip()
        mark, _, rest = said.partition(" ")
        if said and 0 < len(mark) <= 6 and not mark.strip("#"):
            blocks.append({"type": "heading", "text": rest, "size": len(mark)})
        elif said:
            blocks.append({"type": "paragraph", "text": said})
    return blocks


def words(value: Any) -> str:
    """All words inside a block or rich text, however deep."""
    match value:
        case str():
            return value
        case list():
            return "".join(words(item) for item in value)
        case {"type": "table", "cells": rows}:
            return "\n".join(" | ".join(words(cell) for cell in row) for row in rows)
        case {"type": "details", "summary": summary, "blocks": blocks}:
            return "\n".join([words(summary), *map(words, blocks)])
        case {"items": items}:
            return "\n".join(f"{_mark(item)} {words(item)}" for item in items)
        case {"blocks": blocks}:
            return "\n".join(words(block) for block in blocks)
        case {"text": text}:
            return words(text)
    return ""


def _mark(item: Json) -> str:
    if not item.get("has_checkbox"):
        return "•"
    return "☑" if item.get("is_checked") else "☐"


def _html(block: Json, files: FileAddresses) -> str:
    match block:
        case {"type": "heading", "text": text, "size": size}:
            return f"<h{size}>{_inline(text)}</h{size}>"
        case {"type": "divider"}:
            return "<hr>"
        case {"type": "blockquote", "blocks": blocks}:
            return f"<blockquote>{_all(blocks, files)}</blockquote>"
        case {"type": "expandable_blockquote", "text": text}:
            return f"<blockquote expandable>{_inline(text)}</blockquote>"
        case {"type": "details", "summary": summary, "blocks": blocks}:
            is_open = " open" if block.get("is_open") else ""
            return f"<details{is_open}><summary>{_inline(summary)}</summary>{_all(blocks, files)}</details>"
        case {"type": "table", "cells": rows}:
            return f"<table>{''.join(map(_row, rows))}</table>"
        case {"type": "list", "items": [{"has_checkbox": True}, *_] as items}:
            return f"<p>{'<br>'.join(_item(item, files) for item in items)}</p>"
        case {"type": "list", "items": items}:
            return f"<ul>{''.join(f'<li>{_item(item, files)}</li>' for item in items)}</ul>"
        case {"type": "map", "location": place}:
            return f'<tg-map lat="{place["latitude"]}" long="{place["longitude"]}"></tg-map>'
        case {"type": "photo", "photo": sizes}:
            return f'<img src="{escape(files.get(sizes[-1]["file_id"], ""))}">'
        case {"type": "collage", "blocks": blocks}:
            return f"<tg-collage>{_all(blocks, files)}</tg-collage>"
        case {"type": kind, "text": text}:
            tag = _ALONE.get(kind, "p")
            return f"<{tag}>{_inline(text)}</{tag}>"
    return f"<p>{_inline(words(block))}</p>"


def _all(blocks: list[Json], files: FileAddresses) -> str:
    return "".join(_html(block, files) for block in blocks)


def _row(cells: list[Json]) -> str:
    return f"<tr>{''.join(map(_cell, cells))}</tr>"


def _cell(cell: Json) -> str:
    tag = "th" if cell.get("is_header") else "td"
    return f"<{tag}>{_inline(cell.get('text', ''))}</{tag}>"


def _item(item: Json, files: FileAddresses) -> str:
    """A paragraph that is the whole item needs no box of its own."""
    blocks = item["blocks"]
    mark = f"{_mark(item)} " if item.get("has_checkbox") else ""
    if len(blocks) == 1 and blocks[0]["type"] == "paragraph":
        return mark + _inline(blocks[0]["text"])
    return mark + _all(blocks, files)


def _inline(text: Any) -> str:
    match text:
        case str():
            return escape(text).replace("\n", "<br>")
        case list():
            return "".join(map(_inline, text))
        case {"type": "url", "text": inner, "url": url}:
            return f'<a href="{escape(url)}">{_inline(inner)}</a>'
        case {"type": kind, "text": inner} if kind in _INLINE:
            return f"<{_INLINE[kind]}>{_inline(inner)}</{_INLINE[kind]}>"
        case {"text": inner}:
            return _inline(inner)
    return ""
