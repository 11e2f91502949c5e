"""How fast a mail is understood, and how long the event loop waits while a large one is.

mail-parser with mail-parser-reply against ours. They give headers, files and the newest text; ours also gives
kind, language, signature and fields against a register.
"""

import asyncio
import hashlib
import io
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from itertools import cycle
from random import Random
from statistics import median

from PIL import Image
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from benchmarks.table import Table, ratio
from mail.parse import parse
from tests.mail.clients import DESK, FORWARDS, REPLIES, TONGUES, Written, mail
from tests.mail.reading import REGISTER

NAME = "mail_parsing"

_MAILS = 200
_PHOTO_IN = 5  # one mail of so many has a photo
_ROUNDS, _WARMING = 7, 40
_LARGE = 25 * 2**20  # bytes of the file in the large mail
_LANGUAGES = ["no", "sv", "da", "ru", "en", "de", "fr"]  # those of theirs that mails here may be in
_HOP = (
    b"Received: from mx%d.kunde.example (mx%d.kunde.example [192.0.2.%d])\r\n\tby in%d.nordlys.example"
    b" (Postfix) with ESMTPS id 4C1F%d\r\n\tfor <service@fjordlys.example>;"
    b" Fri, 06 Nov 2026 08:30:%02d +0100 (CET)\r\n"
)
_SIGNED = b": i=1; a=rsa-sha256; d=kunde.example; s=s1; h=from:to:subject; bh=%b=;\r\n\tb=%b\r\n"
_SIGNERS = (b"DKIM-Signature", b"ARC-Seal", b"ARC-Message-Signature")
_TRANSPORT = b"".join((  # what servers on the way put on top
    *(_HOP % (hop, hop, hop, hop, hop, hop) for hop in range(1, 6)),
    *(name + _SIGNED % (b"Zm9v" * 11, b"YmFy" * 58) for name in _SIGNERS),
    b"Authentication-Results: nordlys.example; dkim=pass header.d=kunde.example; spf=pass\r\n",
    *(b"X-MS-Exchange-Organization-%d: %d\r\n" % (number, number) for number in range(12)),
))  # fmt: skip

Read = Callable[[bytes], str | None]  # a mail; the sender's newest words


def run() -> Table:
    """Mails a second of processor time, each contender over the same mails in turn; and the loop's waits
    during a large one.
    """
    mails = list(_mails())
    contenders = [_Contender("ours", _ours)]
    missing = [name for name in ("mailparser", "mailparser_reply") if find_spec(name) is None]
    if not missing:
        contenders.insert(0, _Contender("mail-parser + mail-parser-reply", _theirs()))
    large = _large()
    for contender in contenders:  # patterns are compiled once, in a server's first minute
        for raw, _ in mails[:_WARMING]:
            contender.read(raw)
    for _ in range(_ROUNDS):
        for contender in contenders:
            contender.measure(mails, large)
    note = f"{len(mails)} mails of {len(TONGUES)} languages, a photo in one of {_PHOTO_IN}; file of 25 MB"
    if missing:
        note += f"; alone, for {' and '.join(missing)} is not installed"
    return Table(
        "Mail parsing",
        ("parser", "mails/s, ratio", "mails/s", "text exact", "25 MB, s", "longest wait, ms"),
        tuple(contender.row(contenders[0]) for contender in contenders),
        note + ". Longest wait: of the event loop, while a thread reads the large mail",
    )


@dataclass(slots=True)
class _Contender:
    name: str
    read: Read
    rates: list[float] = field(default_factory=list)
    exact: int = 0
    seconds: list[float] = field(default_factory=list)  # for the large mail
    waits: list[float] = field(default_factory=list)

    def measure(self, mails: list[tuple[bytes, str]], large: bytes) -> None:
        began = time.process_time()  # of the processor: what else this machine does counts for nobody
        texts = [self.read(raw) for raw, _ in mails]
        self.rates.append(len(mails) / (time.process_time() - began))
        self.exact = sum(
            (text or "").split() == expected.split() for text, (_, expected) in zip(texts, mails, strict=True)
        )
        seconds, wait = asyncio.run(_waiting(self.read, large))
        self.seconds.append(seconds)
        self.waits.append(wait)

    def row(self, baseline: "_Contender") -> tuple[str, ...]:
        return (
            self.name,
            ratio(self.rates, baseline.rates),
            f"{median(self.rates):.0f}",
            f"{self.exact / _MAILS:.0%}",
            f"{median(self.seconds):.2f}",
            f"{median(self.waits) * 1000:.0f}",
        )


def _ours(raw: bytes) -> str:
    return parse(raw, REGISTER).text


def _theirs() -> Read:
    import mailparser
    from mailparser_reply import EmailReplyParser

    replies = EmailReplyParser(languages=_LANGUAGES)

    def read(raw: bytes) -> str | None:
        parsed = mailparser.parse_from_bytes(raw)
        assert (parsed.subject, parsed.from_, parsed.to, parsed.date, parsed.message_id) is not None
        for file in parsed.attachments:
            content = b64decode(file["payload"]) if file["binary"] else file["payload"].encode()
            hashlib.sha256(content).hexdigest()
        text = "\n".join(parsed.text_plain) or HTMLParser("\n".join(parsed.text_html)).text(separator="\n")
        newest: str = replies.read(text).replies[0].body
        return newest

    return read


async def _waiting(read: Read, raw: bytes) -> tuple[float, float]:
    """Seconds that the large mail took in a thread, and the longest that the loop did not come round."""
    began = last = time.perf_counter()
    longest = 0.0
    reading = asyncio.create_task(asyncio.to_thread(read, raw))
    while not reading.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return time.perf_counter() - began, longest


def _mails() -> Iterator[tuple[bytes, str]]:
    """Mails with what their senders newly wrote: answers, forwards and first mails by turns."""
    shapes = [*REPLIES.values(), *FORWARDS.values(), _first, _first, _first]
    turns = zip(cycle(TONGUES.values()), cycle(shapes), range(_MAILS), strict=False)
    photos = cycle(_photo(seed) for seed in range(8))
    for tongue, shape, number in turns:
        earlier = f"{tongue.question}\n\n{tongue.text}\n\n{tongue.passed_on}\n\n{tongue.closing}"
        old = "\n\n".join([earlier] * (1 + number % 5))
        body = shape(tongue, tongue.text, old, DESK, tongue.sender)
        subject = tongue.reply_prefix + "Pumpe" if shape in REPLIES.values() else "Pumpe"
        raw = _TRANSPORT + mail(body, sender=tongue.sender, subject=subject)
        yield (_with_file(raw, next(photos)) if number % _PHOTO_IN == 0 else raw), tongue.text


def _first(tongue: object, text: str, _old: str, _whose: object, _to: object) -> Written:
    closing = getattr(tongue, "closing", "")
    return Written(f"{text}\n\n{closing}", "")


def _with_file(raw: bytes, content: bytes) -> bytes:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    message.add_attachment(content, "image", "jpeg", filename="IMG_0417.jpg")
    return message.as_bytes()


def _photo(seed: int) -> bytes:
    """A JPEG of some 300 KB."""
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (400, 300), Random(seed).randbytes(400 * 300 * 3))  # noqa: S311
    noise.resize((1600, 1200)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _large() -> bytes:
    tongue = TONGUES["nb"]
    raw = mail(_first(tongue, tongue.text, "", DESK, tongue.sender), sender=tongue.sender, subject="Film")
    return _with_file(raw, Random(1).randbytes(_LARGE))  # noqa: S311
