"""What was said on a ticket before, so that a client that quotes it without a mark says nothing twice."""

from storage.unit import Unit
from tickets.ticket import Audience, EntryKind

_SENT = 8  # mails of ours, the latest
_SAID = 12  # of the customer's side, the latest


async def texts_before(unit: Unit, number: int) -> list[str]:
    """Our latest mails to the customer's side, and what it heard and said, the latest first."""
    entries = await unit.tickets.entries(number)
    heard = [
        entry.text
        for entry in entries
        if entry.kind is EntryKind.MESSAGE and Audience.CUSTOMER in entry.audience and entry.text
    ]
    return [*await unit.messages.sent_texts(number, _SENT), *reversed(heard[-_SAID:])]
