"""Mail that opens no ticket by itself: newsletters, and what is sent from our own address.

What somebody we know writes through a list is theirs, and no list's. The desk hears of what is set aside, of
one list once a week at most, and can have a ticket made of it with one tap.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.buttons import release_keyboard
from handlers.desk import Desk
from handlers.tell_desk import tell_desk
from mail.mime.part import read_part
from mail.parse import parse
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.traffic import Passing

WANTED = "wanted_by"  # in an arrival's envelope: the dispatcher who wants a ticket of it
_A_WEEK = timedelta(days=7)


async def set_aside_list(
    desk: Desk, arrival: Arrival, mail: ParsedMail, *, tell: bool
) -> tuple[str, int | None]:
    """Keeps it without a ticket; it stays in the inbox, as everything does."""
    address = mail.sender.address.lower() if mail.sender else ""
    target = f"sender:{address}"
    earlier = await desk.unit.traffic.count(Passing.LISTED, target, desk.now - _A_WEEK)
    await desk.unit.traffic.note(Passing.LISTED, address, None, None, desk.now, keep=_A_WEEK)
    if tell and not earlier:
        await _tell(desk, arrival, mail, own=False)
    return "list", None


async def set_aside_own(
    desk: Desk, arrival: Arrival, mail: ParsedMail, *, tell: bool
) -> tuple[str, int | None]:
    """From our own address, and not known as a mail that we sent: by hand, or a loop that strips marks."""
    if tell:
        await _tell(desk, arrival, mail, own=True)
    return "own", None


def as_a_persons(raw: bytes, ways: Mapping[str, Any]) -> ParsedMail:
    """The mail read as what somebody wrote, though a list carried it: with its fields. Slow.

    `ways` is what `mail.parse.parse` takes.
    """
    headers = read_part(raw).headers
    names = [headers.text(name).strip() for name in ("list-id", "list-post")]
    own = (*ways["own_addresses"], *filter(None, names))
    return parse(raw, **{**ways, "own_addresses": own})


async def _tell(desk: Desk, arrival: Arrival, mail: ParsedMail, *, own: bool) -> None:
    sender = mail.sender
    facts = {
        "sender": (sender.name or sender.address) if sender else "?",
        "subject": mail.raw_subject,
        "own": own,
    }

    def keyboard(language: str) -> dict[str, Any]:
        return release_keyboard("list", arrival.id, desk.texts, language)

    await tell_desk(desk.unit, desk.house, "list_mail", desk.now, facts, keyboard=keyboard, silent=not own)
