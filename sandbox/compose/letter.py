"""A person's mail from their wish to bytes, with the headers that their mail program writes."""

import base64
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parsedate_to_datetime
from zoneinfo import ZoneInfo

from sandbox.compose.phrases import Phrases, phrases
from sandbox.compose.quoting import STYLES, Body, Quoted, as_html
from sandbox.errors import Refused
from sandbox.files import Upload
from sandbox.mailbox import Mail

HOME = ZoneInfo("Europe/Oslo")
REPLY_MARKS = ("re:", "sv:", "aw:", "vs:", "ответ:")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person wants to send. ``client`` is outlook, gmail, apple or plain."""

    sender: str
    """Their address."""
    name: str
    to: list[str]
    subject: str
    text: str = ""
    html: str | None = None
    cc: list[str] = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    """More headers, or others than the program would write."""
    language: str = "en"
    client: str = "gmail"
    answers: Mail | None = None
    quote: bool = False


def compose(letter: Letter, now: datetime) -> bytes:
    """The mail as it goes over the wire; raises Refused for a mail program that nobody has."""
    if letter.client not in STYLES:
        raise Refused(f"{letter.client} is not one of {', '.join(STYLES)}")
    words = phrases(letter.language)
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((letter.name, letter.sender))
    message["To"] = ", ".join(letter.to)
    if letter.cc:
        message["Cc"] = ", ".join(letter.cc)
    message["Subject"] = _subject(letter, words)
    message["Date"] = format_datetime(now.astimezone(HOME))
    message["Message-ID"] = _message_id(letter)
    _write_thread(message, letter)
    _write_program(message, letter)
    for name, value in letter.headers.items():
        del message[name]
        message[name] = value
    _write_body(message, letter, words)
    return message.as_bytes()


def _subject(letter: Letter, words: Phrases) -> str:
    if letter.subject or letter.answers is None:
        return letter.subject
    subject = letter.answers.subject
    if subject.lower().startswith(REPLY_MARKS):
        return subject
    return (words.reply_prefix if letter.client == "outlook" else "Re: ") + subject


def _write_thread(message: EmailMessage, letter: Letter) -> None:
    """RFC 5322 3.6.4: the answered mail's references, and then itself."""
    if letter.answers is not None and (answered := letter.answers.message_id):
        message["In-Reply-To"] = answered
        message["References"] = " ".join([*letter.answers.references, answered])


def _write_program(message: EmailMessage, letter: Letter) -> None:
    match letter.client:
        case "outlook":
            message["Thread-Topic"] = letter.answers.subject if letter.answers else letter.subject
            message["Thread-Index"] = base64.b64encode(b"\x01\xdb" + secrets.token_bytes(20)).decode()
            message["Accept-Language"] = f"{phrases(letter.language).locale.replace('_', '-')}, en-US"
            message["X-MS-Has-Attach"] = "yes" if letter.files else ""
        case "apple":
            message["X-Mailer"] = "iPhone Mail (22B91)"


def _message_id(letter: Letter) -> str:
    match letter.client:
        case "outlook":
            host = f"DB9P{secrets.token_hex(3).upper()}"
            return f"<{host}{secrets.token_hex(11).upper()}@{host}.eurprd05.prod.outlook.com>"
        case "gmail":
            return f"<CA+{secrets.token_urlsafe(33).replace('_', 'x')}@mail.gmail.com>"
        case "apple":
            return f"<{str(uuid.uuid4()).upper()}@{letter.sender.rpartition('@')[2]}>"
    return f"<{secrets.token_hex(8)}@{letter.sender.rpartition('@')[2]}>"


def _write_body(message: EmailMessage, letter: Letter, words: Phrases) -> None:
    body = Body(letter.text, letter.html)
    if letter.answers is not None and letter.quote:
        body = STYLES[letter.client](body, _quoted(letter.answers), words)
    elif letter.html is None and letter.client != "plain":
        body = Body(letter.text, f'<div dir="ltr">{as_html(letter.text)}</div>')
    message.set_content(body.text)
    if body.html is not None:
        message.add_alternative(body.html, subtype="html")
    for file in letter.files:
        maintype, _, subtype = file.content_type.partition("/")
        message.add_attachment(
            file.data, maintype=maintype, subtype=subtype or "octet-stream", filename=file.name
        )


def _quoted(mail: Mail) -> Quoted:
    return Quoted(
        who=mail.header("from").replace('"', "") or mail.envelope_from,
        to=mail.header("to") or ", ".join(mail.envelope_to),
        subject=mail.subject,
        at=_written_at(mail),
        text=mail.text,
        html=mail.html or as_html(mail.text),
    )


def _written_at(mail: Mail) -> datetime:
    """As its Date says; a mail without one was written when it came."""
    try:
        at = parsedate_to_datetime(mail.header("date"))
    except ValueError:
        at = datetime.fromtimestamp(mail.date, UTC)
    return at.astimezone(HOME)
