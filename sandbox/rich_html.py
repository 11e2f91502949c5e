"""Telegram's rich HTML read into blocks (core.telegram.org/bots/api#rich-message-formatting-options).

Unknown tags leave their words, as a browser does; scripts leave nothing. Media come by ``tg://photo?id=``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from sandbox.model import Json
from sandbox.rich import words

Photo = Callable[[str], Json]
"""The block of the photo with that id among the message's media; raises Telegram's 400 for none."""

_VOID = frozenset({"br", "hr", "img", "tg-map", "input"})
_SILENT = frozenset({"script", "style", "template"})
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "code"}
_HEADINGS = frozenset(f"h{size}" for size in range(1, 7))
_MEDIA = frozenset({"img", "figure", "tg-map", "tg-collage"})
_BOXES = frozenset({"p", "div", "ul", "ol", "table", "details", "blockquote", "hr", "footer", "pre"})
_BLOCKS = _HEADINGS | _MEDIA | _BOXES
_MAP = {"zoom": 15, "width": 600, "height": 300}


def from_html(source: str, photo: Photo) -> list[Json]:
    """The message's blocks, in order."""
    tree = _Tree()
    tree.feed(source)
    tree.close()
    return list(_blocks(tree.root.children, photo))


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list["_Node | str"] = field(default_factory=list)

    def inside(self, *tags: str) -> Iterator["_Node"]:
        """Elements of these kinds at any depth, outermost only."""
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag in tags:
                    yield child
                else:
                    yield from child.inside(*tags)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: list[_Node | str], photo: Photo) -> Iterator[Json]:
    loose: list[_Node | str] = []
    for child in children:
        if isinstance(child, _Node) and child.tag in _BLOCKS:
            yield from _paragraph(loose)
            loose = []
            yield from _block(child, photo)
        else:
            loose.append(child)
    yield from _paragraph(loose)


def _paragraph(children: list[_Node | str]) -> Iterator[Json]:
    text = _text(children)
    if words(text).strip():
        yield {"type": "paragraph", "text": text}


def _block(node: _Node, photo: Photo) -> Iterator[Json]:
    match node.tag:
        case heading if heading in _HEADINGS:
            yield {"type": "heading", "text": _text(node.children), "size": int(node.tag[1])}
        case "hr":
            yield {"type": "divider"}
        case "footer" | "pre":
            yield {"type": node.tag, "text": _text(node.children)}
        case "blockquote" if "expandable" in node.attributes:
            yield {"type": "expandable_blockquote", "text": _text(node.children)}
        case "blockquote":
            yield {"type": "blockquote", "blocks": list(_blocks(node.children, photo))}
        case "details":
            yield _details(node, photo)
        case "table":
            yield _table(node)
        case "ul" | "ol":
            yield {"type": "list", "items": [_item(each, photo) for each in node.inside("li")]}
        case "tg-map":
            place = {"latitude": float(node.attributes["lat"]), "longitude": float(node.attributes["long"])}
            yield {"type": "map", "location": place, **_MAP}
        case "img":
            yield photo(node.attributes.get("src", "").removeprefix("tg://photo?id="))
        case "tg-collage":
            yield {"type": "collage", "blocks": list(_blocks(node.children, photo))}
        case _:
            yield from _blocks(node.children, photo)


def _details(node: _Node, photo: Photo) -> Json:
    summary = next(node.inside("summary"), _Node("summary", {}))
    rest = [child for child in node.children if child is not summary]
    block = {"type": "details", "summary": _text(summary.children), "blocks": list(_blocks(rest, photo))}
    return block | ({"is_open": True} if "open" in node.attributes else {})


def _table(node: _Node) -> Json:
    rows = [[_cell(cell) for cell in row.inside("td", "th")] for row in node.inside("tr")]
    looks = {f"is_{name}": True for name in ("bordered", "striped", "compact") if name in node.attributes}
    return {"type": "table", "cells": rows, **looks}


def _cell(node: _Node) -> Json:
    cell: Json = {"align": "left", "valign": "top", "text": _text(node.children)}
    return cell | ({"is_header": True} if node.tag == "th" else {})


def _item(node: _Node, photo: Photo) -> Json:
    item: Json = {"label": "•", "blocks": list(_blocks(node.children, photo))}
    box = next(node.inside("input"), None)
    if box is None:
        return item
    return item | {"has_checkbox": True} | ({"is_checked": True} if "checked" in box.attributes else {})


def _text(children: list[_Node | str]) -> Any:
    """Rich text: a string where nothing in it is styled."""
    pieces = list(_pieces(children))
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(pieces).strip()
    return pieces


def _pieces(children: list[_Node | str]) -> Iterator[Any]:
    for child in children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        elif child.tag == "a" and child.attributes.get("href"):
            yield {"type": "url", "text": _text(child.children), "url": child.attributes["href"]}
        elif child.tag in _STYLES:
            yield {"type": _STYLES[child.tag], "text": _text(child.children)}
        elif child.tag not in _SILENT:
            yield from _pieces(child.children)
