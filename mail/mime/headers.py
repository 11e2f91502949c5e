"""Header fields as people meant them: unfolded, decoded, split into addresses, ids and dates.

Real headers break every rule of RFC 5322: raw 8-bit bytes, encoded words inside quotes or cut in mid-
character, ten thousand of them. Everything here takes what it gets and is linear in its length.
"""

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from operator import methodcaller

from mail.mime.charset import decode
from mail.parsed import Mailbox

_MAX_FIELDS = 2000
_MAX_VALUE = 65536  # bytes of one unfolded field
_FIELD = re.compile(rb"(?m)^([^\s:]{1,200})[ \t]*:(.*(?:\n[ \t].*)*)")
_ENCODED_WORD = re.compile(rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,8000})\?=")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_ADDRESS = re.compile(r"[^\s<>()\",;:@]{1,128}@[^\s<>()\",;:@]{1,255}")
_SEPARATOR_IN_ANGLES = re.compile(rb"<[^>]*[,;]")
_MAX_BOXES = 500
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
_USUAL_DATE = re.compile(
    rb"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
    rb"(?: \([\w ]{1,40}\))?"
)


class Headers:
    """The header fields of one mail or part, in order; names in lower case, values as raw bytes."""

    __slots__ = ("_fields", "_first", "_texts")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self._fields = fields
        self._first = dict(reversed(fields))
        self._texts: dict[str, str] = {}  # decoded once, however many rules ask

    @classmethod
    def parse(cls, block: bytes) -> "Headers":
        """The fields in ``block``; lines that are no field are skipped, folded ones joined (RFC 5322
        2.2.3).
        """
        found = _FIELD.findall(block.replace(b"\r\n", b"\n"))[:_MAX_FIELDS]
        return cls([(_field_name(name), value) for name, value in found])

    def raw(self, name: str) -> bytes:
        """The first value of ``name`` as it came; empty when there is none."""
        return _unfolded(self._first[name]) if name in self._first else b""

    def raw_all(self, name: str) -> list[bytes]:
        """Every value of ``name``."""
        if name not in self._first:
            return []
        return [_unfolded(value) for key, value in self._fields if key == name]

    def text(self, name: str) -> str:
        """The first value of ``name``, decoded."""
        if name not in self._texts:
            self._texts[name] = decode_words(self.raw(name)) if name in self._first else ""
        return self._texts[name]

    def token(self, name: str) -> str:
        """The first value of ``name`` in lower case, without comments or parameters: for protocol words."""
        return self.text(name).partition(";")[0].partition("(")[0].strip().lower()

    def has(self, name: str) -> bool:
        """Whether there is such a field, be it empty."""
        return name in self._first

    def has_like(self, beginning: str) -> bool:
        """Whether there is a field whose name begins so."""
        return any(map(methodcaller("startswith", beginning), self._first))

    def names(self) -> Iterator[str]:
        """The names in order, with repeats."""
        return (key for key, _ in self._fields)


def _unfolded(value: bytes) -> bytes:
    """Only of what is asked for: a mail has thirty fields, and ten are read."""
    return (value.replace(b"\n", b"") if b"\n" in value else value)[:_MAX_VALUE].strip()


@lru_cache(maxsize=2000)
def _field_name(raw: bytes) -> str:
    return raw.decode("ascii", "ignore").lower()


def decode_words(raw: bytes) -> str:
    """``raw`` with its encoded words (RFC 2047) and raw 8-bit characters as text on one line."""
    if b"=?" not in raw:
        return _one_line(decode(raw))
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _ENCODED_WORD.finditer(raw):
        between = raw[end : word.start()]
        word_charset = word[1].decode("ascii", "replace").lower()
        # Blanks between encoded words do not count, and a character may be cut in two by them.
        if between.strip() or word_charset != charset or not pending:
            pieces.append(decode(pending, charset))
            pending = b""
            if between.strip() or not end:
                pieces.append(decode(between))
        pending += _word_bytes(word[2], word[3])
        charset, end = word_charset, word.end()
    pieces += [decode(pending, charset), decode(raw[end:])]
    return _one_line("".join(pieces))


def message_ids(raw: bytes) -> tuple[str, ...]:
    """The Message-IDs in a References-like value, in order, each once."""
    if not raw:
        return ()
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(decode(raw))))


def mailboxes(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    """All mailboxes of the field ``name``; what has no address is left out."""
    if not headers.has(name):
        return ()
    boxes: list[Mailbox] = []
    for raw in headers.raw_all(name):
        for item in _split_list(raw):
            box = _mailbox(item)
            if box:
                boxes.append(box)
            if len(boxes) >= _MAX_BOXES:
                return tuple(boxes)
    return tuple(boxes)


def date(headers: Headers) -> datetime | None:
    """The Date header, aware; "-0000" and a missing zone count as UTC. None when there is none that can be
    read.
    """
    usual = _USUAL_DATE.fullmatch(headers.raw("date"))
    moment = _usual_date(usual) if usual else None
    if moment:
        return moment
    for raw in (headers.raw("date"), _received_date(headers), headers.raw("resent-date")):
        try:
            moment = parsedate_to_datetime(decode(raw).strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _usual_date(written: re.Match[bytes]) -> datetime | None:
    """A date as nearly all programs write it, in a fifth of the time; None for one that no calendar has."""
    day, month, year, hour, minute, second, sign, hours, minutes = written.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-offset if sign == b"-" else offset)
        return datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    except ValueError:
        return None


def _received_date(headers: Headers) -> bytes:
    return headers.raw("received").rpartition(b";")[2]


def _word_bytes(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(payload.replace(b"_", b" ").replace(b"\t", b" "))
    payload = payload.rstrip(b"= ")
    if len(payload) % 4 == 1:  # cut off in mid-byte
        payload = payload[:-1]
    try:
        return binascii.a2b_base64(payload + b"=" * (-len(payload) % 4))
    except binascii.Error:
        return b""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _split_list(raw: bytes) -> list[bytes]:
    """An address list cut at commas and semicolons outside quotes, comments and angle brackets."""
    if b"," not in raw and b";" not in raw:
        return [raw]
    if b'"' not in raw and not _SEPARATOR_IN_ANGLES.search(raw):
        return raw.replace(b";", b",").split(b",")
    items: list[bytes] = []
    start = 0
    quoted = angle = False
    for at, byte in enumerate(raw):
        if byte == 0x22 and (at == 0 or raw[at - 1] != 0x5C):
            quoted = not quoted
        elif quoted:
            continue
        elif byte == 0x3C:
            angle = True
        elif byte == 0x3E:
            angle = False
        elif byte in b",;" and not angle:
            items.append(raw[start:at])
            start = at + 1
    items.append(raw[start:])
    return items


def _mailbox(item: bytes) -> Mailbox | None:
    name, angle, rest = item.rpartition(b"<")
    if angle:
        found = _ADDRESS.search(decode(rest.partition(b">")[0]))
        words = decode_words(name.strip())
    else:
        plain = decode_words(item)
        found = _ADDRESS.search(plain)
        comment = re.search(r"\(([^()]{1,200})\)", plain)
        words = comment[1] if comment else ""
    if not found:
        return None
    words = words.strip().strip("\"'").replace('\\"', '"').replace("\\\\", "\\").strip()
    if not words or words.lower() == found[0].lower():
        return Mailbox(None, found[0])
    return Mailbox(words, found[0])
