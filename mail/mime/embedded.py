"""Pictures that an HTML text carries within itself, in data: URIs (RFC 2397), taken out as files."""

import binascii
import re
from urllib.parse import unquote_to_bytes

import pybase64

from mail.mime.ballast import behind_base64
from mail.mime.content import find
from mail.mime.headers import Headers
from mail.mime.part import Part

_SIGN = b";base64,"
_TYPE = re.compile(rb"data:(image/[a-z0-9.+-]{1,40})$", re.IGNORECASE)
_LONGEST_TYPE = 60
_MOST = 30


def taken_out(html: bytes) -> tuple[bytes, list[Part]]:
    """``html`` with references by Content-ID in their place, and the pictures as parts with those ids."""
    pieces: list[bytes] = []
    pictures: list[Part] = []
    at = here = 0
    while len(pictures) < _MOST and (sign := find(html, _SIGN, here, len(html))) != -1:
        here = sign + len(_SIGN)
        kind = _TYPE.search(html, max(at, sign - _LONGEST_TYPE), sign)
        if kind is None:
            continue
        end = behind_base64(html, here)
        content = _decoded(html[here:end])
        if content:
            name = b"%d@within" % (len(pictures) + 1)
            pieces += [html[at : kind.start()], b"cid:" + name]
            pictures.append(_part(kind[1], name, content))
            at = end
        here = end
    return b"".join([*pieces, html[at:]]) if pictures else html, pictures


def _decoded(written: bytes) -> bytes:
    try:
        return pybase64.b64decode(unquote_to_bytes(written) if b"%" in written else written)
    except binascii.Error:
        return b""


def _part(kind: bytes, name: bytes, content: bytes) -> Part:
    fields = [
        ("content-type", kind),
        ("content-disposition", b"inline"),
        ("content-id", b"<" + name + b">"),
    ]
    return Part(Headers(fields), content)
