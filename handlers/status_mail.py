"""A mail that asks how far it is, answered by mail at once (S99)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from handlers import leaving, mailing
from handlers.customer_words import view_of
from handlers.desk import Desk
from handlers.leaving import Urgency
from handlers.mailing import Withheld
from storage.deliveries import NewDelivery
from tickets.muting import is_muted
from tickets.parties import CUSTOMERS_SIDE, Audience
from tickets.ticket import Ticket

KIND = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, and the mail in which they do."""

    name: str | None
    address: str
    message_id: str | None
    references: Sequence[str]


async def answer(desk: Desk, asking: Asking, tickets: Sequence[Ticket]) -> bool:
    """Tells where these cases stand; False when no automatic mail may go there.

    Nothing is said of one for which the customer is muted, nor that there is nothing else: then the question
    counts as answered.
    """
    tickets = [each for each in tickets if not is_muted(each, CUSTOMERS_SIDE)] or tickets[:1]
    addresses, latest = desk.house.addresses, tickets[0]
    only = latest if len(tickets) == 1 else None
    views = [await view_of(desk, ticket) for ticket in tickets]
    words = desk.texts.mail(
        "requester/status",
        latest.requester.language,
        views=views,
        desk=desk.policy.desk_name,
        now=desk.now,
        **({"view": views[0]} if only else {}),
    )
    mail = NewDelivery(
        channel="mail",
        lane=leaving.mail_lane(asking.address),
        kind=KIND,
        urgency=Urgency.REPLY,
        payload={
            "message_id": f"<{latest.number}.{uuid4().hex}@{addresses.domain}>",
            "to": [asking.name, asking.address],
            "reply_to": addresses.reply_address(only.number) if only else addresses.desk,
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "language": latest.requester.language,
            "in_reply_to": asking.message_id,
            "references": list(asking.references),
            "auto_submitted": "auto-replied",
            "attachments": [],
        },
        created_at=desk.now,
        ticket=only.number if only else None,
        audience=Audience.CUSTOMER if only else None,
    )
    return await mailing.post(desk.unit, desk.house, mail, only, desk.now) in (None, Withheld.MUTED)
