"""Pictures for practice, made without an imaging library: a PNG with two colours running into each other."""

import struct
import zlib

Color = tuple[int, int, int]


def picture(
    width: int = 320, height: int = 240, top: Color = (70, 120, 160), low: Color = (230, 200, 140)
) -> bytes:
    """A PNG (RFC 2083) that fades from ``top`` to ``low``."""
    rows = bytearray()
    for y in range(height):
        share = y / max(1, height - 1)
        color = bytes(round(a + (b - a) * share) for a, b in zip(top, low, strict=True))
        rows += b"\x00" + color * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
