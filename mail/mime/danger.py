"""Files to be careful with. Nothing is run or unpacked: names, first bytes and an archive's list tell."""

import io
import re
import struct
import zipfile

from mail.mime.sniff import ZIP
from mail.parsed import Flag

_PROGRAMS = frozenset({
    "application/x-msdownload", "application/x-executable", "application/x-mach-binary",
    "application/x-ms-shortcut", "text/x-shellscript",
})  # fmt: skip
_PROGRAM_NAME = re.compile(
    r"\.(?:exe|com|scr|pif|cpl|dll|msi|msp|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|url|reg|chm|jar|apk"
    r"|app|dmg|iso|img|vhdx?|docm|dotm|xlsm|xltm|xlam|pptm|ppam|one|sh|desktop|appx|msix|library-ms|settingcontent-ms)"
    r"[.\s]*$",
    re.IGNORECASE,
)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|hei[cf]|pdf|txt|docx?|xlsx?)[.\s]*$", re.IGNORECASE)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that turn the reading direction: "gpj.exe"
_ENTRY = b"PK\x01\x02"
_MAX_ENTRIES = 10_000
_MAX_UNPACKED = 500 * 2**20  # bytes
_MAX_RATIO = 100  # how many times larger; ordinary text reaches 20
_SMALL = 10 * 2**20  # bytes that harm nobody, whatever the ratio


def flags_of(filename: str, content_type: str, content: bytes) -> tuple[Flag, ...]:
    """What to warn of in a file of this name, (sniffed) type and content; empty for most."""
    flags: list[Flag] = []
    program = content_type in _PROGRAMS
    if program or _PROGRAM_NAME.search(filename) or _TURNED.search(filename):
        flags.append(Flag.PROGRAM)
    if program and _PICTURE_NAME.search(filename):
        flags.append(Flag.DISGUISED)
    if content_type == ZIP or content.startswith(b"PK\x03\x04"):
        flags += _of_zip(content)
    if content_type == "application/gzip" and _is_too_much(_unpacked_gzip(content), len(content)):
        flags.append(Flag.BOMB)
    return tuple(dict.fromkeys(flags))


def _of_zip(content: bytes) -> list[Flag]:
    """From the list at its end. Entries that overlap claim more than there is, and are a bomb too."""
    if content.count(_ENTRY) > _MAX_ENTRIES:
        return [Flag.BOMB]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        return []  # no list: whoever opens it gets nothing
    flags = []
    packed = sum(entry.compress_size for entry in entries)
    if packed > len(content) or _is_too_much(sum(entry.file_size for entry in entries), len(content)):
        flags.append(Flag.BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        flags.append(Flag.LOCKED)
    if any(_PROGRAM_NAME.search(entry.filename) for entry in entries):
        flags.append(Flag.PROGRAM)
    return flags


def _unpacked_gzip(content: bytes) -> int:
    """What the trailer claims (RFC 1952 2.3.1), modulo 4 GB."""
    return int(struct.unpack("<I", content[-4:])[0]) if len(content) > 18 else 0


def _is_too_much(unpacked: int, packed: int) -> bool:
    return unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked > packed * _MAX_RATIO)
