"""The desk takes back, approves and sends back."""

import pytest

from tests.tickets.world import DINA, GIVEN, NOW, OLA, at, events, handed_off, live, target, ticket, told
from tickets import approval, handoffs, offers
from tickets.outcome import Party, Refused, Tell
from tickets.states import HandoffState, TargetKind, TicketState

S = HandoffState


@pytest.mark.parametrize("state", [S.OFFERED, S.ACCEPTED, S.EN_ROUTE, S.ON_SITE, S.WAITING, S.DONE, S.REWORK])
def test_job_can_be_taken_back_at_any_time(state: HandoffState) -> None:
    outcome = offers.recall(handed_off(state), GIVEN, at(11), by=DINA, note="Kunden fikset det")
    handoff = outcome.ticket.handoff(1)
    assert (handoff.state, handoff.ended_at, handoff.note) == (S.RECALLED, at(11), "Kunden fikset det")
    assert (outcome.ticket.state, outcome.ticket.live_handoff) == (TicketState.NEW, None)
    assert Tell.RECALLED in told(outcome, Party.PARTNER)


def test_job_nobody_has_cannot_be_taken_back() -> None:
    with pytest.raises(Refused, match="nobody_has_it"):
        offers.recall(ticket(), GIVEN, at(11), by=DINA)


def test_approval_resolves_the_ticket_and_asks_the_requester() -> None:
    outcome = approval.approve(handed_off(S.DONE), GIVEN, at(11), by=DINA)
    assert outcome.ticket.handoff(1).state is S.APPROVED
    assert (outcome.ticket.state, outcome.ticket.resolved_at) == (TicketState.RESOLVED, at(11))
    assert told(outcome, Party.REQUESTER) == [Tell.RESOLVED]
    assert Tell.APPROVED in told(outcome, Party.PARTNER)


def test_approval_keeps_our_promise_and_names_the_approver() -> None:
    outcome = approval.approve(handed_off(S.DONE), GIVEN, at(11), by=DINA)
    assert target(outcome.ticket, TargetKind.RESOLVE).met_at == at(11)
    assert (outcome.entries[0].author, outcome.entries[0].at) == (DINA, at(11))


def test_second_approval_changes_nothing() -> None:
    approved = handed_off(S.APPROVED)
    outcome = approval.approve(approved, GIVEN, at(12), by=DINA)
    assert (outcome.ticket, outcome.answer, outcome.notices) == (approved, "already", ())


@pytest.mark.parametrize("state", [S.OFFERED, S.ON_SITE, S.REWORK, S.RECALLED])
def test_work_that_is_not_done_cannot_be_judged(state: HandoffState) -> None:
    with pytest.raises(Refused, match="nothing_to_approve"):
        approval.approve(handed_off(state), GIVEN, at(11), by=DINA)
    with pytest.raises(Refused, match="nothing_to_approve"):
        approval.reject(handed_off(state), GIVEN, at(11), by=DINA, reason="Drypper")


def test_rejected_work_goes_back_with_what_is_wrong() -> None:
    outcome = approval.reject(handed_off(S.DONE), GIVEN, at(11), by=DINA, reason="Drypper fortsatt")
    assert (live(outcome.ticket).state, live(outcome.ticket).note) == (S.REWORK, "Drypper fortsatt")
    assert outcome.ticket.state is TicketState.IN_PROGRESS
    assert Tell.REWORK in told(outcome, Party.PARTNER)
    assert (told(outcome, Party.REQUESTER), events(outcome)) == ([], ["rework"])


def test_rejection_needs_a_reason() -> None:
    with pytest.raises(Refused, match="needs_reason"):
        approval.reject(handed_off(S.DONE), GIVEN, at(11), by=DINA, reason=" ")


def test_partners_clock_goes_on_with_the_rework() -> None:
    done = handoffs.answer(handed_off(S.ACCEPTED), 1, S.DONE, GIVEN, at(12), by=OLA).ticket
    made = approval.reject(done, GIVEN, at(15), by=DINA, reason="Drypper").ticket
    assert target(made, TargetKind.RESOLVE, 1).runs
    assert target(made, TargetKind.RESOLVE, 1).left == target(handed_off(), TargetKind.RESOLVE, 1).left - (
        at(12) - NOW
    )


def test_reworked_job_can_be_done_and_approved() -> None:
    again = handoffs.answer(handed_off(S.REWORK), 1, S.DONE, GIVEN, at(12), by=OLA).ticket
    made = approval.approve(again, GIVEN, at(13), by=DINA).ticket
    assert (made.state, made.handoff(1).done_at) == (TicketState.RESOLVED, at(12))
