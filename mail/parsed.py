"""What a mail says once it is understood: the values that intake, card and ``stafett parse`` read.

Nothing in here does any work; :func:`mail.parse.parse` fills these from raw bytes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from mail.reasons import Reason


class Kind(StrEnum):
    """What sort of mail it is, whatever its subject line claims."""

    REQUEST = "request"  # somebody (or a customer's machine) wants something
    REPLY = "reply"  # answers an earlier mail
    FORWARD = "forward"  # passes on somebody else's mail, in the body or attached
    AUTO_REPLY = "auto_reply"  # absence note, acknowledgement, read receipt
    BOUNCE = "bounce"  # a delivery report, RFC 3464 or in free words
    LIST = "list"  # came through a mailing list


class Priority(StrEnum):
    """How urgent the sender says it is, or what is at stake says it is."""

    CRITICAL = "critical"  # danger to people, or business at a full stop
    HIGH = "high"  # stated urgency, or an important loss
    NORMAL = "normal"
    LOW = "low"  # expressly no hurry


class Flag(StrEnum):
    """What to be careful with in a file."""

    PROGRAM = "program"  # runs when opened, or holds something that does
    DISGUISED = "disguised"  # a program by its bytes, a picture or document by its name
    BOMB = "bomb"  # an archive that unpacks to far too much
    LOCKED = "locked"  # an archive with a password, so that no scanner looks inside


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address, decoded (RFC 5322 3.4). ``address`` keeps its case; ``name`` None when not
    given.
    """

    name: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a mail. ``content_type`` is what the bytes are, where that can be told, not what was
    claimed.
    """

    filename: str
    content_type: str
    size: int  # bytes, decoded
    inline: bool  # shown within the text (by Content-ID), not beside it
    sha256: str  # hex
    content: bytes = field(repr=False)
    content_id: str | None = None  # without angle brackets
    flags: tuple[Flag, ...] = ()  # what to warn of before somebody opens it


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture that the mail shows within its words: on the line ``line`` of ``text`` or directly below."""

    line: str
    sha256: str  # of the attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a ticket needs to know, as far as the mail tells. None: it does not say."""

    asset_id: str | None = None  # only when exactly one asset of the register fits
    serial: str | None = None  # upper case, no blanks
    site_address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None  # E.164
    access: str | None = None
    window_start: datetime | None = None  # aware, in the sender's offset
    window_end: datetime | None = None
    priority: Priority = Priority.NORMAL
    reference: str | None = None  # the sender's own number
    category: str | None = None  # id of the configured category whose words occur

    def to_json(self) -> dict[str, str | None]:
        """These fields as INTERFACE "stafett parse prints" has them."""
        return {
            "asset_id": self.asset_id,
            "serial": self.serial,
            "site_address": self.site_address,
            "postal_code": self.postal_code,
            "city": self.city,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "access": self.access,
            "window_start": self.window_start.isoformat() if self.window_start else None,
            "window_end": self.window_end.isoformat() if self.window_end else None,
            "priority": self.priority.value,
            "reference": self.reference,
            "category": self.category,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Words written between the lines of a quote: ``said`` to what the lines directly above ``asked``."""

    asked: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """The mail that a forward passes on. Its files are among those of the forward."""

    sender: Mailbox | None = None  # the address may be empty: some clients only write the name
    sent: str = ""  # as its client wrote it
    subject: str = ""
    text: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a field stands: ``source`` is the part by its key in the JSON ("text", "subject", "quoted",
    "signature", "from"), ``start`` and ``end`` count characters in it, ``quote`` is what stands there.
    """

    source: str
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """A mail, understood. Always complete: where something could not be read, ``error`` says so."""

    message_id: str | None = None  # "<a@b>", with the brackets
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    recipients: tuple[str, ...] = ()  # every address it was sent to that a header tells, lower case
    date: datetime | None = None  # aware, with the sender's offset
    subject: str = ""  # without reply and forward prefixes and leading tags
    raw_subject: str = ""
    kind: Kind = Kind.REQUEST
    automatic: bool = False  # no automatic message may answer it (RFC 3834)
    language: str = "en"
    text: str = ""  # what the sender newly wrote; for a forward the note above it
    quoted: str = ""  # the history below a reply, or the forwarded mail
    signature: str = ""
    body: str = ""  # the whole readable text, untrimmed
    attachments: tuple[Attachment, ...] = ()
    placed: tuple[Placed, ...] = ()  # the pictures that stand within ``text``, in their order there
    fields: Fields = field(default_factory=Fields)
    answers: tuple[Answer, ...] = ()  # those in ``text`` that stand between quoted lines
    passed_on: PassedOn | None = None  # only of a forward
    ticket_numbers: tuple[int, ...] = ()  # "#1001" in the subject
    error: str | None = None
    reasons: tuple[Reason, ...] = ()  # why it was read so; only when asked for, as is ``found``
    found: Mapping[str, Found] = field(default_factory=dict)  # by the names of Fields

    def to_json(self) -> dict[str, Any]:
        """The object that ``stafett parse`` prints."""
        shown: dict[str, Any] = {
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "from": _mailbox(self.sender) if self.sender else None,
            "to": [_mailbox(box) for box in self.to],
            "cc": [_mailbox(box) for box in self.cc],
            "date": self.date.isoformat() if self.date else None,
            "subject": self.subject,
            "kind": self.kind.value,
            "automatic": self.automatic,
            "language": self.language,
            "text": self.text,
            "quoted": self.quoted,
            "signature": self.signature,
            "attachments": [_attachment(file) for file in self.attachments],
            "fields": self.fields.to_json(),
        }
        if self.reasons:
            shown["reasons"] = [asdict(reason) for reason in self.reasons]
            shown["found"] = {name: asdict(found) for name, found in self.found.items()}
        if self.error is not None:
            shown["error"] = self.error
        return shown


def _mailbox(box: Mailbox) -> dict[str, str | None]:
    return {"name": box.name, "address": box.address}


def _attachment(file: Attachment) -> dict[str, Any]:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "inline": file.inline,
        "sha256": file.sha256,
        "flags": [flag.value for flag in file.flags],
    }
