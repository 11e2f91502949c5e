"""Text with entities as safe HTML for the page."""

from html import escape
from typing import Any

from sandbox.entities.html import is_link

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
SPANS = {
    "spoiler": "tg-spoiler",
    "bot_command": "tg-command",
    "mention": "tg-mention",
    "hashtag": "tg-hashtag",
}


def as_html(text: str, entities: list[dict[str, Any]]) -> str:
    """Escaped text with tags from a fixed list; line breaks become ``<br>``.

    Entities that cross each other are closed and opened again, so the result is well-formed in any case.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    spans = [(item["offset"], item["offset"] + item["length"], item) for item in entities]
    cuts = sorted({0, len(units) // 2, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    parts: list[str] = []
    opened: list[tuple[int, int, dict[str, Any]]] = []
    for begin, end in zip(cuts, [*cuts[1:], len(units) // 2], strict=True):
        wanted = [span for span in spans if span[0] <= begin < span[1]]
        common = 0
        while common < min(len(opened), len(wanted)) and opened[common] is wanted[common]:
            common += 1
        words = units[begin * 2 : end * 2].decode("utf-16-le", "replace")
        parts += [_tags(span[2], words)[1] for span in reversed(opened[common:])]
        parts += [_tags(span[2], _slice(units, span))[0] for span in wanted[common:]]
        parts.append(escape(words).replace("\n", "<br>"))
        opened = wanted
    parts += [_tags(span[2], "")[1] for span in reversed(opened)]
    return "".join(parts)


def _slice(units: bytes, span: tuple[int, int, dict[str, Any]]) -> str:
    return units[span[0] * 2 : span[1] * 2].decode("utf-16-le", "replace")


def _tags(entity: dict[str, Any], words: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "expandable_blockquote":
        return "<blockquote class='expandable'>", "</blockquote>"
    if kind in {"url", "text_link", "email"}:
        url = entity.get("url") or (f"mailto:{words}" if kind == "email" else words)
        safe = url if "://" in url or url.startswith(("mailto:", "tel:")) else f"https://{url}"
        href = escape(safe if is_link(url) or kind == "email" else "#")
        return f'<a href="{href}" target="_blank" rel="noopener">', "</a>"
    if kind in SPANS:
        return f'<span class="{SPANS[kind]}">', "</span>"
    return "", ""
