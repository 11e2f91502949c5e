"""One mail by several ways is one entry: To and Cc, a list, a mailbox and SMTP (I14)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.signing import MARK, Addresses
from mail.parsed import Attachment, ParsedMail
from storage.arrivals import Arrival
from storage.copies import Seen
from storage.unit import Unit

_OWN_MARK = re.compile(rb"(?im)^" + MARK.encode() + rb":[ \t]*(\S{1,60})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """By what a mail is known, and which mails were known by the same."""

    keys: tuple[str, ...]
    mail: Seen
    before: tuple[Seen, ...] = ()
    is_copy: bool = False


async def known_by(
    unit: Unit, addresses: Addresses, arrival: Arrival, mail: ParsedMail, files: Sequence[Attachment]
) -> Known:
    """Whether it came by another way before, or is our own mail come back.

    Two that are decided at the same time wait for each other here. Lists add footers and change the From,
    relays give a mail without a Message-ID one of their own; machines give many mails the same. So what a
    mail is known by only says what to compare: what it says decides.
    """
    hashes = frozenset(file.sha256 for file in files)
    this = Seen(arrival.key, _digest(*_lines(mail.text), *sorted(hashes)))
    if await _is_ours(unit, addresses, arrival, mail):
        return Known(keys=(), mail=this, is_copy=True)
    keys = tuple(_keys(mail))
    before = tuple(seen for seen in await unit.copies.claim(keys) if seen.source != arrival.key)
    known = Known(keys=keys, mail=this, before=before)
    for seen in before:
        if seen.digest == this.digest or (
            mail.date and await _says_it(unit, seen, _lines(mail.text), hashes)
        ):
            return replace(known, is_copy=True)
    return known


async def remember(unit: Unit, known: Known) -> None:
    """From now on what is known by the same and says the same is a copy. Only for what somebody will see."""
    await unit.copies.add(known.keys, known.mail, known.before)


async def _is_ours(unit: Unit, addresses: Addresses, arrival: Arrival, mail: ParsedMail) -> bool:
    """By its Message-ID; or by our header and From, where a server on the way has given it another (I13).

    A header alone is none: a system that copies it into its answers still answers.
    """
    header = arrival.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    mark = _OWN_MARK.search(header)
    from_us = mail.sender is not None and addresses.is_ours(mail.sender.address)
    if mark and from_us and addresses.signer.read(mark[1].decode("ascii", "replace")):
        return True
    if mail.message_id is None:
        return False
    known = (await unit.messages.find([mail.message_id])).get(mail.message_id)
    return known is not None and known.ours


def _keys(mail: ParsedMail) -> list[str]:
    """What its copies have in common: Message-ID, or author, and when and about what."""
    at = mail.date.isoformat() if mail.date else ""
    about = mail.subject.casefold()
    keys = []
    if mail.message_id:
        keys.append(_digest("id", mail.message_id, at, about))
    if at and mail.sender:
        # A list that puts itself into the From leaves the author in Reply-To.
        authors = {box.address.lower() for box in (mail.sender, mail.reply_to) if box}
        keys += [_digest("said", author, at, about) for author in authors]
    return keys


async def _says_it(unit: Unit, seen: Seen, lines: list[str], hashes: frozenset[str]) -> bool:
    """Whether an earlier mail says this, but for a footer below one of the two, or files a list took off."""
    found = await unit.tickets.entry_by_source(seen.source)
    if found is None:
        return False
    entry = found[1]
    earlier = _lines(entry.text)
    shorter, longer = sorted((lines, earlier), key=len)
    known = {file.sha256 for file in entry.attachments}
    return bool(shorter) and longer[: len(shorter)] == shorter and hashes <= known


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(whole).hexdigest()
