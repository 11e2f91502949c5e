"""A ticket that another Stafett has handed us: it hears where the job stands, and files, as they come.

What a requester is told anyway (taken, on the way, done) carries the signed copy along. What is left, such as
an arrival on site or a photo, goes as a mail of its own.
"""

from collections.abc import Sequence
from dataclasses import replace

from storage.unit import Unit
from tickets.linked.telling import digest, goes_up, told_standing
from tickets.muting import is_muted
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import CUSTOMERS_SIDE, Audience
from tickets.policy import Policy
from tickets.ticket import Ticket
from tickets.timeline import Entry


def news_for_principal(outcome: Outcome, ticket: Ticket, new: Sequence[Entry]) -> tuple[Notice, ...]:
    """Files that our own partners have brought just now: whoever handed us the job gets them."""
    grown = {
        notice.entry.id: notice.entry
        for notice in outcome.notices
        if notice.entry is not None and notice.facts.get("grew")
    }
    return tuple(
        Notice(
            to=Party.REQUESTER,
            tell=Tell.PROGRESS,
            entry=replace(entry, text=""),
            facts={"grew": entry.id in grown, "caption": ""},
        )
        for entry in (*new, *grown.values())
        if Audience.PARTNER in entry.audience and entry.attachments and goes_up(ticket, entry)
    )


async def untold(unit: Unit, ticket: Ticket, entries: Sequence[Entry], policy: Policy) -> Notice | None:
    """What is still to be told of where it stands; None: they know, or are muted and hear it afterwards."""
    link = await unit.links.from_principal(ticket.number)
    if link is None or is_muted(ticket, CUSTOMERS_SIDE):
        return None
    if link.told == digest(told_standing(ticket, entries, policy)):
        return None
    return Notice(to=Party.REQUESTER, tell=Tell.PROGRESS)
