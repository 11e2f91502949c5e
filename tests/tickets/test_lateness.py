"""Coming later than was told, in five languages; and what only sounds like it."""

from datetime import datetime, timedelta

import pytest

from tests.tickets.world import GIVEN, OLA, POLICY, at, handed_off, message, told
from tickets import expected, reports
from tickets.lateness import put_off
from tickets.outcome import Party, Tell
from tickets.spoken_times import Span
from tickets.states import HandoffState
from tickets.ticket import Ticket

TOLD = at(14, 30)


def put(text: str, now: datetime | None = None) -> Span | None:
    found = put_off(text, TOLD, None, now or at(12), POLICY.zone)
    return found.span if found else None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 min forsinket", 30),
        ("Beklager, blir nok en halvtime sein", 30),
        ("är försenad 20 min", 20),
        ("bliver 45 min senere", 45),
        ("задерживаемся на час", 60),
        ("I'm running 20 minutes late", 20),
        ("delayed 2 h", 120),
    ],
)
def test_late_is_later_than_was_told(text: str, minutes: int) -> None:
    assert put(text) == Span(TOLD + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "text",
    ["forsinket", "ikke forsinket 30 min", "kunden er 30 min sen", "30 min forsinket?", "senere i dag"],
)
def test_what_does_not_say_by_how_long_puts_off_nothing(text: str) -> None:
    assert put(text) is None


def test_a_clock_says_it_too_and_a_window_moves_as_a_whole() -> None:
    assert put("forsinket, kommer 15:45") == Span(at(15, 45))
    moved = put_off("1 time forsinket", at(13), at(15), at(12), POLICY.zone)
    assert moved is not None
    assert moved.span == Span(at(14), at(16))


def test_who_is_late_already_is_late_from_now_on() -> None:
    assert put("10 min forsinket", at(14, 50)) == Span(at(15))


def late(made: Ticket) -> tuple[datetime | None, list[Tell], list[Tell]]:
    heard = reports.partner_says(made, 1, message(OLA, "30 min forsinket", at(13)), GIVEN, at(13))
    return heard.ticket.handoff(1).eta, told(heard, Party.REQUESTER), told(heard, Party.DISPATCHERS)


def test_the_customer_hears_the_new_time() -> None:
    made = expected.expect(handed_off(HandoffState.ACCEPTED), 1, Span(TOLD), GIVEN, at(12), by=OLA).ticket
    assert late(made) == (at(15), [Tell.ETA], [Tell.POST_CHANGED])


def test_where_no_time_was_told_the_desk_reads_it() -> None:
    assert late(handed_off(HandoffState.ACCEPTED)) == (None, [], [Tell.HEARD])
