"""The readable text of a mail and its files: which parts are text, which are attachments, in which order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mail.files import file_of
from mail.mime.ballast import without_ballast
from mail.mime.charset import decode
from mail.mime.embedded import taken_out
from mail.mime.msg import read_msg
from mail.mime.part import Part, read_part
from mail.mime.sniff import MSG, TNEF
from mail.mime.tnef import tnef_parts
from mail.parsed import Attachment
from mail.reply.html import html_lines
from mail.reply.lines import Line
from mail.reply.plain import plain_lines

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_MAX_TEXT, _MAX_BYTES = 400_000, 4_000_000  # characters of one plain part; bytes that become text
_LONGEST_LINE = 10_000  # characters
_MAX_LINES = 6000  # of a whole mail; nobody writes more, and the raw mail keeps the rest
_MAX_MAILS, _MAX_NESTING = 10, 3  # attached mails whose files are read, and how deep
_MAX_WINMAIL = 2  # winmail.dat within another


@dataclass(slots=True)
class Body:
    """What a mail carries: its text as lines, its files, and mails attached to it."""

    lines: list[Line] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    nesting: int = 0  # how many mails or containers this is within
    wordless: bool = False  # only the files are wanted


def read_body(root: Part, nesting: int = 0) -> Body:
    """The text and files of ``root``, with those of mails attached to it."""
    body = Body(nesting=nesting)
    _read(root, body, report=root.type == "multipart/report")
    del body.lines[_MAX_LINES:]
    return body


def text_lines(part: Part, pictures: list[Part] | None = None) -> list[Line]:
    """One text part as lines; the pictures within its HTML are added to ``pictures``."""
    raw = part.content
    if part.type == "text/html" or (
        part.type == "text/plain" and raw[:200].lstrip()[:6].lower() in (b"<html>", b"<!doct")
    ):
        meta = _META_CHARSET.search(raw[:4096])
        raw, within = taken_out(raw)
        if pictures is not None:
            pictures += within
        raw = without_ballast(raw, _MAX_BYTES)
        return _bounded(html_lines(decode(raw, part.charset or (meta[1].decode("ascii") if meta else None))))
    text = decode(raw[:_MAX_BYTES], part.charset)[:_MAX_TEXT]
    flowed = part.type_parameter("format").lower() == "flowed"
    return _bounded(plain_lines(text, flowed=flowed, delsp=part.type_parameter("delsp").lower() == "yes"))


def _bounded(lines: list[Line]) -> list[Line]:
    """A line as long as a book, in pieces: each rule looks at each line."""
    if all(len(line.text) <= _LONGEST_LINE for line in lines):
        return lines
    return [
        Line(line.text[at : at + _LONGEST_LINE], line.depth, line.marks)
        for line in lines
        for at in range(0, min(len(line.text), _MAX_TEXT) or 1, _LONGEST_LINE)
    ]


def _read(part: Part, body: Body, *, report: bool = False) -> None:
    if part.type.startswith("multipart/"):
        if part.type == "multipart/alternative":
            _read_alternative(part, body)
            return
        for child in part.children:
            _read(child, body, report=report)
        return
    if part.type.startswith("message/") and part.type not in (
        "message/delivery-status",
        "message/disposition-notification",
    ):
        if not report and not part.children:
            body.attachments.append(_attachment(part))
        if part.type == "message/rfc822":
            _read_mail(part.children[0] if part.children else read_part(part.content), body, report=report)
        return
    if _is_text(part) and not (report and body.lines and part.type == "text/rfc822-headers"):
        pictures: list[Part] = []
        lines = text_lines(part, pictures) if not body.wordless else []
        body.attachments += map(_attachment, pictures)
        if body.lines and lines:
            body.lines.append(Line(""))
        body.lines += lines
        return
    if part.type.startswith("message/") or (report and part.type == "text/rfc822-headers"):
        return
    file = _attachment(part)
    if file.content_type == TNEF and _read_tnef(file.content, body):
        return
    body.attachments.append(file)
    mail = read_msg(file.content) if file.content_type == MSG else None
    if mail is None and part.filename.lower().endswith(".eml"):
        mail = read_part(part.content)
    if mail:
        _read_mail(mail, body)


def _read_mail(mail: Part, body: Body, *, report: bool = False) -> None:
    """A mail that is attached: kept as such, and its files with it, for a photo is a photo wherever it is."""
    body.mails.append(mail)
    if not report and len(body.mails) <= _MAX_MAILS and body.nesting < _MAX_NESTING:
        body.attachments += read_body(mail, body.nesting + 1).attachments


def _read_tnef(content: bytes, body: Body) -> bool:
    """What a winmail.dat hides; its words only where the mail itself has none. False: it hides nothing."""
    if body.nesting >= _MAX_WINMAIL:
        return False
    parts = tnef_parts(content)
    written = body.wordless or _words(body)
    body.nesting += 1
    for part in parts:
        if part.disposition or not written:
            _read(part, body)
    body.nesting -= 1
    return bool(parts)


def _read_alternative(part: Part, body: Body) -> None:
    """The richest alternative that has something to read; files that stand in the others are kept too."""
    read: dict[int, Body] = {}
    chosen = _richest(part.children, body, read)
    if chosen is not None:
        if body.lines and chosen.lines:
            body.lines.append(Line(""))
        body.lines += chosen.lines
    for at, child in enumerate(part.children):
        if at not in read:
            read[at] = _one(child, Body(nesting=body.nesting, wordless=True))
        body.attachments += read[at].attachments
        body.mails += read[at].mails


def _richest(alternatives: Sequence[Part], body: Body, read: dict[int, Body]) -> Body | None:
    """The last alternative with HTML, or else the first of all, that has words. What had to be ``read`` to
    know is kept by its number.
    """
    with_html = [at for at, child in enumerate(alternatives) if _has_html(child)]
    for at in (*reversed(with_html), *range(len(alternatives))):
        if at not in read:
            read[at] = _one(alternatives[at], Body(nesting=body.nesting))
        if _words(read[at]):
            return read[at]
    return None


def _one(part: Part, body: Body) -> Body:
    _read(part, body)
    return body


def _words(body: Body) -> bool:
    return any(not line.blank for line in body.lines)


def _has_html(part: Part) -> bool:
    return any(one.type == "text/html" for one in part.walk())


def _is_text(part: Part) -> bool:
    if part.type not in ("text/plain", "text/html", "text/enriched") or part.disposition == "attachment":
        return False
    return not part.filename or (
        part.disposition == "inline" and part.filename.lower().endswith((".txt", ".htm", ".html"))
    )


def _attachment(part: Part) -> Attachment:
    content_id = part.headers.text("content-id").strip().strip("<>") or None
    inline = part.disposition == "inline" or (content_id is not None and part.disposition != "attachment")
    return file_of(part.filename, part.type, part.content, inline=inline, content_id=content_id)
