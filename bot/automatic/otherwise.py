"""What did not arrive in one channel is said in the requester's other one, where they have one (T19, I30)."""

import structlog
from jinja2 import UndefinedError

from handlers import tell_requester
from handlers.desk import Desk
from storage.deliveries import Delivery
from tickets.outcome import Notice, Party, Tell
from tickets.parties import Audience
from tickets.ticket import Ticket

_log = structlog.get_logger()


async def say_otherwise(desk: Desk, delivery: Delivery, ticket: Ticket) -> bool:
    """Whether it was said: only notices to a requester, and only where the register knows another way."""
    if delivery.audience is not Audience.CUSTOMER or delivery.kind not in set(Tell) - {Tell.THANKS}:
        return False
    entries = await desk.timeline(ticket)
    entry = next((each for each in entries if each.id == delivery.entry), None)
    notice = Notice(to=Party.REQUESTER, tell=Tell(delivery.kind), entry=entry)
    try:
        return await tell_requester.by_another_way(await desk.telling(notice, ticket))
    except UndefinedError as error:  # it was about more than ticket and entry: the desk must say it
        _log.info("not_said_otherwise", delivery=delivery.id, kind=delivery.kind, error=str(error))
        return False
