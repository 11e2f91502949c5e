"""What makes an HTML text megabytes long without a word to read: pictures in data: URIs, styles, comments."""

import re
from collections.abc import Iterator

from mail.mime.content import find

_BALLAST = re.compile(rb"base64,|<style\b|<!--", re.IGNORECASE)
_ENDS = {b"<style": b"</style>", b"<!--": b"-->"}
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
        if end is None:
            at = _behind_base64(html, at)
        else:
            ends = find(html, end, at, len(html))
            at = len(html) if ends == -1 else ends + len(end)


def _behind_base64(html: bytes, at: int) -> int:
    while match := _BASE64.match(html, at, at + _PIECE):
        if match.end() < min(at + _PIECE, len(html)) or match.end() == at:
            return match.end()
        at = match.end()
    return at
