"""A ticket goes to one partner after the other, with the whole card or not at all."""

from dataclasses import replace
from typing import Any

import pytest

from tests.tickets.chains.chain import ALFA, CHAIN, chain, hand_on
from tests.tickets.world import (
    DINA,
    GIVEN,
    KNOWN,
    NORD,
    NOW,
    OLA,
    POLICY,
    SOR,
    at,
    events,
    given,
    handed_off,
    live,
    ticket,
    told,
)
from tickets import dispatch, handoffs, offers
from tickets.card_parts import Part
from tickets.given import Given
from tickets.hops import has_waited_for
from tickets.known import Known, Reach
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import STAFETT, Audience
from tickets.policy import Policy, Route
from tickets.states import HandoffState, TargetKind, TicketState
from tickets.ticket import Ticket
from tickets.timeline import Attachment, Entry

UNCONFIRMED = given(reach={NORD.id: Reach(unconfirmed=True)})
NOBODY_ANSWERS = given(reach={})


def offered(made: Ticket, around: Given = GIVEN) -> Outcome:
    return offers.offer(made, NORD, around, NOW, by=DINA, reason="Dina")


def to_dispatchers(outcome: Outcome, tell: Tell) -> Notice:
    return next(each for each in outcome.notices if (each.to, each.tell) == (Party.DISPATCHERS, tell))


def test_offer_puts_the_baton_into_the_partners_chat() -> None:
    outcome = offered(ticket())
    handoff = live(outcome.ticket)
    assert (handoff.partner_id, handoff.seq, handoff.chat_id) == (NORD.id, 1, -100)
    assert (handoff.state, handoff.reason) == (HandoffState.OFFERED, "Dina")
    assert outcome.ticket.state is TicketState.HANDED_OFF


def test_offer_is_told_to_partner_and_desk_and_not_to_the_requester() -> None:
    outcome = offered(ticket())
    assert Tell.CARD in told(outcome, Party.PARTNER)
    assert told(outcome, Party.DISPATCHERS)
    assert told(outcome, Party.REQUESTER) == []


def test_offer_stands_in_that_partners_thread() -> None:
    (entry,) = offered(ticket()).entries
    assert (entry.event, entry.handoff) == ("offered", 1)
    assert Audience.CUSTOMER not in entry.audience


def test_partner_promises_by_its_own_clock() -> None:
    made = offered(ticket()).ticket
    assert {each.kind for each in made.targets_of(1)} == set(TargetKind)
    assert live(made).expires_at == at(14)


def test_offer_without_a_time_to_accept_never_expires() -> None:
    open_ended = replace(POLICY.slas["standard"], accept={})
    made = offered(ticket(), given(policy=replace(POLICY, slas={"standard": open_ended}))).ticket
    assert live(made).expires_at is None


def test_partner_by_mail_is_reached_by_mail() -> None:
    handoff = live(offered(ticket(), given(reach={NORD.id: Reach(email="jobb@nord.example")})).ticket)
    assert (handoff.chat_id, handoff.email) == (None, "jobb@nord.example")


@pytest.mark.parametrize("reach", [{}, {NORD.id: Reach()}])
def test_partner_nobody_can_reach_gets_no_offer(reach: dict[str, Reach]) -> None:
    with pytest.raises(Refused, match="partner_unreachable"):
        offered(ticket(), given(reach=reach))


def test_partner_who_has_not_confirmed_how_we_work_gets_no_offer() -> None:
    with pytest.raises(Refused, match="partner_unconfirmed"):
        offered(ticket(), given(reach={NORD.id: Reach(unconfirmed=True)}))


def test_what_a_rule_keeps_with_us_is_offered_when_another_one_has_agreed() -> None:
    ours = given(policy=replace(POLICY, never_outsource=({"customer": "fjord"},)))
    with pytest.raises(Refused, match="never_outsource"):
        offered(ticket(), ours)
    agreed = offers.offer(ticket(), NORD, ours, NOW, by=DINA, reason="Dina", agreed=True)
    assert live(agreed.ticket).partner_id == NORD.id


