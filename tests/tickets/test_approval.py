"""The desk takes back, approves and sends back."""

from dataclasses import replace

import pytest

from tests.tickets.world import (
    COFFEE,
    DINA,
    GIVEN,
    KARI,
    NOW,
    OLA,
    POLICY,
    SOR,
    at,
    events,
    given,
    handed_off,
    live,
    message,
    target,
    ticket,
    told,
)
from tickets import approval, conversation, handoffs, offers
from tickets.outcome import Party, Refused, Tell
from tickets.states import HandoffState, TargetKind, TicketState
from tickets.ticket import Ticket
from tickets.work.costs import decide_cost, write_down
from tickets.work.reading import read_cost

S = HandoffState
_AGAIN = TicketState.REOPENED


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


def test_work_whose_cost_is_asked_is_not_judged_before_the_answer() -> None:
    line = read_cost("2100 NOK pumpe", NOW, by="Ola")
    assert line is not None
    asked = write_down(handed_off(S.DONE), 1, line, GIVEN, at(11), by=OLA).ticket
    with pytest.raises(Refused, match="answer_cost_first"):
        approval.approve(asked, GIVEN, at(12), by=DINA)
    with pytest.raises(Refused, match="answer_cost_first"):
        approval.done_without(asked, GIVEN, at(12), by=DINA, reason="Kari ringte")
    answered = decide_cost(asked, GIVEN, at(12), by=DINA, yes=False).ticket
    assert approval.approve(answered, GIVEN, at(13), by=DINA).answer == "approved"


def opened_again() -> Ticket:
    """Approved, and Kari writes that it leaks again."""
    return conversation.requester_says(
        handed_off(S.APPROVED), message(KARI, "Den drypper igjen"), GIVEN, at(12)
    ).ticket


def test_approved_work_is_sent_back_only_once_the_ticket_is_open_again() -> None:
    with pytest.raises(Refused, match="nothing_to_approve"):
        approval.reject(handed_off(S.APPROVED), GIVEN, at(12), by=DINA, reason="Drypper")
    made = approval.reject(opened_again(), GIVEN, at(13), by=DINA, reason="Drypper").ticket
    assert (live(made).state, live(made).note) == (S.REWORK, "Drypper")


def test_work_is_sent_back_to_nobody_once_somebody_else_was_asked() -> None:
    others = offers.offer(opened_again(), SOR, GIVEN, at(12), by=DINA, reason="Dina").ticket
    for made in (others, replace(offers.recall(others, GIVEN, at(13), by=DINA).ticket, state=_AGAIN)):
        with pytest.raises(Refused, match="nothing_to_approve"):
            approval.reject(made, GIVEN, at(14), by=DINA, reason="Drypper")


def test_done_by_the_desk_is_a_deviation_only_where_evidence_lacks() -> None:
    made, photo = handed_off(S.ON_SITE), replace(COFFEE, evidence=("photo after",))
    demanding = given(policy=replace(POLICY, categories={COFFEE.id: photo}))
    assert events(approval.done_without(made, GIVEN, at(11), by=DINA, reason="")) == ["done"]
    with pytest.raises(Refused, match="needs_reason"):
        approval.done_without(made, demanding, at(11), by=DINA, reason=" ")
    waived = approval.done_without(made, demanding, at(11), by=DINA, reason="Kamera knust")
    assert (events(waived), live(waived.ticket).waived) == (["deviation", "done"], "Kamera knust")
