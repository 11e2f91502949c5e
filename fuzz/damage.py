"""What happens to mails on their way, and what somebody might do to one: changes that know its structure."""

import base64
import quopri
from collections.abc import Callable, Sequence
from random import Random

from fuzz.seeds import WORDS

_CHARSETS = ("utf-8", "koi8-r", "windows-1251", "iso-8859-1", "cp865", "utf-16", "utf-7", "iso-2022-jp")


def damaged(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """`raw` after one to four of the changes below."""
    for _ in range(random.randint(1, 4)):
        raw = random.choice(_CHANGES)(raw, random.choice(others), random)
    return raw


def _word(raw: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randint(0, len(raw))
    return raw[:at] + random.choice(WORDS) + raw[at:]


def _line_of_words(raw: bytes, _other: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    lines.insert(
        random.randint(0, len(lines)), b"".join(random.choices(WORDS, k=random.randint(1, 4))) + b"\n"
    )
    return b"".join(lines)


def _bytes(raw: bytes, _other: bytes, random: Random) -> bytes:
    at, length = random.randint(0, len(raw)), random.randint(0, 4)
    return raw[:at] + random.randbytes(random.randint(0, 4)) + raw[at + length :]


def _lines_moved(raw: bytes, _other: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    start, count = random.randint(0, len(lines)), random.randint(1, 8)
    taken = lines[start : start + count]
    if random.random() < 0.5:
        del lines[start : start + count]
    at = random.randint(0, len(lines))
    return b"".join(lines[:at] + taken * random.choice((1, 1, 1, 2, 30)) + lines[at:])


def _lines_lost(raw: bytes, _other: bytes, random: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    start = random.randint(0, len(lines))
    return b"".join(lines[:start] + lines[start + random.randint(1, 6) :])


def _other_body(raw: bytes, other: bytes, random: Random) -> bytes:
    return _head(raw) + b"\n\n" + _body(other)


def _spliced(raw: bytes, other: bytes, random: Random) -> bytes:
    lines, more = raw.splitlines(keepends=True), other.splitlines(keepends=True)
    return b"".join(lines[: random.randint(0, len(lines))] + more[random.randint(0, len(more)) :])


def _charset(raw: bytes, _other: bytes, random: Random) -> bytes:
    text = _body(raw).decode("utf-8", "replace")
    return _head(raw) + b"\n\n" + text.encode(random.choice(_CHARSETS), "ignore")


def _encoded(raw: bytes, _other: bytes, random: Random) -> bytes:
    kind, encode = random.choice(
        ((b"base64", base64.encodebytes), (b"quoted-printable", quopri.encodestring))
    )
    return _head(raw) + b"\nContent-Transfer-Encoding: " + kind + b"\n\n" + encode(_body(raw))


def _wrapped(raw: bytes, other: bytes, random: Random) -> bytes:
    kind = random.choice((b"mixed", b"alternative", b"related", b"report", b"digest", b"signed"))
    head = b"Content-Type: multipart/" + kind + b'; boundary="w"\n\n--w\n'
    more = random.choice((b"Content-Type: message/rfc822\n\n", b"Content-Type: text/html\n\n", b""))
    return head + raw + b"\n--w\n" + more + other + b"\n--w--\n"


def _quoted(raw: bytes, other: bytes, random: Random) -> bytes:
    lines = _body(other).splitlines(keepends=True)
    return raw + b"\n" + b"".join(random.choice((b"> ", b">", b">>", b"")) + line for line in lines)


_CHANGES: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    *(_word, _word, _line_of_words, _line_of_words, _bytes, _lines_moved, _lines_lost),
    *(_other_body, _spliced, _charset, _encoded, _wrapped, _quoted),
)


def _head(raw: bytes) -> bytes:
    return raw.partition(b"\n\n")[0]


def _body(raw: bytes) -> bytes:
    return raw.partition(b"\n\n")[2]
