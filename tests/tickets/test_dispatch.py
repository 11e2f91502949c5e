"""What dispatchers do to a ticket, and the requester's verdict."""

from dataclasses import replace

import pytest

from tests.tickets.world import (
    DINA,
    GIVEN,
    KARI,
    NORD,
    NOW,
    OLA,
    at,
    events,
    handed_off,
    live,
    target,
    ticket,
    told,
)
from tickets import dispatch, handoffs
from tickets.card_parts import Part
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import FOR_CUSTOMER, INTERNAL_ONLY
from tickets.states import HandoffState, Priority, TargetKind, TicketState, WaitReason
from tickets.ticket import Ticket

S = HandoffState
FINISHED = [handed_off(S.APPROVED), dispatch.close(ticket(), GIVEN, NOW, by=DINA).ticket]


def waiting(made: Ticket, reason: WaitReason = WaitReason.CUSTOMER) -> Ticket:
    return dispatch.wait(made, reason, GIVEN, at(11), by=DINA).ticket


def test_new_priority_makes_the_promises_anew() -> None:
    outcome = dispatch.set_priority(handed_off(), Priority.HIGH, GIVEN, at(10, 10), by=DINA)
    assert outcome.ticket.priority is Priority.HIGH
    assert target(outcome.ticket, TargetKind.ACCEPT, 1).due_at == at(11)
    assert live(outcome.ticket).expires_at == at(11)


def test_new_priority_shows_on_card_and_post_and_is_nobodys_message() -> None:
    outcome = dispatch.set_priority(handed_off(), Priority.HIGH, GIVEN, at(10, 10), by=DINA)
    assert told(outcome, Party.PARTNER) == [Tell.CARD_CHANGED]
    assert told(outcome, Party.DISPATCHERS) == [Tell.POST_CHANGED]
    assert (outcome.entries[0].audience, outcome.entries[0].text) == (INTERNAL_ONLY, "high")


def test_priority_without_a_partner_changes_no_card() -> None:
    outcome = dispatch.set_priority(ticket(), Priority.HIGH, GIVEN, NOW, by=DINA)
    assert told(outcome, Party.PARTNER) == []


def test_same_priority_changes_nothing() -> None:
    assert dispatch.set_priority(ticket(), Priority.NORMAL, GIVEN, NOW, by=DINA).answer == "already"


def test_ticket_that_waits_tells_the_requester_for_what() -> None:
    outcome = dispatch.wait(ticket(), WaitReason.ACCESS, GIVEN, at(11), by=DINA)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.ACCESS)
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]
    assert (outcome.entries[0].audience, outcome.entries[0].text) == (FOR_CUSTOMER, "access")


def test_waiting_for_the_same_is_told_once() -> None:
    made = waiting(ticket())
    assert dispatch.wait(made, WaitReason.CUSTOMER, GIVEN, at(12), by=DINA) == Outcome(
        ticket=made, answer="already"
    )


@pytest.mark.parametrize("finished", FINISHED)
def test_finished_ticket_does_not_wait(finished: Ticket) -> None:
    with pytest.raises(Refused, match="not_now"):
        dispatch.wait(finished, WaitReason.CUSTOMER, GIVEN, at(11), by=DINA)


@pytest.mark.parametrize(
    ("handoff", "state"),
    [
        (S.OFFERED, TicketState.HANDED_OFF),
        (S.ACCEPTED, TicketState.IN_PROGRESS),
        (S.REWORK, TicketState.IN_PROGRESS),
        (S.RECALLED, TicketState.NEW),
    ],
)
def test_ticket_goes_on_where_its_handoff_stands(handoff: HandoffState, state: TicketState) -> None:
    outcome = dispatch.resume(waiting(handed_off(handoff)), GIVEN, at(12), by=DINA)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (state, None)
    assert outcome.ticket.handoff(1).state is handoff
    assert (events(outcome), outcome.answer) == (["resumed"], "done")


def test_partner_that_waits_goes_on_with_the_ticket() -> None:
    outcome = dispatch.resume(handed_off(S.WAITING), GIVEN, at(12), by=DINA)
    assert (outcome.ticket.state, live(outcome.ticket).state) == (TicketState.IN_PROGRESS, S.ACCEPTED)
    assert (events(outcome), outcome.answer) == (["resumed"], "done")
    assert told(outcome, Party.REQUESTER) == []


def test_work_to_approve_is_approved_not_resumed() -> None:
    with pytest.raises(Refused, match="not_now"):
        dispatch.resume(handed_off(S.DONE), GIVEN, at(12), by=DINA)
    asked = waiting(handed_off(S.DONE))
    assert dispatch.resume(asked, GIVEN, at(12), by=DINA).ticket.wait_reason is WaitReason.APPROVAL


def test_wait_for_an_approval_of_the_customers_can_end() -> None:
    made = waiting(ticket(), WaitReason.APPROVAL)
    assert dispatch.resume(made, GIVEN, at(12), by=DINA).ticket.state is TicketState.NEW


def test_what_does_not_wait_cannot_go_on() -> None:
    with pytest.raises(Refused, match="not_now"):
        dispatch.resume(ticket(), GIVEN, at(12), by=DINA)


def test_offer_does_not_run_out_while_the_ticket_waits() -> None:
    made = dispatch.resume(waiting(handed_off()), GIVEN, at(16), by=DINA).ticket
    assert live(made).expires_at == at(11, day=6)


