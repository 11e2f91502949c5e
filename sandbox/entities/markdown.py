"""Telegram's MarkdownV2 style, and the older Markdown: reserved characters are escaped or belong to a pair.

Bot API "Formatting options / MarkdownV2 style".
"""

import re
from dataclasses import dataclass

from sandbox.entities.entity import Entity, Formatted, in_order, utf16_length
from sandbox.entities.html import is_link
from sandbox.errors import ApiError, bad_request

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
PAIRS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "text_link": "TextUrl",
    "code": "Code",
    "pre": "Pre",
}


@dataclass(frozen=True, slots=True)
class Opened:
    type: str
    offset: int
    starts_at: int


class _Output:
    """Plain text so far, its length in UTF-16 units, and the entities found."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []

    def say(self, words: str) -> None:
        self.parts.append(words)
        self.length += utf16_length(words)

    def close(self, kind: str, offset: int, **extra: str) -> None:
        self.entities.append(Entity(kind, offset, self.length - offset, dict(extra)))

    def formatted(self) -> Formatted:
        return Formatted("".join(self.parts), in_order(self.entities))


def parse_markdown_v2(source: str) -> Formatted:
    """Raises ApiError "can't parse entities: ..." for stray reserved characters and open pairs."""
    return _Version2(source).parse()


class _Version2:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out = _Output()
        self.stack: list[Opened] = []
        self.quote: int | None = None
        """Where the block quotation began that is open now."""

    def parse(self) -> Formatted:
        at = 0
        while at < len(self.source):
            at = self._step(at)
        if self.stack:
            raise _no_end(self.stack[-1].type, self.source, self.stack[-1].starts_at)
        self._end_quote()
        return self.out.formatted()

    def _step(self, at: int) -> int:
        """Reads what begins here; returns where the next thing begins."""
        char = self.source[at]
        if char == "\\" and self.source[at + 1 : at + 2].isascii():
            self.out.say(self.source[at + 1 : at + 2])
            return at + 2
        if char == "\n" or (char == ">" and self.source[at - 1 : at] in {"", "\n"}):
            return self._line(at)
        if char == "`":
            return _code(self.source, at, self.out)
        if char in "[]" or self.source.startswith("![", at):
            return self._bracket(at)
        if mark := next((m for m in ("__", "||", "*", "_", "~") if self.source.startswith(m, at)), None):
            self._pair(mark, at)
            return at + len(mark)
        if char in RESERVED:
            raise _cannot_parse(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        self.out.say(char)
        return at + 1

    def _line(self, at: int) -> int:
        if self.source[at] == ">":
            self.quote = self.out.length if self.quote is None else self.quote
        else:
            if not self.source.startswith("\n>", at):
                self._end_quote()
            self.out.say("\n")
        return at + 1

    def _bracket(self, at: int) -> int:
        char = self.source[at]
        if char != "]":
            self.stack.append(Opened("text_link", self.out.length, at))
            return at + (1 if char == "[" else 2)
        if self.stack and self.stack[-1].type == "text_link":
            return _link(self.source, at, self.stack.pop(), self.out)
        raise _cannot_parse("Character ']' is reserved and must be escaped with the preceding '\\'")

    def _pair(self, mark: str, at: int) -> None:
        kind = PAIRS[mark]
        if self.stack and self.stack[-1].type == kind:
            self.out.close(kind, self.stack.pop().offset)
        else:
            self.stack.append(Opened(kind, self.out.length, at))

    def _end_quote(self) -> None:
        if self.quote is not None:
            self.out.close("blockquote", self.quote)
            self.quote = None


def _code(source: str, at: int, out: _Output) -> int:
    fence = "```" if source.startswith("```", at) else "`"
    kind = "pre" if fence == "```" else "code"
    found = re.compile(
        rf"((?:\\.|[^\\`]|{'`(?!``)' if kind == 'pre' else '(?!)'})*){fence}", re.DOTALL
    ).match(source, at + len(fence))
    if found is None:
        raise _no_end(kind, source, at)
    offset = out.length
    words = found.group(1)
    language = re.match(r"([\w+-]+)\n", words) if kind == "pre" else None
    words = words[language.end() :] if language else words.removeprefix("\n") if kind == "pre" else words
    out.say(re.sub(r"\\(.)", r"\1", words, flags=re.DOTALL))
    out.close(kind, offset, **({"language": language.group(1)} if language else {}))
    return found.end()


def _link(source: str, at: int, opened: Opened, out: _Output) -> int:
    found = re.compile(r"\]\(((?:\\.|[^\\)])*)\)", re.DOTALL).match(source, at)
    if found is None:
        return at + 1  # [words] without an address are just words
    url = re.sub(r"\\(.)", r"\1", found.group(1))
    if is_link(url):
        out.close("text_link", opened.offset, url=url)
    return found.end()


def parse_markdown(source: str) -> Formatted:
    """The legacy style: no nesting, and a stray ``_ * [ ` `` fails."""
    out = _Output()
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in {"_", "*", "`", "["}:
            out.say(source[at + 1])
            at += 2
            continue
        if char not in "_*`[":
            out.say(char)
            at += 1
            continue
        mark = "```" if source.startswith("```", at) else char
        end = source.find("]" if mark == "[" else mark, at + len(mark))
        if end < 0:
            offset = len(source[:at].encode())
            raise _cannot_parse(f"Can't find end of the entity starting at byte offset {offset}")
        offset = out.length
        out.say(source[at + len(mark) : end])
        at = end + len(mark)
        if mark != "[":
            out.close({"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark], offset)
        elif link := re.compile(r"\(([^)]*)\)").match(source, at):
            if is_link(link.group(1)):
                out.close("text_link", offset, url=link.group(1))
            at = link.end()
    return out.formatted()


def _no_end(kind: str, source: str, at: int) -> ApiError:
    offset = len(source[:at].encode())
    return _cannot_parse(f"Can't find end of {NAMES[kind]} entity at byte offset {offset}")


def _cannot_parse(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
