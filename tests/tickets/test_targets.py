"""Promises are kept to the minute, whatever happens on the way."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.world import (
    DINA,
    GIVEN,
    NORD,
    NOW,
    OFFICE,
    POLICY,
    STANDARD,
    at,
    handed_off,
    live,
    target,
    ticket,
)
from tickets import offers, targets
from tickets.calendar import Duration, around_the_clock
from tickets.moves import enter
from tickets.states import HandoffState, Priority, TargetKind, TicketState, WaitReason
from tickets.ticket import Ticket

ACCEPT, ON_SITE, RESOLVE = TargetKind.ACCEPT, TargetKind.ON_SITE, TargetKind.RESOLVE
TINY = timedelta(milliseconds=1)

moments = st.integers(0, 4 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


def waits(made: Ticket, now: datetime, reason: WaitReason = WaitReason.CUSTOMER) -> Ticket:
    return enter(made, TicketState.WAITING, POLICY, now, reason)


def goes_on(made: Ticket, now: datetime) -> Ticket:
    return enter(made, TicketState.IN_PROGRESS, POLICY, now)


def test_every_kind_is_promised_at_its_priority() -> None:
    made = ticket(priority=Priority.HIGH)
    assert {each.kind: each.due_at for each in made.targets} == {
        ACCEPT: at(11),
        ON_SITE: at(10, day=6),
        RESOLVE: at(10, day=7),
    }


def test_what_the_sla_does_not_promise_is_no_target() -> None:
    loose = replace(STANDARD, on_site={Priority.HIGH: Duration(1, "d")})
    made = targets.promise(ticket(promised=False), None, loose, NOW)
    assert [each.kind for each in made.targets] == [ACCEPT, RESOLVE]


def test_route_may_want_an_answer_sooner() -> None:
    made = targets.promise(ticket(promised=False), None, STANDARD, NOW, Duration(20, "m"))
    assert target(made, ACCEPT).due_at == at(10, 20)


def test_kept_promise_has_its_moment() -> None:
    made = targets.meet(ticket(), None, {ACCEPT}, at(11))
    assert target(made, ACCEPT).met_at == at(11)
    assert target(made, ACCEPT).breached_at is None
    assert target(made, RESOLVE).met_at is None


def test_promise_kept_late_was_broken_at_its_deadline() -> None:
    made = targets.meet(ticket(), None, {ACCEPT}, at(15))
    assert (target(made, ACCEPT).met_at, target(made, ACCEPT).breached_at) == (at(15), at(14))


def test_promise_is_kept_once() -> None:
    made = targets.meet(ticket(), None, {ACCEPT}, at(11))
    assert targets.meet(made, None, {ACCEPT}, at(15)) == made


def test_resting_promise_is_not_broken_by_the_hours_it_rests() -> None:
    made = targets.meet(waits(ticket(), at(13)), None, {ACCEPT}, at(16))
    assert target(made, ACCEPT).breached_at is None


def test_wait_moves_the_deadline_by_its_working_time() -> None:
    made = goes_on(waits(ticket(), at(12)), at(12, 30, day=6))
    assert target(made, ACCEPT).due_at == at(14, 30, day=6)
    assert target(made, RESOLVE).due_at == OFFICE.after(target(ticket(), RESOLVE).due_at, Duration(8.5, "h"))


def test_only_the_agreed_reasons_rest_the_clock() -> None:
    made = waits(ticket(), at(12), WaitReason.PARTS)
    assert target(made, ACCEPT).runs
    assert goes_on(made, at(13)).targets == made.targets


def test_another_wait_reason_goes_on_resting() -> None:
    made = waits(waits(ticket(), at(11)), at(12), WaitReason.ACCESS)
    assert target(goes_on(made, at(16)), ACCEPT).left == timedelta(hours=3)


def test_broken_promise_has_nothing_to_rest() -> None:
    made = goes_on(waits(ticket(), at(15)), at(16))
    assert target(made, ACCEPT).due_at == at(14)
    assert target(waits(ticket(), at(15)), ACCEPT).runs


def test_kept_promise_stays_out_of_a_wait() -> None:
    made = targets.meet(ticket(), None, {ACCEPT}, at(11))
    assert target(goes_on(waits(made, at(12)), at(13)), ACCEPT) == target(made, ACCEPT)


@given(st.lists(moments, min_size=2, max_size=12).map(sorted))
@settings(max_examples=60, deadline=None)
def test_pauses_keep_what_is_left_to_the_minute(turns: list[datetime]) -> None:
    made = ticket(priority=Priority.LOW)
    worked, since = timedelta(), NOW
    for stops, starts in zip(turns[::2], turns[1::2], strict=False):
        worked += OFFICE.between(since, stops)
        made, since = goes_on(waits(made, stops), starts), starts
    promised = target(made, RESOLVE)
    assert promised.left == promised.total - worked
    assert abs(OFFICE.between(since, promised.due_at) - promised.left) <= TINY


def test_higher_priority_counts_from_the_start() -> None:
    made = targets.reprioritise(ticket(), Priority.HIGH, POLICY, at(10, 20))
    assert target(made, ACCEPT).due_at == at(11)
    assert target(made, RESOLVE).due_at == at(10, day=7)


def test_priority_keeps_what_a_pause_kept_out() -> None:
    rested = goes_on(waits(ticket(), at(10, 30)), at(13, 30))
    made = targets.reprioritise(rested, Priority.HIGH, POLICY, at(13, 40))
    assert target(made, ACCEPT).due_at == at(14)


def test_priority_changed_during_a_pause_counts_when_it_goes_on() -> None:
    made = targets.reprioritise(waits(ticket(), at(10, 30)), Priority.HIGH, POLICY, at(12))
    assert not target(made, ACCEPT).runs
    assert target(goes_on(made, at(15)), ACCEPT).due_at == at(15, 30)


def test_overdue_at_the_new_priority_is_due_at_once() -> None:
    made = targets.reprioritise(ticket(), Priority.CRITICAL, POLICY, at(13))
    assert target(made, ACCEPT).due_at == at(13)
    assert STANDARD.ping_at[target(made, ACCEPT).step] == targets.BREACH


@given(st.sampled_from(Priority), st.sampled_from(Priority), moments, st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_there_and_back_wins_no_time(was: Priority, via: Priority, now: datetime, minutes: int) -> None:
    made = ticket(priority=was)
    there = targets.reprioritise(made, via, POLICY, now)
    back = targets.reprioritise(there, was, POLICY, now + timedelta(minutes=minutes))
    for before, after in zip(made.targets, back.targets, strict=True):
        assert after.total == before.total
        assert after.left == before.left - OFFICE.between(before.since, after.since)


def test_kept_promise_has_no_new_priority() -> None:
    made = targets.meet(ticket(), None, {ACCEPT}, at(11))
    assert target(targets.reprioritise(made, Priority.LOW, POLICY, at(12)), ACCEPT) == target(made, ACCEPT)


def test_time_that_never_rests_begins_with_the_priority() -> None:
    nights = replace(STANDARD, around_the_clock=frozenset({Priority.CRITICAL}))
    policy = replace(POLICY, slas={"standard": nights})
    made = targets.reprioritise(ticket(at(16, day=9)), Priority.CRITICAL, policy, at(8, day=12))
    assert target(made, ON_SITE).due_at == at(11, day=12)  # an hour of the four was worked on Friday
    assert nights.calendar_for(Priority.CRITICAL) == around_the_clock(OFFICE.zone)


def test_new_deadline_arms_only_the_steps_ahead() -> None:
    made = targets.reprioritise(ticket(), Priority.HIGH, POLICY, at(10, 40))
    assert target(made, ACCEPT).step == 1
    assert target(targets.reprioritise(made, Priority.LOW, POLICY, at(10, 45)), ACCEPT).step == 0


def test_steps_passed_stay_passed_when_changed_at_night() -> None:
    made = targets.reprioritise(ticket(), Priority.HIGH, POLICY, at(10, 40))
    night = targets.reprioritise(ticket(at(16, 20)), Priority.HIGH, POLICY, at(22))
    assert target(night, ACCEPT).step == target(made, ACCEPT).step


def test_reopened_promise_goes_on_with_the_original_clock() -> None:
    solved = targets.meet(ticket(), None, {RESOLVE}, at(12))
    made = targets.unmeet(solved, None, RESOLVE, POLICY, at(12, day=20))
    assert target(made, RESOLVE).left == timedelta(hours=38)
    assert target(made, RESOLVE).due_at == OFFICE.after(at(12, day=20), Duration(38, "h"))


def test_reopened_promise_arms_its_ladder_from_there() -> None:
    solved = targets.meet(ticket(), None, {RESOLVE}, at(16, day=8))
    made = targets.unmeet(solved, None, RESOLVE, POLICY, at(9, day=20))
    assert target(made, RESOLVE).step == 2  # half and three quarters were used before it was solved


def test_promise_broken_before_stays_broken_when_reopened() -> None:
    solved = targets.meet(ticket(), None, {ACCEPT}, at(15))
    made = targets.unmeet(solved, None, ACCEPT, POLICY, at(9, day=6))
    assert (target(made, ACCEPT).due_at, target(made, ACCEPT).breached_at) == (at(14), at(14))
    assert target(made, ACCEPT).step == len(STANDARD.ping_at)


def test_promise_kept_while_it_rested_runs_again() -> None:
    done = handed_off(HandoffState.DONE)
    assert target(done, RESOLVE, 1).paused_at == NOW
    assert target(handed_off(HandoffState.REWORK), RESOLVE, 1).runs


def test_partner_without_the_job_has_no_promises() -> None:
    made = targets.drop(handed_off(), 1, at(11))
    assert list(made.targets_of(1)) == []
    assert len(list(made.targets_of(None))) == 3


def test_silence_up_to_the_deadline_breaks_the_promise() -> None:
    made = targets.drop(handed_off(), 1, at(14))
    assert [(each.kind, each.breached_at) for each in made.targets_of(1)] == [(ACCEPT, at(14))]
    assert not target(made, ACCEPT, 1).runs


def test_offer_ends_with_the_promise_to_accept() -> None:
    assert live(handed_off()).expires_at == at(14)
    assert live(targets.reprioritise(handed_off(), Priority.HIGH, POLICY, at(10, 5))).expires_at == at(11)


def test_offer_rests_with_its_clock() -> None:
    made = waits(handed_off(), at(11))
    assert live(made).expires_at is None
    assert live(enter(made, TicketState.HANDED_OFF, POLICY, at(15))).expires_at == at(10, day=6)


def test_time_a_route_gave_to_answer_stands_at_any_priority() -> None:
    made = offers.offer(
        ticket(), NORD, GIVEN, NOW, by=DINA, reason="Dina", accept_within=Duration(20, "m")
    ).ticket
    assert live(targets.reprioritise(made, Priority.LOW, POLICY, at(10, 5))).expires_at == at(10, 20)


@pytest.mark.parametrize("share", range(3))
def test_pings_come_at_their_share_of_working_time(share: int) -> None:
    promised = target(ticket(at(15)), ACCEPT)
    moment = targets.ping_moment(promised, STANDARD, ticket(), share)
    assert moment == OFFICE.after(at(15), Duration(4 * STANDARD.ping_at[share], "h"))


def test_pings_come_in_working_hours() -> None:
    promised = target(ticket(at(16)), ACCEPT)
    assert targets.ping_moment(promised, STANDARD, ticket(), 0) == at(10, day=6)
    assert targets.ping_moment(promised, STANDARD, ticket(), 3) == at(12, day=6)
