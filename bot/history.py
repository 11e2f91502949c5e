"""What was said on a ticket before, so that a client that quotes it without a mark says nothing twice."""

from mail.reply.html import html_lines
from mail.reply.lines import joined
from storage.unit import Unit
from tickets.parties import Audience
from tickets.timeline import EntryKind

_SENT = 8  # mails of ours, the latest
_SAID = 12  # of the customer's side, the latest


async def texts_before(unit: Unit, number: int, audience: Audience = Audience.CUSTOMER) -> list[str]:
    """Our latest mails to that side of the ticket, and what it heard and said, the latest first."""
    entries = await unit.tickets.entries(number)
    heard = [
        entry.text
        for entry in entries
        if entry.kind is EntryKind.MESSAGE and audience in entry.audience and entry.text
    ]
    sent = await unit.messages.sent_texts(number, _SENT, audience)
    # A client quotes what it showed, and that is the HTML: rows of buttons, a table's cells side by side.
    ours = [text for plain, html in sent for text in (plain, joined(html_lines(html)))]
    return [*ours, *reversed(heard[-_SAID:])]
