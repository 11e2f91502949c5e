"""The one door through which mails leave: no automatic message answers an automatic message (DESIGN, rule 6).

Whatever is mailed, by whatever cause, passes `post`. What may not leave is kept in the outbox as withheld,
with the reason, so that an operator can see it (`stafett export`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from handlers import breaker
from handlers.breaker import Writer
from handlers.house import House, Telling
from storage.deliveries import MUTED, NewDelivery
from storage.unit import Unit
from tickets.linked.copy import Side
from tickets.outcome import Tell
from tickets.parties import Audience
from tickets.ticket import Ticket

# Sent because a mail came. All else is sent because somebody did something, or the clock went on.
_ANSWERS: frozenset[str] = frozenset(
    {Tell.RECEIVED, Tell.ASKED, Tell.CONTINUED, Tell.REOPENED, Tell.THANKS, "status"}
    | {Tell.EVIDENCE_MISSING, Tell.EVIDENCE_NOTED, Tell.LOGGED, Tell.COST_ASKED}
)

# What somebody has decided about a partner's job, or must stop it: work would go on for nothing without it,
# and no machine goes round in circles with it.
_DECIDED: frozenset[str] = frozenset(
    {Tell.CARD, Tell.RECALLED, Tell.REWORK, Tell.APPROVED, Tell.STRUCK}
    | {Tell.COST_ASKED, Tell.COST_APPROVED, Tell.COST_REFUSED, Tell.COST_TO_APPROVE, Tell.TO_CHECK}
)

LINK = "link"  # of a payload: the mail carries a signed copy, and of whose word


class Withheld(StrEnum):
    """Why a mail does not leave."""

    MUTED = MUTED  # a dispatcher has muted whoever it is for
    OURS = "ours"  # it would come back to us
    UNREACHABLE = "unreachable"  # mail to that address came back
    NO_REPLY = "no_reply"  # the address says that nobody reads it
    MACHINE = "machine"  # a machine wrote what came from there last
    BREAKER = "breaker"  # too much has passed between us


async def post(
    unit: Unit, house: House, mail: NewDelivery, ticket: Ticket | None, now: datetime
) -> Withheld | None:
    """Writes the mail's outbox row; or says why it may not leave, and keeps it as withheld.

    `mail.payload` is the postman's: `to` holds the address, `auto_submitted` is None for a person's words.
    """
    posted = await post_row(unit, house, mail, ticket, now)
    return posted if isinstance(posted, Withheld) else None


async def post_row(
    unit: Unit, house: House, mail: NewDelivery, ticket: Ticket | None, now: datetime
) -> int | Withheld:
    """The same, and the row of a mail that leaves."""
    reason = await why_not(unit, house, mail, ticket, now)
    if reason is not None:
        await unit.outbox.withhold(mail, reason)
        return reason
    row = await unit.outbox.add(mail)
    if mail.kind in _ANSWERS and mail.audience is not Audience.PARTNER:
        await breaker.answered(unit, house, _writer(mail, ticket), now)
    return row


def copy_of(telling: Telling, side: Side) -> dict[str, Any]:
    """What a payload says of the signed copy that goes with it: `upto` is the latest entry that it may tell,
    as each file leaves with the mail about its own; `missing` are files that did not come."""
    latest = telling.entries[-1].id if telling.entries else 0
    return {"side": side, "upto": latest, "missing": telling.notice.facts.get("missing_files", [])}


async def with_their_number(unit: Unit, ticket: int, party: str, subject: str) -> str:
    """The subject with the number by which the reader's own system knows the ticket, or that opens another
    (I8): the first that was learned, so that it stays the same.
    """
    numbers = await unit.their_numbers.of(ticket, party)
    if not numbers or any(number in subject for number in numbers):
        return subject
    return f"{subject} ({numbers[0]})"


async def why_not(
    unit: Unit, house: House, mail: NewDelivery, ticket: Ticket | None, now: datetime
) -> Withheld | None:
    """Why the mail may not leave; None: it may. A person's own words, and what was decided about a partner's
    job, are held only if they cannot arrive."""
    if await unit.outbox.is_muted(mail):
        return Withheld.MUTED
    address = _address(mail)
    if house.addresses.is_ours(address):
        return Withheld.OURS
    if await unit.mail_addresses.unreachable(address) is not None:
        return Withheld.UNREACHABLE
    if mail.payload["auto_submitted"] is None:
        return None
    if mail.audience is Audience.PARTNER and mail.kind in _DECIDED:
        return None
    for_machine = LINK in mail.payload  # a Stafett reads it, and answers only what is news to it
    if not for_machine and house.nobody_reads(address):
        return Withheld.NO_REPLY
    if not for_machine and ticket is not None and await unit.tickets.is_machine(ticket.number, address):
        return Withheld.MACHINE
    if await breaker.is_open(unit, house, _writer(mail, ticket), now):
        return Withheld.BREAKER
    return None


def _writer(mail: NewDelivery, ticket: Ticket | None) -> Writer:
    to_partner = mail.audience is Audience.PARTNER
    known = to_partner or (ticket is not None and ticket.contact_id is not None)
    return Writer(address=_address(mail), ticket=ticket.number if ticket else None, known=known)


def _address(mail: NewDelivery) -> str:
    return str(mail.payload["to"][1]).lower()
