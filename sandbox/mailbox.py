"""Mails as they travelled: the raw bytes, and a view that people and tests can read."""

import itertools
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from typing import Any, Literal

from sandbox.clock import Clock
from sandbox.events import EventLog
from sandbox.model import Json

Direction = Literal["in", "out"]
"""``out``: from the application to people; ``in``: from people to the application."""


@dataclass(slots=True)
class Mail:
    id: int
    direction: Direction
    date: int
    envelope_from: str
    envelope_to: list[str]
    raw: bytes
    accepted: str | None = None
    """What the application's SMTP server answered; None for mails that it sent itself."""
    client: str | None = None
    """The mail program that a person used."""
    seq: int = 0
    parsed: Message = field(init=False)
    # The lenient parser: what people and applications send is not always well-formed.

    def __post_init__(self) -> None:
        self.parsed = message_from_bytes(self.raw)

    def header(self, name: str) -> str:
        """The first header of this name in words; "" where it has none."""
        return _text(self.parsed.get(name, ""))

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def message_id(self) -> str:
        return self.header("message-id")

    @property
    def reply_address(self) -> str:
        """Where an answer goes: Reply-To, else From."""
        headers = _all(self.parsed, "reply-to") or _all(self.parsed, "from")
        return next((address for _, address in getaddresses(headers) if address), self.envelope_from)

    @property
    def references(self) -> list[str]:
        return self.header("references").split()

    @property
    def text(self) -> str:
        return self._body("plain") or ""

    @property
    def html(self) -> str | None:
        return self._body("html")

    def attachments(self) -> list[Message]:
        """Files, whether attached or shown inside the text."""
        return [part for part in self.parsed.walk() if not part.is_multipart() and _is_file(part)]

    def view(self) -> Json:
        headers = [[name, _text(value)] for name, value in self.parsed.items()]
        addressees = [address for _, address in getaddresses(_all(self.parsed, "to")) if address]
        return {
            "id": self.id,
            "direction": self.direction,
            "from": self.header("from") or self.envelope_from,
            "to": self.envelope_to if self.direction == "out" else addressees or self.envelope_to,
            "cc": [address for _, address in getaddresses(_all(self.parsed, "cc")) if address],
            "envelope_from": self.envelope_from,
            "envelope_to": self.envelope_to,
            "subject": self.subject,
            "date": self.date,
            "text": self.text,
            "html": self.html,
            "attachments": [self._attachment(n, part) for n, part in enumerate(self.attachments())],
            "message_id": self.message_id,
            "in_reply_to": self.header("in-reply-to") or None,
            "references": self.references,
            "headers": headers,
            "accepted": self.accepted,
            "client": self.client,
            "seq": self.seq,
        }

    def _attachment(self, number: int, part: Message) -> Json:
        content = part_bytes(part)
        return {
            "name": _text(part.get_filename() or "") or f"attachment-{number + 1}",
            "content_type": part.get_content_type(),
            "size": len(content),
            "url": f"/api/mails/{self.id}/attachments/{number}",
        }

    def _body(self, kind: str) -> str | None:
        for part in self.parsed.walk():
            if part.get_content_type() == f"text/{kind}" and not _is_file(part):
                return _decoded(part)
        return None


class Mailbox:
    """All mails of the practice world, oldest first."""

    def __init__(self, clock: Clock, events: EventLog) -> None:
        self._clock = clock
        self._events = events
        self._ids = itertools.count(1)
        self.mails: dict[int, Mail] = {}

    def add(self, direction: Direction, sender: str, to: list[str], raw: bytes, **facts: Any) -> Mail:
        mail = Mail(next(self._ids), direction, self._clock.unix(), sender, to, raw, **facts)
        self.mails[mail.id] = mail
        self.show(mail)
        return mail

    def show(self, mail: Mail) -> None:
        mail.seq = self._events.next_seq()
        self._events.publish("mail", mail.view())


def part_bytes(part: Message) -> bytes:
    """A part's content without its transfer encoding; a mail inside a mail as its source."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else part.as_bytes()


def _is_file(part: Message) -> bool:
    disposition = part.get_content_disposition()
    return disposition == "attachment" or bool(part.get_filename()) or part.get_content_maintype() != "text"


def _decoded(part: Message) -> str:
    content = part_bytes(part)
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _all(message: Message, name: str) -> list[str]:
    return [_text(value) for value in message.get_all(name, [])]


def _text(value: object) -> str:
    """A header in words: encoded words decoded, and as it stands where they can't be."""
    text = str(value)
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.encode("utf-8", "replace").decode().split())