def test_what_the_requester_has_sent_goes_with_the_desks_card() -> None:
    paper = Attachment(filename="feil.jpg", content_type="image/jpeg", size=900, kind="photo")
    around = replace(CHAIN, known=replace(KNOWN, files=(paper,)))
    first = offers.offer(ticket(), NORD, around, NOW, by=DINA, reason="Dina")
    assert [entry.attachments for entry in first.entries] == [(paper,)]
    (below,) = [e for e in hand_on(chain(1, around), 1, ALFA, around).entries if e.event == "offered"]
    assert below.attachments == ()


def test_ticket_with_a_partner_goes_to_no_other() -> None:
    with pytest.raises(Refused, match="already_handed_off") as refusal:
        offers.offer(handed_off(), SOR, GIVEN, NOW, by=DINA, reason="Dina")
    assert refusal.value.facts == {"partner": NORD.name}


def test_finished_ticket_goes_to_nobody() -> None:
    with pytest.raises(Refused, match="not_now"):
        offered(dispatch.close(ticket(), GIVEN, NOW, by=DINA).ticket)


def test_customers_list_of_partners_binds_dispatchers_too() -> None:
    assert KNOWN.customer is not None
    picky = replace(KNOWN, customer=replace(KNOWN.customer, approved_partners=(SOR.id,)))
    with pytest.raises(Refused, match="not_approved_partner"):
        offered(ticket(), given(known=picky))


def test_dispatcher_may_choose_a_partner_outside_its_area() -> None:
    far = ticket(facts=replace(ticket().facts, postal_code="9700"))
    assert live(offered(far).ticket).partner_id == NORD.id


def missing_of(facts: dict[str, Any]) -> tuple[Part, ...]:
    return tuple(facts["missing"])


def without(part: Part) -> Known:
    """Kari's world with one part of the card unknown."""
    assert KNOWN.site is not None
    assert KNOWN.contract is not None
    no_terms = replace(KNOWN, contract=None)
    return {
        Part.EQUIPMENT: replace(KNOWN, site=None),
        Part.HISTORY: replace(KNOWN, asset=None),
        Part.TERMS: no_terms,
        Part.DEMANDS: KNOWN,
        Part.CONTACT: replace(KNOWN, site=replace(KNOWN.site, access=None)),
        Part.PARTS: replace(KNOWN, contract=replace(KNOWN.contract, approved_parts=None, cost_cap=None)),
    }[part]


def lacking(part: Part) -> tuple[Ticket, Given]:
    policy = replace(POLICY, categories={}) if part is Part.DEMANDS else POLICY
    return ticket(), given(known=without(part), policy=policy)


@pytest.mark.parametrize("part", Part)
def test_card_with_an_empty_part_is_not_sent(part: Part) -> None:
    made, around = lacking(part)
    with pytest.raises(Refused, match="incomplete") as refusal:
        offered(made, around)
    assert part in missing_of(refusal.value.facts)


def test_card_without_a_problem_is_not_sent() -> None:
    with pytest.raises(Refused, match="incomplete") as refusal:
        offered(ticket(problem="  \n"))
    assert refusal.value.facts == {"missing": (), "problem": False}


@pytest.mark.parametrize("part", Part)
def test_typed_none_fills_a_part(part: Part) -> None:
    made, around = lacking(part)
    for each in Part:
        made = dispatch.fill(made, each, " none ", NOW, by=DINA).ticket
    assert live(offered(made, around).ticket).state is HandoffState.OFFERED


def test_incomplete_card_is_the_dispatchers_to_complete() -> None:
    made, around = lacking(Part.TERMS)
    outcome = offers.offer_next(made, around, NOW)
    assert outcome.ticket.state is TicketState.NEW
    assert missing_of(to_dispatchers(outcome, Tell.INCOMPLETE).facts) == (Part.TERMS, Part.PARTS)


def test_router_offers_to_the_first_of_the_route() -> None:
    outcome = offers.offer_next(ticket(), GIVEN, NOW)
    assert (live(outcome.ticket).partner_id, outcome.entries[0].author) == (NORD.id, STAFETT)
    assert live(outcome.ticket).reason == "category coffee"


def test_router_passes_over_whom_it_cannot_reach() -> None:
    outcome = offers.offer_next(ticket(), given(reach={SOR.id: Reach(chat_id=-200)}), NOW)
    assert live(outcome.ticket).partner_id == SOR.id


def routed(**when: str) -> Policy:
    return replace(POLICY, routes=(Route(when=when, offer=(NORD.id,)),))


