"""Content-Type and Content-Disposition with their parameters (RFC 2045, 2231), and transfer encodings."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

import pybase64

from mail.mime.charset import decode
from mail.mime.headers import decode_words

_PARAMETER = re.compile(
    rb';\s{0,50}([\w!#$%&\'*+.^`|~-]{1,60})\s{0,10}=\s{0,10}("(?:[^"\\]|\\.){0,4000}"?|[^;\r\n]{0,4000})'
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PIECE, _SEARCHED = 2**18, 2**21  # bytes done at a time
_LONGEST_KEPT = 300  # bytes of a value that is remembered
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")


def media_type(value: bytes) -> str:
    """The type in lower case ("text/plain"); that also stands for a missing or broken one (RFC 2045 5.2)."""
    return _media_type(value.partition(b";")[0][:_LONGEST_KEPT])


@lru_cache(maxsize=500)
def _media_type(value: bytes) -> str:
    claimed = value.strip().decode("ascii", "ignore").lower()
    if not claimed or claimed == "text":
        return "text/plain"
    known = _TYPE.match(claimed)
    return known[0] if known else "application/octet-stream"


def parameters(value: bytes) -> Mapping[str, str]:
    """The parameters by name in lower case: RFC 2231 continuations joined, encoded words decoded all the
    same.
    """
    return _remembered(value) if len(value) <= _LONGEST_KEPT else _parameters(value)


def _parameters(value: bytes) -> Mapping[str, str]:
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for match in _PARAMETER.finditer(value[:20000]):
        name = match[1].decode("ascii", "replace").lower()
        raw = match[2].strip()
        if raw[:1] == b'"':
            raw = re.sub(rb"\\(.)", rb"\1", raw.strip(b'"'))
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(name, decode_words(raw))
            continue
        number = rest.rstrip("*")
        sections.setdefault(base, {})[int(number) if number.isdecimal() else 0] = (
            raw,
            rest.endswith("*") or not rest,
        )
    return MappingProxyType(plain | {base: _joined(pieces) for base, pieces in sections.items()})


_remembered = lru_cache(maxsize=500)(_parameters)  # asked again and again for the same few values


def _joined(pieces: dict[int, tuple[bytes, bool]]) -> str:
    charset = ""
    joined = b""
    for index in sorted(pieces):
        raw, escaped = pieces[index]
        if index == min(pieces) and raw.count(b"'") >= 2:
            label, _, raw = raw.split(b"'", 2)
            charset = label.decode("ascii", "replace")
            escaped = True
        joined += _unpercent(raw) if escaped else raw
    return decode(joined, charset)


def _unpercent(raw: bytes) -> bytes:
    return re.sub(rb"%([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), raw)


def find(raw: bytes, wanted: bytes, start: int, end: int) -> int:
    """``raw.find``, a piece at a time: one search through 25 MB keeps every other thread waiting for it."""
    while start < end:
        at = raw.find(wanted, start, min(start + _SEARCHED + len(wanted), end))
        if at != -1:
            return at
        start += _SEARCHED
    return -1


def transfer_decoded(source: bytes, encoding: str, start: int = 0, end: int | None = None) -> bytes:
    """``source`` from ``start`` to ``end`` without its transfer encoding. Broken base64 gives what can be
    read of it.
    """
    end = len(source) if end is None else end
    if encoding == "base64":
        try:
            return b"".join(_decoded_pieces(source, start, end))
        except binascii.Error:
            return _from_broken_base64(source[start:end])
    if encoding == "quoted-printable":
        return b"".join(map(binascii.a2b_qp, _pieces(source, start, end)))
    body = source[start:end]
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _from_uu(body)
    return body


def _from_broken_base64(body: bytes) -> bytes:
    try:
        return base64.b64decode(body)
    except binascii.Error:
        pass
    # Footers that lists append come after the padding; strange characters inside are skipped (RFC 2045 6.8).
    letters = _NOT_BASE64.sub(b"", body.partition(b"=")[0] if b"=" in body else body)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _decoded_pieces(source: bytes, start: int, end: int) -> Iterator[bytes]:
    """Raises binascii.Error when the lines are no whole groups of four, or padding stands before the end."""
    padded = False
    for piece in _pieces(source, start, end):
        if padded and piece.strip():
            raise binascii.Error("padding before the end")
        if b"=" in piece:
            padded = True
            if b"=" in piece.rstrip(b"= \t\r\n"):
                raise binascii.Error("padding before the end")
        yield pybase64.b64decode(piece)


def _pieces(source: bytes, start: int, end: int) -> Iterator[bytes]:
    """Cut at line ends: one call for 25 MB keeps every other thread waiting for it."""
    while start < end:
        stop = source.find(b"\n", start + _PIECE, end) + 1 or end
        yield source[start:stop]
        start = stop


def _from_uu(body: bytes) -> bytes:
    decoded = []
    for line in body.split(b"\n"):
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(decoded)
