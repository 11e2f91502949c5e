"""What did not arrive in one channel is said in the requester's other one, where they have one (T19, I30)."""

import structlog
from jinja2 import UndefinedError

from handlers import tell_requester
from handlers.desk import Desk
from handlers.leaving import chat_lane, mail_lane
from storage.deliveries import Delivery
from tickets.muting import hears
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Audience, Role
from tickets.ticket import Handoff, Ticket

_log = structlog.get_logger()


async def say_otherwise(desk: Desk, delivery: Delivery, ticket: Ticket) -> bool:
    """Whether it was said: notices to a requester, words to a partner; where there is another way."""
    if delivery.audience is Audience.PARTNER and delivery.kind == Tell.RELAY:
        return await _to_partner(desk, delivery, ticket)
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


async def _to_partner(desk: Desk, delivery: Delivery, ticket: Ticket) -> bool:
    """Words to a partner whose job goes on elsewhere by now."""
    entry = next((each for each in await desk.timeline(ticket) if each.id == delivery.entry), None)
    handoff = next((each for each in ticket.handoffs if each.seq == delivery.handoff), None)
    if handoff is None or not hears(ticket, handoff.partner_id):
        return False
    if entry is None or not handoff.is_live or _lane_of(handoff) in (None, delivery.lane):
        return False
    relay = Notice(
        to=Party.PARTNER,
        tell=Tell.RELAY,
        handoff=handoff.seq,
        entry=entry,
        facts={"role": _SIDES.get(entry.author.role, "desk")},
    )
    await desk.carry_out(Outcome(ticket=ticket, notices=(relay,)))
    return True


_SIDES = {Role.CUSTOMER: "customer", Role.PRINCIPAL: "principal"}


def _lane_of(handoff: Handoff) -> str | None:
    """Where the partner is told; None: nowhere."""
    if handoff.chat_id is not None:
        return chat_lane(handoff.chat_id)
    return mail_lane(handoff.email) if handoff.email else None
