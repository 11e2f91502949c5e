"""Work that rests goes on where it was: on site stays on site, what was sent back has its reason."""

from datetime import datetime

import pytest

from tests.tickets.chains.chain import ALFA, CHAIN, chain, hand_on, states, takes
from tests.tickets.world import (
    DINA,
    GIVEN,
    KARI,
    NOW,
    OLA,
    at,
    events,
    handed_off,
    live,
    message,
    target,
    told,
)
from tickets import approval, conversation, dispatch, expected, handoffs
from tickets.card import build_card
from tickets.chains import handing
from tickets.outcome import Outcome, Party, Tell
from tickets.parties import Actor
from tickets.spoken_times import Span
from tickets.states import NEXT, HandoffState, TargetKind, TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.work import mending
from tickets.work.costs import decide_below, decide_cost, write_down
from tickets.work.reading import read_cost

S = HandoffState
AT_WORK = (S.ACCEPTED, S.EN_ROUTE, S.ON_SITE, S.REWORK)


def spends(job: Ticket, seq: int = 1, amount: str = "2100", now: datetime = NOW) -> Ticket:
    """Something above the cap: the work rests."""
    line = read_cost(f"{amount} NOK pumpe", now, by="Ola")
    assert line is not None
    return write_down(job, seq, line, CHAIN, now, by=OLA).ticket


def answered(job: Ticket, now: datetime = NOW, *, yes: bool = True) -> Ticket:
    return decide_cost(job, CHAIN, now, by=DINA, yes=yes).ticket


def waits(job: Ticket, reason: WaitReason = WaitReason.PARTS) -> Ticket:
    return handoffs.answer(job, 1, S.WAITING, GIVEN, NOW, by=OLA, note="Mangler pakning", wait=reason).ticket


def resumed(job: Ticket, now: datetime = NOW, by: Actor = DINA) -> Outcome:
    return dispatch.resume(job, GIVEN, now, by=by)


def note_on_card(job: Ticket) -> str | None:
    return build_card(job, live(job), GIVEN.known, GIVEN.policy).note


@pytest.mark.parametrize("state", AT_WORK)
@pytest.mark.parametrize("yes", [True, False])
def test_after_the_answer_about_a_cost_work_is_where_it_was(state: HandoffState, *, yes: bool) -> None:
    was = handed_off(state)
    made = answered(spends(was), yes=yes)
    assert (live(made).state, live(made).note, made.state) == (state, live(was).note, TicketState.IN_PROGRESS)
    assert (live(made).resumes_as, live(made).on_site_at) == (None, live(was).on_site_at)


@pytest.mark.parametrize("state", AT_WORK)
@pytest.mark.parametrize("reason", WaitReason)
def test_after_any_other_wait_work_is_where_it_was(state: HandoffState, reason: WaitReason) -> None:
    was = handed_off(state)
    outcome = resumed(waits(was, reason))
    assert (live(outcome.ticket).state, outcome.ticket.state) == (state, TicketState.IN_PROGRESS)
    assert events(outcome) == ["resumed"]
    assert Tell.HAPPENED in told(outcome, Party.DISPATCHERS)
    assert told(outcome, Party.REQUESTER) == []


def test_the_reason_why_work_was_sent_back_is_on_the_card_all_the_time() -> None:
    rests = waits(handed_off(S.REWORK))
    assert (note_on_card(rests), live(rests).note) == ("Drypper", "Mangler pakning")
    assert note_on_card(resumed(rests).ticket) == "Drypper"
    assert note_on_card(answered(spends(handed_off(S.REWORK)))) == "Drypper"


def test_the_customers_answer_lets_it_go_on_where_it_was() -> None:
    rests = waits(handed_off(S.ON_SITE), WaitReason.CUSTOMER)
    made = conversation.requester_says(rests, message(KARI, "Koden er 4471"), GIVEN, at(11)).ticket
    assert (live(made).state, made.state) == (S.ON_SITE, TicketState.IN_PROGRESS)


def test_no_arrival_is_made_up_and_the_clock_goes_on_with_what_was_left() -> None:
    rests = waits(handed_off(S.ON_SITE), WaitReason.CUSTOMER)
    made = resumed(rests, at(12)).ticket
    assert live(made).on_site_at == NOW
    assert target(made, TargetKind.ON_SITE).met_at == NOW
    assert target(made, TargetKind.RESOLVE).runs
    assert target(made, TargetKind.RESOLVE).left == target(rests, TargetKind.RESOLVE).left


@pytest.mark.parametrize("state", [S.ON_SITE, S.EN_ROUTE])
def test_after_a_night_somebody_comes_again(state: HandoffState) -> None:
    made = resumed(waits(handed_off(state)), at(8, day=6)).ticket
    assert live(made).state is S.ACCEPTED
    assert handoffs.answer(made, 1, S.EN_ROUTE, GIVEN, at(9, day=6), by=OLA).answer == "en_route"


def test_what_was_sent_back_is_so_after_a_week_too() -> None:
    made = resumed(waits(handed_off(S.REWORK)), at(8, day=12)).ticket
    assert (live(made).state, live(made).note) == (S.REWORK, "Drypper")


