"""Which ticket a mail belongs to: an ordered list of proofs, the first that holds wins (DESIGN, rule 5)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.desk import Desk
from mail.parsed import Kind, ParsedMail
from storage.arrivals import Arrival
from tickets.ticket import Audience, Ticket


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket a mail belongs to, what proves it, and whether its sender takes part in it."""

    ticket: Ticket
    proof: str
    takes_part: bool


Proof = Callable[[Desk, Arrival, ParsedMail], Awaitable[int | None]]


async def find_thread(desk: Desk, arrival: Arrival, mail: ParsedMail) -> Thread | None:
    """The thread, or None: a new ticket.

    A reply address and a Message-ID prove where a mail belongs, not who wrote it: a sender who takes no part
    gets a thread that says so (I9). A number in a subject proves something only from somebody who takes part.
    """
    for name, proof in _PROOFS:
        number = await proof(desk, arrival, mail)
        if number is None:
            continue
        ticket = await desk.unit.tickets.get(number, lock=True)
        if ticket is None:
            continue
        heir = await desk.heir(ticket)
        writers = _writers(mail, by_number=name == "subject")
        takes_part = await _takes_part(desk, ticket, writers) or await _takes_part(desk, heir, writers)
        if takes_part or name != "subject":
            return Thread(heir, name, takes_part)
    return None


async def _by_reply_address(desk: Desk, arrival: Arrival, mail: ParsedMail) -> int | None:
    for address in (*map(str, arrival.envelope.get("recipients", ())), *mail.recipients):
        signed = desk.house.addresses.read(address)
        if signed is not None and signed[1] == "c":
            return signed[0]
    return None


async def _by_message_id(desk: Desk, arrival: Arrival, mail: ParsedMail) -> int | None:
    ids = [*([mail.in_reply_to] if mail.in_reply_to else []), *reversed(mail.references)]
    known = await desk.unit.messages.find(ids)
    for each in ids:
        if each in known and known[each].audience is Audience.CUSTOMER:
            return known[each].ticket
    return None


async def _by_subject(desk: Desk, arrival: Arrival, mail: ParsedMail) -> int | None:
    return mail.ticket_numbers[0] if mail.ticket_numbers else None


async def _by_report(desk: Desk, arrival: Arrival, mail: ParsedMail) -> int | None:
    """A delivery report encloses the mail it is about, or its header, and answers nothing (RFC 3464)."""
    if mail.kind is not Kind.BOUNCE:
        return None
    ids = {found.decode() for found in _ENCLOSED_ID.findall(arrival.raw)}
    known = (await desk.unit.messages.find(sorted(ids)[:_MOST_IDS])).values()
    return next((each.ticket for each in known if each.ours), None)


_ENCLOSED_ID = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[\x21-\x7e]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_MOST_IDS = 20

_PROOFS: tuple[tuple[str, Proof], ...] = (
    ("reply_address", _by_reply_address),
    ("message_id", _by_message_id),
    ("report", _by_report),
    ("subject", _by_subject),
)


def _writers(mail: ParsedMail, *, by_number: bool) -> set[str]:
    """Whose mail it is: its From, and its Reply-To where more than a number proves that it belongs.

    No server on the way vouches for a Reply-To, and a number can be guessed.
    """
    boxes = (mail.sender,) if by_number else (mail.sender, mail.reply_to)
    return {box.address.lower() for box in boxes if box is not None}


async def _takes_part(desk: Desk, ticket: Ticket, writers: set[str]) -> bool:
    """Whether one of them is the requester or somebody confirmed."""
    if ticket.requester.address.lower() in writers:
        return True
    others = await desk.unit.tickets.participants(ticket.number)
    return any(others.get(address, False) for address in writers)
