"""What makes an HTML text megabytes long without a word to read: pictures in data: URIs, styles, comments."""

import re
from collections.abc import Iterator

_BALLAST = re.compile(rb"base64,|<style\b|<!--", re.IGNORECASE)
_ENDS = {b"<style": re.compile(rb"</style>", re.IGNORECASE), b"<!--": re.compile(rb"-->")}
_LONGEST_END = 8
_BASE64 = re.compile(rb"[A-Za-z0-9+/=%\s]*")
_PIECE = 2**18  # bytes looked through at a time, so that other threads come to their turn


def without_ballast(html: bytes, most: int) -> bytes:
    """The first ``most`` bytes of what is left of ``html``; all of it when it is no longer than that."""
    if len(html) <= most:
        return html
    kept: list[bytes] = []
    size = 0
    for piece in _told(html):
        kept.append(piece)
        size += len(piece)
        if size >= most:
            break
    return b"".join(kept)[:most]


def _told(html: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(html):
        piece = html[at : at + _PIECE]
        found = _BALLAST.search(piece)
        if found is None:
            yield piece
            at += len(piece)
            continue
        end = _ENDS.get(found[0].lower())
        yield piece[: found.start() if end else found.end()]
        at += found.end()
        at = _behind(html, end, at) if end else behind_base64(html, at)


def _behind(html: bytes, end: re.Pattern[bytes], at: int) -> int:
    while at < len(html):
        if found := end.search(html, at, at + _PIECE + _LONGEST_END):
            return found.end()
        at += _PIECE
    return len(html)


def behind_base64(html: bytes, at: int) -> int:
    """Where the base64 that begins at ``at`` ends."""
    while match := _BASE64.match(html, at, at + _PIECE):
        if match.end() < min(at + _PIECE, len(html)) or match.end() == at:
            return match.end()
        at = match.end()
    return at
