"""Words that were said before: edited, or an album that grows. Who heard them hears of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tickets.chains.passing import heard_again, hearing
from tickets.given import Given
from tickets.greetings import without_greeting
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Actor, Audience, Role
from tickets.reports import proves, step_in_words
from tickets.ticket import Ticket
from tickets.timeline import Entry, Message


def corrected(
    ticket: Ticket, entry: Entry, given: Given, copies: Sequence[Entry] = (), *, was: str = ""
) -> Outcome:
    """Somebody edited what they had written: those who heard the old words hear the new ones, and the card
    says them where they are what is wrong.

    `copies` of it in the other threads of a chain say the new words too; `was`: the old ones.
    """
    facts: dict[str, object] = {"partner": None, "edited": True}
    if entry.author.role in (Role.PARTNER, Role.PRINCIPAL) and entry.handoff is not None:
        again = heard_again(ticket, (entry, *copies), given, edited=True)
        return Outcome(ticket=ticket, notices=again, answer="recorded")
    notices = [Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts=facts)]
    if entry.author.role is Role.CUSTOMER and _still_heard_by_a_partner(ticket, entry):
        relay = facts | {"role": "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=entry.handoff, entry=entry, facts=relay)
        )
    notices += heard_again(ticket, copies, given, edited=True)
    problem = without_greeting(entry.text)
    if was and problem and entry.author.role is Role.CUSTOMER and without_greeting(was) == ticket.problem:
        ticket = replace(ticket, problem=problem)
        notices += (
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq)
            for each in ticket.handoffs
            if each.is_live
        )
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED))
    return Outcome(ticket=ticket, notices=tuple(notices), answer="recorded")


def album_grew(
    ticket: Ticket,
    album: Entry,
    caption: str,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    copies: Sequence[Entry] = (),
) -> Outcome:
    """A further item of an album that was joined before: those who heard of the album hear of the item.

    `caption` is the item's own: it may stand on any item, and may be a step of the job. `copies` of the album
    in the other threads of a chain have grown with it.
    """
    facts: dict[str, object] = {"grew": True, "caption": caption, "partner": None}
    notices: list[Notice] = []
    outcome = Outcome(ticket=ticket)
    if album.author.role is Role.PARTNER and album.handoff is not None:
        notices += hearing(ticket, album, given, **facts)
        item = Message(author=by, at=now, text=album.text, attachments=album.attachments[-1:])
        outcome = proves(ticket, album.handoff, item, given, now)
        step = step_in_words(outcome.ticket, album.handoff, caption, given, now, by=by)
        outcome = outcome.then(step) if step is not None else outcome
    elif album.author.role is Role.PRINCIPAL:
        notices += hearing(ticket, album, given, **facts)
    elif _still_heard_by_a_partner(ticket, album):
        relay = facts | {"role": "desk" if by.role is Role.DISPATCHER else "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=album.handoff, entry=album, facts=relay)
        )
    if by.role in (Role.CUSTOMER, Role.STRANGER):
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=album, facts=facts))
    elif Audience.CUSTOMER in album.audience:
        notices.append(Notice(to=Party.REQUESTER, tell=Tell.REPLY, entry=album, facts=facts))
    notices += heard_again(ticket, copies, given, **facts)
    return replace(outcome, notices=(*outcome.notices, *notices), answer="recorded")


def _still_heard_by_a_partner(ticket: Ticket, entry: Entry) -> bool:
    """Whether what follows on these words still reaches a partner: a former one hears nothing more (S20)."""
    return entry.handoff is not None and (
        Audience.PARTNER in entry.audience and ticket.handoff(entry.handoff).is_live
    )