def test_closing_ends_everything_and_asks_the_requester() -> None:
    outcome = dispatch.close(ticket(), GIVEN, at(11), by=DINA)
    assert (outcome.ticket.state, outcome.ticket.closed_at) == (TicketState.CLOSED, at(11))
    assert not any(each.runs for each in outcome.ticket.targets)
    assert told(outcome, Party.REQUESTER) == [Tell.RESOLVED]


def test_closing_takes_the_baton_back() -> None:
    outcome = dispatch.close(handed_off(S.ON_SITE), GIVEN, at(11), by=DINA)
    assert outcome.ticket.handoff(1).state is S.RECALLED
    assert outcome.ticket.state is TicketState.CLOSED
    assert (events(outcome), outcome.answer) == (["recalled", "closed"], "closed")


def test_closing_what_was_resolved_asks_no_second_time() -> None:
    outcome = dispatch.close(handed_off(S.APPROVED), GIVEN, at(11), by=DINA)
    assert told(outcome, Party.REQUESTER) == []
    assert outcome.ticket.resolved_at == NOW


def test_closing_again_changes_nothing() -> None:
    closed = dispatch.close(ticket(), GIVEN, at(11), by=DINA).ticket
    assert dispatch.close(closed, GIVEN, at(12), by=DINA) == Outcome(ticket=closed, answer="already")


def other(number: int = 1002) -> Ticket:
    return ticket(number=number)


def test_merged_ticket_ends_in_the_other_and_tells_only_the_desk() -> None:
    outcome = dispatch.merge(ticket(), other(), GIVEN, at(11), by=DINA)
    assert (outcome.ticket.state, outcome.ticket.merged_into) == (TicketState.CLOSED, 1002)
    assert (outcome.entries[0].audience, outcome.entries[0].text) == (INTERNAL_ONLY, "1002")
    assert {each.to for each in outcome.notices} == {Party.DISPATCHERS}


def test_merging_again_changes_nothing() -> None:
    merged = dispatch.merge(ticket(), other(), GIVEN, at(11), by=DINA).ticket
    assert dispatch.merge(merged, other(), GIVEN, at(12), by=DINA).answer == "already"


@pytest.mark.parametrize(
    ("made", "into"),
    [
        (ticket(), ticket()),
        (ticket(), replace(other(), merged_into=1003)),
        (ticket(merged_into=1002), other(1003)),
    ],
)
def test_merges_make_no_circles(made: Ticket, into: Ticket) -> None:
    with pytest.raises(Refused, match="merge_self"):
        dispatch.merge(made, into, GIVEN, at(11), by=DINA)


def test_ticket_with_a_partner_is_not_merged_away() -> None:
    with pytest.raises(Refused, match="already_handed_off") as refusal:
        dispatch.merge(handed_off(), other(), GIVEN, at(11), by=DINA)
    assert refusal.value.facts == {"partner": NORD.name}


def test_typed_part_stands_on_the_card() -> None:
    outcome = dispatch.fill(handed_off(), Part.PARTS, " none ", NOW, by=DINA)
    assert outcome.ticket.filled == (("parts", "none"),)
    assert told(outcome, Party.PARTNER) == [Tell.CARD_CHANGED]
    assert outcome.entries[0].text == "parts: none"


def test_part_typed_again_replaces_the_first() -> None:
    once = dispatch.fill(ticket(), Part.PARTS, "none", NOW, by=DINA).ticket
    assert dispatch.fill(once, Part.PARTS, "O-ring", NOW, by=DINA).ticket.filled == (("parts", "O-ring"),)


def test_empty_words_fill_nothing() -> None:
    with pytest.raises(Refused, match="needs_text"):
        dispatch.fill(ticket(), Part.PARTS, "  ", NOW, by=DINA)


@pytest.mark.parametrize("finished", FINISHED)
def test_requester_says_how_it_was(finished: Ticket) -> None:
    outcome = dispatch.rate(finished, 4, at(11), by=KARI)
    assert (outcome.ticket.csat, outcome.answer) == (4, "thanks")
    assert outcome.entries[0].audience == FOR_CUSTOMER
    assert {each.to for each in outcome.notices} == {Party.DISPATCHERS}


def test_verdict_can_be_changed_and_is_counted_once() -> None:
    once = dispatch.rate(FINISHED[0], 2, at(11), by=KARI).ticket
    assert dispatch.rate(once, 2, at(12), by=KARI) == Outcome(ticket=once, answer="already")
    assert dispatch.rate(once, 5, at(12), by=KARI).ticket.csat == 5


@pytest.mark.parametrize("score", [0, 6, -1])
def test_verdict_is_one_to_five(score: int) -> None:
    with pytest.raises(Refused, match="unreadable_arguments"):
        dispatch.rate(FINISHED[0], score, at(11), by=KARI)


def test_open_ticket_has_no_verdict_yet() -> None:
    with pytest.raises(Refused, match="not_now"):
        dispatch.rate(handed_off(S.DONE), 5, at(11), by=KARI)


def test_partner_of_a_closed_ticket_takes_no_more_steps() -> None:
    closed = dispatch.close(handed_off(S.ACCEPTED), GIVEN, at(11), by=DINA).ticket
    with pytest.raises(Refused, match="ended"):
        handoffs.answer(closed, 1, S.ON_SITE, GIVEN, at(12), by=OLA)


def test_finished_work_is_answered_before_its_ticket_is_closed() -> None:
    with pytest.raises(Refused, match="approve_first"):
        dispatch.close(handed_off(HandoffState.DONE), GIVEN, at(14), by=DINA)
