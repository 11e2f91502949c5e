"""What a file is by its first bytes. Names and labels lie; for these types the bytes do not."""

import re

import puremagic

MSG = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
ZIP = "application/zip"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"#!", "text/x-shellscript"),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
)
# The major brand of an ISO base media file (ISO 14496-12 4.3), or else what it says it is compatible with.
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"heis": "image/heic",
    b"hevc": "image/heic-sequence", b"hevx": "image/heic-sequence", b"avif": "image/avif",
    b"mif1": "image/heif", b"msf1": "image/heif-sequence", b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4", b"3gp4": "video/3gpp", b"3gp5": "video/3gpp",
}  # fmt: skip
_GENERIC_BRANDS = (b"mif1", b"msf1")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_MSG = "__properties_version1.0".encode("utf-16-le")
_ZIPPED = re.compile(
    r"application/(?:vnd\.(?:openxmlformats|oasis|android|google-earth)|epub|java|x-java|.*\+zip)|application/(?:x-)?zip"
)
_VAGUE = frozenset(
    {"application/octet-stream", "application/binary", "application/x-download", "text/plain", ""}
)


def content_type(content: bytes, declared: str) -> str:
    """The media type of ``content``; ``declared`` where the bytes do not tell better."""
    for offset, magic, known in _SIGNATURES:
        if content.startswith(magic, offset):
            return known
    if content[4:8] == b"ftyp":
        return _of_brand(content)
    if content.startswith(_OLE):
        return MSG if _IN_MSG in content else _not_a_picture(declared, "application/x-ole-storage")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return declared if _ZIPPED.match(declared) else _zipped(content)
    if declared not in _VAGUE or not content:
        return declared
    try:
        found = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        return declared
    return str(found) or declared


def _of_brand(content: bytes) -> str:
    """HEIC of phones names "mif1" first as often as not, and "heic" among the compatible brands."""
    major = content[8:12]
    size = min(int.from_bytes(content[:4], "big"), 256)
    if major in _GENERIC_BRANDS:
        others = (content[at : at + 4] for at in range(16, size - 3, 4))
        major = next((one for one in others if one in _BRANDS and one not in _GENERIC_BRANDS), major)
    return _BRANDS.get(major, "video/mp4")


def _zipped(content: bytes) -> str:
    """Office files are told by the first names in them."""
    first = content[:4000]
    if b"[Content_Types].xml" in first:
        for folder, kind in ((b"word/", "wordprocessingml.document"), (b"xl/", "spreadsheetml.sheet")):
            if folder in content[:100_000]:
                return f"application/vnd.openxmlformats-officedocument.{kind}"
    return ZIP


def _not_a_picture(declared: str, otherwise: str) -> str:
    return otherwise if declared in _VAGUE or declared.startswith(("image/", "text/", "video/")) else declared
