"""One handoff as its partner may see it, and under which names its outbox rows go: by chat or mail."""

from typing import Any

from handlers.house import Telling
from tickets.card import build_card
from tickets.parties import Audience, party_of_partner
from tickets.ticket import Handoff
from tickets.views import PartnerView, partner_view


def view_of(telling: Telling, handoff: Handoff) -> PartnerView:
    """The card and the thread."""
    policy = telling.house.policy
    card = build_card(telling.ticket, handoff, telling.given.known, policy)
    return partner_view(card, policy, handoff.partner_id, telling.entries)


def row_of(telling: Telling, handoff: Handoff, thread: int | None = None) -> dict[str, Any]:
    """Outbox columns of what goes to the partner of that handoff; `thread`: in that of one below it."""
    return {
        "ticket": telling.ticket.number,
        "handoff": thread or handoff.seq,
        "audience": Audience.PARTNER,
        "party": party_of_partner(handoff.partner_id),
        "entry": telling.notice.entry.id if telling.notice.entry else None,
    }
