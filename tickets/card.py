"""The handoff card: six mandatory parts and the problem, the same every time (S11, S41)."""

from dataclasses import dataclass
from datetime import date, datetime

from tickets.card_parts import (
    Costs,
    Demands,
    Equipment,
    OnSite,
    Part,
    Terms,
    contact,
    costs_of,
    demands_on,
    equipment_of,
    terms_of,
)
from tickets.chains.tree import reported_work
from tickets.known import Known, PastJob
from tickets.policy import Policy
from tickets.problem import states_problem
from tickets.states import ENDED_HANDOFFS, HandoffKind, HandoffState, Priority
from tickets.ticket import Handoff, Ticket
from tickets.work.lines import total
from tickets.work.money import Money, read_money


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All a technician needs, and nothing of any other customer (S20).

    A part that a dispatcher typed stands in `filled` and is shown in that part's place. None and empty
    mean: not known; then the part is `missing`, and the card is not sent.
    """

    number: int
    seq: int
    principal: str  # who hands the job over: the desk's name
    state: HandoffState
    technician: str | None
    kind: HandoffKind = HandoffKind.FIELD
    priority: Priority
    category: str | None
    subject: str
    problem: str
    equipment: Equipment
    history: tuple[PastJob, ...]
    terms: Terms
    demands: Demands
    contact: OnSite
    costs: Costs
    filled: dict[Part, str]
    note: str | None = None  # what was said with a rejection
    eta: datetime | None = None  # when the technician comes, as they said
    eta_end: datetime | None = None
    parts_on: date | None = None  # when the part comes that it waits for
    own_number: str | None = None  # under which this partner has the job
    number_above: str | None = None  # under which the partner has it who hands it over
    below: tuple["Below", ...] = ()  # to whom this partner has handed it on, one after the other

    @property
    def is_live(self) -> bool:
        """Whether the partner has the job; from one that has ended nothing of the customer stays."""
        return self.state not in ENDED_HANDOFFS

    @property
    def is_complete(self) -> bool:
        """Whether it may be sent."""
        return not self.missing and self.states_problem

    @property
    def states_problem(self) -> bool:
        """Whether it says what is wrong (S41)."""
        return states_problem(self.problem)

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that nobody knows and nobody typed."""
        known = {
            Part.EQUIPMENT: self.equipment.is_known,
            Part.HISTORY: self.equipment.asset_id is not None,  # a machine without earlier jobs has one
            Part.TERMS: self.terms.is_known,
            Part.DEMANDS: self.demands.is_known,
            Part.CONTACT: self.contact.is_known,
            Part.PARTS: self.costs.is_known,
        }
        return tuple(part for part in Part if part not in self.filled and not known[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A subcontractor, as the partner who handed the job on to it sees it."""

    seq: int
    partner: str
    state: HandoffState
    technician: str | None
    since: datetime  # when it came to that state
    number: str | None = None  # under which it has the job
    spent: str = ""  # what it and all below it have come to, where there is a cap

    @property
    def is_live(self) -> bool:
        """Whether it has the job."""
        return self.state not in ENDED_HANDOFFS


def build_card(ticket: Ticket, handoff: Handoff, known: Known, policy: Policy) -> Card:
    """The card of one handoff as things stand now. Within a chain the partner above hands the job over."""
    above = ticket.handoff(handoff.parent) if handoff.parent is not None else None
    costs, met = costs_of(ticket, handoff, known, policy), contact(ticket, handoff, known)
    return Card(
        number=ticket.number,
        seq=handoff.seq,
        principal=policy.partner_name(above.partner_id) if above else policy.desk_name,
        state=handoff.state,
        technician=handoff.technician,
        kind=handoff.kind,
        priority=ticket.priority,
        category=ticket.category,
        subject=met.without(ticket.subject),
        problem=met.without(ticket.problem),
        equipment=equipment_of(ticket, known, policy.documents),
        history=tuple(job.as_told_to(handoff.partner_id) for job in known.history),
        terms=terms_of(ticket, handoff, known),
        demands=demands_on(ticket, handoff, known, policy),
        contact=met,
        costs=costs,
        filled={Part(part): text for part, text in ticket.filled},
        note=_what_is_wrong(handoff) or (_what_is_wrong(above) if above else None),
        eta=handoff.eta,
        eta_end=handoff.eta_end,
        parts_on=handoff.parts_on,
        own_number=known.number_at(handoff.partner_id),
        number_above=known.number_at(above.partner_id) if above else None,
        below=_below(ticket, handoff, known, policy, read_money(costs.cap)),
    )


def _what_is_wrong(handoff: Handoff) -> str | None:
    return handoff.note if handoff.state is HandoffState.REWORK else handoff.resumes_with


def _below(
    ticket: Ticket, handoff: Handoff, known: Known, policy: Policy, cap: Money | None
) -> tuple[Below, ...]:
    return tuple(
        Below(
            seq=each.seq,
            partner=policy.partner_name(each.partner_id),
            state=each.state,
            technician=each.technician,
            since=each.latest_at,
            number=known.number_at(each.partner_id),
            spent=_spent(ticket, each, policy, cap),
        )
        for each in ticket.handoffs
        if each.parent == handoff.seq
    )


def _spent(ticket: Ticket, handoff: Handoff, policy: Policy, cap: Money | None) -> str:
    cost = total(reported_work(ticket, handoff.seq, policy), cap) if cap else None
    return str(cost) if cost and cost.amount else ""
