"""Working time as people count it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tickets.world import OFFICE, OSLO, at
from tickets.calendar import Calendar, Duration, around_the_clock

WEEKDAYS = range(5)
LUNCH = Calendar(OSLO, dict.fromkeys(WEEKDAYS, ((time(8), time(12)), (time(13), time(16)))))
EVERY_DAY = range(7)


def hours(number: float) -> Duration:
    return Duration(number, "h")


def days(number: float) -> Duration:
    return Duration(number, "d")


def test_friday_afternoon_goes_on_on_monday() -> None:
    assert OFFICE.after(at(16, 30, day=9), hours(1)) == at(9, 30, day=12)


def test_last_minute_of_the_day_is_still_today() -> None:
    assert OFFICE.after(at(9), hours(8)) == at(17)
    assert OFFICE.after(at(9), Duration(481, "m")) == at(9, 1, day=6)


def test_night_counts_from_the_next_opening() -> None:
    assert OFFICE.after(at(3), hours(1)) == at(10)
    assert OFFICE.between(at(20), at(10, day=6)) == timedelta(hours=1)


def test_lunch_is_no_working_time() -> None:
    assert LUNCH.after(at(11, 30), hours(1)) == at(13, 30)
    assert LUNCH.between(at(8), at(16)) == timedelta(hours=7)
    assert not LUNCH.is_open(at(12, 30))


def test_holidays_are_closed() -> None:
    tuesday_off = Calendar(OSLO, OFFICE.hours, frozenset({date(2026, 10, 6)}))
    assert tuesday_off.after(at(16, 30), hours(1)) == at(9, 30, day=7)
    assert tuesday_off.between(at(9, day=6), at(17, day=6)) == timedelta()


def test_a_day_is_a_working_day() -> None:
    assert OFFICE.after(at(10), days(1)) == at(10, day=6)
    assert OFFICE.after(at(10, day=9), days(1)) == at(10, day=12)


def test_a_day_from_the_opening_ends_at_the_closing() -> None:
    assert OFFICE.after(at(9), days(1)) == at(17)
    assert OFFICE.after(at(7), days(1)) == at(17)


def test_a_day_is_eaten_as_shares_of_each_days_opening() -> None:
    short_tuesday = Calendar(OSLO, {0: ((time(9), time(17)),), 1: ((time(9), time(11)),)})
    assert short_tuesday.after(at(13), days(1)) == at(10, day=6)


def test_a_day_has_its_lunch_too() -> None:
    assert LUNCH.after(at(11), days(1)) == at(11, day=6)


def test_hours_in_the_zone_survive_the_end_of_summer_time() -> None:
    assert OFFICE.after(at(16, day=23), hours(2)) == at(10, day=26)
    assert OFFICE.after(at(16, day=23), hours(2)).hour == 9  # UTC: winter time now


def test_the_long_night_has_an_hour_more() -> None:
    whole = around_the_clock(OSLO)
    assert whole.between(at(0, day=25), at(0, day=26)) == timedelta(hours=25)
    assert whole.after(at(0, day=25), days(1)) == at(0, day=26)


def test_the_short_night_has_an_hour_less() -> None:
    start = datetime(2026, 3, 29, tzinfo=OSLO)
    assert around_the_clock(OSLO).between(start, start + timedelta(days=1)) == timedelta(hours=23)


@pytest.mark.parametrize("span", [(time(2), time(3)), (time(2, 30), time(3))])
def test_an_opening_that_summer_time_skips_is_closed(span: tuple[time, time]) -> None:
    night = Calendar(OSLO, dict.fromkeys(EVERY_DAY, (span,)))
    skipped = datetime(2026, 3, 29, 0, tzinfo=OSLO)
    length = night.between(skipped + timedelta(days=1), skipped + timedelta(days=2))
    assert night.between(skipped, skipped + timedelta(hours=20)) == timedelta()
    assert night.after(skipped, days(1)) == skipped.replace(day=30, hour=3)
    assert length > timedelta()


def test_hours_around_the_skipped_one_do_not_overlap() -> None:
    night = Calendar(OSLO, {6: ((time(0), time(2, 30)), (time(3), time(8)))})
    day = datetime(2026, 3, 29, tzinfo=OSLO)
    assert night.between(day, day.replace(hour=23)) == timedelta(hours=7)


def test_midnight_that_does_not_exist_closes_nothing() -> None:
    beirut = around_the_clock(ZoneInfo("Asia/Beirut"))  # summer time begins at midnight there
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert beirut.after(saturday, hours(24)) == saturday + timedelta(hours=24)


def test_midnight_closing_is_the_end_of_the_day() -> None:
    late = Calendar(OSLO, {0: ((time(20), time(0)),), 1: ((time(0), time(4)),)})
    assert late.between(at(20), at(4, day=6)) == timedelta(hours=8)
    assert late.is_open(at(0, day=6))


def test_closing_time_is_closed() -> None:
    assert OFFICE.is_open(at(9))
    assert not OFFICE.is_open(at(17))
    assert OFFICE.next_open(at(17)) == at(9, day=6)


def test_no_time_at_night_is_the_next_opening() -> None:
    assert OFFICE.after(at(10), hours(0)) == at(10)
    assert OFFICE.after(at(22), hours(0)) == at(9, day=6)


def test_the_past_holds_no_working_time() -> None:
    assert OFFICE.between(at(12), at(10)) == timedelta()


@pytest.mark.parametrize("length", [hours(1), days(1)])
def test_a_calendar_that_never_opens_is_refused(length: Duration) -> None:
    with pytest.raises(ValueError, match="never opens"):
        Calendar(OSLO, {}).after(at(10), length)
    with pytest.raises(ValueError, match="never opens"):
        Calendar(OSLO, {}).next_open(at(10))


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(TypeError):
        OFFICE.after(at(10).replace(tzinfo=None), hours(1))


@pytest.mark.parametrize("text", ["90s", "30m", "4h", "2d", "1.5h"])
def test_durations_read_as_they_are_written(text: str) -> None:
    assert str(Duration.parse(f" {text} ")) == text


@pytest.mark.parametrize("text", ["", "h", "30", "-1h", "1w", "1 day", "1.5.5h", "²h"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        Duration.parse(text)
