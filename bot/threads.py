"""Which ticket a mail belongs to: an ordered list of proofs, the first that holds wins (DESIGN, rule 5)."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.desk import Desk
from mail.domains import party_of
from mail.parsed import Kind, ParsedMail
from storage.arrivals import Arrival
from tickets.parties import Audience
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket a mail belongs to, what proves it, and whether its sender takes part in it."""

    ticket: Ticket
    proof: str
    takes_part: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs. No thread: to a new ticket, with its `relative` if something hints at one."""

    thread: Thread | None = None
    relative: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mail, and what is known of it beside its words."""

    arrival: Arrival
    mail: ParsedMail
    numbers: tuple[str, ...] = ()  # under which the sender's house knows the matter
    denied: bool = False  # a server that we trust says that the From is forged


Tickets = Sequence[int]  # by number, the likeliest first
Find = Callable[[Desk, Incoming], Awaitable[Tickets]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How a mail shows where it belongs.

    One that holds by itself proves where, not who: a stranger gets a thread that says so (I9). The others
    prove something only from somebody who takes part.
    """

    name: str
    find: Find
    by_itself: bool = False


async def find_place(desk: Desk, incoming: Incoming) -> Place:
    """Where it belongs. Mail that was passed on joins only what it was expressly sent to; else it names its
    relative (I11).
    """
    mail = incoming.mail
    relative: int | None = None
    for proof in _PROOFS:
        for number in (await proof.find(desk, incoming))[:_MOST_TICKETS]:
            ticket = await desk.unit.tickets.get(number)
            if ticket is None:
                continue
            if mail.kind is not Kind.FORWARD or proof.find is _by_reply_address:
                takes_part = not incoming.denied and await _takes_part(desk, ticket, mail, proof)
                if proof.by_itself or takes_part:
                    heir = await desk.heir(await desk.ticket(number))
                    return Place(Thread(heir, proof.name, takes_part))
            relative = relative or ticket.number
    return Place(relative=relative or await _hinted(desk, incoming))


async def _hinted(desk: Desk, incoming: Incoming) -> int | None:
    """A number of theirs in a new mail's text may cover many jobs: it proves nothing, but is worth a look."""
    told, sender = incoming.mail.fields.reference, incoming.mail.sender
    if told is None or sender is None:
        return None
    return next(iter(await desk.unit.their_numbers.find(party_of(sender.address), [told])), None)


def message_ids(mail: ParsedMail) -> list[str]:
    """What it answers, the nearest first."""
    ids = [*([mail.in_reply_to] if mail.in_reply_to else []), *reversed(mail.references)]
    unique = list(dict.fromkeys(ids))
    return unique if len(unique) <= _MOST_IDS else [*unique[: _MOST_IDS - 1], unique[-1]]


def addressed_to(incoming: Incoming) -> tuple[str, ...]:
    """Every address it was sent to, by its envelope or its header."""
    return (*map(str, incoming.arrival.envelope.get("recipients", ())), *incoming.mail.recipients)


async def _by_reply_address(desk: Desk, incoming: Incoming) -> Tickets:
    addresses = addressed_to(incoming)
    read = (desk.house.addresses.read(address) for address in addresses)
    return [signed[0] for signed in read if signed is not None and signed[1] == "c"]


async def _by_message_id(desk: Desk, incoming: Incoming) -> Tickets:
    ids = message_ids(incoming.mail)
    known = await desk.unit.messages.find(ids)
    refs = (known[each] for each in ids if each in known)
    return [ref.ticket for ref in refs if ref.audience is Audience.CUSTOMER]


async def _by_mark(desk: Desk, incoming: Incoming) -> Tickets:
    """A mail of ours is quoted or enclosed, with our header or our reply address in it (I13)."""
    mail, raw = incoming.mail, incoming.arrival.raw
    enclosed = (
        file.content[:_MARKED_WITHIN].decode("utf-8", "replace")
        for file in mail.attachments
        if file.content_type.startswith(("message/", "text/rfc822-headers"))
    )
    as_it_came = raw[: 2 * _MARKED_WITHIN].decode("utf-8", "replace")
    marked = desk.house.addresses.marked("\n".join((mail.quoted, mail.body, as_it_came, *enclosed)))
    return [number for number, purpose in marked if purpose == "c"]


async def _by_report(desk: Desk, incoming: Incoming) -> Tickets:
    """A delivery report encloses the mail it is about, or its header, and answers nothing (RFC 3464)."""
    if incoming.mail.kind is not Kind.BOUNCE:
        return []
    ids = {found.decode() for found in _ENCLOSED_ID.findall(incoming.arrival.raw)}
    known = (await desk.unit.messages.find(sorted(ids)[:_MOST_REPORTED])).values()
    return [each.ticket for each in known if each.ours]


async def _by_ancestor(desk: Desk, incoming: Incoming) -> Tickets:
    """It answers what another mail of the ticket answers, or is what that one answers (I10)."""
    return await desk.unit.messages.related(incoming.mail.message_id, message_ids(incoming.mail))


async def _by_their_number(desk: Desk, incoming: Incoming) -> Tickets:
    """Their ticket system calls the matter as it did before (S60, I8)."""
    sender = incoming.mail.sender
    return await desk.unit.their_numbers.find(party_of(sender.address), incoming.numbers) if sender else []


async def _by_subject(desk: Desk, incoming: Incoming) -> Tickets:
    return incoming.mail.ticket_numbers


_ENCLOSED_ID = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[\x21-\x7e]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_MOST_REPORTED = 20
_MOST_IDS = 50
_MOST_TICKETS = 5  # that one proof may point at
_MARKED_WITHIN = 200_000  # characters

_PROOFS = (
    Proof(name="reply_address", find=_by_reply_address, by_itself=True),
    Proof(name="message_id", find=_by_message_id, by_itself=True),
    Proof(name="mark", find=_by_mark, by_itself=True),
    Proof(name="report", find=_by_report, by_itself=True),
    Proof(name="ancestor", find=_by_ancestor),
    Proof(name="their_number", find=_by_their_number, by_itself=True),
    Proof(name="subject", find=_by_subject),
)


async def _takes_part(desk: Desk, ticket: Ticket, mail: ParsedMail, proof: Proof) -> bool:
    """Whether the writer is the requester or somebody confirmed, of it or of what it was merged into.

    The house that has told its number takes part as a house, as its ticket system writes for everybody there;
    but not whoever waits to be let in.
    """
    writers = _writers(mail, proof)
    while True:
        if ticket.requester.address.lower() in writers:
            return True
        others = await desk.unit.tickets.participants(ticket.number)
        known = [others[address] for address in writers if address in others]
        if any(known) or (proof.find is _by_their_number and not known):
            return True
        merged = ticket.merged_into and await desk.unit.tickets.get(ticket.merged_into)
        if not merged:
            return False
        ticket = merged


def _writers(mail: ParsedMail, proof: Proof) -> set[str]:
    """Whose mail it is: its From, and its Reply-To where more than a hint proves that it belongs.

    No server on the way vouches for a Reply-To, and a number can be guessed.
    """
    proven = proof.by_itself and proof.find is not _by_their_number
    boxes = (mail.sender, mail.reply_to) if proven else (mail.sender,)
    return {box.address.lower() for box in boxes if box is not None}
