"""What waits: whoever can end it is reminded, in working time, until it ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.world import DINA, GIVEN, NORD, NOW, POLICY, at, handed_off, ticket, told
from tickets import approval, clock, dispatch
from tickets.chasing import Wanted, wanted
from tickets.moves import enter
from tickets.outcome import Outcome, Party, Tell
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.work import customer
from tickets.work.money import Money


def rests(reason: WaitReason, since: datetime = NOW, **changes: object) -> Ticket:
    """Kari's ticket, waiting, with promises that do not speak into it."""
    waiting = enter(ticket(promised=False), TicketState.WAITING, POLICY, since, reason)
    return replace(waiting, **changes)  # type: ignore[arg-type]


def done(since: datetime = NOW) -> Ticket:
    return replace(handed_off(HandoffState.DONE, since), targets=())


def reminders(made: Ticket, until: datetime) -> list[tuple[datetime, Outcome]]:
    """Each reminder up to then, looked for at the moments that the ticket itself names."""
    said = []
    while (moment := clock.next_look(made, POLICY)) is not None and moment <= until:
        outcome = clock.look(made, POLICY, moment)
        said.append((moment, outcome))
        made = outcome.ticket
    return said


def test_finished_work_is_brought_up_the_same_day_and_then_daily() -> None:
    said = reminders(done(), at(17, day=8))
    assert [moment for moment, _ in said] == [at(14), at(14, day=6), at(14, day=7), at(14, day=8)]
    assert {tuple(told(outcome, Party.DISPATCHERS)) for _, outcome in said} == {(Tell.STILL_WAITS,)}
    assert said[0][1].notices[0].facts["partner"] == NORD.name


def test_approved_work_is_brought_up_no_more() -> None:
    approved = approval.approve(done(), GIVEN, at(11), by=DINA).ticket
    assert clock.next_look(approved, POLICY) is None


def test_a_cost_that_nobody_answers_is_brought_up_the_same_day() -> None:
    made = handed_off(HandoffState.WAITING)
    stopped = made.with_handoff(replace(made.handoff(1), cost_asked=Decimal(9000)))
    stopped = replace(enter(stopped, TicketState.WAITING, POLICY, at(10), WaitReason.APPROVAL), targets=())
    (moment, first), *_ = reminders(stopped, at(17, day=9))
    assert (moment, first.notices[0].facts["lacks"]) == (at(14), Wanted.COST)


def test_a_price_is_asked_once_more_of_the_customer_and_then_it_is_the_desks() -> None:
    made = handed_off(HandoffState.WAITING)
    stopped = made.with_handoff(replace(made.handoff(1), cost_asked=Decimal(9000)))
    stopped = replace(enter(stopped, TicketState.WAITING, POLICY, at(10), WaitReason.APPROVAL), targets=())
    chased = clock.look(stopped, POLICY, at(14)).ticket  # the desk was late with its own yes
    asked = customer.ask(chased, Money(Decimal(9000), "kr"), at(15), by=DINA).ticket
    said = reminders(asked, at(17, day=12))
    assert [moment for moment, _ in said] == [at(15, day=6), at(15, day=8), at(15, day=12)]
    assert [told(outcome, Party.REQUESTER) for _, outcome in said] == [[Tell.COST_QUESTION], [], []]
    assert {outcome.notices[0].facts["lacks"] for _, outcome in said[1:]} == {Wanted.PRICE}
    assert said[0][1].notices[0].facts["question"] == customer.question_of(asked.handoff(1))


def test_what_the_customer_was_asked_they_are_asked_once_more_and_then_it_is_the_desks() -> None:
    asked = rests(WaitReason.CUSTOMER, asked=("access",), asked_at=at(10))
    said = reminders(asked, at(17, day=12))
    assert [told(outcome, Party.REQUESTER) for _, outcome in said] == [[Tell.ASKED], [], []]
    assert [told(outcome, Party.DISPATCHERS) for _, outcome in said[1:]] == [[Tell.STILL_WAITS]] * 2
    assert [moment for moment, _ in said] == [at(10, day=6), at(10, day=8), at(10, day=12)]


@pytest.mark.parametrize("reason", [WaitReason.CUSTOMER, WaitReason.ACCESS, WaitReason.PARTS])
def test_whatever_else_it_waits_for_the_desk_hears_of_it_the_next_day(reason: WaitReason) -> None:
    (moment, first), *others = reminders(rests(reason), at(17, day=9))
    assert (moment, told(first, Party.DISPATCHERS)) == (at(10, day=6), [Tell.STILL_WAITS])
    assert [at for at, _ in others] == [at(10, day=8)]


def test_parts_with_a_day_are_asked_about_when_the_day_has_come() -> None:
    made = handed_off(HandoffState.WAITING)
    waiting = made.with_handoff(replace(made.handoff(1), parts_on=date(2026, 10, 7)))
    assert wanted(waiting) is None
    assert wanted(made) is Wanted.PARTS


def test_going_on_ends_it_and_waiting_again_counts_anew() -> None:
    going = dispatch.resume(rests(WaitReason.ACCESS), GIVEN, at(12), by=DINA).ticket
    assert clock.next_look(going, POLICY) is None
    again = enter(going, TicketState.WAITING, POLICY, at(12, day=6), WaitReason.ACCESS)
    assert clock.next_look(again, POLICY) == at(12, day=7)


@given(reason=st.sampled_from(WaitReason), days=st.integers(min_value=1, max_value=60))
def test_whatever_waits_is_looked_at_again_and_after_a_long_silence_once(
    reason: WaitReason, days: int
) -> None:
    late = at(10) + timedelta(days=days)
    outcome = clock.look(rests(reason), POLICY, late)
    assert len(outcome.notices) <= 1
    next_look = clock.next_look(outcome.ticket, POLICY)
    assert next_look is not None
    assert next_look > late
