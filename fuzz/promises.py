"""What holds for a mail understood, whatever the mail was: the fuzzer's question, without a fuzzer.

`broken_by_mail` and `broken_by_data` give one short line that names the first promise that does not hold, the
same line for the same fault, or None.
"""

import hashlib
import json
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import PurePath
from types import FrameType
from typing import Any

from mail.compose import OutgoingMail, compose
from mail.machine.bounce import read_report
from mail.parse import asset_hints, parse, with_assets
from mail.parsed import Mailbox, ParsedMail
from mail.smtp_data import MailData
from tests.mail.reading import REGISTER

SECONDS = 4.0  # of this process's own time for at most `LONGEST` octets; instrumented, thus generous
LONGEST = 40_000
_OWN = ("desk@fjordlys.example", "service@fjordlys.example")
_CATEGORIES = {"coffee": ("kaffemaskin", "kaffemaskinen"), "till": ("касса", "till"), "lift": ("heis",)}
_DESK = Mailbox("Fjordlys Service", "service@fjordlys.example")
_NOW = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)


class Stalled(BaseException):
    """Took too long. No Exception, for `parse` catches those."""


def broken_by_mail(raw: bytes, *, thoroughly: bool = True) -> str | None:
    """The promises of `mail.parse` and, thoroughly, of whatever else reads or answers such a mail."""

    def checks() -> Iterator[str]:
        parsed = parse(raw, REGISTER, categories=_CATEGORIES, own_addresses=_OWN, explain=True)
        if parsed.error is not None:
            yield f"error: {parsed.error.partition(':')[0]}"
            return
        yield from _broken(parsed)
        if thoroughly:
            yield from _thoroughly(raw, parsed)

    return first_broken(checks)


def first_broken(checks: Callable[[], Iterator[str]]) -> str | None:
    """The first thing that `checks` names, or what they raise, or where they stall; None: nothing."""
    try:
        with _watched():
            return next(checks(), None)
    except Stalled as stalled:
        return f"stalled in {_place(stalled)}"
    except Exception as error:  # noqa: BLE001  it is what is looked for
        return f"raised {type(error).__name__} in {_place(error)}"


def broken_by_data(stream: bytes, cut: int) -> str | None:
    """However DATA is cut into blocks, it ends where RFC 5321 (4.5.2) says, and nowhere else."""
    data, rest, at = MailData(max_size=LONGEST * 2, max_line=LONGEST * 2), None, 0
    while at < len(stream) and rest is None:
        rest = data.feed(stream[at : at + cut])
        at += cut
    mail, end, after = (b"\r\n" + stream).partition(b"\r\n.\r\n")
    if not end:
        return None if rest is None else "ended without an end"
    if rest is None:
        return "missed the end"
    wanted = (mail + b"\r\n").replace(b"\r\n.", b"\r\n")[2:]
    return None if (data.content, rest + stream[at:]) == (wanted, after) else "read otherwise than written"


def _broken(parsed: ParsedMail) -> Iterator[str]:
    yield from _unclean(parsed)
    yield from _unlike(parsed)
    shown = json.dumps(parsed.to_json(), ensure_ascii=False, allow_nan=False)
    shown.encode()
    for file in parsed.attachments:
        if file.size != len(file.content) or file.sha256 != hashlib.sha256(file.content).hexdigest():
            yield "a file is not what is said of it"
        if not file.filename or PurePath(file.filename).name != file.filename or "\\" in file.filename:
            yield "a file's name leads elsewhere"
    parts = {"text": parsed.text, "subject": parsed.subject, "signature": parsed.signature}
    parts["quoted"] = parsed.quoted
    for name, found in parsed.found.items():
        if found.source in parts and parts[found.source][found.start : found.end] != found.quote:
            yield f"{name} is not found where it is said to stand, in {found.source}"


