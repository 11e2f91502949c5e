"""The clock speaks when it must, to whom it must, and once."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.world import (
    DINA,
    GIVEN,
    KNOWN,
    NORD,
    NOW,
    OLA,
    POLICY,
    SOR,
    STANDARD,
    at,
    events,
    handed_off,
    message,
    target,
    ticket,
    told,
)
from tests.tickets.world import given as given_around
from tickets import clock, conversation, dispatch, handoffs, offers
from tickets.calendar import Duration
from tickets.moves import enter
from tickets.outcome import Outcome, Party, Tell
from tickets.states import HandoffState, Priority, TargetKind, TicketState, WaitReason
from tickets.ticket import Ticket

ACCEPT, RESOLVE = TargetKind.ACCEPT, TargetKind.RESOLVE
PARTNER, DISPATCHERS = Party.PARTNER, Party.DISPATCHERS


def through(made: Ticket, moments: list[datetime]) -> list[Outcome]:
    """What the clock says when it is asked at each of these moments in turn."""
    said = []
    for moment in moments:
        said.append(clock.look(made, POLICY, moment))
        made = said[-1].ticket
    return said


def test_nothing_is_said_before_its_time() -> None:
    assert clock.look(ticket(), POLICY, at(11, 59)) == Outcome(ticket=ticket())


def test_each_step_is_said_once_though_asked_a_hundred_times() -> None:
    moments = [at(10) + timedelta(minutes=3 * asked) for asked in range(100)]
    said = [notice for outcome in through(ticket(), moments) for notice in outcome.notices]
    accept = [notice.tell for notice in said if notice.facts["kind"] is ACCEPT]
    assert accept == [Tell.WARNING, Tell.WARNING, Tell.WARNING, Tell.BREACH]


def test_asked_again_at_the_same_moment_it_is_silent() -> None:
    first, *others = through(ticket(), [at(14)] * 100)
    assert first.notices
    assert not any(outcome.notices or outcome.entries for outcome in others)


def test_steps_that_passed_while_we_were_down_speak_once() -> None:
    said = clock.look(ticket(), POLICY, at(13, 50))
    assert told(said, DISPATCHERS) == [Tell.WARNING]
    assert target(said.ticket, ACCEPT).step == 3


def test_desk_is_warned_of_what_lies_with_the_desk() -> None:
    said = clock.look(ticket(), POLICY, at(12))
    assert told(said, DISPATCHERS) == [Tell.WARNING]
    assert said.notices[0].facts == {"kind": ACCEPT, "due_at": at(14), "overdue": False, "partner": None}


def test_partner_with_the_baton_is_pinged_and_the_desk_is_not() -> None:
    said = clock.look(handed_off(), POLICY, at(12))
    assert told(said, PARTNER) == [Tell.PING]
    assert told(said, DISPATCHERS) == []


def test_desk_is_warned_when_the_partner_promised_nothing_of_the_kind() -> None:
    silent = replace(handed_off(), targets=ticket().targets)
    assert told(clock.look(silent, POLICY, at(12)), DISPATCHERS) == [Tell.WARNING]


def test_desk_is_warned_when_the_partners_own_pings_are_used_up() -> None:
    made = offers.offer(ticket(at(16, day=2)), NORD, GIVEN, at(16, day=2), by=DINA, reason="Dina").ticket
    made = handoffs.answer(made, 1, HandoffState.ACCEPTED, GIVEN, at(16, 5, day=2), by=OLA).ticket
    done = len(STANDARD.ping_at)
    used_up = tuple(replace(each, step=done) if each.handoff else each for each in made.targets)
    said = clock.look(replace(made, targets=used_up), POLICY, at(16, day=6))
    assert Tell.WARNING in told(said, DISPATCHERS)


def test_breach_is_stamped_with_its_deadline() -> None:
    said = clock.look(ticket(), POLICY, at(16))
    assert target(said.ticket, ACCEPT).breached_at == at(14)
    assert (events(said), said.entries[0].at) == (["breached"], at(16))


def test_breach_reaches_partner_and_dispatchers() -> None:
    accepted = handed_off(HandoffState.ACCEPTED)
    due_at = target(accepted, TargetKind.ON_SITE, 1).due_at
    said = clock.look(accepted, POLICY, due_at)
    broken = [notice for notice in said.notices if notice.facts["overdue"]]
    assert [notice.tell for notice in broken if notice.to is PARTNER] == [Tell.PING]
    assert [notice.facts["partner"] for notice in broken if notice.tell is Tell.BREACH] == [None, NORD.name]


def test_second_deadline_speaks_again_but_the_first_stays_the_fact() -> None:
    broken = clock.look(ticket(priority=Priority.HIGH), POLICY, at(12)).ticket
    later = dispatch.set_priority(broken, Priority.NORMAL, GIVEN, at(12), by=DINA).ticket
    said = clock.look(later, POLICY, at(14))
    assert Tell.BREACH in told(said, DISPATCHERS)
    assert target(said.ticket, ACCEPT).breached_at == at(11)


def test_offer_that_runs_out_is_told_by_its_end_alone() -> None:
    said = clock.look(handed_off(), POLICY, at(14))
    assert told(said, PARTNER) == []
    assert target(said.ticket, ACCEPT, 1).breached_at == at(14)


def test_job_taken_back_pings_nobody_even_at_a_new_priority() -> None:
    broken = clock.look(handed_off(HandoffState.ACCEPTED), POLICY, at(16, day=20)).ticket
    back = offers.recall(broken, GIVEN, at(9, day=21), by=DINA).ticket
    raised = dispatch.set_priority(back, Priority.CRITICAL, GIVEN, at(9, day=21), by=DINA).ticket
    assert told(clock.look(raised, POLICY, at(16, day=30)), PARTNER) == []


def test_resting_clock_is_silent() -> None:
    waits = enter(ticket(), TicketState.WAITING, POLICY, at(11), WaitReason.CUSTOMER)
    said = clock.look(waits, POLICY, at(16, day=30))
    assert [notice.tell for notice in said.notices] == [Tell.STILL_WAITS]  # who can end the rest, see chasing
    assert clock.look(said.ticket, POLICY, at(16, day=30)).notices == ()


def test_partner_who_is_no_longer_configured_is_named_by_its_id() -> None:
    policy = replace(POLICY, partners={})
    said = clock.look(handed_off(HandoffState.ACCEPTED), policy, at(16, day=30))
    assert {notice.facts["partner"] for notice in said.notices if notice.tell is Tell.BREACH} == {
        None,
        NORD.id,
    }


def test_offer_expires_at_its_moment() -> None:
    assert clock.expired_offer(handed_off(), at(13, 59)) is None
    expired = clock.expired_offer(handed_off(), at(14))
    assert expired is not None
    assert expired.seq == 1


def test_answered_and_absent_offers_do_not_expire() -> None:
    assert clock.expired_offer(handed_off(HandoffState.ACCEPTED), at(14, day=30)) is None
    assert clock.expired_offer(ticket(), at(14, day=30)) is None


def test_next_look_is_the_first_thing_that_can_come_due() -> None:
    assert clock.next_look(ticket(), POLICY) == at(12)
    soon = offers.offer(
        ticket(), SOR, GIVEN, NOW, by=DINA, reason="Dina", accept_within=Duration(30, "m")
    ).ticket
    assert clock.next_look(soon, POLICY) == at(10, 15)


def test_nothing_is_looked_for_when_nothing_can_come_due() -> None:
    assert clock.next_look(handed_off(HandoffState.APPROVED), POLICY) is None
    assert clock.next_look(dispatch.close(ticket(), GIVEN, NOW, by=DINA).ticket, POLICY) is None
    assert clock.next_look(ticket(promised=False), POLICY) is None


def test_reopened_ticket_is_looked_at_again() -> None:
    solved = handed_off(HandoffState.APPROVED)
    again = conversation.reopen(solved, GIVEN, at(10, day=6), message(DINA)).ticket
    looked = clock.next_look(again, POLICY)
    assert looked is not None
    assert looked > at(10, day=6)


moves = st.lists(
    st.tuples(
        st.sampled_from(["look", "wait", "resume", "raise", "lower", "say", "expire"]), st.integers(1, 900)
    ),
    max_size=14,
)


def moved(made: Ticket, move: str, now: datetime) -> Ticket:
    around = given_around(known=KNOWN)
    if move == "look":
        return clock.look(made, POLICY, now).ticket
    if move == "wait":
        return dispatch.wait(made, WaitReason.CUSTOMER, around, now, by=DINA).ticket
    if move == "resume" and made.state is TicketState.WAITING:
        return dispatch.resume(made, around, now, by=DINA).ticket
    if move in ("raise", "lower"):
        priority = Priority.CRITICAL if move == "raise" else Priority.LOW
        return dispatch.set_priority(made, priority, around, now, by=DINA).ticket
    if move == "say" and made.live_handoff:
        return handoffs.answer(made, made.live_handoff.seq, HandoffState.ACCEPTED, around, now, by=OLA).ticket
    if move == "expire" and (offer := clock.expired_offer(made, now)):
        return offers.expire(made, offer.seq, around, now).ticket
    return made


@given(moves)
@settings(max_examples=120, deadline=None)
def test_after_a_look_the_next_one_lies_ahead(history: list[tuple[str, int]]) -> None:
    made, now = handed_off(), NOW
    for move, minutes in history:
        now += timedelta(minutes=minutes)
        made = moved(made, move, now)
        made = clock.look(moved(made, "expire", now), POLICY, now).ticket
        looked = clock.next_look(made, POLICY)
        assert looked is None or looked > now
        assert clock.look(made, POLICY, now).notices == ()


@given(moves)
@settings(max_examples=120, deadline=None)
def test_promises_are_broken_by_a_deadline_that_passed(history: list[tuple[str, int]]) -> None:
    made, now = handed_off(), NOW
    for move, minutes in history:
        now += timedelta(minutes=minutes)
        made = clock.look(moved(made, move, now), POLICY, now).ticket
        assert all(each.breached_at <= now for each in made.targets if each.breached_at)
        assert all(each.due_at > now for each in made.targets if each.runs and not each.breached_at)
