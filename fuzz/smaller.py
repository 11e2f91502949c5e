"""The smallest input that still breaks the same promise."""

from collections.abc import Callable


def smaller(raw: bytes, breaks: Callable[[bytes], bool], tries: int = 2000) -> bytes:
    """`raw` without whatever can go while `breaks` holds: lines first, then single octets."""
    for split, join in ((_lines, b"".join), (_octets, b"".join)):
        pieces, size = split(raw), max(1, len(split(raw)) // 2)
        while tries > 0:
            at, went = 0, False
            while at < len(pieces) and tries > 0:
                rest = pieces[:at] + pieces[at + size :]
                tries -= 1
                if breaks(join(rest)):
                    pieces, went = rest, True
                else:
                    at += size
            if size == 1 and not went:
                break
            size = max(1, size // 2)
        raw = join(pieces)
    return raw


def _lines(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


def _octets(raw: bytes) -> list[bytes]:
    return [raw[at : at + 1] for at in range(len(raw))]