def test_another_step_ends_the_rest_for_good() -> None:
    there = handoffs.answer(waits(handed_off(S.REWORK)), 1, S.ON_SITE, GIVEN, NOW, by=OLA).ticket
    assert (live(there).state, live(there).resumes_as, note_on_card(there)) == (S.ON_SITE, None, None)
    assert live(resumed(waits(there)).ticket).state is S.ON_SITE


def test_one_wait_after_the_other_is_one_rest() -> None:
    rests = waits(waits(handed_off(S.ON_SITE)), WaitReason.ACCESS)
    assert live(resumed(rests).ticket).state is S.ON_SITE


def test_who_waits_for_a_part_still_does_after_the_yes_to_its_price() -> None:
    made = answered(spends(waits(handed_off(S.ON_SITE))))
    assert (live(made).state, made.wait_reason) == (S.WAITING, WaitReason.PARTS)
    assert live(resumed(made).ticket).state is S.ON_SITE


def test_who_says_what_it_lacks_while_the_cost_is_asked_waits_for_that_afterwards() -> None:
    made = answered(waits(spends(handed_off(S.ON_SITE)), WaitReason.ACCESS))
    assert (live(made).state, made.wait_reason) == (S.WAITING, WaitReason.ACCESS)
    assert live(resumed(made).ticket).state is S.ON_SITE


def test_who_lacks_something_below_says_so_while_its_cost_is_asked() -> None:
    rests = takes(spends(chain(2), 2, "9000"), 2, S.WAITING, note="Mangler pakning").ticket
    made = answered(decide_below(rests, 2, CHAIN, NOW, by=OLA, yes=True).ticket)
    assert (states(made), made.wait_reason) == ([S.WAITING, S.WAITING], WaitReason.PARTS)


def test_what_the_desk_waits_for_since_the_yes_to_a_cost_does_not_end() -> None:
    rests = dispatch.wait(spends(handed_off(S.ON_SITE)), WaitReason.CUSTOMER, GIVEN, NOW, by=DINA).ticket
    made = answered(rests)
    assert (made.state, made.wait_reason) == (TicketState.WAITING, WaitReason.CUSTOMER)
    assert live(resumed(made).ticket).state is S.ON_SITE


def test_a_cost_that_is_crossed_out_lets_work_go_on_where_it_was() -> None:
    rests = spends(handed_off(S.ON_SITE))
    made = mending.strike(rests, 1, GIVEN, NOW, by=DINA, reason="Feil sum").ticket
    assert (live(made).state, made.state) == (S.ON_SITE, TicketState.IN_PROGRESS)


def test_a_time_of_coming_that_has_passed_is_told_no_more() -> None:
    coming = expected.expect(handed_off(S.EN_ROUTE), 1, Span(at(11), None), GIVEN, NOW, by=OLA).ticket
    assert live(answered(spends(coming), at(10, 30))).eta == at(11)
    assert live(answered(spends(coming), at(12))).eta is None


def test_in_a_chain_everybody_goes_on_where_they_were() -> None:
    there = takes(chain(3), 3, S.ON_SITE).ticket
    rests = takes(there, 3, S.WAITING).ticket
    assert states(rests) == [S.WAITING] * 3
    for outcome in (takes(rests, 3, S.ACCEPTED), dispatch.resume(rests, CHAIN, NOW, by=DINA)):
        assert states(outcome.ticket) == [S.ON_SITE] * 3
        assert {each.on_site_at for each in outcome.ticket.handoffs} == {NOW}
        assert set(events(outcome)) == {"resumed"}


def test_a_cost_in_a_chain_answered_at_the_top_leaves_everybody_where_they_were() -> None:
    there = takes(chain(2), 2, S.ON_SITE).ticket
    asked = spends(there, 2, "9000")
    agreed = decide_below(asked, 2, CHAIN, NOW, by=OLA, yes=True).ticket
    assert states(answered(agreed)) == [S.ON_SITE, S.ON_SITE]


def test_a_partner_whose_work_was_sent_back_has_it_so_when_it_takes_it_back_from_below() -> None:
    rework = approval.reject(
        handoffs.answer(chain(1), 1, S.DONE, CHAIN, NOW, by=OLA).ticket, CHAIN, NOW, by=DINA, reason="Drypper"
    ).ticket
    below = takes(hand_on(rework, 1, ALFA).ticket, 2, S.ACCEPTED).ticket
    waiting = takes(below, 2, S.WAITING).ticket
    made = handing.take_back(waiting, 2, CHAIN, NOW, by=OLA).ticket
    assert (live(made).state, live(made).note) == (S.REWORK, "Drypper")


def test_who_rests_for_its_own_cost_does_not_go_on_because_nobody_below_has_it() -> None:
    rests = spends(takes(chain(2), 2, S.ON_SITE).ticket, 1, "9000")
    made = handing.take_back(rests, 2, CHAIN, NOW, by=OLA).ticket
    assert (states(made), made.state) == ([S.WAITING, S.RECALLED], TicketState.WAITING)


def test_where_it_goes_on_follows_by_the_table() -> None:
    assert all(state in NEXT[S.WAITING] for state in AT_WORK)
