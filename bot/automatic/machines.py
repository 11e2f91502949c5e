"""A mail that no person wrote, by its kind: receipt, bounce or automatic reply."""

from bot.automatic import absences, bounces, receipts
from handlers.desk import Desk
from mail.machine.receipt import read_receipt
from mail.parsed import Kind, ParsedMail
from storage.arrivals import Arrival
from tickets.ticket import Ticket
from tickets.timeline import Message

KINDS = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY})


def is_machines(arrival: Arrival, mail: ParsedMail) -> bool:
    """Whether it is decided here; some programs' receipts look like a person's answer."""
    return mail.kind in KINDS or read_receipt(arrival.raw, mail) is not None


async def decide(
    desk: Desk,
    arrival: Arrival,
    mail: ParsedMail,
    ticket: Ticket | None,
    message: Message,
    *,
    quiet: bool = False,
) -> tuple[str, int | None]:
    """The outcome, and the ticket. `ticket` is the one it joins by its thread, `message` its words, `quiet`
    that so many come that nobody is told of each.
    """
    receipt = read_receipt(arrival.raw, mail)
    if receipt is not None:
        return await receipts.decide(desk, arrival, mail, receipt)
    if mail.kind is Kind.BOUNCE:
        return await bounces.decide(desk, arrival, mail, quiet=quiet)
    return await absences.decide(desk, arrival, mail, ticket, message, quiet=quiet)
