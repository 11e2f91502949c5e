"""Whatever happens to a ticket, no party is shown what is not addressed to it (S3, S70, I4, I26)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.chains import chain
from tests.tickets.world import BORIS, DINA, KARI, KNOWN, NORD, NOW, PER, SOR, message, ticket
from tickets import amending, approval, clock, conversation, dispatch, handoffs, offers, reports
from tickets.card import build_card
from tickets.card_parts import Part
from tickets.chains import handing
from tickets.chains.tree import above, below, child_of, choices
from tickets.outcome import Notice, Outcome, Party, Refused
from tickets.parties import Actor, Audience
from tickets.policy import Partner
from tickets.states import MAY_HAND_ON, HandoffState, Priority, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry
from tickets.views import customer_view, partner_view

POLICY, GIVEN = chain.CHAIN_POLICY, chain.CHAIN
TECHNICIANS = {**chain.TECHNICIANS, SOR.id: PER}
NAMES = {each.id: (each.name, each.id, TECHNICIANS[each.id].name) for each in POLICY.partners.values()}
PARTNERS_NAMES = [name for names in NAMES.values() for name in names]


@dataclass
class History:
    """A ticket's life so far; every text said in it is a word of its own, signed by its kind."""

    ticket: Ticket = field(default_factory=ticket)
    now: datetime = NOW
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
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

    def take(self, outcome: Outcome) -> None:
        self.ticket = outcome.ticket
        self.entries += outcome.entries
        self.notices += outcome.notices

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


@move
def kari_says(of: History) -> Outcome:
    words = message(KARI, of.words("kari", *of.having, customer=True), of.now)
    return conversation.requester_says(of.ticket, words, GIVEN, of.now)


@move
def first_partner_says(of: History) -> Outcome | None:
    return technician_says(of, 1)


@move
def last_partner_says(of: History) -> Outcome | None:
    return technician_says(of, len(of.ticket.handoffs))


def technician_says(of: History, seq: int) -> Outcome | None:
    if not 1 <= seq <= len(of.ticket.handoffs):
        return None
    words = message(of.technician(seq), of.words("technician", *of.upwards(seq)), of.now)
    return reports.partner_says(of.ticket, seq, words, GIVEN, of.now)


@move
def stranger_says(of: History) -> Outcome:
    return conversation.stranger_says(of.ticket, message(BORIS, of.words("stranger"), of.now), how="cc")


@move
def desk_replies(of: History) -> Outcome:
    return conversation.desk_replies(of.ticket, message(DINA, of.words("reply", customer=True), of.now))


@move
def desk_tells_partner(of: History) -> Outcome | None:
    if of.baton is None:
        return None
    words = message(DINA, of.words("instruction", *of.having), of.now)
    return conversation.desk_tells_partner(of.ticket, words, GIVEN)


@move
def desk_notes(of: History) -> Outcome:
    return conversation.note(of.ticket, message(DINA, of.words("note"), of.now))


@move
def desk_offers(of: History) -> Outcome:
    partner: Partner = (NORD, SOR)[len(of.ticket.handoffs) % 2]
    seq = len(of.ticket.handoffs) + 1
    reason = of.words("reason", seq)
    return offers.offer(of.ticket, partner, GIVEN, of.now, by=DINA, reason=reason)


@move
def router_offers(of: History) -> Outcome:
    return offers.offer_next(of.ticket, GIVEN, of.now)


def partner_takes(state: HandoffState) -> Move:
    def takes(of: History) -> Outcome | None:
        if of.baton is None:
            return None
        return step(of, of.baton, state)

    return takes


def last_in_the_chain_takes(state: HandoffState) -> Move:
    def takes(of: History) -> Outcome | None:
        return step(of, of.having[-1], state) if of.having else None

    return takes


def step(of: History, seq: int, state: HandoffState) -> Outcome:
    note, by = of.words("step", *of.upwards(seq)), of.technician(seq)
    return handoffs.answer(of.ticket, seq, state, GIVEN, of.now, by=by, note=note)


for each in (
    HandoffState.ACCEPTED,
    HandoffState.ON_SITE,
    HandoffState.WAITING,
    HandoffState.DONE,
    HandoffState.DECLINED,
):
    move(partner_takes(each))
    move(last_in_the_chain_takes(each))


@move
@move
@move
def last_in_the_chain_hands_on(of: History) -> Outcome | None:
    if not of.having or not (could := choices(of.ticket, of.having[-1], GIVEN, NOW)):
        return None
    seq, new = of.having[-1], len(of.ticket.handoffs) + 1
    came_down = ("kari", "instruction", "principal", "first")
    known = {words for words in of.for_partner.get(seq, set()) if words.startswith(came_down)}
    of.for_partner.setdefault(new, set()).update(known)
    by = of.technician(seq)
    return handing.hand_on(of.ticket, seq, could[0], GIVEN, of.now, by=by, timeline=of.entries)


def last_subcontractor(of: History) -> Handoff | None:
    return of.ticket.handoff(of.having[-1]) if len(of.having) > 1 else None


