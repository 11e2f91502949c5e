"""Telegram's HTML style, as unforgiving as the original, with its own words for each mistake.

Bot API "Formatting options / HTML style". Offsets in errors are bytes, offsets of entities UTF-16 units.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from sandbox.entities.entity import Entity, Formatted, in_order, utf16_length
from sandbox.errors import ApiError, bad_request

TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
TAG_END = re.compile(r"[\s>/]")
ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")


@dataclass(slots=True)
class OpenTag:
    name: str
    offset: int
    attributes: dict[str, str]
    starts_at: int
    """Where its text starts in the plain text, in characters."""


def parse_html(source: str) -> Formatted:
    """Plain text and entities; raises ApiError "can't parse entities: ..." as Telegram does."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self.at < len(self.source):
            match self.source[self.at]:
                case "&":
                    self._character()
                case "<" if self.source.startswith("</", self.at):
                    self._end_tag()
                case "<":
                    self._start_tag()
                case _:
                    self._words()
        if self.open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Formatted("".join(self.text), in_order(self.entities))

    def _say(self, words: str) -> None:
        self.text.append(words)
        self.length += utf16_length(words)

    def _words(self) -> None:
        end = re.compile("[<&]").search(self.source, self.at)
        stop = end.start() if end else len(self.source)
        self._say(self.source[self.at : stop])
        self.at = stop

    def _character(self) -> None:
        found = CHARACTER.match(self.source, self.at)
        # Unknown references stay as they are written, also in the original.
        self._say(html.unescape(found.group()) if found else "&")
        self.at = found.end() if found else self.at + 1

    def _start_tag(self) -> None:
        begin = self.at
        end = TAG_END.search(self.source, begin + 1)
        self.at = end.start() if end else len(self.source)
        name = self.source[begin + 1 : self.at].lower()
        if name not in TYPES:
            raise _cannot_parse(f'Unsupported start tag "{name}"', self._bytes(begin))
        attributes = self._attributes(begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot_parse('Tag "span" must have class "tg-spoiler"', self._bytes(begin))
        self.open.append(OpenTag(name, self.length, attributes, len(self.text)))

    def _attributes(self, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self.source[self.at : self.at + 1].isspace():
                self.at += 1
            if self.source.startswith(">", self.at):
                self.at += 1
                return attributes
            found = ATTRIBUTE.match(self.source, self.at)
            if found is None:
                raise _cannot_parse("Unclosed start tag", self._bytes(begin))
            value = found.group(2) or ""
            attributes[found.group(1).lower()] = html.unescape(value.strip("\"'"))
            self.at = found.end()

    def _end_tag(self) -> None:
        begin = self.at
        close = self.source.find(">", begin)
        if not self.open:
            raise _cannot_parse("Unexpected end tag", self._bytes(begin))
        if close < 0:
            raise _cannot_parse("Unclosed end tag", self._bytes(begin))
        name = self.source[begin + 2 : close].strip().lower()
        tag = self.open.pop()
        if name not in {"", tag.name}:
            where = f'at byte offset {self._bytes(begin)}, expected "</{tag.name}>", found "</{name}>"'
            raise _cannot_parse(f"Unmatched end tag {where}")
        self.at = close + 1
        self._finish(tag)

    def _finish(self, tag: OpenTag) -> None:
        length = self.length - tag.offset
        kind, extra = self._meaning(tag)
        if kind and length:
            self.entities.append(Entity(kind, tag.offset, length, extra))

    def _meaning(self, tag: OpenTag) -> tuple[str | None, dict[str, Any]]:
        kind = TYPES[tag.name]
        match tag.name:
            case "a":
                url = tag.attributes.get("href") or "".join(self.text[tag.starts_at :])
                return (kind, {"url": url}) if is_link(url) else (None, {})
            case "blockquote" if "expandable" in tag.attributes:
                return "expandable_blockquote", {}
            case "tg-emoji":
                return kind, {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
            case "tg-time":
                return kind, {"unix_time": int(tag.attributes.get("unix") or 0)}
            case "code" if self.open and self.open[-1].name == "pre" and "class" in tag.attributes:
                # <pre><code class="language-x">: the language belongs to the pre around it.
                language = tag.attributes["class"].removeprefix("language-")
                self.open[-1].attributes["language"] = language
                return None, {}
            case "pre" if "language" in tag.attributes:
                return kind, {"language": tag.attributes["language"]}
        return kind, {}

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())


def is_link(url: str) -> bool:
    """Whether Telegram makes a link of it: a known scheme, or something that looks like a host."""
    return bool(re.match(r"(?i)(https?|tg|ton|tonsite|ftp)://\S|mailto:\S|tel:\S|[\w-]+(\.[\w-]+)+\S*$", url))


def _cannot_parse(reason: str, offset: int | None = None) -> ApiError:
    place = "" if offset is None else f" at byte offset {offset}"
    return bad_request(f"can't parse entities: {reason}{place}")
