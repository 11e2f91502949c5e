"""The one place where a chat text is made to fit (Bot API: lengths count after entities are parsed)."""

import re
from collections.abc import Iterator

MORE = "…"
SEPARATOR = "\n\n"

# A part is never cut below this; rather, the last parts go.
_LEAST = 48

_Border = tuple[int, int, tuple[str, ...]]  # where one may cut: tokens kept, their units, tags open there

_NAME = re.compile(r"[a-z-]+")
_TOKEN = re.compile(r"<[^>]*>|&[^;\s]{1,8};|[^<&]", re.DOTALL)

# What continues the character before it: a cut must not come in front of one.
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\u0300-\u036f\u20e3\U0001f3fb-\U0001f3ff]")


def fit(parts: list[tuple[str, bool]], limit: int) -> str:
    """Telegram HTML of the parts, at most `limit` UTF-16 units after parsing.

    Short parts stay whole: the longest are cut to a common height, at a line's end where there is one near,
    else at a word's, with a "…" where something is missing. A part whose tail matters most loses its
    first lines. Tags that a part opens it also closes, before and after.
    """
    text = SEPARATOR.join(part for part, _ in parts)
    if units(text) <= limit:  # what parsing takes away can only make it shorter
        return text
    sizes = [length(part) for part, _ in parts]
    if sum(sizes) + len(SEPARATOR) * (len(parts) - 1) <= limit:
        return text
    if len(parts) > (most := max(1, limit // (_LEAST + len(SEPARATOR)))):
        return fit([*parts[: most - 1], (MORE, False)], limit)
    height = _height(sizes, limit - len(SEPARATOR) * (len(parts) - 1))
    return SEPARATOR.join(
        part if size <= height else _cut_head(part, height) if tail else _cut(part, height)
        for (part, tail), size in zip(parts, sizes, strict=True)
    )


def cut_short(parts: list[tuple[str, bool]], limit: int) -> tuple[str, ...]:
    """What `fit` cuts at this limit, whole, as further messages of at most `limit` each; nothing if all fits.

    A part that is longer than a message goes on in the next, at a line's or a word's end.
    """
    sizes = [length(part) for part, _ in parts]
    room = limit - len(SEPARATOR) * (len(parts) - 1)
    if sum(sizes) <= room:
        return ()
    height = _height(sizes, room)
    cut = (part for (part, _), size in zip(parts, sizes, strict=True) if size > height)
    return tuple(page for part in cut for page in _pages(part, limit))


def clip(text: str, limit: int) -> str:
    """Plain text on one line, at most `limit` UTF-16 units, cut at a word's end."""
    line = " ".join(text.split())
    return line if units(line) <= limit else _cut_plain(line, limit)


def length(html: str) -> int:
    """UTF-16 units after parsing."""
    return sum(units(token) if token[0] not in "<&" else token[0] == "&" for token in _TOKEN.findall(html))


def units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def _height(sizes: list[int], budget: int) -> int:
    """The height at which all fit, when what is higher is cut to it."""
    rest = sorted(sizes)
    while rest and rest[0] <= budget // len(rest):
        budget -= rest.pop(0)
    return budget // len(rest) if rest else max(sizes)


def _cut(html: str, limit: int) -> str:
    """The beginning of balanced HTML, balanced, with the "…" inside `limit`."""
    tokens = _TOKEN.findall(html)
    border, at_line_end = _until(tokens, limit - len(MORE) - 1)
    kept, _, tags = border
    return "".join(tokens[:kept]) + (f"\n{MORE}" if at_line_end else MORE) + _closing(tags)


def _pages(html: str, limit: int) -> Iterator[str]:
    """The whole of balanced HTML in pieces of at most `limit`, each of them balanced."""
    while length(html) > limit:
        tokens = _TOKEN.findall(html)
        (kept, _, tags), _ = _until(tokens, limit)
        yield "".join(tokens[:kept]).rstrip() + _closing(tags)
        html = "".join(tags) + "".join(tokens[kept:]).lstrip()
    yield html


def _until(tokens: list[str], room: int) -> tuple[_Border, bool]:
    """Where to cut so that at most `room` units stay, and whether that is a line's end."""
    open_tags: list[str] = []
    line_end: _Border = (0, 0, ())
    word_end: _Border = (0, 0, ())
    used = kept = 0
    for kept, piece in enumerate(tokens):
        if piece[0] == "<":
            _follow(open_tags, piece)
            continue
        if piece.isspace():
            word_end = (kept, used, tuple(open_tags))
            if piece == "\n":
                line_end = word_end
        size = 1 if piece[0] == "&" else units(piece)
        if used + size > room:
            break
        used += size
    border = line_end if line_end[1] >= room * 2 // 3 else word_end
    if border[1] < room // 2:
        while kept and tokens[kept - 1][0] != "<" and _continues(tokens, kept):
            kept -= 1
        border = (kept, used, tuple(open_tags))
    return border, border == line_end


def _continues(tokens: list[str], at: int) -> bool:
    """Whether the token there belongs to the character before it."""
    return bool(_JOINERS.fullmatch(tokens[at])) or tokens[at - 1] == "\u200d"


def _closing(tags: tuple[str, ...]) -> str:
    return "".join(f"</{_NAME.findall(tag)[0]}>" for tag in reversed(tags))


def _cut_head(html: str, limit: int) -> str:
    """The last lines that fit, each of them balanced."""
    room = limit - len(MORE) - 1
    kept: list[str] = []
    for line in reversed(html.split("\n")):
        size = length(line) + 1
        if size > room:
            break
        kept.insert(0, line)
        room -= size
    return "\n".join([MORE, *kept]) if kept else _cut(html, limit)


def _cut_plain(line: str, limit: int) -> str:
    room = limit - len(MORE)
    while units(line[:room]) > room:
        room -= 1
    while room and _JOINERS.match(line, room):
        room -= 1
    kept = line[:room]
    if (space := kept.rfind(" ")) > room // 2:
        kept = kept[:space]
    return kept.rstrip(" ,.;:") + MORE


def _follow(open_tags: list[str], tag: str) -> None:
    if tag.startswith("</"):
        open_tags.pop()
    else:
        open_tags.append(tag)