def _thoroughly(raw: bytes, parsed: ParsedMail) -> Iterator[str]:
    asset_hints(parsed)
    with_assets(parsed, REGISTER)
    with quietly():
        read_report(raw, _OWN)
    plainly = parse(raw, REGISTER, categories=_CATEGORIES, own_addresses=_OWN)
    if plainly != replace(parsed, reasons=(), found={}):
        yield "understood otherwise when asked why"
    yield from _unanswerable(parsed)


def _unclean(parsed: ParsedMail) -> Iterator[str]:
    """Text that a database or Telegram would refuse, or that would be a header of its own."""
    boxes = [box for box in (parsed.sender, parsed.reply_to, *parsed.to, *parsed.cc) if box]
    lines = {
        "subject": [parsed.subject, parsed.raw_subject],
        "message id": [parsed.message_id or "", parsed.in_reply_to or "", *parsed.references],
        "address": [box.address for box in boxes] + list(parsed.recipients),
        "name": [box.name or "" for box in boxes],
        "file name": [file.filename for file in parsed.attachments],
        "type": [file.content_type for file in parsed.attachments],
        "language": [parsed.language],
        "field": [str(value) for value in parsed.fields.to_json().values() if value],
    }
    blocks = {
        "text": parsed.text,
        "quoted": parsed.quoted,
        "signature": parsed.signature,
        "body": parsed.body,
    }
    reasons = [f"{reason.about}{reason.rule}{reason.words}{reason.where}" for reason in parsed.reasons]
    for where, texts in (
        *lines.items(),
        *((name, [text]) for name, text in blocks.items()),
        ("why", reasons),
    ):
        for text in texts:
            if not is_clean(text):
                yield f"no clean text: {where}"
    for where, texts in lines.items():
        if any("\n" in text or "\r" in text for text in texts):
            yield f"more than one line: {where}"


def is_clean(text: str) -> bool:
    """Whether a database takes it: no NUL, no half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _unlike(parsed: ParsedMail) -> Iterator[str]:
    """Moments that can't be stored."""
    for moment in (parsed.date, parsed.fields.window_start, parsed.fields.window_end):
        if moment is not None:
            if moment.utcoffset() is None:
                yield "a moment without its offset"
            moment.astimezone(UTC)
    start, end = parsed.fields.window_start, parsed.fields.window_end
    if start and end and start > end:
        yield "a window that ends before it begins"


def _unanswerable(parsed: ParsedMail) -> Iterator[str]:
    """An answer to it is composed, says what it should, and nothing that was smuggled in."""
    sender = parsed.reply_to or parsed.sender
    try:
        answer = OutgoingMail(
            message_id="<1@fjordlys.example>",
            sender=_DESK,
            to=(Mailbox(sender.name if sender else None, "kari@solsiden.example"),),
            subject=f"Re: {parsed.raw_subject}",
            text=parsed.text,
            date=_NOW,
            in_reply_to=parsed.message_id,
            references=(*parsed.references, parsed.message_id or ""),
        )
        composed = compose(answer)
    except ValueError as error:
        yield f"can't be answered: {error}"
        return
    again = parse(composed)
    if again.error is not None or [box.address for box in again.to] != ["kari@solsiden.example"]:
        yield "the answer goes elsewhere"
    if again.message_id != "<1@fjordlys.example>" or again.cc:
        yield "the answer has headers of the asker's"


def quietly() -> AbstractContextManager[Any]:
    """Without what a library tells the terminal of each stumble."""
    return redirect_stderr(StringIO())


@contextmanager
def _watched() -> Iterator[None]:
    """Raises Stalled in the block when this process has worked on it for `SECONDS`."""

    def stalled(_number: int, frame: FrameType | None) -> None:
        raise Stalled

    before = signal.signal(signal.SIGVTALRM, stalled)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _place(error: BaseException) -> str:
    """The innermost function of ours."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename]
    named = [one for one in ours if "/mail/" in one.filename] or ours
    return f"{PurePath(named[-1].filename).name}:{named[-1].name}"
