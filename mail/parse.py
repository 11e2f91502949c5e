"""From raw bytes to a mail understood: the one door into this room's reading half.

:func:`parse` is the whole way. An application with a large register parses without it (off its event loop),
looks :func:`asset_hints` up by index, and lets :func:`with_assets` decide against the few rows found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mail.body import read_body
from mail.fields.asset import About, asset_of, candidate_numbers
from mail.fields.extract import Sources, extract
from mail.fields.found import found_in
from mail.fields.serial import registered_serials
from mail.kind import is_automatic, is_machine_made, kind_of
from mail.language import language_of
from mail.mime.headers import Headers, date, mailboxes, message_ids
from mail.mime.part import Part, read_part
from mail.parsed import Answer, Attachment, Fields, Kind, Mailbox, ParsedMail, PassedOn, Placed
from mail.reasons import asking, because, within
from mail.reply.cut import Cut, cut
from mail.reply.headerblock import HeaderBlock
from mail.reply.lines import Line, joined
from mail.reply.names import folded
from mail.reply.parties import Parties
from mail.subject import Subject, read_subject
from tickets.register import Asset

_RECIPIENT_FIELDS = (  # besides To and Cc
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "apparently-to",
)
_MAX_HINTS = 60
_SILENT = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE, Kind.LIST})


def parse(
    raw: bytes,
    assets: Sequence[Asset] = (),
    *,
    categories: Mapping[str, Sequence[str]] | None = None,
    own_addresses: Iterable[str] = (),
    explain: bool = False,
) -> ParsedMail:
    """The mail ``raw`` understood. Never raises: what can't be read at all comes back with ``error`` set.

    ``categories`` maps a category's id to the words that name it; ``own_addresses`` are the desk's addresses
    or domains, so that its own words, numbers and lists are not taken for the sender's. ``explain`` also
    fills ``reasons`` and ``found``.
    """
    own = frozenset(one.lower() for one in own_addresses)
    try:
        if not explain:
            return _parse(raw, assets, categories or {}, own)
        with asking() as reasons:
            parsed = _parse(raw, assets, categories or {}, own, explain=True)
        return replace(parsed, reasons=tuple(reasons))
    except Exception as error:  # noqa: BLE001 -- the promise of this function; the raw mail stays stored
        return ParsedMail(error=f"{type(error).__name__}: {error}")


def asset_hints(parsed: ParsedMail) -> tuple[str, ...]:
    """Ids and serial numbers in ``parsed`` to look up in a register, upper case, the likeliest first."""
    return candidate_numbers(_asset_text(parsed).text)[:_MAX_HINTS]


def with_assets(parsed: ParsedMail, assets: Sequence[Asset]) -> ParsedMail:
    """``parsed`` with its asset decided against ``assets`` alone: exactly one fits, or none."""
    if parsed.kind in _SILENT:
        return parsed
    found = asset_of(_asset_text(parsed), assets)
    serial = parsed.fields.serial
    if found and found.serial and serial is None:
        serial = next(
            (number for number, asset, _ in registered_serials(_asset_text(parsed).text, [found]) if asset),
            None,
        )
    return replace(parsed, fields=replace(parsed.fields, asset_id=found.id if found else None, serial=serial))


def _asset_text(parsed: ParsedMail) -> About:
    """What :func:`with_assets` reads: for a forward the mail passed on counts too."""
    told = f"{parsed.text}\n{parsed.quoted}" if parsed.kind is Kind.FORWARD else parsed.text
    around = f"{parsed.signature}\n{parsed.sender.name if parsed.sender and parsed.sender.name else ''}"
    return About(f"{parsed.subject}\n{told}", around, parsed.language)


def _parse(
    raw: bytes,
    assets: Sequence[Asset],
    categories: Mapping[str, Sequence[str]],
    own: frozenset[str],
    *,
    explain: bool = False,
) -> ParsedMail:
    root = read_part(raw)
    head = _Head.of(root.headers)
    body = read_body(root)
    parts = cut(body.lines, _parties(head, root, own))
    kind = kind_of(root, head.sender, head.subject, parts, own_list=_own_list(root.headers, own))
    text = parts.text
    passed_on = parts.forwarded if kind is Kind.FORWARD else None
    if kind is Kind.FORWARD and passed_on is None and body.mails:
        passed_on = _attached(body.mails[0])
    whole = joined(body.lines)
    if not text and kind is not Kind.FORWARD and not parts.signature and not body.attachments:
        because("text", "nothing but what looks old or signed: all of it counts")
        text = whole  # nothing but what looks old: better too much than a customer's words lost (I19)
    sources = Sources(head.subject.text, text, parts, passed_on, head.sender, head.reply_to, head.date)
    language = _language(root, head, parts, text, passed_on)
    fields = Fields() if kind in _SILENT else extract(sources, language, assets, categories, own)
    return ParsedMail(
        message_id=head.message_id,
        in_reply_to=head.in_reply_to,
        references=head.references,
        sender=head.sender,
        reply_to=head.reply_to,
        to=head.to,
        cc=head.cc,
        recipients=head.recipients,
        date=head.date,
        subject=head.subject.text,
        raw_subject=head.raw_subject,
        kind=kind,
        automatic=is_automatic(root, head.sender),
        language=language,
        text=text,
        quoted=parts.quoted,
        signature=parts.signature,
        body=whole,
        attachments=tuple(body.attachments),
        placed=_placed(parts.lines if text is parts.text else body.lines, body.attachments),
        fields=fields,
        answers=tuple(Answer(asked, said) for asked, said in parts.answers),
        passed_on=_passed_on(passed_on) if passed_on else None,
        ticket_numbers=head.subject.ticket_numbers,
        found=found_in(sources, fields, language, assets, categories) if explain else {},
    )


def _language(root: Part, head: "_Head", parts: Cut, text: str, passed_on: Cut | None) -> str:
    words = text or (passed_on.text if passed_on else "")
    around = f"{head.subject.text}\n{parts.signature}\n{passed_on.text if passed_on else ''}\n{parts.quoted}"
    hint = root.headers.token("content-language")
    return language_of(words, around=around, hint=hint, address=head.sender.address if head.sender else "")


def _passed_on(mail: Cut) -> PassedOn:
    head = mail.header
    named = head is not None and bool(head.sender_name or head.sender)
    return PassedOn(
        sender=Mailbox(head.sender_name or None, head.sender) if head and named else None,
        sent=head.values.get("sent", "") if head else "",
        subject=read_subject(head.values.get("subject", "")).text if head else "",
        text=mail.text,
        signature=mail.signature,
    )


def _placed(lines: Sequence[Line], files: Sequence[Attachment]) -> tuple[Placed, ...]:
    """Where ``lines`` show which of ``files``; a picture that is shown again and again stands where it was
    first.
    """
    known = {file.content_id: file for file in files if file.content_id}
    if not known:
        return ()
    shown: dict[str, str] = {}
    for line in lines:
        for name in line.pictures:
            shown.setdefault(name, line.text.rstrip())
    return tuple(Placed(line, known[name].sha256) for name, line in shown.items() if name in known)


def _attached(mail: Part) -> Cut:
    head = _Head.of(mail.headers)
    with within("attached mail"):
        parts = cut(read_body(mail).lines, _parties(head, mail, frozenset()))
    sender = f"{head.sender.name or ''} <{head.sender.address}>" if head.sender else ""
    told = {"from": sender, "sent": mail.headers.text("date"), "subject": head.raw_subject}
    return replace(parts, header=HeaderBlock(0, 0, told))


def _parties(head: "_Head", root: Part, own: frozenset[str]) -> Parties:
    return Parties(
        sender=head.sender.address.lower() if head.sender else "",
        sender_name=(head.sender.name or "") if head.sender else "",
        recipients=frozenset(head.recipients) | frozenset(one if "@" in one else f"@{one}" for one in own),
        recipient_names=frozenset(folded(box.name) for box in (*head.to, *head.cc) if box.name),
        answers=head.subject.answers or bool(head.in_reply_to or head.references),
        reply_prefix=head.subject.answers,
        forward_prefix=head.subject.forwards,
        machine=is_machine_made(root.headers, head.sender),
        subject=head.subject.text,
    )


def _own_list(headers: Headers, own: frozenset[str]) -> bool:
    """A group address that is the desk's mailbox puts list headers on every customer's mail."""
    names = f"{headers.text('list-id')} {headers.text('list-post')}".lower()
    return any(one in names or one.replace("@", ".") in names for one in own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A mail's header, read."""

    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    sender: Mailbox | None
    reply_to: Mailbox | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    recipients: tuple[str, ...]
    date: datetime | None
    raw_subject: str
    subject: Subject

    @classmethod
    def of(cls, headers: Headers) -> "_Head":
        senders = mailboxes(headers, "from") or mailboxes(headers, "sender")
        answering = mailboxes(headers, "reply-to")
        ids, replied = message_ids(headers.raw("message-id")), message_ids(headers.raw("in-reply-to"))
        to, cc = mailboxes(headers, "to"), mailboxes(headers, "cc")
        others = (box for name in _RECIPIENT_FIELDS if headers.has(name) for box in mailboxes(headers, name))
        everyone = [box.address.lower() for box in (*to, *cc, *others)]
        raw_subject = headers.text("subject")
        return cls(
            message_id=ids[0] if ids else None,
            in_reply_to=replied[0] if replied else None,
            references=message_ids(headers.raw("references")),
            sender=senders[0] if senders else None,
            reply_to=answering[0] if answering else None,
            to=to,
            cc=cc,
            recipients=tuple(dict.fromkeys(everyone)),
            date=date(headers),
            raw_subject=raw_subject,
            subject=read_subject(raw_subject),
        )
