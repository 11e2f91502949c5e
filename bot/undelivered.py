"""What could not be delivered: given up, and shown to the dispatchers where somebody can act on it."""

from datetime import datetime

from handlers import leaving
from handlers.house import House
from handlers.leaving import Urgency
from storage.deliveries import Delivery
from storage.people import Chat
from storage.unit import Unit
from tickets.ticket import Audience


async def give_up(
    unit: Unit,
    house: House,
    delivery: Delivery,
    reason: str,
    now: datetime,
    *,
    tell: bool = True,
    unreachable: bool = False,
) -> None:
    """Marks it failed; a chat that cannot be written to any more is marked too. No notice about a notice."""
    await unit.outbox.fail(delivery.id, reason, now)
    dispatchers = await unit.people.dispatchers_chat()
    to = delivery.payload.get("args", {}).get("chat_id")
    if unreachable and to is not None:
        chat = await unit.people.chat(int(to))
        tell = tell and (chat is None or chat.unreachable_at is None)  # said once, not for each that waits
        await unit.people.set_unreachable(int(to), now)
    if not tell or dispatchers is None or to == dispatchers.chat_id:
        return
    language = dispatchers.language or house.policy.language
    html = house.texts.chat(
        "dispatchers/undelivered",
        language,
        what=house.texts.word("event/undeliverable", language) + f" ({delivery.kind})",
        to=await _name(unit, delivery),
        error=reason,
        now=now,
    )
    ticket = await unit.tickets.get(delivery.ticket) if delivery.ticket else None
    await unit.outbox.add(
        leaving.chat_text(
            dispatchers.chat_id,
            html,
            kind="undelivered",
            now=now,
            urgency=Urgency.PING,
            reply_to=ticket.post_delivery if ticket else None,
            ticket=delivery.ticket,
            audience=Audience.INTERNAL if ticket else None,
        )
    )


async def _name(unit: Unit, delivery: Delivery) -> str:
    chat_id = delivery.payload.get("args", {}).get("chat_id")
    if chat_id is None:
        return delivery.lane.partition(":")[2]
    chat: Chat | None = await unit.people.chat(int(chat_id))
    return (chat.title if chat else None) or str(chat_id)
