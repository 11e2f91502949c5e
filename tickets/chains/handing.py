"""What a partner does with a job of its own towards its subcontractor: hand on, take back, approve, tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tickets import offering, targets
from tickets.chains.ending import approve_child, given_back, recall_below
from tickets.chains.passing import downwards, hearing
from tickets.chains.tree import child_of, choices, firm, subcontractors_of, why_not
from tickets.chains.words import read_verdict
from tickets.given import Given
from tickets.moves import event, follow
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor, Audience, Role
from tickets.policy import Partner
from tickets.states import MAY_HAND_ON, HandoffState, TargetKind
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry, EntryKind, Message, entry_of
from tickets.work.caps import caps_over
from tickets.work.money import read_money


def hand_on(
    ticket: Ticket,
    seq: int,
    partner: Partner,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    timeline: Sequence[Entry] = (),
    cap: str | None = None,
) -> Outcome:
    """Hands the job on to a subcontractor, whose neighbour is then this partner and nobody else.

    What this partner has been told so far, by the ticket's `timeline`, goes along. `cap`: an amount with its
    currency, above which the subcontractor has to ask; None: the one that holds for this partner.

    Refused: `ended`, `not_now`, `handed_on` (facts: `partner`) when somebody below has it,
    `not_your_subcontractor` (facts: `partners`, who could have it), `sub_cannot` (facts: `partner`, `why`: as
    tree.why_not), `wrong_currency` (facts: `amount`, `currency`) for a cap that cannot be compared with those
    above, and as offering.make refuses.
    """
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if handoff.state not in MAY_HAND_ON:
        raise Refused("not_now", state=handoff.state)
    if (child := child_of(ticket, seq)) is not None:
        raise Refused("handed_on", partner=given.partner_name(child.partner_id))
    could = choices(ticket, seq, given, now)
    if partner in subcontractors_of(handoff, given) and partner not in could:
        raise Refused("sub_cannot", partner=partner.name, why=why_not(partner, ticket, seq, given, now))
    if partner not in could:
        raise Refused("not_your_subcontractor", partners=", ".join(each.name for each in could))
    _require_countable(cap, handoff, ticket, given)
    above = firm(handoff, given, Role.PRINCIPAL)
    reason = f"/handon {by.name}"
    outcome = offering.make(ticket, partner, given, now, by=above, reason=reason, parent=handoff, cap=cap)
    new = len(outcome.ticket.handoffs)
    facts: dict[str, object] = {"event": "offered", "partner": partner.name}
    outcome = outcome.then(
        Outcome(
            ticket=outcome.ticket,
            notices=(
                Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
                Notice(to=Party.PRINCIPAL, tell=Tell.HANDED_ON, handoff=new, facts=facts),
            ),
        )
    )
    for told in _told_so_far(seq, timeline):
        outcome = outcome.then(downwards(outcome.ticket, told, given))
    return outcome


def _require_countable(cap: str | None, handoff: Handoff, ticket: Ticket, given: Given) -> None:
    own = read_money(cap)
    for other in caps_over(handoff, ticket, given) if own is not None else ():
        if own is not None and not own.fits(other):
            raise Refused("wrong_currency", amount=str(own), currency=other.currency)


def _told_so_far(seq: int, timeline: Sequence[Entry]) -> list[Entry]:
    """What came from above; the customer's files go with the card."""
    from_above = [
        replace(entry, attachments=()) if entry.author.role is Role.CUSTOMER else entry
        for entry in timeline
        if entry.handoff == seq
        and entry.kind is EntryKind.MESSAGE
        and Audience.PARTNER in entry.audience
        and entry.author.role in (Role.CUSTOMER, Role.DISPATCHER, Role.PRINCIPAL)
    ]
    return [entry for entry in from_above if entry.text.strip() or entry.attachments]


def take_back(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, note: str = "") -> Outcome:
    """Takes the job back from the subcontractor, and so from all below. Refused: `sub_ended`."""
    child = _live(ticket, seq, given)
    ended = replace(child, state=HandoffState.RECALLED, ended_at=now, note=note or None)
    outcome = recall_below(ticket, seq, given, now)
    changed = targets.drop(follow(outcome.ticket, ended, given.policy, now), seq, now)
    outcome = outcome.then(
        Outcome(
            ticket=changed,
            entries=(event("recalled", _above(by), now, FOR_PARTNER, handoff=seq, text=note),),
            notices=(
                Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
                Notice(to=Party.PARTNER, tell=Tell.RECALLED, handoff=seq, facts={"note": note}),
            ),
            answer="recalled",
        )
    )
    return outcome.then(given_back(outcome.ticket, child, given, now))


def approve(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The subcontractor's work is good. Refused: `nothing_to_approve`."""
    child = ticket.handoff(seq)
    if child.state is HandoffState.APPROVED:
        return Outcome(ticket=ticket, answer="already")
    if child.state is not HandoffState.DONE:
        raise Refused("nothing_to_approve")
    return approve_child(ticket, child, given, now, by=_above(by))


def send_back(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """The subcontractor's work is not good yet, and why. Refused: `nothing_to_approve`, `needs_reason`."""
    child = ticket.handoff(seq)
    if child.state is not HandoffState.DONE:
        raise Refused("nothing_to_approve")
    if not reason.strip():
        raise Refused("needs_reason")
    changed = replace(child, state=HandoffState.REWORK, done_at=None, note=reason)
    ticket = follow(ticket, changed, given.policy, now)
    ticket = targets.unmeet(ticket, seq, TargetKind.RESOLVE, given.policy, now)
    return Outcome(
        ticket=ticket,
        entries=(event("rework", _above(by), now, FOR_PARTNER, handoff=seq, text=reason),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.PARTNER, tell=Tell.REWORK, handoff=seq, facts={"note": reason}),
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=child.parent),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="rejected",
    )


def principal_says(ticket: Ticket, seq: int, message: Message, given: Given, now: datetime) -> Outcome:
    """A partner's words to its subcontractor, and through them to whoever has it further down. To one that
    says done, "approved" and "not approved: why" are the verdict.

    Refused: `sub_ended` when the subcontractor has it no more.
    """
    child = _live(ticket, seq, given)
    verdict = read_verdict(message.text) if child.state is HandoffState.DONE else None
    if verdict is not None and not message.attachments:
        by = message.author
        if verdict.is_good:
            return approve(ticket, seq, given, now, by=by)
        return send_back(ticket, seq, given, now, by=by, reason=verdict.reason)
    entry = entry_of(replace(message, author=_above(message.author)), FOR_PARTNER, seq)
    heard = hearing(ticket, entry, given)
    outcome = Outcome(ticket=ticket, entries=(entry,), notices=heard, answer="recorded")
    return outcome.then(downwards(ticket, entry, given))


def _live(ticket: Ticket, seq: int, given: Given) -> Handoff:
    child = ticket.handoff(seq)
    if not child.is_live:
        raise Refused("sub_ended", partner=given.partner_name(child.partner_id))
    return child


def _above(by: Actor) -> Actor:
    return replace(by, role=Role.PRINCIPAL)
