"""What comes in, as the inbox keeps it: the natural key of a mail or an update, and its lane."""

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mail.smtp_envelope import Envelope
from storage.arrivals import NewArrival

LARGE = 2**20  # bytes of a mail that takes long enough to hold up others

_FROM = re.compile(rb"(?im)^from:([^\r\n]{1,200})")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^>\r\n]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_DATE = re.compile(rb"^date:", re.IGNORECASE | re.MULTILINE)
_IDENTITY = re.compile(
    rb"^(?:from|date|subject):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE
)


async def arrived(envelope: Envelope) -> NewArrival:
    """:func:`mail_arrival`, beside the event loop where the mail is large."""
    if len(envelope.raw) <= LARGE:
        return mail_arrival(envelope)
    return await asyncio.to_thread(mail_arrival, envelope)


def mail_arrival(envelope: Envelope) -> NewArrival:
    """A mail. Copies of it, by whatever way they came, have the same key."""
    return NewArrival(
        channel="mail",
        key=f"mail:{mail_identity(envelope.raw, envelope.received_at)}",
        lane=f"mail:{_writer(envelope)}"[:128],
        raw=envelope.raw,
        envelope={
            "peer": envelope.peer,
            "sender": envelope.sender,
            "recipients": list(envelope.recipients),
        },
        received_at=envelope.received_at,
    )


def _writer(envelope: Envelope) -> str:
    """Whose mails keep their order. A mailbox tells no return path: then it is the From, as it stands."""
    if envelope.sender:
        return envelope.sender.lower()
    line = _FROM.search(_split(envelope.raw)[0])
    return line[1].decode("ascii", "replace").strip().lower() if line else ""


def update_arrival(bot_id: int, update: Mapping[str, Any], now: datetime) -> NewArrival:
    """An update of Telegram's. Its id is unique for one bot (Bot API, Update)."""
    return NewArrival(
        channel="telegram",
        key=f"telegram:{bot_id}:{update['update_id']}",
        lane=f"tg:{_chat_of(update)}",
        raw=json.dumps(update, ensure_ascii=False).encode(),
        envelope={"update_id": update["update_id"]},
        received_at=now,
    )


def mail_identity(raw: bytes, received_at: datetime) -> str:
    """Message-ID and what the mail says, digested: servers on the way add headers, never words (I14).

    A sender that uses one Message-ID for several mails loses none of them. Without a Message-ID the sender,
    the date and the subject stand in; a mail that has no date either (a machine's "ALARM", twice a week) is a
    copy only of one with the same bytes of the same day.
    """
    head, body = _split(raw)
    message_id = _MESSAGE_ID.search(head)
    if message_id:
        return _digest(message_id[1], body.strip())
    if _DATE.search(head):
        return _digest(b"\n".join(sorted(_IDENTITY.findall(head))), body.strip())
    return _digest(f"{received_at:%Y-%m-%d}".encode(), raw)


def _digest(name: bytes, content: bytes) -> str:
    digest = hashlib.sha256(name + b"\0")
    digest.update(content)
    return digest.hexdigest()


def _split(raw: bytes) -> tuple[bytes, bytes]:
    end = _HEADER_END.search(raw)
    return (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])


def _chat_of(update: Mapping[str, Any]) -> str:
    for kind, content in update.items():
        if not isinstance(content, Mapping):
            continue
        about = content.get("message") if kind == "callback_query" else content
        if isinstance(about, Mapping) and isinstance(about.get("chat"), Mapping):
            return str(about["chat"].get("id", "?"))
    return "?"
