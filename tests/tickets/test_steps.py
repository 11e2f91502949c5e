"""A partner's steps: which may follow which, what they do to the ticket, and who hears of them."""

from itertools import product
from typing import Any

import pytest

from tests.tickets.world import DINA, GIVEN, NOW, OLA, at, events, handed_off, live, target, told
from tickets import dispatch, handoffs
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER
from tickets.states import NEXT, TICKET_STATE_BY_HANDOFF, HandoffState, TargetKind, TicketState, WaitReason
from tickets.steps import PARTNERS_STEPS
from tickets.ticket import Ticket

S = HandoffState


def step(made: Ticket, state: HandoffState, hour: int = 11, **changes: Any) -> Outcome:
    return handoffs.answer(made, 1, state, GIVEN, at(hour), by=OLA, **changes)


# Every pair of a state and a step that is neither a repetition nor forbidden to the partner as such.
MAY = [
    (was, state)
    for was, state in product(S, sorted(PARTNERS_STEPS))
    if was is not state and (state in NEXT[was] or (was is S.OFFERED and state in NEXT[S.ACCEPTED]))
]
MUST_NOT = [(was, state) for was, state in product(S, S) if was is not state and (was, state) not in MAY]


@pytest.mark.parametrize(("was", "state"), MAY)
def test_step_that_may_follow_moves_handoff_and_ticket(was: HandoffState, state: HandoffState) -> None:
    outcome = step(handed_off(was), state)
    assert outcome.ticket.handoff(1).state is state
    assert outcome.answer == state.value
    if state is not S.DECLINED:  # then the next partner moves the ticket on
        assert outcome.ticket.state is TICKET_STATE_BY_HANDOFF[state]


@pytest.mark.parametrize(("was", "state"), MUST_NOT)
def test_step_that_may_not_follow_is_refused(was: HandoffState, state: HandoffState) -> None:
    made = handed_off(was)
    with pytest.raises(Refused) as refusal:
        step(made, state)
    assert refusal.value.reason == ("not_now" if made.handoff(1).is_live else "ended")


@pytest.mark.parametrize("state", S)
def test_step_taken_again_changes_nothing(state: HandoffState) -> None:
    made = handed_off(state)
    assert step(made, state) == Outcome(ticket=made, answer="already")


def test_table_knows_every_state() -> None:
    assert set(NEXT) == set(TICKET_STATE_BY_HANDOFF) == set(S)
    assert all(S.RECALLED in NEXT[was] for was in S if NEXT[was])


@pytest.mark.parametrize("state", [S.APPROVED, S.REWORK, S.RECALLED, S.EXPIRED])
def test_partner_cannot_take_the_desks_steps(state: HandoffState) -> None:
    with pytest.raises(Refused, match="not_now"):
        step(handed_off(S.DONE), state)


def test_done_waits_for_approval() -> None:
    outcome = step(handed_off(S.ON_SITE), S.DONE)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.APPROVAL)
    assert Tell.TO_APPROVE in told(outcome, Party.DISPATCHERS)
    assert told(outcome, Party.REQUESTER) == []


def test_steps_are_stamped_and_signed() -> None:
    made = step(step(handed_off(), S.ACCEPTED, 11).ticket, S.ON_SITE, 12).ticket
    handoff = live(step(made, S.DONE, 13).ticket)
    assert (handoff.accepted_at, handoff.on_site_at, handoff.done_at) == (at(11), at(12), at(13))
    assert handoff.technician == OLA.name


def test_step_keeps_the_promises_it_keeps() -> None:
    made = step(handed_off(S.ACCEPTED), S.ON_SITE).ticket
    for promised_to in (1, None):
        assert target(made, TargetKind.ON_SITE, promised_to).met_at == at(11)
        assert target(made, TargetKind.RESOLVE, promised_to).met_at is None


def test_done_keeps_the_partners_promise_and_not_yet_ours() -> None:
    made = step(handed_off(S.ACCEPTED), S.DONE).ticket
    assert target(made, TargetKind.RESOLVE, 1).met_at == at(11)
    assert target(made, TargetKind.RESOLVE).met_at is None


def test_on_my_way_to_an_offer_accepts_it() -> None:
    outcome = step(handed_off(), S.EN_ROUTE, note="På vei")
    assert events(outcome) == ["accepted", "en_route"]
    assert live(outcome.ticket).accepted_at == at(11)
    assert [entry.text for entry in outcome.entries] == ["", "På vei"]


@pytest.mark.parametrize(
    ("state", "news"),
    [(S.ACCEPTED, [Tell.TAKEN]), (S.EN_ROUTE, [Tell.EN_ROUTE]), (S.WAITING, [Tell.DELAYED]), (S.ON_SITE, [])],
)
def test_requester_hears_one_thing_of_a_step(state: HandoffState, news: list[Tell]) -> None:
    assert told(step(handed_off(), state), Party.REQUESTER) == news


def test_steps_are_events_of_that_partners_thread() -> None:
    outcome = step(handed_off(), S.ON_SITE)
    assert {(entry.audience, entry.handoff, entry.author) for entry in outcome.entries} == {
        (FOR_PARTNER, 1, OLA)
    }


def test_card_follows_every_step() -> None:
    assert Tell.CARD_CHANGED in told(step(handed_off(), S.ON_SITE), Party.PARTNER)
    assert Tell.POST_CHANGED in told(step(handed_off(), S.ON_SITE), Party.DISPATCHERS)


def test_waiting_names_its_reason() -> None:
    made = step(handed_off(S.ON_SITE), S.WAITING, wait=WaitReason.ACCESS).ticket
    assert (made.state, made.wait_reason) == (TicketState.WAITING, WaitReason.ACCESS)
    assert step(handed_off(S.ON_SITE), S.WAITING).ticket.wait_reason is WaitReason.PARTS


def test_waiting_for_something_else_is_news() -> None:
    outcome = step(handed_off(S.WAITING), S.WAITING, wait=WaitReason.CUSTOMER)
    assert outcome.ticket.wait_reason is WaitReason.CUSTOMER
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]


def test_waiting_for_the_same_in_other_words_is_no_news_to_the_requester() -> None:
    outcome = step(handed_off(S.WAITING), S.WAITING, note="Delen kommer torsdag")
    assert live(outcome.ticket).note == "Delen kommer torsdag"
    assert told(outcome, Party.REQUESTER) == []


def test_going_on_after_a_wait_is_no_second_acceptance() -> None:
    outcome = step(handed_off(S.WAITING), S.ACCEPTED)
    assert events(outcome) == ["resumed"]
    assert told(outcome, Party.REQUESTER) == []
    assert live(outcome.ticket).accepted_at == NOW


def test_declined_after_acceptance_moves_on_too() -> None:
    outcome = step(handed_off(S.ACCEPTED), S.DECLINED, note="Syk")
    assert [each.state for each in outcome.ticket.handoffs] == [S.DECLINED, S.OFFERED]


def test_dispatcher_may_press_for_a_technician_without_becoming_one() -> None:
    made = handoffs.answer(handed_off(S.ACCEPTED), 1, S.ON_SITE, GIVEN, at(11), by=DINA).ticket
    assert live(made).technician == OLA.name


def test_requester_is_told_of_a_wait_once_whoever_says_it_first() -> None:
    waits = dispatch.wait(handed_off(S.ACCEPTED), WaitReason.PARTS, GIVEN, at(11), by=DINA).ticket
    assert told(step(waits, S.WAITING, 12, wait=WaitReason.PARTS), Party.REQUESTER) == []
