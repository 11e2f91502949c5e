"""What holds of every calendar, at every moment."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.calendar import Calendar, Duration

ZONES = ("Europe/Oslo", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "UTC")
HALF_HOURS = [time(half // 2, half % 2 * 30) for half in range(48)]
TINY = timedelta(milliseconds=1)

moments = st.timedeltas(timedelta(), timedelta(days=730)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)
lengths = st.builds(
    Duration,
    st.floats(0, 60, allow_nan=False).map(lambda amount: round(amount, 3)),
    st.sampled_from(["m", "h", "d"]),
)


@st.composite
def openings(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    """Some spans of one day, ascending and apart; the last may close at midnight."""
    marks = sorted(draw(st.sets(st.sampled_from(HALF_HOURS), min_size=2, max_size=6)))
    spans = list(zip(marks[::2], marks[1::2], strict=False))
    if draw(st.booleans()):
        spans[-1] = (spans[-1][0], time.min)
    return tuple(spans)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = draw(st.dictionaries(st.integers(0, 6), openings(), min_size=1))
    off = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5))
    return Calendar(ZoneInfo(draw(st.sampled_from(ZONES))), hours, off)


@given(calendars(), moments, lengths)
@settings(max_examples=75, deadline=None)
def test_after_and_between_are_inverses(calendar: Calendar, start: datetime, length: Duration) -> None:
    due_at = calendar.after(start, length)
    worked = calendar.between(start, due_at)
    assert abs(calendar.after_span(start, worked) - due_at) <= TINY or not worked
    if length.unit != "d":
        seconds = length.amount * {"m": 60, "h": 3600}[length.unit]
        assert abs(worked - timedelta(seconds=seconds)) <= TINY


@given(calendars(), moments, lengths, st.timedeltas(timedelta(), timedelta(days=30)))
@settings(max_examples=75, deadline=None)
def test_a_later_start_is_never_due_earlier(
    calendar: Calendar, start: datetime, length: Duration, later: timedelta
) -> None:
    assert calendar.after(start, length) <= calendar.after(start + later, length) + TINY


@given(calendars(), moments, lengths, lengths)
@settings(max_examples=75, deadline=None)
def test_more_time_is_never_due_earlier(
    calendar: Calendar, start: datetime, one: Duration, other: Duration
) -> None:
    less, more = sorted((one.amount, other.amount))
    due_at = calendar.after(start, Duration(less, one.unit))
    assert start <= due_at <= calendar.after(start, Duration(more, one.unit)) + TINY


@given(calendars(), st.lists(moments, min_size=3, max_size=3).map(sorted))
@settings(max_examples=75, deadline=None)
def test_working_time_adds_up(calendar: Calendar, days: list[datetime]) -> None:
    parts = [calendar.between(one, other) for one, other in pairwise(days)]
    assert sum(parts, timedelta()) == calendar.between(days[0], days[-1])
    assert all(timedelta() <= part for part in parts)


@given(calendars(), moments, lengths)
@settings(max_examples=75, deadline=None)
def test_a_promise_falls_due_in_opening_hours(calendar: Calendar, start: datetime, length: Duration) -> None:
    due_at = calendar.after(start, length)
    opened = calendar.next_open(due_at - TINY)
    assert opened - due_at <= TINY


@given(calendars(), moments)
@settings(max_examples=75, deadline=None)
def test_the_next_opening_is_open_and_nothing_lies_before_it(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_open(moment)
    assert calendar.is_open(opening)
    assert calendar.between(moment, opening) == timedelta()
