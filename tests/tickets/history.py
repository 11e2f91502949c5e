"""A ticket's life, step by step: who says what in it, and who may be shown it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.tickets import world
from tests.tickets.chains import chain
from tests.tickets.world import NOW, PER, SOR, ticket
from tickets.chains.tree import above, below
from tickets.known import PastJob, Reach
from tickets.outcome import Notice, Outcome
from tickets.parties import Actor, Channel
from tickets.ticket import Ticket
from tickets.timeline import Entry

POLICY = chain.CHAIN_POLICY
MAIL = {"sor-kulde": "vakt@sor.example", "beta": "jobb@beta.example", "delta": "post@delta.example"}
NUMBERS = {name: f"SO-{name[:2]}-77" for name in POLICY.partners}  # of their own ticket systems
PAST = {name: f"past-{place}-word" for place, name in enumerate(POLICY.partners)}
KNOWN = replace(
    world.KNOWN,
    contract=replace(world.KNOWN.contract, customer_approval="yes") if world.KNOWN.contract else None,
    history=tuple(
        PastJob(number=500 + place, at=NOW, subject="Lekker", outcome=words, partner=name, done=("Pakning",))
        for place, (name, words) in enumerate(PAST.items())
    ),
    partner_numbers=tuple(NUMBERS.items()),
)
GIVEN = replace(
    chain.CHAIN,
    known=KNOWN,
    reach={**chain.CHAIN.reach, **{name: Reach(email=address) for name, address in MAIL.items()}},
)
MAILING = ticket().requester
CHATTING = replace(MAILING, channel=Channel.TELEGRAM, address="9001", chat_id=9001)
TECHNICIANS = {**chain.TECHNICIANS, SOR.id: PER}
NAMES = {
    each.id: tuple(
        filter(None, (each.name, each.id, TECHNICIANS[each.id].name, MAIL.get(each.id), NUMBERS[each.id]))
    )
    for each in POLICY.partners.values()
}
PARTNERS_NAMES = [name for names in NAMES.values() for name in names]


@dataclass
class History:
    """A ticket's life so far; every text said in it is a word of its own, signed by its kind."""

    ticket: Ticket = field(default_factory=ticket)
    now: datetime = NOW
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    steps: list[tuple[datetime, Outcome, int]] = field(default_factory=list)  # and the count of entries
    for_partner: dict[int, set[str]] = field(default_factory=dict)  # by handoff: what it may be shown
    for_customer: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def words(self, kind: str, *partners: int | None, customer: bool = False) -> str:
        """A new text, remembered with those who may be shown it."""
        text = f"{kind}-{len(self.said)}-word"
        self.said.add(text)
        if customer:
            self.for_customer.add(text)
        for seq in partners:
            if seq is not None:
                self.for_partner.setdefault(seq, set()).add(text)
        return text

    def instead_of(self, was: str) -> str:
        """Other words for whoever may be shown these."""
        partners = [seq for seq, shown in self.for_partner.items() if was in shown]
        return self.words(f"{was.partition('-')[0]}-edited", *partners, customer=was in self.for_customer)

    def take(self, outcome: Outcome) -> None:
        self.ticket = outcome.ticket
        self.entries += outcome.entries
        self.notices += outcome.notices
        self.steps.append((self.now, outcome, len(self.entries)))

    @property
    def baton(self) -> int | None:
        return self.ticket.live_handoff.seq if self.ticket.live_handoff else None

    @property
    def having(self) -> list[int]:
        """The handoffs of the chain that has the job, from the desk's down."""
        return [] if self.baton is None else [self.baton, *(h.seq for h in below(self.ticket, self.baton))]

    def upwards(self, seq: int) -> list[int]:
        """A handoff, and those it is part of."""
        return [seq, *(each.seq for each in above(self.ticket, seq))]

    def technician(self, seq: int) -> Actor:
        return TECHNICIANS[self.ticket.handoff(seq).partner_id]


Move = Callable[[History], Outcome | None]
MOVES: list[Move] = []


def move(made: Move) -> Move:
    """One of the things that may happen next. None: nothing."""
    MOVES.append(made)
    return made
