"""Telling the desk that nothing arrives at a chat, and which of its partner's jobs that concerns."""

from handlers.house import Telling
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from tickets.outcome import Tell
from tickets.parties import Audience
from tickets.ticket import Handoff


async def words_stay_here(telling: Telling, handoff: Handoff) -> None:
    """Somebody's words for a partner went nowhere: the desk hears it each time."""
    if telling.notice.tell is not Tell.RELAY:
        return
    jobs = await telling.unit.tickets.of_partner(handoff.partner_id)
    await tell_desk(
        telling.unit,
        telling.house,
        "unreachable",
        telling.now,
        {
            "title": telling.given.partner_name(handoff.partner_id),
            "error": "",
            "ticket": telling.ticket.number,
            "jobs": [each.number for each in jobs],
        },
        urgency=Urgency.PING,
        reply_to=telling.ticket.post_delivery,
        ticket=telling.ticket.number,
        audience=Audience.INTERNAL,
    )
