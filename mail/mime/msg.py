"""Outlook's .msg (MS-OXMSG), read as the mail it holds. Its container is read by olefile."""

import io
import re
import struct
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from mail.mime import outlook
from mail.mime.charset import decode
from mail.mime.headers import Headers
from mail.mime.part import Part

if TYPE_CHECKING:
    from olefile import OleFileIO

_STREAM = "__substg1.0_{:04X}{}"
_UNICODE, _STRING, _BINARY = "001F", "001E", "0102"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}")
_PROPERTIES = "__properties_version1.0"
_EMBEDDED = "__substg1.0_3701000D"
_MAX_DEPTH = 6  # folders: three mails within one another
_MAX_STREAM = 50 * 2**20  # bytes
_TEXTS = (
    outlook.SUBJECT, outlook.SENDER_NAME, outlook.SENDER_ADDRESS, outlook.SENDER_SMTP,
    outlook.TRANSPORT_HEADERS, outlook.BODY, outlook.HTML, outlook.RTF,
)  # fmt: skip
_OF_FILES = (
    outlook.ATTACH_DATA, outlook.ATTACH_NAME, outlook.ATTACH_SHORT_NAME, outlook.ATTACH_TYPE,
    outlook.ATTACH_CONTENT_ID,
)  # fmt: skip
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # of Windows' file times


def read_msg(content: bytes) -> Part | None:
    """The mail in ``content``: its headers, words and files. None when it can't be read as one."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(content)) as file:
            return _mail(file)
    except (OSError, ValueError, IndexError, struct.error, RecursionError, MemoryError):
        return None  # broken or hostile: it stays a file among others


def _mail(file: "OleFileIO[str]", within: tuple[str, ...] = ()) -> Part | None:
    """The mail in the folder ``within`` of ``file``."""
    properties = _read(file, within, _TEXTS)
    if not properties:
        return None
    depth = len(within)
    folders = {
        path[depth]
        for path in file.listdir(streams=True, storages=True)
        if len(path) > depth and tuple(path[:depth]) == within and _ATTACHMENT.fullmatch(path[depth])
    }
    files = (_attached(file, (*within, one)) for one in sorted(folders)[: outlook.MAX_FILES])
    return outlook.mail_part(_headers(file, within, properties), properties, [one for one in files if one])


def _attached(file: "OleFileIO[str]", folder: tuple[str, ...]) -> Part | None:
    """A file, or a whole mail: that has its properties in a folder of its own (MS-OXMSG 2.2.2.1)."""
    inner = (*folder, _EMBEDDED)
    if len(inner) <= _MAX_DEPTH and file.exists(list(inner)) and (mail := _mail(file, inner)):
        return Part(Headers([("content-type", b"message/rfc822")]), b"", (mail,))
    return outlook.file_part(_read(file, folder, _OF_FILES))


def _headers(file: "OleFileIO[str]", within: tuple[str, ...], properties: outlook.Properties) -> Headers:
    """Those that the mail travelled with; for one that never did, what its properties say."""
    travelled = properties.get(outlook.TRANSPORT_HEADERS)
    if isinstance(travelled, str) and "from:" in travelled.lower():
        return Headers.parse(travelled.encode())
    said = {key: value for key, value in properties.items() if isinstance(value, str)}
    address = said.get(outlook.SENDER_SMTP) or said.get(outlook.SENDER_ADDRESS, "")
    fields = [
        ("from", f"{said.get(outlook.SENDER_NAME, '')} <{address}>".encode()),
        ("subject", said.get(outlook.SUBJECT, "").encode()),
    ]
    sent = _sent_at(file, within)
    return Headers([*fields, ("date", format_datetime(sent).encode())] if sent else fields)


def _read(file: "OleFileIO[str]", folder: tuple[str, ...], wanted: tuple[int, ...]) -> dict[int, str | bytes]:
    found: dict[int, str | bytes] = {}
    for tag in wanted:
        for kind in (_UNICODE, _STRING, _BINARY):
            path = [*folder, _STREAM.format(tag, kind)]
            if not file.exists(path) or file.get_size(path) > _MAX_STREAM:
                continue
            raw = file.openstream(path).read()
            if kind == _UNICODE:
                found[tag] = raw.decode("utf-16-le", "replace").rstrip("\0")
            else:
                found[tag] = raw if kind == _BINARY else decode(raw)
            break
    return found


def _sent_at(file: "OleFileIO[str]", within: tuple[str, ...]) -> datetime | None:
    """PidTagClientSubmitTime; the fixed properties have 16 bytes each after a header of 32, of 24 in a mail
    within another (MS-OXMSG 2.4).
    """
    stream = [*within, _PROPERTIES]
    if not file.exists(stream):
        return None
    raw = file.openstream(stream).read()
    for at in range(24 if within else 32, len(raw) - 15, 16):
        kind, tag, _, ticks = struct.unpack_from("<HHIQ", raw, at)
        if (kind, tag) == (0x0040, outlook.SENT_AT) and 0 < ticks < 3 * 10**17:
            return _EPOCH + timedelta(microseconds=ticks // 10)
    return None
