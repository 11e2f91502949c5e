"""What could not be delivered: given up, and shown to the dispatchers where somebody can act on it."""

from datetime import datetime

from bot.automatic.bounces import bounced
from bot.automatic.otherwise import say_otherwise
from handlers import losing
from handlers.desk import Desk
from handlers.house import House
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from mail.machine.bounce import Action, Fate
from mail.machine.prose import status_in
from storage.deliveries import Delivery
from storage.people import Chat
from storage.unit import Unit
from templates import UnknownText
from tickets.outcome import Tell
from tickets.parties import Audience
from tickets.ticket import Ticket

_CONTENT = "5.6.0"  # RFC 3463: something about the mail itself


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
    """Marks it failed; a chat or address that cannot be written to any more is marked too.

    What a requester should have heard is said in their other channel. No notice about a notice.
    """
    await unit.outbox.fail(delivery.id, reason, now)
    desk = Desk(house=house, unit=unit, now=now)
    if delivery.channel == "mail":
        # Without a server's code it never left: the mail is to blame, not the address.
        status = status_in(reason) or _CONTENT
        await bounced(desk, delivery, Fate(address=None, action=Action.FAILED, status=status, reason=reason))
        return
    left: list[int] = []
    dispatchers = await unit.people.dispatchers_chat()
    to = delivery.payload.get("args", {}).get("chat_id")
    if unreachable and to is not None:
        chat = await unit.people.chat(int(to))
        # Said once, not for each that waits; but whoever wrote words waits for an answer.
        tell = tell and (chat is None or chat.unreachable_at is None or delivery.kind == Tell.RELAY)
        await unit.people.set_unreachable(int(to), now)
        if chat is not None and chat.role == "partner":
            left = await losing.lost(desk, chat)
    ticket = await unit.tickets.get(delivery.ticket, lock=True) if delivery.ticket else None
    otherwise = unreachable and ticket is not None and await say_otherwise(desk, delivery, ticket)
    if tell and dispatchers is not None and to != dispatchers.chat_id:
        await _tell(desk, delivery, ticket, reason, otherwise=otherwise, jobs=left)


async def _tell(
    desk: Desk, delivery: Delivery, ticket: Ticket | None, reason: str, *, otherwise: bool, jobs: list[int]
) -> None:
    chat = await desk.unit.people.dispatchers_chat()
    language = (chat.language if chat else None) or desk.policy.language
    facts = {
        "what": _what(desk, delivery, language),
        "to": await _name(desk.unit, delivery),
        "error": reason,
        "otherwise": otherwise,
        "jobs": jobs,
    }
    await tell_desk(
        desk.unit,
        desk.house,
        "undelivered",
        desk.now,
        facts,
        urgency=Urgency.PING,
        reply_to=ticket.post_delivery if ticket else None,
        ticket=delivery.ticket,
        audience=Audience.INTERNAL if ticket else None,
    )


def _what(desk: Desk, delivery: Delivery, language: str) -> str:
    """What it was; of what has no word of its own, that it was a message of ours."""
    try:
        return desk.texts.word(f"delivery/{delivery.kind}", language)
    except UnknownText:
        return desk.texts.word("delivery/other", language)


async def _name(unit: Unit, delivery: Delivery) -> str:
    chat_id = delivery.payload.get("args", {}).get("chat_id")
    if chat_id is None:
        return delivery.lane.partition(":")[2]
    chat: Chat | None = await unit.people.chat(int(chat_id))
    return (chat.title if chat else None) or str(chat_id)