@pytest.mark.parametrize(
    ("made", "around", "reason"),
    [
        (ticket(category="till"), GIVEN, "no_route"),
        (ticket(), NOBODY_ANSWERS, "nobody_reachable"),
        (handed_off(HandoffState.RECALLED), given(policy=routed(category="coffee")), "nobody_left"),
    ],
)
def test_ticket_that_nobody_can_take_is_the_desks(made: Ticket, around: Given, reason: str) -> None:
    outcome = offers.offer_next(made, around, NOW)
    assert outcome.ticket == made
    assert to_dispatchers(outcome, Tell.NEEDS_DESK).facts["reason"] == reason


def test_decline_moves_on_to_the_next() -> None:
    outcome = handoffs.answer(handed_off(), 1, HandoffState.DECLINED, GIVEN, at(11), by=OLA, note="Fullt")
    first, second = outcome.ticket.handoffs
    assert (first.state, first.ended_at, first.note) == (HandoffState.DECLINED, at(11), "Fullt")
    assert (second.partner_id, second.state) == (SOR.id, HandoffState.OFFERED)
    assert events(outcome) == ["declined", "routed", "offered"]


def test_second_partner_has_its_own_time_to_answer() -> None:
    made = handoffs.answer(handed_off(), 1, HandoffState.DECLINED, GIVEN, at(11), by=OLA).ticket
    assert live(made).expires_at == at(15)
    assert list(made.targets_of(1)) == []


def test_silence_moves_on_then_to_the_desk() -> None:
    first = offers.expire(handed_off(), 1, GIVEN, at(14))
    assert live(first.ticket).partner_id == SOR.id
    last = offers.expire(first.ticket, 2, GIVEN, at(10, day=6))
    assert last.ticket.live_handoff is None
    assert last.ticket.state is TicketState.NEW
    assert to_dispatchers(last, Tell.NEEDS_DESK).facts["reason"] == "nobody_left"


def test_silent_partner_is_told_that_the_offer_has_ended() -> None:
    outcome = offers.expire(handed_off(), 1, NOBODY_ANSWERS, at(14))
    assert told(outcome, Party.PARTNER) == [Tell.CARD_CHANGED, Tell.EXPIRED]
    assert told(outcome, Party.REQUESTER) == []


def test_an_offer_that_never_arrived_moves_on_at_once() -> None:
    outcome = offers.unreached(handed_off(), 1, GIVEN, at(10))
    assert live(outcome.ticket).partner_id == SOR.id
    assert told(outcome, Party.PARTNER) == [Tell.CARD]


def test_silence_is_counted_as_a_broken_promise() -> None:
    (accept,) = offers.expire(handed_off(), 1, NOBODY_ANSWERS, at(14)).ticket.targets_of(1)
    assert (accept.kind, accept.breached_at) == (TargetKind.ACCEPT, at(14))


def test_answer_that_came_meanwhile_keeps_the_job() -> None:
    accepted = handed_off(HandoffState.ACCEPTED)
    assert offers.expire(accepted, 1, GIVEN, at(14)) == Outcome(ticket=accepted, answer="already")


def left_to_the_desk() -> tuple[Ticket, tuple[Entry, ...]]:
    outcome = offers.offer_next(ticket(), UNCONFIRMED, NOW)
    return outcome.ticket, outcome.entries


def test_a_ticket_waits_for_the_partner_that_had_only_not_confirmed() -> None:
    waiting, entries = left_to_the_desk()
    assert has_waited_for(NORD.id, waiting, entries)
    assert not has_waited_for(SOR.id, waiting, entries)  # it cannot be reached at all


@pytest.mark.parametrize("state", [TicketState.WAITING, TicketState.CLOSED, TicketState.RESOLVED])
def test_what_somebody_has_decided_about_waits_no_more(state: TicketState) -> None:
    waiting, entries = left_to_the_desk()
    assert not has_waited_for(NORD.id, replace(waiting, state=state), entries)


def test_what_was_with_somebody_since_waits_no_more() -> None:
    waiting, entries = left_to_the_desk()
    elsewhere = offers.offer(waiting, SOR, GIVEN, at(11), by=DINA, reason="Dina").ticket
    assert not has_waited_for(NORD.id, elsewhere, entries)
    back = offers.recall(elsewhere, GIVEN, at(12), by=DINA).ticket
    assert not has_waited_for(NORD.id, back, entries)
