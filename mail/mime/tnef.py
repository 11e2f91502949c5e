"""winmail.dat: Outlook's container for files and formatting (MS-OXTNEF), read as the parts it hides.

The one library for it that is kept up is under a licence that we can't take, and reads all of it; files,
names and words need a tenth of that. Lengths are checked against what is there, nothing is read twice.
"""

import struct
from collections.abc import Iterator

from mail.mime.charset import decode
from mail.mime.outlook import ATTACH_DATA, ATTACH_SHORT_NAME, BODY, MAX_FILES, file_part, text_parts
from mail.mime.part import Part

_SIGNATURE = 0x223E9F78
_BODY, _CODE_PAGE, _MAPI = 0x0002800C, 0x00069007, 0x00069003
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_MAPI = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_OBJECT, _STRING, _UNICODE, _BINARY = 0x000D, 0x001E, 0x001F, 0x0102
_FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}  # bytes
_MANY = 0x1000  # flag of a type: several values
_NAMED = 0x8000  # property ids from here on carry a name
_GUID = 16
_MAX_PROPERTIES, _MAX_VALUES = 4000, 4000


def tnef_parts(content: bytes) -> list[Part]:
    """The words and files in ``content``; empty when it is no TNEF. Cut off, it gives what came before."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        return []
    words: dict[int, str | bytes] = {}
    files: list[dict[int, str | bytes]] = []
    charset = "cp1252"
    for attribute, data in _attributes(content):
        if attribute == _CODE_PAGE and len(data) >= 4:
            charset = f"cp{struct.unpack_from('<I', data)[0]}"
        elif attribute == _MAPI:
            words |= _properties(data, charset)
        elif attribute == _BODY:
            words.setdefault(BODY, decode(data.rstrip(b"\0"), charset))
        elif attribute == _FILE_BEGINS:
            files.append({})
            if len(files) > MAX_FILES:
                break
        elif files and attribute == _FILE_TITLE:
            files[-1][ATTACH_SHORT_NAME] = decode(data.rstrip(b"\0"), charset)
        elif files and attribute == _FILE_DATA:
            files[-1][ATTACH_DATA] = data
        elif files and attribute == _FILE_MAPI:
            files[-1] = files[-1] | _properties(data, charset)  # whose names are the long ones
    return [*text_parts(words), *(part for file in files if (part := file_part(file)))]


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Level, id, length, data, checksum (MS-OXTNEF 2.1.3.2); checksums are often wrong, so not asked."""
    at = 6
    while at + 9 <= len(content):
        _, attribute, length = struct.unpack_from("<BII", content, at)
        data = content[at + 9 : at + 9 + length]
        if len(data) < length:
            return
        yield attribute, data
        at += 9 + length + 2


def _properties(data: bytes, charset: str) -> dict[int, str | bytes]:
    """The strings and binaries of an encapsulated property list (MS-OXTNEF 2.1.3.4), by their id."""
    found: dict[int, str | bytes] = {}
    try:
        reader = _Reader(data)
        for _ in range(min(reader.number(), _MAX_PROPERTIES)):
            kind, tag = reader.tag()
            if tag >= _NAMED:
                reader.skip_name()
            values = reader.values(kind)
            if values and kind == _UNICODE:
                found[tag] = values[0].decode("utf-16-le", "replace").rstrip("\0")
            elif values and kind == _STRING:
                found[tag] = decode(values[0].rstrip(b"\0"), charset)
            elif values and kind == _BINARY:
                found[tag] = values[0]
            elif values and kind == _OBJECT:
                found[tag] = values[0][_GUID:]
    except (struct.error, ValueError):
        return found  # cut off, or of a type that nobody documents
    return found


class _Reader:
    """Goes through a property list; ValueError for what it can't know the length of."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        self._at += 4
        return int(struct.unpack_from("<I", self._data, self._at - 4)[0])

    def tag(self) -> tuple[int, int]:
        self._at += 4
        kind, tag = struct.unpack_from("<HH", self._data, self._at - 4)
        return kind, tag

    def skip_name(self) -> None:
        self._at += _GUID
        if self.number() == 0:
            self._at += 4
        else:
            self._take(self.number())

    def values(self, kind: int) -> list[bytes]:
        """The values of one property; several for a type with the flag, and always counted for strings."""
        single = kind & ~_MANY
        if single in _FIXED:
            self._at += _FIXED[single] * (self.number() if kind & _MANY else 1)
            return []
        if single not in (_OBJECT, _STRING, _UNICODE, _BINARY):
            raise ValueError(f"property type {kind:#06x}")
        count = self.number()
        if count > _MAX_VALUES:
            raise ValueError(f"{count} values")
        return [self._take(self.number()) for _ in range(count)]

    def _take(self, length: int) -> bytes:
        """``length`` bytes, padded to four."""
        taken = self._data[self._at : self._at + length]
        if len(taken) < length:
            raise ValueError("cut off")
        self._at += -(-length // 4) * 4
        return taken
