"""Making an offer of a ticket, or of a part of a chain, to one partner."""

from dataclasses import replace
from datetime import datetime

from tickets import targets
from tickets.asking import Incomplete
from tickets.calendar import Duration
from tickets.card import build_card
from tickets.fitness import unfit
from tickets.given import Given
from tickets.known import Reach
from tickets.moves import event, follow
from tickets.muting import require_heard
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor, party_of_partner
from tickets.policy import Partner
from tickets.states import Because, HandoffKind, HandoffState, TargetKind
from tickets.ticket import Handoff, Ticket


def make(
    ticket: Ticket,
    partner: Partner,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    reason: str,
    accept_within: Duration | None = None,
    because: Because | None = None,
    parent: Handoff | None = None,
    cap: str | None = None,
) -> Outcome:
    """The offer, with the partner's own clock running. `parent`: the handoff that it is part of;
    `cap`: the amount that this partner has set for it.

    Refused: `not_approved_partner`, `muted`, `partner_unreachable`, `partner_unconfirmed`, and
    `asking.Incomplete` with the card.
    """
    require_heard(ticket, party_of_partner(partner.id), partner.name)
    if unfit(partner, ticket, given) == "not_approved_partner":
        raise Refused("not_approved_partner", partner=partner.name)
    handoff = _begun(ticket, partner, given, now, reason=reason, because=because, parent=parent, cap=cap)
    handed = follow(ticket, handoff, given.policy, now)
    sla = given.policy.sla(partner.sla)
    kinds = [
        each for each in TargetKind if each is not TargetKind.ON_SITE or handoff.kind is HandoffKind.FIELD
    ]
    handed = targets.promise(handed, handoff.seq, sla, now, accept_within, kinds)
    card = build_card(handed, handed.handoff(handoff.seq), given.known, given.policy)
    if not card.is_complete:
        raise Incomplete(card)
    offered = event("offered", by, now, FOR_PARTNER, handoff=handoff.seq)
    if parent is None:
        offered = replace(offered, attachments=given.known.files)
    return Outcome(
        ticket=handed,
        entries=(offered,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD, handoff=handoff.seq, entry=offered),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="offered",
    )


def _begun(
    ticket: Ticket,
    partner: Partner,
    given: Given,
    now: datetime,
    *,
    reason: str,
    because: Because | None,
    parent: Handoff | None,
    cap: str | None,
) -> Handoff:
    reach = _reach(partner, given)
    handoff = Handoff(
        seq=len(ticket.handoffs) + 1,
        partner_id=partner.id,
        state=HandoffState.OFFERED,
        offered_at=now,
        reason=reason,
        because=because,
        kind=partner.kind,
        chat_id=reach.chat_id,
        email=reach.email,
        cap=cap,
    )
    if parent is None:
        return handoff
    # What the partner has brought itself need not be brought again, whoever of its people brought it.
    brought = tuple(replace(proof, by=given.partner_name(parent.partner_id)) for proof in parent.evidence)
    return replace(handoff, parent=parent.seq, evidence=brought)


def _reach(partner: Partner, given: Given) -> Reach:
    """How to hand it a card. Refused when there is no way, or nobody there has confirmed how we work."""
    reach = given.reach.get(partner.id)
    if reach is None or (reach.chat_id is None and reach.email is None):
        unconfirmed = reach is not None and reach.unconfirmed
        raise Refused("partner_unconfirmed" if unconfirmed else "partner_unreachable", partner=partner.name)
    return reach
