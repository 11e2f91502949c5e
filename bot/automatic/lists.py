"""Mail of lists: what somebody we know writes through one is that person's; a newsletter opens nothing.

The desk hears of a list's first mail, and once a week at most, and can have a ticket made of it with one tap.
"""

from datetime import timedelta

from handlers import leaving
from handlers.buttons import release_keyboard
from handlers.desk import Desk
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.traffic import Passing

WANTED = "wanted_by"  # in an arrival's envelope: the dispatcher who wants a ticket of it
_A_WEEK = timedelta(days=7)


async def set_aside(desk: Desk, arrival: Arrival, mail: ParsedMail, *, tell: bool) -> tuple[str, int | None]:
    """Keeps it without a ticket; it stays in the inbox, as everything does."""
    address = mail.sender.address.lower() if mail.sender else ""
    target = f"sender:{address}"
    earlier = await desk.unit.traffic.count(Passing.LISTED, target, desk.now - _A_WEEK)
    await desk.unit.traffic.note(Passing.LISTED, address, None, None, desk.now, keep=_A_WEEK)
    chat = await desk.unit.people.dispatchers_chat()
    if tell and not earlier and chat is not None:
        language = chat.language or desk.policy.language
        html = desk.texts.chat(
            "dispatchers/list_mail",
            language,
            sender=(mail.sender.name if mail.sender else None) or address or "?",
            subject=mail.raw_subject,
            now=desk.now,
        )
        keyboard = release_keyboard("list", arrival.id, desk.texts, language)
        text = leaving.chat_text(
            chat.chat_id, html, kind="list_mail", now=desk.now, keyboard=keyboard, silent=True
        )
        await desk.unit.outbox.add(text)
    return "list", None
