"""A mail address that our mail does not reach: the desk hears of it once, with what to do."""

from datetime import datetime
from typing import Any

from handlers.buttons import release_keyboard
from handlers.house import House
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from storage.mail_addresses import MailAddress
from storage.unit import Unit
from tickets.parties import Audience
from tickets.ticket import Ticket


async def tell(
    unit: Unit, house: House, known: MailAddress, ticket: Ticket | None, now: datetime, *, otherwise: bool
) -> None:
    """Tells the dispatchers. `otherwise`: what did not arrive went another way, so nobody needs to hurry."""
    contact = await unit.register.contact_by_email(known.address)
    facts = {
        "address": known.address,
        "name": contact.name if contact else None,
        "phone": contact.phone if contact else None,
        "number": ticket.number if ticket else None,
        "why": _why(known.status),
        "error": known.reason,
        "blocked": known.unreachable_at is not None,
        "otherwise": otherwise,
    }

    def keyboard(language: str) -> dict[str, Any]:
        return release_keyboard("address", known.id, house.texts, language)

    await tell_desk(
        unit,
        house,
        "mail_failed",
        now,
        facts,
        keyboard=keyboard if known.unreachable_at is not None else None,
        urgency=Urgency.PING,
        reply_to=ticket.post_delivery if ticket else None,
        ticket=ticket.number if ticket else None,
        audience=Audience.INTERNAL if ticket else None,
    )


def _why(status: str | None) -> str | None:
    """The word for a status code (RFC 3463); None: the server's own words must do."""
    return next((word for start, word in _WHY.items() if (status or "").startswith(start)), None)


_WHY = {
    "5.1.7": None,
    "5.1.8": None,
    "5.1": "no_such_box",
    "5.4.1": "no_such_box",
    "5.2.1": "closed",
    "5.2.2": "full",
    "4.2.2": "full",
    "5.4.4": "no_such_host",
    "5.2.3": "too_large",
    "5.3.4": "too_large",
    "5.7": "refused",
}