@move
def somebody_speaks_to_the_next(of: History) -> Outcome | None:
    if (child := last_subcontractor(of)) is None or child.parent is None:
        return None
    said = of.words("principal", child.parent, child.seq)
    words = message(of.technician(child.parent), said, of.now)
    return handing.principal_says(of.ticket, child.seq, words, GIVEN, of.now)


@move
def first_partner_speaks_to_its_own(of: History) -> Outcome | None:
    if len(of.having) <= 1:
        return None
    words = message(of.technician(of.having[0]), of.words("first", *of.having), of.now)
    return handing.principal_says(of.ticket, of.having[1], words, GIVEN, of.now)


@move
def somebody_takes_back(of: History) -> Outcome | None:
    if len(of.having) <= 1:
        return None
    note = of.words("taking-back", *of.having[:2])
    by = of.technician(of.having[0])
    return handing.take_back(of.ticket, of.having[1], GIVEN, of.now, by=by, note=note)


@move
def somebody_sends_back(of: History) -> Outcome | None:
    if (child := last_subcontractor(of)) is None or child.parent is None:
        return None
    reason, by = of.words("wrong", child.parent, child.seq), of.technician(child.parent)
    return handing.send_back(of.ticket, child.seq, GIVEN, of.now, by=by, reason=reason)


@move
def somebody_approves(of: History) -> Outcome | None:
    if (child := last_subcontractor(of)) is None or child.parent is None:
        return None
    return handing.approve(of.ticket, child.seq, GIVEN, of.now, by=of.technician(child.parent))


@move
def desk_recalls(of: History) -> Outcome:
    note = of.words("recall", of.baton)
    return offers.recall(of.ticket, GIVEN, of.now, by=DINA, note=note)


@move
def desk_approves(of: History) -> Outcome:
    return approval.approve(of.ticket, GIVEN, of.now, by=DINA)


@move
def desk_rejects(of: History) -> Outcome:
    roots = [handoff.seq for handoff in of.ticket.handoffs if handoff.parent is None]
    reason = of.words("rejection", of.baton or (roots[-1] if roots else None))  # also once it is open again
    return approval.reject(of.ticket, GIVEN, of.now, by=DINA, reason=reason)


@move
def desk_waits(of: History) -> Outcome:
    return dispatch.wait(of.ticket, WaitReason.CUSTOMER, GIVEN, of.now, by=DINA)


@move
def desk_closes(of: History) -> Outcome:
    return dispatch.close(of.ticket, GIVEN, of.now, by=DINA)


@move
def desk_fills_the_card(of: History) -> Outcome:
    text = of.words("filled")
    for seq in range(1, 40):  # a part of the card is every partner's, now and later
        of.for_partner.setdefault(seq, set()).add(text)
    return dispatch.fill(of.ticket, Part.CONTACT, text, of.now, by=DINA)


@move
def desk_raises(of: History) -> Outcome:
    return dispatch.set_priority(of.ticket, Priority.CRITICAL, GIVEN, of.now, by=DINA)


@move
def desk_merges(of: History) -> Outcome:
    return dispatch.merge(of.ticket, replace(of.ticket, number=1002), GIVEN, of.now, by=DINA)


@move
def kari_rates(of: History) -> Outcome:
    return dispatch.rate(of.ticket, 2, of.now, by=KARI)


@move
def clock_looks(of: History) -> Outcome:
    looked = clock.look(of.ticket, POLICY, of.now)
    offer = clock.expired_offer(looked.ticket, of.now)
    return looked.then(offers.expire(looked.ticket, offer.seq, GIVEN, of.now)) if offer else looked


@move
def somebody_corrects(of: History) -> Outcome | None:
    heard = [entry for entry in of.entries if entry.event is None]
    return amending.corrected(of.ticket, heard[-1], GIVEN) if heard else None


@move
def album_grows(of: History) -> Outcome | None:
    heard = [entry for entry in of.entries if entry.author is KARI and entry.event is None]
    if not heard:
        return None
    return amending.album_grew(of.ticket, heard[0], "", GIVEN, of.now, by=KARI)


def played(depth: int, moves: list[tuple[int, int]]) -> History:
    """A history that begins with a chain of so many partners, each of whom has accepted."""
    of = History()
    accepts = last_in_the_chain_takes(HandoffState.ACCEPTED)
    beginning: list[Move] = [desk_offers, accepts, *(last_in_the_chain_hands_on, accepts) * (depth - 1)]
    chosen = [(made, 1) for made in beginning[: depth * 2]]
    for made, minutes in (*chosen, *((MOVES[number], minutes) for number, minutes in moves)):
        of.now += timedelta(minutes=minutes)
        former = {handoff.seq for handoff in of.ticket.handoffs if not handoff.is_live}
        try:
            outcome = made(of)
        except Refused:
            continue
        if outcome is not None:
            of.take(outcome)
            former_hear = [
                each for each in outcome.notices if each.to is Party.PARTNER and each.handoff in former
            ]
            assert all(each.entry is None for each in former_hear)
            assert all(
                of.ticket.handoff(of.ticket.handoff(each.handoff or 0).parent or 0).is_live
                for each in outcome.notices
                if each.to is Party.PRINCIPAL
            )
    return of


