"""Whatever happens to a ticket, no party is shown what is not addressed to it (S3, S70, I4, I26)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.world import (
    BORIS,
    DINA,
    GIVEN,
    KARI,
    KNOWN,
    NORD,
    NOW,
    OLA,
    PER,
    POLICY,
    SOR,
    message,
    ticket,
)
from tickets import clock, conversation, dispatch, handoffs
from tickets.card import Part, build_card
from tickets.policy import Partner
from tickets.states import HandoffState, Priority, WaitReason
from tickets.ticket import Actor, Audience, Entry, Notice, Outcome, Party, Refused, Ticket
from tickets.views import customer_view, partner_view

TECHNICIANS = {NORD.id: OLA, SOR.id: PER}
PARTNERS_NAMES = (NORD.name, NORD.id, SOR.name, SOR.id, OLA.name, PER.name)


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

    def words(self, kind: str, *, customer: bool = False, partner: int | None = None) -> str:
        """A new text, remembered with those who may be shown it."""
        text = f"{kind}-{len(self.said)}-word"
        self.said.add(text)
        if customer:
            self.for_customer.add(text)
        if partner is not None:
            self.for_partner.setdefault(partner, set()).add(text)
        return text

    def take(self, outcome: Outcome) -> None:
        self.ticket = outcome.ticket
        self.entries += outcome.entries
        self.notices += outcome.notices

    @property
    def baton(self) -> int | None:
        return self.ticket.live_handoff.seq if self.ticket.live_handoff else None

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
    words = message(KARI, of.words("kari", customer=True, partner=of.baton), of.now)
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
    words = message(of.technician(seq), of.words("technician", partner=seq), of.now)
    return conversation.partner_says(of.ticket, seq, words, GIVEN, of.now)


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
    words = message(DINA, of.words("instruction", partner=of.baton), of.now)
    return conversation.desk_tells_partner(of.ticket, words)


@move
def desk_notes(of: History) -> Outcome:
    return conversation.note(of.ticket, message(DINA, of.words("note"), of.now))


@move
def desk_offers(of: History) -> Outcome:
    partner: Partner = (NORD, SOR)[len(of.ticket.handoffs) % 2]
    seq = len(of.ticket.handoffs) + 1
    reason = of.words("reason", partner=seq)
    return handoffs.offer(of.ticket, partner, GIVEN, of.now, by=DINA, reason=reason)


@move
def router_offers(of: History) -> Outcome:
    return handoffs.offer_next(of.ticket, GIVEN, of.now)


def partner_takes(state: HandoffState) -> Move:
    def takes(of: History) -> Outcome | None:
        if of.baton is None:
            return None
        note = of.words("step", partner=of.baton)
        by = of.technician(of.baton)
        return handoffs.answer(of.ticket, of.baton, state, GIVEN, of.now, by=by, note=note)

    return takes


for each in (
    HandoffState.ACCEPTED,
    HandoffState.ON_SITE,
    HandoffState.WAITING,
    HandoffState.DONE,
    HandoffState.DECLINED,
):
    move(partner_takes(each))


@move
def desk_recalls(of: History) -> Outcome:
    note = of.words("recall", partner=of.baton)
    return handoffs.recall(of.ticket, GIVEN, of.now, by=DINA, note=note)


@move
def desk_approves(of: History) -> Outcome:
    return handoffs.approve(of.ticket, GIVEN, of.now, by=DINA)


@move
def desk_rejects(of: History) -> Outcome:
    reason = of.words("rejection", partner=of.baton)
    return handoffs.reject(of.ticket, GIVEN, of.now, by=DINA, reason=reason)


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
    return looked.then(handoffs.expire(looked.ticket, offer.seq, GIVEN, of.now)) if offer else looked


@move
def somebody_corrects(of: History) -> Outcome | None:
    heard = [entry for entry in of.entries if entry.event is None]
    return conversation.corrected(of.ticket, heard[-1], GIVEN) if heard else None


@move
def album_grows(of: History) -> Outcome | None:
    heard = [entry for entry in of.entries if entry.author is KARI and entry.event is None]
    if not heard:
        return None
    return conversation.album_grew(of.ticket, heard[0], "", GIVEN, of.now, by=KARI)


def played(moves: list[tuple[int, int]]) -> History:
    of = History()
    for chosen, minutes in moves:
        of.now += timedelta(minutes=minutes)
        former = {handoff.seq for handoff in of.ticket.handoffs if not handoff.is_live}
        try:
            outcome = MOVES[chosen](of)
        except Refused:
            continue
        if outcome is not None:
            of.take(outcome)
            former_hear = [
                each for each in outcome.notices if each.to is Party.PARTNER and each.handoff in former
            ]
            assert all(each.entry is None for each in former_hear)
    return of


histories = st.lists(
    st.tuples(st.integers(0, len(MOVES) - 1), st.integers(1, 400)), min_size=3, max_size=30
).map(played)


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
        assert {words for words in of.said if words in shown} <= of.for_partner.get(handoff.seq, set())
        other = {NORD.id: (SOR.name, PER.name), SOR.id: (NORD.name, OLA.name)}[handoff.partner_id]
        assert not [name for name in other if name in shown]
        assert BORIS.name not in shown


@given(histories)
@settings(max_examples=150, deadline=None)
def test_words_passed_on_are_addressed_to_whom_they_reach(of: History) -> None:
    for notice in of.notices:
        if notice.to is Party.REQUESTER:
            assert notice.entry is None or Audience.CUSTOMER in notice.entry.audience
            assert not [name for name in PARTNERS_NAMES if name in str(notice.facts)]
        if notice.to is Party.PARTNER and notice.entry is not None:
            assert Audience.PARTNER in notice.entry.audience
            assert notice.entry.handoff == notice.handoff


@given(histories)
@settings(max_examples=150, deadline=None)
def test_nobody_hears_an_echo_of_its_own_words(of: History) -> None:
    for notice in of.notices:
        author = notice.entry.author if notice.entry else None
        assert not (notice.to is Party.REQUESTER and author is KARI)
        assert not (notice.to is Party.PARTNER and author in TECHNICIANS.values())


@given(histories)
@settings(max_examples=150, deadline=None)
def test_verdict_of_the_customer_reaches_no_partner(of: History) -> None:
    verdicts = [entry for entry in of.entries if entry.event == "csat"]
    assert all(Audience.PARTNER not in entry.audience for entry in verdicts)
    assert not [each for each in of.notices if each.to is Party.PARTNER and each.facts.get("event") == "csat"]
