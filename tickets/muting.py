"""A party of a ticket that is sent nothing about it until the desk says otherwise: muted (I7).

What they write is taken in as ever, and neither of them learns of it. What would wait for an answer of theirs
waits for the desk instead.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import CUSTOMERS_SIDE, INTERNAL_ONLY, STAFETT, Actor, Role, party_of_partner
from tickets.phrases import phrases_in, words_of
from tickets.policy import Policy
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry


class Untold(StrEnum):
    """What a muted party was not sent that the desk must say otherwise."""

    QUESTION = "question"
    REMINDER = "reminder"
    CARD = "card"
    RECALLED = "recalled"  # the job is no longer theirs
    REWORK = "rework"
    EVIDENCE = "evidence"  # what is missing
    COST = "cost"  # the answer about it
    BELOW = "below"  # news of their subcontractor
    WORDS = "words"  # a dispatcher's, which were mended or grew


# What somebody waits for, or may act wrongly without: the desk must say it otherwise.
_NEEDED = {
    Tell.ASKED: Untold.QUESTION,
    Tell.COST_QUESTION: Untold.QUESTION,
    Tell.NEED_REASON: Untold.QUESTION,
    Tell.PARTS_DUE: Untold.REMINDER,
    Tell.CARD: Untold.CARD,
    Tell.RECALLED: Untold.RECALLED,
    Tell.EXPIRED: Untold.RECALLED,
    Tell.REWORK: Untold.REWORK,
    Tell.EVIDENCE_MISSING: Untold.EVIDENCE,
    Tell.COST_ASKED: Untold.COST,
    Tell.COST_APPROVED: Untold.COST,
    Tell.COST_REFUSED: Untold.COST,
    Tell.COST_TO_APPROVE: Untold.BELOW,
    Tell.TO_CHECK: Untold.BELOW,
    Tell.HANDED_ON: Untold.BELOW,
    Tell.SAID: Untold.BELOW,
}


def is_muted(ticket: Ticket, party: str) -> bool:
    """Whether that party is sent nothing about the ticket."""
    return party in ticket.muted


def hears(ticket: Ticket, partner_id: str) -> bool:
    """Whether a partner is sent what concerns it."""
    return not is_muted(ticket, party_of_partner(partner_id))


def meant(ticket: Ticket, words: str, given: Given, *, usage: str, muted: bool = False) -> str:
    """The party that a dispatcher's words name: the customer; the partner who has the job from us, or had it
    last; one of those by its name. `muted`: of several partners one that is muted is meant.

    Refused: `unreadable_arguments`, and `nobody_has_it` where no partner has had it.
    """
    said, plain = words.strip().casefold(), " ".join(words_of(words))
    ours = [each for each in ticket.handoffs if each.parent is None]
    if plain in phrases_in("party", "customer"):
        return CUSTOMERS_SIDE
    named = [
        each for each in ours if said in (each.partner_id, given.partner_name(each.partner_id).casefold())
    ]
    if plain not in phrases_in("party", "partner") and not named:
        raise Refused("unreadable_arguments", usage=usage)
    if not ours:
        raise Refused("nobody_has_it")
    silent = [each for each in ours if muted and not hears(ticket, each.partner_id)]
    handoff = (named or silent or [ticket.live_handoff or ours[-1]])[-1]
    return party_of_partner(handoff.partner_id)


def mute(ticket: Ticket, party: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The party is sent nothing about the ticket from now on."""
    if is_muted(ticket, party):
        return Outcome(ticket=ticket, answer="already")
    return _changed(ticket, party, (*ticket.muted, party), "muted", given, now, by=by)


def unmute(ticket: Ticket, party: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The party is told again what happens from now on: nothing of what it missed, but the card as it is, and
    a question that still waits for its answer (see :func:`catches_up`)."""
    if not is_muted(ticket, party):
        return Outcome(ticket=ticket, answer="already")
    others = tuple(each for each in ticket.muted if each != party)
    return _changed(ticket, party, others, "unmuted", given, now, by=by)


def require_heard(ticket: Ticket, party: str, partner: str = "") -> None:
    """What a dispatcher sends by hand is never dropped silently.

    Refused: `muted` (facts: `partner`, "" for the customer).
    """
    if is_muted(ticket, party):
        raise Refused("muted", number=ticket.number, partner=partner)


def name_of(party: str, policy: Policy) -> str:
    """The partner's name; "" for the customer's side."""
    return "" if party == CUSTOMERS_SIDE else policy.partner_name(party.partition(":")[2])


def live_jobs(ticket: Ticket, party: str) -> tuple[Handoff, ...]:
    """What this partner has to do in the ticket now; of the customer's side nothing."""
    theirs = (each for each in ticket.handoffs if party_of_partner(each.partner_id) == party)
    return tuple(each for each in theirs if each.is_live)


def hearer(ticket: Ticket, notice: Notice) -> str | None:
    """The party that a notice is for; None: the desk."""
    match notice.to:
        case Party.REQUESTER:
            return CUSTOMERS_SIDE
        case Party.PARTNER | Party.PRINCIPAL if notice.handoff is not None:
            handoff = ticket.handoff(notice.handoff)
            if notice.to is Party.PRINCIPAL and handoff.parent is not None:
                handoff = ticket.handoff(handoff.parent)
            return party_of_partner(handoff.partner_id)
    return None


def unheard(ticket: Ticket, notices: Iterable[Notice], policy: Policy) -> tuple[Notice, ...]:
    """What the desk hears of what a muted party does not, and somebody waits for: one notice a party."""
    missed: dict[str, list[Untold]] = {}
    for notice in notices:
        party, what = hearer(ticket, notice), _needed(notice)
        if party is not None and what is not None and is_muted(ticket, party):
            missed.setdefault(party, []).append(what)
    return tuple(
        Notice(
            to=Party.DISPATCHERS,
            tell=Tell.NOT_TOLD,
            facts={"what": tuple(dict.fromkeys(what)), "partner": name_of(party, policy)},
        )
        for party, what in missed.items()
    )


def _needed(notice: Notice) -> Untold | None:
    said = notice.entry is not None and notice.entry.author.role is Role.DISPATCHER
    return _NEEDED.get(notice.tell) or (Untold.WORDS if said else None)


def withheld(party: str, words: str, now: datetime) -> Entry:
    """What stands in the timeline of a message that was not sent."""
    side = "customer" if party == CUSTOMERS_SIDE else "partner"
    return event(f"withheld_{side}", STAFETT, now, INTERNAL_ONLY, text=words)


def _changed(
    ticket: Ticket, party: str, muted: tuple[str, ...], what: str, given: Given, now: datetime, *, by: Actor
) -> Outcome:
    partner = name_of(party, given.policy)
    name = f"{what}_{'partner' if partner else 'customer'}"
    facts: dict[str, object] = {"event": name, "by": by.name, "partner": partner}
    return Outcome(
        ticket=replace(ticket, muted=muted),
        entries=(event(name, by, now, INTERNAL_ONLY, text=partner),),
        notices=(
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),
        ),
        answer="done",
    )
