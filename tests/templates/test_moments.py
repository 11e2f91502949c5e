"""Moments as people say them."""

from datetime import datetime

import pytest

from templates.languages import language_for
from templates.moments import Moments
from tests.templates.world import NOW, OSLO, at


def says(language: str) -> Moments:
    return Moments(language_for(language), OSLO)


@pytest.mark.parametrize(
    ("language", "today", "tomorrow", "friday"),
    [
        ("nb", "i dag kl. 14.30", "i morgen kl. 09.00", "fre. 13. nov. 08.00"),
        ("sv", "i dag kl. 14:30", "i morgon kl. 09:00", "fre 13 nov. 08:00"),
        ("da", "i dag kl. 14.30", "i morgen kl. 09.00", "fre. 13. nov. 08.00"),
        ("ru", "сегодня в 14:30", "завтра в 09:00", "пт, 13 нояб. 08:00"),
        ("en", "today at 14:30", "tomorrow at 09:00", "Fri 13 Nov 08:00"),
    ],
)
def test_near_days_have_names_and_others_dates(language: str, today: str, tomorrow: str, friday: str) -> None:
    moment = says(language).moment
    assert moment(at(5, 14, 30), NOW) == today
    assert moment(at(6, 9), NOW) == tomorrow
    assert moment(at(13, 8), NOW) == friday


def test_yesterday_is_a_day_and_not_a_span_of_hours() -> None:
    assert says("nb").moment(at(4, 23, 59), at(5, 0, 1)) == "i går kl. 23.59"
    assert says("nb").moment(at(5, 0, 1), at(4, 23, 59)) == "i morgen kl. 00.01"


def test_another_year_is_said() -> None:
    assert says("en").moment(at(2, 8, month=1, year=2027), NOW) == "2 Jan 2027 08:00"


def test_days_are_those_of_the_zone() -> None:
    late_in_utc = datetime.fromisoformat("2026-11-05T23:30:00+00:00")
    assert says("en").moment(late_in_utc, NOW) == "tomorrow at 00:30"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (at(6, 9), at(6, 12), "i morgen 09–12"),
        (at(5, 15, 30), at(5, 17), "i dag 15.30–17.00"),
        (at(9, 8), at(9, 12), "man. 9. nov. 08–12"),
        (at(6, 9), None, "fra i morgen kl. 09.00"),
        (None, at(6, 12), "før i morgen kl. 12.00"),
        (at(6, 9), at(6, 9), "i morgen kl. 09.00"),
        (at(5, 22), at(6, 6), "i dag kl. 22.00 – i morgen kl. 06.00"),
        (None, None, ""),
    ],
)
def test_windows_are_as_short_as_can_be(start: datetime | None, end: datetime | None, said: str) -> None:
    assert says("nb").window(start, end, NOW) == said


@pytest.mark.parametrize(
    ("language", "minutes", "hours"),
    [("nb", "20 min", "5 t"), ("sv", "20 min", "5 tim"), ("ru", "20 мин", "5 ч"), ("en", "20 mins", "5 hrs")],
)
def test_what_is_left_is_rough(language: str, minutes: str, hours: str) -> None:
    assert says(language).left(at(5, 13, 30), NOW) == minutes
    assert says(language).left(at(5, 18, 5), NOW) == hours


def test_the_last_seconds_are_a_minute() -> None:
    assert says("nb").left(NOW, NOW) == "1 min"


def test_lines_begin_with_the_shortest_stamp() -> None:
    assert says("nb").stamp(at(5, 9), NOW) == "09.00"
    assert says("nb").stamp(at(4, 9), NOW) == "4. nov. 09.00"
