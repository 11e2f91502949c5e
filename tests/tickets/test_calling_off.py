"""A customer who was told of a visit hears it when the visit will not be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.chains.chain import CHAIN, TECHNICIANS, chain, takes
from tests.tickets.world import DINA, GIVEN, OLA, at, handed_off, told
from tickets import dispatch, expected, handoffs, offers
from tickets.chains import handing
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


def expected_below(depth: int = 3) -> Ticket:
    """The last of a chain has said that it comes at two."""
    return expected.expect(chain(depth), depth, Span(at(14)), CHAIN, at(12), by=TECHNICIANS["beta"]).ticket


def test_a_time_that_a_subcontractor_gave_is_void_when_it_gives_the_job_back() -> None:
    outcome = handoffs.answer(
        expected_below(), 3, S.DECLINED, CHAIN, at(12, 10), by=TECHNICIANS["beta"], note="Bilen streiker"
    )
    assert {(each.eta, each.eta_told) for each in outcome.ticket.handoffs[:2]} == {(None, None)}
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]


def test_whoever_takes_it_back_from_one_on_its_way_has_to_say_when_it_comes_itself() -> None:
    made = takes(chain(2), 2, S.EN_ROUTE).ticket
    outcome = handing.take_back(made, 2, CHAIN, at(12, 10), by=OLA)
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]
    again = expected.expect(outcome.ticket, 1, Span(at(14)), CHAIN, at(12, 20), by=OLA)
    assert told(again, Party.REQUESTER) == [Tell.ETA]


def test_a_time_that_those_above_gave_themselves_stands() -> None:
    made = expected.expect(expected_below(2), 1, Span(at(16)), CHAIN, at(12, 5), by=OLA).ticket
    outcome = handoffs.answer(
        made, 2, S.DECLINED, CHAIN, at(12, 10), by=TECHNICIANS["alfa"], note="Bilen streiker"
    )
    assert (outcome.ticket.handoff(1).eta, told(outcome, Party.REQUESTER)) == (at(16), [])
