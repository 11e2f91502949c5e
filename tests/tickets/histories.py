"""Random lives of a ticket: messages, relays, edits, merges, chains, costs, by mail and in chats."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.tickets.history import (
    CHATTING,
    GIVEN,
    MAILING,
    MOVES,
    POLICY,
    History,
    Move,
    move,
)
from tests.tickets.world import BORIS, DINA, KARI, NORD, NOW, SOR, message
from tickets import (
    amending,
    approval,
    clock,
    conversation,
    dispatch,
    handoffs,
    muting,
    offers,
    rating,
    reports,
)
from tickets.card_parts import Part
from tickets.chains import handing
from tickets.chains.tree import choices
from tickets.outcome import Outcome, Party, Refused
from tickets.parties import CUSTOMERS_SIDE, Channel
from tickets.policy import Partner
from tickets.states import HandoffState, Priority, WaitReason
from tickets.ticket import Handoff
from tickets.work import costs, customer, mending
from tickets.work.lines import WorkKind, WorkLine
from tickets.work.money import Money
from tickets.work.payers import Payer

CUSTOMERS, OTHERS = Decimal(5000), Decimal(7001)  # what a line costs, by who pays it


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
def desk_mutes_the_customer(of: History) -> Outcome:
    return muting.mute(of.ticket, CUSTOMERS_SIDE, GIVEN, of.now, by=DINA)


@move
def desk_mutes_the_partner(of: History) -> Outcome:
    return muting.mute(of.ticket, muting.meant(of.ticket, "partner", GIVEN, usage=""), GIVEN, of.now, by=DINA)


@move
@move
def desk_unmutes(of: History) -> Outcome | None:
    if not of.ticket.muted:
        return None
    return muting.unmute(of.ticket, of.ticket.muted[0], GIVEN, of.now, by=DINA)


@move
def desk_approves(of: History) -> Outcome:
    return approval.approve(of.ticket, GIVEN, of.now, by=DINA)


@move
def desk_rates(of: History) -> Outcome:
    verdict = rating.Verdict(2, of.words("rating"))
    return rating.rate(of.ticket, verdict, GIVEN, of.now, by=DINA)


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
    """Other words stand in the place of those that were said last, and of their copies in a chain."""
    said = [entry for entry in of.entries if entry.event is None and entry.text in of.said]
    if not said:
        return None
    was, new = said[-1], of.instead_of(said[-1].text)
    first, *copies = [replace(each, text=new) for each in of.entries if each.text == was.text]
    of.entries = [replace(each, text=new) if each.text == was.text else each for each in of.entries]
    return amending.corrected(of.ticket, first, GIVEN, copies, was=was.text)


@move
@move
@move
def last_in_the_chain_spends(of: History) -> Outcome | None:
    """More than any cap, each time."""
    return spends(of, "spent", None)


@move
def last_in_the_chain_spends_what_another_pays(of: History) -> Outcome | None:
    return spends(of, "other-payers", Payer.MAKER)


def spends(of: History, kind: str, payer: Payer | None) -> Outcome | None:
    if not of.having:
        return None
    seq = of.having[-1]
    line = WorkLine(
        kind=WorkKind.EXTRA,
        quantity=Decimal(1),
        unit="pcs",
        text=of.words(kind, *of.upwards(seq)),
        at=of.now,
        by=of.technician(seq).name or "",
        cost=Money(OTHERS if payer else CUSTOMERS, "kr"),
        payer=payer,
    )
    return costs.write_down(of.ticket, seq, line, GIVEN, of.now, by=of.technician(seq))


@move
def desk_says_who_pays(of: History) -> Outcome | None:
    """The maker's lines are our goodwill from then on; the customer's stay theirs."""
    lines = [line for _, line in mending.all_lines(of.ticket)]
    if not lines:
        return None
    who = "customer" if lines[-1].payer in (None, Payer.CUSTOMER) else "us"
    return mending.paid_by(of.ticket, len(lines), who, GIVEN, of.now, by=DINA)


@move
@move
@move
def somebody_answers_the_cost_below(of: History) -> Outcome | None:
    if (child := last_subcontractor(of)) is None or child.parent is None:
        return None
    return costs.decide_below(of.ticket, child.seq, GIVEN, of.now, by=of.technician(child.parent), yes=True)


@move
@move
@move
def desk_agrees_to_the_cost(of: History) -> Outcome:
    """The customer is asked in the desk's words; once they are, the words say who has told it the answer."""
    live = of.ticket.live_handoff
    asks = live is not None and live.price_asked is None
    return costs.decide_cost(
        of.ticket, GIVEN, of.now, by=DINA, yes=True, why=of.words("price", customer=asks)
    )


@move
def desk_refuses_the_cost(of: History) -> Outcome:
    why = of.words("too-dear", of.baton)
    return costs.decide_cost(of.ticket, GIVEN, of.now, by=DINA, yes=False, why=why)


@move
@move
@move
def kari_answers_the_price(of: History) -> Outcome | None:
    live = of.ticket.live_handoff
    if live is None or (question := customer.question_of(live)) is None:
        return None
    words = message(KARI, of.words("yes", customer=True), of.now)
    return customer.answers(of.ticket, question, GIVEN, of.now, by=KARI, yes=True, message=words)


@move
def album_grows(of: History) -> Outcome | None:
    heard = [entry for entry in of.entries if entry.author is KARI and entry.event is None]
    if not heard:
        return None
    return amending.album_grew(of.ticket, heard[0], "", GIVEN, of.now, by=KARI)


def played(depth: int, channel: Channel, moves: list[tuple[int, int]]) -> History:
    """A history that begins with a chain of so many partners, each of whom has accepted."""
    of = History()
    of.ticket = replace(of.ticket, requester=CHATTING if channel is Channel.TELEGRAM else MAILING)
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
    st.sampled_from([Channel.MAIL, Channel.TELEGRAM]),
    st.lists(st.tuples(st.integers(0, len(MOVES) - 1), st.integers(1, 400)), min_size=3, max_size=30),
)
_SPENDING = [
    MOVES.index(each)
    for each in (
        last_in_the_chain_spends,
        last_in_the_chain_spends_what_another_pays,
        desk_says_who_pays,
        somebody_answers_the_cost_below,
        desk_agrees_to_the_cost,
        kari_answers_the_price,
        clock_looks,
    )
]
spending_histories = st.builds(
    played,
    st.integers(1, 3),
    st.sampled_from([Channel.MAIL, Channel.TELEGRAM]),
    st.lists(st.tuples(st.sampled_from(_SPENDING), st.integers(1, 400)), min_size=3, max_size=12),
)
