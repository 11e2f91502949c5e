"""One handoff as its partner may see it, and under which names its outbox rows go: by chat or mail."""

from typing import Any

from handlers.house import Telling
from tickets.card import build_card
from tickets.parties import Audience
from tickets.ticket import Handoff
from tickets.views import PartnerView, partner_view


def view_of(telling: Telling, handoff: Handoff) -> PartnerView:
    """The card and the thread."""
    policy = telling.house.policy
    card = build_card(telling.ticket, handoff, telling.given.known, policy)
    return partner_view(card, policy, handoff.partner_id, telling.entries)


def row_of(telling: Telling, seq: int) -> dict[str, Any]:
    """Outbox columns of what goes into that handoff's thread."""
    return {
        "ticket": telling.ticket.number,
        "handoff": seq,
        "audience": Audience.PARTNER,
        "entry": telling.notice.entry.id if telling.notice.entry else None,
    }
