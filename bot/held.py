"""A mail that claims a partner's or dispatcher's word without proof: kept as it came, told to the desk."""

from bot.claims import Claim
from bot.threads import Incoming, Place
from handlers import leaving
from handlers.buttons import vouch_keyboard
from handlers.desk import Desk
from mail.identity import Sender

HELD = "held"


async def hold(
    desk: Desk, incoming: Incoming, claim: Claim, sender: Sender, place: Place, *, tell: bool = True
) -> int | None:
    """Sets it aside beside what could not be understood; a dispatcher's tap has it decided as theirs.

    Gives the ticket it may be about. Of a flood's mails the desk is not told one by one (`tell`).
    """
    arrival, mail = incoming.arrival, incoming.mail
    address = mail.sender.address if mail.sender else ""
    await desk.unit.arrivals.quarantine(
        arrival.id, f"not proven to be {claim.name}'s: {sender.why}", desk.now
    )
    number = place.thread.ticket.number if place.thread else place.relative
    chat = await desk.unit.people.dispatchers_chat()
    if chat is None or not tell:
        return number
    language = chat.language or desk.policy.language
    html = desk.texts.chat(
        "dispatchers/unproven",
        language,
        name=mail.sender.name if mail.sender else None,
        address=address,
        claims=claim.name,
        number=number,
        subject=mail.raw_subject,
        words=mail.text,
        arrival_id=arrival.id,
        now=desk.now,
    )
    keyboard = vouch_keyboard(arrival.id, desk.texts, language)
    text = leaving.chat_text(chat.chat_id, html, kind="unproven", now=desk.now, keyboard=keyboard)
    await desk.unit.outbox.add(text)
    return number
