"""A customer who was told of a visit hears it when the visit will not be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.world import DINA, GIVEN, OLA, at, handed_off, told
from tickets import dispatch, expected, handoffs, offers
from tickets.outcome import Party, Refused, Tell
from tickets.spoken_times import Span
from tickets.states import HandoffState
from tickets.ticket import Ticket

S = HandoffState


def expected_at_two(state: HandoffState = S.ACCEPTED) -> Ticket:
    return expected.expect(handed_off(state), 1, Span(at(14)), GIVEN, at(12), by=OLA).ticket


@pytest.mark.parametrize("made", [expected_at_two(), handed_off(S.EN_ROUTE)])
def test_whoever_says_no_after_all_is_awaited_no_more(made: Ticket) -> None:
    outcome = handoffs.answer(made, 1, S.DECLINED, GIVEN, at(12, 10), by=OLA, note="Bilen streiker")
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]
    assert outcome.ticket.handoff(1).state is S.DECLINED


def test_a_visit_that_the_desk_takes_back_is_called_off() -> None:
    outcome = offers.recall(expected_at_two(), GIVEN, at(12, 10), by=DINA)
    [heard] = [notice for notice in outcome.notices if notice.to is Party.REQUESTER]
    assert (heard.tell, heard.facts) == (Tell.DELAYED, {"called_off": True})


@pytest.mark.parametrize(
    "made",
    [
        handed_off(S.OFFERED),
        handed_off(S.ACCEPTED),
        handed_off(S.ON_SITE),
        replace(
            expected_at_two(), handoffs=(replace(expected_at_two().handoff(1), eta=at(12), eta_end=None),)
        ),
    ],
)
def test_where_no_visit_is_awaited_nothing_is_called_off(made: Ticket) -> None:
    outcome = offers.recall(made, GIVEN, at(12) + timedelta(minutes=1), by=DINA)
    assert told(outcome, Party.REQUESTER) == []


def test_who_closes_a_ticket_tells_of_that_alone() -> None:
    outcome = dispatch.close(expected_at_two(), GIVEN, at(12, 10), by=DINA)
    assert told(outcome, Party.REQUESTER) == [Tell.RESOLVED]


def test_who_is_there_cannot_say_no() -> None:
    with pytest.raises(Refused, match="not_now"):
        handoffs.answer(handed_off(S.ON_SITE), 1, S.DECLINED, GIVEN, at(12), by=OLA)
