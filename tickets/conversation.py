"""Somebody says something about a ticket: who hears it, and what it changes.

The author's side decides the audience, here and once. A requester's words go to the partner who has the
baton; a partner's words go to the desk, never straight to the customer; a stranger's go to the desk alone.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tickets import handoffs
from tickets.chains.passing import downwards
from tickets.given import Given
from tickets.moves import enter, event, whoever_has_it
from tickets.muting import require_heard
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import (
    CUSTOMERS_SIDE,
    FOR_ALL,
    FOR_CUSTOMER,
    FOR_PARTNER,
    INTERNAL_ONLY,
    Actor,
    Role,
    party_of_partner,
)
from tickets.states import TicketState, WaitReason
from tickets.thanks import only_thanks
from tickets.ticket import Ticket
from tickets.timeline import Entry, EntryKind, Message, entry_of

REOPENS_WITHIN = timedelta(days=30)  # later words about a finished job are a new job (S22)


def requester_says(
    ticket: Ticket, message: Message, given: Given, now: datetime, *, automatic: bool = False
) -> Outcome:
    """Joins the requester's words: to the partner who has the baton, to the desk.

    One that waits for the customer goes on. A finished job reopens, unless they only thank for it or a
    machine wrote them (`automatic`): "your case is closed" from the customer's own system is no complaint.
    """
    live = ticket.live_handoff
    entry = entry_of(message, FOR_ALL if live else FOR_CUSTOMER, handoff=live.seq if live else None)
    notices = [Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None})]
    if live:
        relay = {"role": "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=live.seq, entry=entry, facts={**relay})
        )
    outcome = Outcome(ticket=ticket, entries=(entry,), notices=tuple(notices), answer="continued")
    if live:
        outcome = outcome.then(downwards(ticket, entry, given))
    if not ticket.is_open:
        quiet = automatic or is_thanks(message)
        return outcome if quiet else outcome.then(reopen(ticket, given, now, message))
    asked_for_cost = live is not None and live.cost_asked is not None
    if (
        ticket.wait_reason is WaitReason.CUSTOMER and not asked_for_cost
    ):  # here are the words it waited for (I22)
        return replace(
            outcome.then(handoffs.go_on(ticket, given, now, by=message.author)), answer="continued"
        )
    return outcome


def is_thanks(message: Message) -> bool:
    """Whether it only says that all is well; a file may show that it is not."""
    return only_thanks(message.text) and all(file.kind == "sticker" for file in message.attachments)


def is_past(ticket: Ticket, now: datetime) -> bool:
    """Whether it was finished so long ago that further words are a new job."""
    finished_at = ticket.closed_at or ticket.resolved_at
    return not ticket.is_open and finished_at is not None and finished_at < now - REOPENS_WITHIN


def reopen(ticket: Ticket, given: Given, now: datetime, message: Message) -> Outcome:
    """A finished ticket is not finished. Refused: `not_now` while it is open."""
    if ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    reopened = enter(ticket, TicketState.REOPENED, given.policy, now)
    return Outcome(
        ticket=reopened,
        entries=(event("reopened", message.author, now, FOR_CUSTOMER),),
        notices=(
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts={"reason": "reopened"}),
            Notice(to=Party.REQUESTER, tell=Tell.REOPENED),
        ),
        answer="reopened",
    )


def unplaced(ticket: Ticket, message: Message) -> Outcome:
    """Words whose writer was asked which ticket they are about. The desk sees them meanwhile; an entry they
    become where they belong."""
    entry = entry_of(message, INTERNAL_ONLY)
    facts: dict[str, object] = {"partner": None, "stranger": "unplaced"}
    heard = Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts=facts)
    return Outcome(ticket=ticket, notices=(heard,), answer="parked")


def stranger_says(ticket: Ticket, message: Message, *, how: str) -> Outcome:
    """Words of somebody who takes no part: kept for the desk, shown to nobody else (I6, I9)."""
    entry = entry_of(message, INTERNAL_ONLY)
    notice = Notice(
        to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None, "stranger": how}
    )
    return Outcome(ticket=ticket, entries=(entry,), notices=(notice,), answer="parked")


def let_in(ticket: Ticket, entry: Entry, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The desk lets the writer of a stranger's entry take part: the words are a customer's now, said anew.

    The entry itself stays as it was written: its audience is never widened.
    """
    writer = replace(entry.author, role=Role.CUSTOMER)
    words = Message(
        author=writer, at=entry.at, text=entry.text, attachments=entry.attachments, proof="let_in"
    )
    said = requester_says(ticket, words, given, now)
    notices = tuple(notice for notice in said.notices if notice.tell is not Tell.HEARD)
    added = event("participant_added", by, now, INTERNAL_ONLY, text=writer.name)
    return replace(said, entries=(added, *said.entries), notices=notices, answer="admitted")


def desk_replies(ticket: Ticket, message: Message) -> Outcome:
    """A dispatcher's words to the requester. Refused: `needs_text`, `muted`."""
    _require_text(message)
    require_heard(ticket, CUSTOMERS_SIDE)
    entry = entry_of(message, FOR_CUSTOMER)
    return Outcome(
        ticket=ticket,
        entries=(entry,),
        notices=(Notice(to=Party.REQUESTER, tell=Tell.REPLY, entry=entry),),
        answer="sent",
    )


def desk_tells_partner(ticket: Ticket, message: Message, given: Given) -> Outcome:
    """A dispatcher's words to the partner who has the baton.

    Refused: `needs_text`, `nobody_has_it`, `muted`.
    """
    _require_text(message)
    live = whoever_has_it(ticket)
    require_heard(ticket, party_of_partner(live.partner_id), given.partner_name(live.partner_id))
    entry = entry_of(message, FOR_PARTNER, handoff=live.seq)
    told = Outcome(
        ticket=ticket,
        entries=(entry,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=live.seq, entry=entry, facts={"role": "desk"}),
        ),
        answer="sent",
    )
    return told.then(downwards(ticket, entry, given))


def note(ticket: Ticket, message: Message, *, told: bool = False) -> Outcome:
    """A dispatcher's words for dispatchers; `told`: they were not said where the others hear them.

    Refused: `needs_text`.
    """
    _require_text(message)
    entry = replace(entry_of(message, INTERNAL_ONLY), kind=EntryKind.NOTE)
    heard = Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None})
    return Outcome(ticket=ticket, entries=(entry,), notices=(heard,) if told else (), answer="noted")


def _require_text(message: Message) -> None:
    if not message.text.strip() and not message.attachments:
        raise Refused("needs_text")
