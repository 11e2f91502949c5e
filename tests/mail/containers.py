"""Outlook's containers, built byte by byte as their specifications have them: enough to be read by."""

import struct

_SECTOR, _MINI = 512, 64
_END, _NONE = 0xFFFFFFFE, 0xFFFFFFFF


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A winmail.dat (MS-OXTNEF 2.1.3): signature, key, and attributes with their checksums."""
    parts = [struct.pack("<IH", 0x223E9F78, 1)]
    for attribute, data in attributes:
        level = 2 if attribute in (0x00069002, 0x00018010, 0x0006800F, 0x00069005) else 1
        parts.append(struct.pack("<BII", level, attribute, len(data)) + data)
        parts.append(struct.pack("<H", sum(data) & 0xFFFF))
    return b"".join(parts)


def tnef_file(title: bytes, content: bytes, *, long_name: str = "") -> list[tuple[int, bytes]]:
    """The attributes of one file; ``long_name`` as a property, as Outlook adds where 8.3 is too short."""
    attributes = [(0x00069002, b"\x01\0" + b"\0" * 12), (0x00018010, title + b"\0"), (0x0006800F, content)]
    return [*attributes, (0x00069005, properties((0x3707, long_name)))] if long_name else attributes


def properties(*texts: tuple[int, str]) -> bytes:
    """An encapsulated property list: a named long property first, then Unicode strings."""
    named = struct.pack("<HH", 0x0003, 0x8005) + b"\1" * 16 + struct.pack("<III", 0, 7, 42)
    strings = b""
    for tag, text in texts:
        raw = text.encode("utf-16-le") + b"\0\0"
        strings += struct.pack("<HHII", 0x001F, tag, 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)
    return struct.pack("<I", 1 + len(texts)) + named + strings


def msg(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) with these streams by path; each has to be below 4096 bytes.

    All stand in the mini stream. The directory is a list, not a balanced tree; readers follow it all the
    same.
    """
    starts: dict[tuple[str, ...], int] = {}
    mini, mini_chain = b"", list[int]()
    for path, content in streams.items():
        assert 0 < len(content) < 4096
        starts[path] = len(mini_chain)
        mini_chain += _chain(len(mini_chain), -(-len(content) // _MINI))
        mini += _padded(content, _MINI)
    chain = _chain(0, -(-len(mini) // _SECTOR))
    directory_at = len(chain)
    directory = _directory(_tree(streams), streams, starts, mini_size=len(mini))
    chain += _chain(directory_at, len(directory) // _SECTOR)
    mini_table_at, table_at = len(chain), len(chain) + 1
    chain += [_END, 0xFFFFFFFD]
    assert max(len(chain), len(mini_chain)) <= _SECTOR // 4, "one sector of table is all these fixtures need"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, mini_table_at, 1, _END, 0)
    header += struct.pack("<I", table_at) + struct.pack("<I", _NONE) * 108
    return header + _padded(mini, _SECTOR) + directory + _table(mini_chain) + _table(chain)


def letter(subject: str, text: str, sender: tuple[str, str], *files: tuple[str, bytes]) -> bytes:
    """A .msg with Unicode strings."""
    strings = {0x0037: subject, 0x1000: text, 0x0C1A: sender[0], 0x5D01: sender[1]}
    streams: dict[tuple[str, ...], bytes] = {
        (_stream(tag),): value.encode("utf-16-le") for tag, value in strings.items()
    }
    streams["__properties_version1.0",] = b"\0" * 32
    for number, (name, content) in enumerate(files):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[folder, _stream(0x3707)] = name.encode("utf-16-le")
        streams[folder, "__substg1.0_37010102"] = content
    return msg(streams)


def _stream(tag: int) -> str:
    return f"__substg1.0_{tag:04X}001F"


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), _END]


def _padded(content: bytes, unit: int) -> bytes:
    return content + b"\0" * (-len(content) % unit)


def _table(chain: list[int]) -> bytes:
    return struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")


def _tree(streams: dict[tuple[str, ...], bytes]) -> list[tuple[str, ...]]:
    """Every storage and stream once, a storage before what is in it."""
    found = dict.fromkeys(path[:depth] for path in streams for depth in range(1, len(path) + 1))
    return sorted(found)


def _directory(
    names: list[tuple[str, ...]],
    data: dict[tuple[str, ...], bytes],
    starts: dict[tuple[str, ...], int],
    *,
    mini_size: int,
) -> bytes:
    number = {path: at for at, path in enumerate(names, 1)}
    entries = [_entry("Root Entry", 5, child=1, start=0, size=mini_size)]
    for path in names:
        following = next((one for one in names[number[path] :] if one[:-1] == path[:-1]), ())
        child = next((one for one in names if one[:-1] == path), ())
        entries.append(
            _entry(
                path[-1],
                2 if path in data else 1,
                sibling=number.get(following, _NONE),
                child=number.get(child, _NONE),
                start=starts.get(path, 0),
                size=len(data.get(path, b"")),
            )
        )
    return b"".join(entries + [_entry("", 0)] * (-len(entries) % 4))


def _entry(
    name: str, kind: int, *, sibling: int = _NONE, child: int = _NONE, start: int = 0, size: int = 0
) -> bytes:
    label = name.encode("utf-16-le") + b"\0\0"
    head = label.ljust(64, b"\0") + struct.pack("<HBBIII", len(label), kind, 1, _NONE, sibling, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)
