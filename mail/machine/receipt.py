"""Read receipts: whether a mail of ours was read, or deleted unread (RFC 8098, and Outlook's subjects)."""

import re
from dataclasses import dataclass

from mail.machine.prose import words
from mail.mime.headers import Headers, message_ids
from mail.mime.part import read_part
from mail.parsed import Kind, ParsedMail

_REPORTED = re.compile(rb"disposition-notification", re.IGNORECASE)
_SHORT = 400  # characters; nobody writes much into a receipt
_REPORTS = ("message/disposition-notification", "message/global-disposition-notification")


@dataclass(frozen=True, slots=True)
class Receipt:
    """``mails`` are the Message-IDs of what it may be about, the surest first."""

    read: bool  # False: deleted without being read
    mails: tuple[str, ...]


def read_receipt(raw: bytes, mail: ParsedMail) -> Receipt | None:
    """The receipt that ``raw``, read as ``mail``, is; None: it is none."""
    answered = [*([mail.in_reply_to] if mail.in_reply_to else []), *reversed(mail.references)]
    reported = _REPORTED.search(raw) is not None
    for part in read_part(raw).walk() if reported else ():
        if part.type in _REPORTS:
            fields = Headers.parse(part.content.strip())
            about = message_ids(fields.raw("original-message-id"))
            gone = "deleted" in fields.text("disposition").partition(";")[2].lower()
            return Receipt(not gone, tuple(dict.fromkeys((*about, *answered))))
    short = bool(answered) and len(mail.text) < _SHORT
    if mail.kind is not Kind.AUTO_REPLY and not short:
        return None
    title = mail.raw_subject.casefold().strip()
    for key, read in (("deleted", False), ("read", True)):
        if title.startswith(tuple(words("receipt", key))):
            return Receipt(read, tuple(dict.fromkeys(answered)))
    return None
