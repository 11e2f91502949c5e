"""A mail that claims a partner's or dispatcher's word without proof: kept as it came, told to the desk."""

from typing import Any

from bot.claims import Claim
from bot.threads import Incoming, Place
from handlers.buttons import vouch_keyboard
from handlers.desk import Desk
from handlers.tell_desk import tell_desk
from mail.identity import Sender

HELD = "held"


async def hold(
    desk: Desk, incoming: Incoming, claim: Claim, sender: Sender, place: Place, *, tell: bool = True
) -> int | None:
    """Sets it aside beside what could not be understood; a dispatcher's tap has it decided as theirs.

    Gives the ticket it may be about. Of a flood's mails the desk is not told one by one (`tell`).
    """
    arrival, mail = incoming.arrival, incoming.mail
    await desk.unit.arrivals.quarantine(
        arrival.id, f"not proven to be {claim.name}'s: {sender.why}", desk.now
    )
    number = place.thread.ticket.number if place.thread else place.relative
    if not tell:
        return number
    facts = {
        "name": mail.sender.name if mail.sender else None,
        "address": mail.sender.address if mail.sender else "",
        "claims": claim.name,
        "number": number,
        "subject": mail.raw_subject,
        "words": mail.text,
        "arrival_id": arrival.id,
    }

    def keyboard(language: str) -> dict[str, Any]:
        return vouch_keyboard(arrival.id, desk.texts, language)

    await tell_desk(desk.unit, desk.house, "unproven", desk.now, facts, keyboard=keyboard)
    return number
