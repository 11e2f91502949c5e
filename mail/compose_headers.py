"""Header fields as they travel: folded, 7-bit where that is possible, and closed to injection.

Python's own folding turns a Message-ID longer than a line into an encoded word, which no client threads by;
so fields are put together here. RFC 5322 section 2.1.1 (78 and 998 octets), RFC 2047 (encoded words).
"""

import re
from collections.abc import Iterable, Sequence
from email.header import Header
from email.utils import quote

from mail.addressing import checked_address
from mail.parsed import Mailbox

_PREFERRED = 76  # characters a line; 78 is allowed
_LONGEST = 900  # octets of one unbreakable piece; 998 is allowed, the field name and a blank included
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def clean(text: str) -> str:
    """One line of printable text: control characters and line ends become a blank."""
    return " ".join(_CONTROL.sub(" ", text).split())


def text_field(name: str, text: str) -> bytes:
    """An unstructured field (Subject and the like). Encoded words where ASCII does not do."""
    return _fold(name, _words(name, clean(text)))


def address_field(name: str, mailboxes: Sequence[Mailbox]) -> bytes:
    """A field of addresses. ValueError when an address can't be one."""
    pieces: list[str] = []
    for mailbox in mailboxes:
        pieces += [*_phrase(name, clean(mailbox.name or "")), f"<{checked_address(mailbox.address)}>,"]
    pieces[-1] = pieces[-1].removesuffix(",")
    return _fold(name, pieces)


def message_id_field(name: str, message_ids: Iterable[str]) -> bytes:
    """A field of Message-IDs, each whole on a line of its own."""
    return f"{name}: ".encode() + b"\r\n ".join(one.encode("ascii") for one in message_ids) + b"\r\n"


def is_message_id(text: str) -> bool:
    """Whether it can stand in a header of ours: ``<...>`` in printable ASCII that fits a line."""
    return len(text) <= _LONGEST and _MESSAGE_ID.fullmatch(text) is not None


def _phrase(field: str, name: str) -> list[str]:
    """A display name: plain, quoted or in encoded words."""
    if not name.isascii() or "=?" in name or len(name) > _LONGEST:
        return _encoded(field, name)
    if _PLAIN_NAME.fullmatch(name):
        return name.split()
    return [f'"{quote(name)}"']


def _words(field: str, text: str) -> list[str]:
    words = text.split()
    if not text.isascii() or "=?" in text or any(len(word) > _LONGEST for word in words):
        return _encoded(field, text)
    return words


def _encoded(field: str, text: str) -> list[str]:
    return Header(text, "utf-8", maxlinelen=_PREFERRED, header_name=field).encode(linesep="\n").split()


def _fold(name: str, pieces: Sequence[str]) -> bytes:
    """Put the pieces on lines; the first stays beside the name, for some servers trip over an empty line."""
    lines = [f"{name}:"]
    for number, piece in enumerate(pieces):
        if number and len(lines[-1]) + 1 + len(piece) > _PREFERRED:
            lines.append("")
        lines[-1] += f" {piece}"
    return "\r\n".join(lines).encode() + b"\r\n"
