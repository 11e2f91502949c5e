"""Column types: moments to the microsecond, text as far as may be, labels that stay apart."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.dialects import sqlite

from storage.types import Label, Moment, fit, storable

DIALECT = sqlite.dialect()
MOMENT = Moment()


def there_and_back(moment: datetime) -> datetime | None:
    return MOMENT.process_result_value(MOMENT.process_bind_param(moment, DIALECT), DIALECT)


@given(some.datetimes(timezones=some.timezones()))
def test_every_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:  # the first and last day of the calendar
        return
    assert there_and_back(moment) == in_utc


def test_a_moment_comes_back_in_utc() -> None:
    oslo = datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    back = there_and_back(oslo)
    assert back is not None
    assert (back.hour, back.tzinfo) == (8, UTC)


def test_before_1970_counts_backwards() -> None:
    early = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert MOMENT.process_bind_param(early, DIALECT) == -1
    assert there_and_back(early) == early


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        MOMENT.process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001


def test_no_moment_is_no_moment() -> None:
    assert MOMENT.process_bind_param(None, DIALECT) is None
    assert MOMENT.process_result_value(None, DIALECT) is None


@given(some.text(some.characters()))
def test_storable_text_can_be_encoded_and_has_no_nul(text: str) -> None:
    kept = storable(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept


def test_two_halves_of_a_character_are_one_again() -> None:
    assert storable("\ud83d\ude80") == "🚀"


def test_a_label_that_fits_is_itself() -> None:
    assert Label(64).process_bind_param("<m1@holmvik.example>", DIALECT) == "<m1@holmvik.example>"


@given(some.text(min_size=65, max_size=200), some.text(min_size=65, max_size=200))
def test_longer_labels_fit_and_stay_apart(one: str, other: str) -> None:
    assert len(fit(one, 64)) == 64
    assert (fit(one, 64) == fit(other, 64)) == (storable(one) == storable(other))