histories = st.builds(
    played,
    st.integers(0, 4),
    st.lists(st.tuples(st.integers(0, len(MOVES) - 1), st.integers(1, 400)), min_size=3, max_size=30),
)


@given(histories)
@settings(max_examples=150, deadline=None)
def test_customer_is_shown_its_own_words_and_the_desks_replies(of: History) -> None:
    shown = str(asdict(customer_view(of.ticket, KNOWN, POLICY, of.entries)))
    assert {words for words in of.said if words in shown} <= of.for_customer
    assert not [name for name in PARTNERS_NAMES if name in shown]
    assert DINA.name not in shown


@given(histories)
@settings(max_examples=150, deadline=None)
def test_partner_is_shown_its_own_job_alone(of: History) -> None:
    for handoff in of.ticket.handoffs:
        card = build_card(of.ticket, handoff, KNOWN, POLICY)
        shown = str(asdict(partner_view(card, POLICY, handoff.partner_id, of.entries)))
        allowed = of.for_partner.get(handoff.seq, set())
        if handoff.parent is not None:  # whoever goes on with work that was sent back reads what is wrong
            theirs = of.for_partner.get(handoff.parent, set())
            allowed = allowed | {words for words in theirs if words.startswith(("rejection", "wrong"))}
        assert {words for words in of.said if words in shown} <= allowed
        near = neighbours(of.ticket, handoff)
        assert not [
            name for partner, names in NAMES.items() if partner not in near for name in names if name in shown
        ]
        assert BORIS.name not in shown
        if handoff.parent is not None:
            assert POLICY.desk_name not in shown
            assert DINA.name not in shown


def neighbours(of: Ticket, handoff: Handoff) -> set[str]:
    """The partners whose names this one may know."""
    parent = {of.handoff(handoff.parent).partner_id} if handoff.parent is not None else set()
    return {handoff.partner_id} | parent | {h.partner_id for h in of.handoffs if h.parent == handoff.seq}


@given(histories)
@settings(max_examples=150, deadline=None)
def test_what_is_told_within_a_chain_names_neighbours_only(of: History) -> None:
    for notice in of.notices:
        if notice.to not in (Party.PARTNER, Party.PRINCIPAL) or notice.handoff is None:
            continue
        handoff = of.ticket.handoff(notice.handoff)
        hearer = handoff
        if notice.to is Party.PRINCIPAL and handoff.parent is not None:
            hearer = of.ticket.handoff(handoff.parent)
        said = str((notice.facts, notice.entry.author.name if notice.entry else ""))
        near = neighbours(of.ticket, hearer)
        assert not [n for partner, names in NAMES.items() if partner not in near for n in names if n in said]


@given(histories)
@settings(max_examples=150, deadline=None)
def test_a_chain_hangs_together(of: History) -> None:
    for handoff in of.ticket.handoffs:
        if handoff.parent is not None and handoff.is_live:
            parent = of.ticket.handoff(handoff.parent)
            assert parent.state in MAY_HAND_ON
            assert child_of(of.ticket, parent.seq) == handoff
    running = [each for each in of.ticket.targets if each.handoff is not None and each.runs]
    assert all(of.ticket.handoff(each.handoff or 0).is_live for each in running)


@given(histories)
@settings(max_examples=150, deadline=None)
def test_words_passed_on_are_addressed_to_whom_they_reach(of: History) -> None:
    for notice in of.notices:
        if notice.to is Party.REQUESTER:
            assert notice.entry is None or Audience.CUSTOMER in notice.entry.audience
            assert not [name for name in PARTNERS_NAMES if name in str(notice.facts)]
        if notice.to in (Party.PARTNER, Party.PRINCIPAL) and notice.entry is not None:
            assert Audience.PARTNER in notice.entry.audience
            assert notice.entry.handoff == notice.handoff


@given(histories)
@settings(max_examples=150, deadline=None)
def test_nobody_hears_an_echo_of_its_own_words(of: History) -> None:
    for notice in of.notices:
        author = notice.entry.author if notice.entry else None
        assert not (notice.to is Party.REQUESTER and author is KARI)
        if notice.entry is None or notice.handoff is None or author is None:
            continue
        handoff = of.ticket.handoff(notice.handoff)
        hearer = handoff if notice.to is Party.PARTNER else None
        if notice.to is Party.PRINCIPAL and handoff.parent is not None:
            hearer = of.ticket.handoff(handoff.parent)
        assert not (hearer and author.name in NAMES[hearer.partner_id])


@given(histories)
@settings(max_examples=150, deadline=None)
def test_verdict_of_the_customer_reaches_no_partner(of: History) -> None:
    verdicts = [entry for entry in of.entries if entry.event == "csat"]
    assert all(Audience.PARTNER not in entry.audience for entry in verdicts)
    assert not [each for each in of.notices if each.to is Party.PARTNER and each.facts.get("event") == "csat"]
