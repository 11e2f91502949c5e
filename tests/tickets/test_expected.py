"""When the technician comes and when a part does: what is kept, and who hears of it."""

from datetime import date, timedelta

import pytest

from tests.tickets.world import GIVEN, OLA, POLICY, at, events, handed_off, message, told
from tickets import clock, expected, handoffs, reports
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.spoken_times import Span
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.ticket import Ticket

S = HandoffState


def ola(made: Ticket, text: str, hour: int = 12) -> Outcome:
    return reports.partner_says(made, 1, message(OLA, text, at(hour)), GIVEN, at(hour))


def comes(made: Ticket, minute: int, **beside: tuple[Notice, ...]) -> Outcome:
    span = Span(at(14, minute))
    return expected.expect(made, 1, span, GIVEN, at(12), by=OLA, **beside)


def test_a_time_in_words_is_kept_and_the_customer_hears_it() -> None:
    outcome = ola(handed_off(S.ACCEPTED), "Er der om 20 min")
    assert outcome.ticket.handoff(1).eta == at(12, 20)
    assert told(outcome, Party.REQUESTER) == [Tell.ETA]
    assert Tell.HEARD not in told(outcome, Party.DISPATCHERS)


def test_a_time_beside_on_my_way_is_told_with_that_news() -> None:
    outcome = ola(handed_off(S.ACCEPTED), "på vei, 20 min")
    assert (outcome.ticket.handoff(1).state, outcome.ticket.handoff(1).eta) == (S.EN_ROUTE, at(12, 20))
    assert told(outcome, Party.REQUESTER) == [Tell.EN_ROUTE]


def test_a_time_in_answer_to_an_offer_is_a_yes() -> None:
    outcome = ola(handed_off(S.OFFERED), "Vi kommer i morgen 9-10")
    assert (outcome.ticket.handoff(1).state, outcome.ticket.handoff(1).eta) == (S.ACCEPTED, at(9, day=6))
    assert told(outcome, Party.REQUESTER) == [Tell.TAKEN]


def test_a_bare_time_in_answer_to_an_offer_is_for_the_desk_to_read() -> None:
    outcome = ola(handed_off(S.OFFERED), "i morgen 9-10")
    assert outcome.ticket.handoff(1).state is S.OFFERED
    assert Tell.HEARD in told(outcome, Party.DISPATCHERS)


@pytest.mark.parametrize(("minute", "hears"), [(10, []), (15, []), (20, [Tell.ETA])])
def test_the_customer_hears_again_when_it_moves_by_more_than_a_quarter(
    minute: int, hears: list[Tell]
) -> None:
    first = comes(handed_off(S.ACCEPTED), 0).ticket
    outcome = comes(first, minute)
    assert outcome.ticket.handoff(1).eta == at(14, minute)
    assert told(outcome, Party.REQUESTER) == hears


def test_small_moves_add_up() -> None:
    moved = comes(comes(handed_off(S.ACCEPTED), 0).ticket, 10).ticket
    assert told(comes(moved, 20), Party.REQUESTER) == [Tell.ETA]


def test_the_same_time_again_changes_nothing() -> None:
    first = comes(handed_off(S.ACCEPTED), 0).ticket
    assert comes(first, 0) == Outcome(ticket=first, answer="already")


def test_nobody_is_awaited_who_is_there() -> None:
    arrived = handoffs.answer(comes(handed_off(S.ACCEPTED), 0).ticket, 1, S.ON_SITE, GIVEN, at(13), by=OLA)
    assert arrived.ticket.handoff(1).eta is None
    with pytest.raises(Refused, match="not_now"):
        comes(arrived.ticket, 30)


def test_a_time_later_than_promised_interrupts_the_desk() -> None:
    outcome = ola(handed_off(S.ACCEPTED), "kommer 26.10 kl 9")
    late = next(each for each in outcome.notices if each.tell is Tell.HAPPENED)
    assert (late.facts["event"], late.facts["note"]) == ("eta", "2026-10-26 09:00")


def test_a_part_with_its_day_is_told_once() -> None:
    outcome = ola(handed_off(S.ACCEPTED), "venter på deler til torsdag")
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.PARTS)
    assert outcome.ticket.handoff(1).parts_on == date(2026, 10, 8)
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]


def test_another_day_for_the_part_is_told_again() -> None:
    waiting = ola(handed_off(S.ACCEPTED), "venter på deler til torsdag").ticket
    outcome = ola(waiting, "fredag", hour=13)
    assert outcome.ticket.handoff(1).parts_on == date(2026, 10, 9)
    assert told(outcome, Party.REQUESTER) == [Tell.DELAYED]


def test_the_partner_is_asked_the_morning_after_and_once() -> None:
    waiting = ola(handed_off(S.ACCEPTED), "venter på deler til torsdag").ticket
    assert expected.asks_at(waiting, POLICY) == at(9, day=9)  # its working day begins at nine
    assert Tell.PARTS_DUE not in told(clock.look(waiting, POLICY, at(8, 59, day=9)), Party.PARTNER)
    outcome = clock.look(waiting, POLICY, at(9, day=9))
    assert told(outcome, Party.PARTNER).count(Tell.PARTS_DUE) == 1
    assert "parts_due" in events(outcome)
    again = clock.look(outcome.ticket, POLICY, at(9, day=9) + timedelta(days=3))
    assert Tell.PARTS_DUE not in told(again, Party.PARTNER)


def test_who_goes_on_is_not_asked() -> None:
    waiting = ola(handed_off(S.ACCEPTED), "venter på deler til torsdag").ticket
    assert ola(waiting, "på vei", hour=14).ticket.handoff(1).parts_on is None
