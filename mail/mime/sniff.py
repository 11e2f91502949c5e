"""What a file is by its first bytes. Names and labels lie; for these types the bytes do not."""

import puremagic

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
)
_VAGUE = frozenset(
    {"application/octet-stream", "application/binary", "application/x-download", "text/plain", ""}
)


def content_type(content: bytes, declared: str) -> str:
    """The media type of ``content``; ``declared`` where the bytes do not tell better."""
    for offset, magic, known in _SIGNATURES:
        if content.startswith(magic, offset):
            return known
    if declared not in _VAGUE or not content:
        return declared
    try:
        found = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        return declared
    return str(found) or declared
