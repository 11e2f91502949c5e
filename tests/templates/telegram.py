"""Telegram's HTML as strictly as Telegram reads it (core.telegram.org/bots/api#html-style)."""

import re
from dataclasses import dataclass
from html import unescape

_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<tag>[a-z-]+)(?P<rest>[^<>]*)>|(?P<ref>&[#a-zA-Z0-9]+;)|(?P<text>[^<>&]+)"
)
_ATTRIBUTES = {
    "b": "",
    "i": "",
    "code": "",
    "blockquote": "|[ ]expandable",
    "a": ' href="(?:https?|tg)://[^"\\s<>]+"',
}
_REFERENCE = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


@dataclass(frozen=True)
class Parsed:
    text: str
    entities: int

    @property
    def units(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2


def parse(html: str) -> Parsed:
    """The text and its entities; ValueError where Telegram would answer "can't parse entities"."""
    text: list[str] = []
    open_tags: list[str] = []
    entities = position = 0
    for match in _TOKEN.finditer(html):
        if match.start() != position:
            break
        position = match.end()
        if tag := match["tag"]:
            entities += _follow(open_tags, tag, match["rest"], closes=bool(match["close"]))
        elif match["ref"]:
            if not _REFERENCE.fullmatch(match["ref"]):
                raise ValueError(f"no such reference: {match['ref']}")
            text.append(unescape(match["ref"]))
        else:
            text.append(match["text"])
    if position != len(html):
        raise ValueError(f"stray character at {position}: {html[position : position + 20]!r}")
    if open_tags:
        raise ValueError(f"left open: {open_tags}")
    return Parsed("".join(text), entities)


def _follow(open_tags: list[str], tag: str, rest: str, *, closes: bool) -> int:
    if closes:
        if not open_tags or open_tags.pop() != tag:
            raise ValueError(f"</{tag}> closes what is not open")
        return 0
    if tag not in _ATTRIBUTES or not re.fullmatch(_ATTRIBUTES[tag], rest):
        raise ValueError(f"not allowed: <{tag}{rest}>")
    if tag == "blockquote" and tag in open_tags:
        raise ValueError("quotes cannot be nested")
    if "code" in open_tags:
        raise ValueError("nothing else inside code")
    open_tags.append(tag)
    return 1
