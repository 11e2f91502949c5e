"""What a job has come to, for whoever approves it and whoever bills it: evidence, work, sums, deviations."""

from dataclasses import dataclass

from tickets.chains.tree import reported_work
from tickets.evidence.demands import EvidenceKind, Standing
from tickets.evidence.job import evidence_of
from tickets.known import Known
from tickets.policy import Policy
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work.lines import in_all, said
from tickets.work.payers import Payer
from tickets.work.shares import Share, payer_of, shares_of

_WITHOUT_WORK = frozenset({HandoffState.OFFERED, HandoffState.DECLINED, HandoffState.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A line of work, and who pays it."""

    text: str
    payer: Payer | None  # None: as agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of the partner who has the job, or had it last, with all who worked for it
    and do not settle with it by themselves (S92)."""

    evidence: tuple[Standing, ...]  # but the checklist
    ticked: int  # steps of the checklist, demanded or not
    unticked: tuple[str, ...]  # the steps that nobody has ticked off (S45)
    work: tuple[Paid, ...]  # a line each, as it was written down
    sums: tuple[str, ...]  # hours, kilometres, then each currency
    shares: tuple[Share, ...] = ()  # who pays what of it; none where nothing says so
    waived: str | None  # why a dispatcher let it be done without the rest

    @property
    def steps(self) -> int:
        """How many steps the checklist has."""
        return self.ticked + len(self.unticked)

    @property
    def there(self) -> tuple[Standing, ...]:
        """What is there as it should be."""
        return tuple(each for each in self.evidence if not each.lacking and not each.outside)

    @property
    def lacking(self) -> tuple[Standing, ...]:
        """What should have come, and has not."""
        return tuple(each for each in self.evidence if each.lacking)

    @property
    def outside(self) -> tuple[Standing, ...]:
        """Readings beyond their limits."""
        return tuple(each for each in self.evidence if each.outside)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.evidence or self.steps or self.work or self.waived)


def account_of(ticket: Ticket, known: Known, policy: Policy) -> Account | None:
    """The account of the job; None: nobody has had it. Evidence climbs a chain, work is summed here."""
    had = [each for each in ticket.handoffs if each.parent is None and each.state not in _WITHOUT_WORK]
    if not had:
        return None
    handoff = had[-1]
    standings = evidence_of(handoff, ticket, known, policy)
    steps = [each for each in standings if each.demand.kind is EvidenceKind.CHECK]
    lines = reported_work(ticket, handoff.seq, policy)
    return Account(
        evidence=tuple(each for each in standings if each.demand.kind is not EvidenceKind.CHECK),
        ticked=sum(not each.lacking for each in steps),
        unticked=tuple(each.demand.label for each in steps if each.lacking),
        work=tuple(Paid(text=said(line), payer=payer_of(line, known)) for line in lines),
        sums=in_all(lines),
        shares=shares_of(lines, known),
        waived=handoff.waived,
    )
