"""Outgoing mail, put together so that it threads and reads well in every client.

text/plain and text/html side by side, pictures beside the HTML that shows them, files after both; Message-ID,
In-Reply-To and References whole (RFC 5322 section 3.6.4); Auto-Submitted where it is (RFC 3834). All is 7-bit
but addresses that can't be (RFC 6532), so that no server on the way has a reason to change it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from mail import compose_headers as headers
from mail.parsed import Mailbox

_POLICY = SMTP.clone(cte_type="7bit")
_MAX_REFERENCES = 20  # the first and the latest; some servers cut or refuse longer chains
_FIELD_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_TYPE = re.compile(r"(application|audio|font|image|model|text|video)/([A-Za-z0-9][A-Za-z0-9.+_-]{0,126})")
_OURS = re.compile(
    r"from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references|auto-submitted"
    r"|x-auto-response-suppress|mime-version|content-.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAttachment:
    """A file to send; with ``content_id`` (no brackets) a picture that the HTML shows as ``cid:``."""

    filename: str
    content_type: str  # what is not a plain media type goes as application/octet-stream
    content: bytes = field(repr=False)
    content_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """What a mail is to say. Texts may hold anything; they are cleaned and encoded when composed."""

    message_id: str  # "<...@...>", ours
    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    date: datetime  # aware
    html: str | None = None
    reply_to: Mailbox | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()  # oldest first
    auto_submitted: Literal["auto-generated", "auto-replied"] | None = None  # None: a person wrote it
    language: str | None = None  # of its words, "nb" (RFC 3282)
    attachments: tuple[OutgoingAttachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # further fields


def compose(mail: OutgoingMail) -> bytes:
    """The mail as it is sent, with CRLF. The same mail gives the same bytes but for MIME boundaries.

    ValueError when it can't be one: no recipient, an address or Message-ID that is none, a naive date, a
    further header that is ours to set. Foreign Message-IDs that can't be written down are left out.
    """
    return b"".join(_fields(mail)) + _body(mail).as_bytes(policy=_POLICY)


def _fields(mail: OutgoingMail) -> list[bytes]:
    if not mail.to:
        raise ValueError("a mail needs a recipient")
    if not headers.is_message_id(mail.message_id):
        raise ValueError(f"not a Message-ID: {mail.message_id!r}")
    if mail.date.tzinfo is None:
        raise ValueError("the date of a mail needs its time zone")
    fields = [
        headers.address_field("From", [mail.sender]),
        headers.address_field("To", mail.to),
        headers.text_field("Subject", mail.subject),
        headers.text_field("Date", format_datetime(mail.date)),
        headers.message_id_field("Message-ID", [mail.message_id]),
    ]
    if mail.reply_to is not None:
        fields.append(headers.address_field("Reply-To", [mail.reply_to]))
    fields += _thread(mail)
    if mail.auto_submitted is not None:
        fields.append(headers.text_field("Auto-Submitted", mail.auto_submitted))
        # Exchange answers with absence notes unless it is told not to (MS-OXCMAIL 2.2.3.2.14). "All" would
        # suppress its reports too that a mail did not arrive.
        fields.append(headers.text_field("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"))
    if mail.language is not None:
        fields.append(headers.text_field("Content-Language", mail.language))
    return fields + [_further(name, value) for name, value in mail.headers.items()]


def _thread(mail: OutgoingMail) -> list[bytes]:
    parent = [mail.in_reply_to] if mail.in_reply_to else []
    ancestors = [one for one in mail.references if one not in parent]
    chain = [one for one in dict.fromkeys(ancestors + parent) if headers.is_message_id(one)]
    if len(chain) > _MAX_REFERENCES:
        chain = [chain[0], *chain[1 - _MAX_REFERENCES :]]
    fields = []
    if parent and headers.is_message_id(parent[0]):
        fields.append(headers.message_id_field("In-Reply-To", parent))
    if chain:
        fields.append(headers.message_id_field("References", chain))
    return fields


def _further(name: str, value: str) -> bytes:
    if _FIELD_NAME.fullmatch(name) is None or _OURS.fullmatch(name):
        raise ValueError(f"not a further header: {name!r}")
    return headers.text_field(name, value)


def _body(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message.set_content(_writable(mail.text))
    shown: list[OutgoingAttachment] = []
    if mail.html is not None:
        shown = [one for one in mail.attachments if one.content_id is not None]
        message.add_alternative(_writable(mail.html), subtype="html")
        _add_shown(message, shown)
    for attachment in mail.attachments:
        if attachment not in shown:
            maintype, subtype = _media_type(attachment)
            message.add_attachment(
                attachment.content,
                maintype=maintype,
                subtype=subtype,
                filename=_filename(attachment),
                # A calendar is UTF-8 (RFC 5545 section 3.1.4); who is not told reads US-ASCII.
                params={"charset": "utf-8"} if (maintype, subtype) == ("text", "calendar") else None,
            )
    return message


def _add_shown(message: EmailMessage, shown: list[OutgoingAttachment]) -> None:
    html = list(message.iter_parts())[-1]
    if not isinstance(html, MIMEPart) or not shown:
        return
    for picture in shown:
        maintype, subtype = _media_type(picture)
        html.add_related(
            picture.content,
            maintype=maintype,
            subtype=subtype,
            disposition="inline",
            filename=_filename(picture),
            cid=f"<{_content_id(picture)}>",
        )
    html.set_param("type", "text/html")  # RFC 2387 section 3.1 wants it


def _media_type(attachment: OutgoingAttachment) -> tuple[str, str]:
    # message/rfc822 may not be in base64 (RFC 2046 section 5.2.1); as a plain file it arrives whole.
    match = _TYPE.fullmatch(attachment.content_type.partition(";")[0].strip().lower())
    return (match[1], match[2]) if match else ("application", "octet-stream")


def _filename(attachment: OutgoingAttachment) -> str:
    return headers.clean(attachment.filename).replace("/", "_").replace("\\", "_")[-200:] or "file"


def _content_id(attachment: OutgoingAttachment) -> str:
    return re.sub(r"[^!#-'*+\-./0-9=?@A-Z^_`a-z{|}~]", "", attachment.content_id or "")


def _writable(text: str) -> str:
    """Without what no mail can carry: NUL, other control characters, halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
