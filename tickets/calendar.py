"""Working time: when a calendar is open, and how far away a promise is in it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

_FAR = 4000  # days looked ahead: a calendar that has not opened in ten years never will

Unit = Literal["s", "m", "h", "d"]
_SECONDS: dict[Unit, int] = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of working time: ``90s 30m 4h 2d``, where ``d`` is a working day of the calendar."""

    amount: float
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Reads ``30m`` and its like; ValueError says what is allowed."""
        number, unit = text.strip()[:-1], text.strip()[-1:]
        if unit not in ("s", "m", "h", "d") or not number.replace(".", "", 1).isdecimal():
            raise ValueError(f"{text!r} is not a duration such as 90s, 30m, 4h or 2d")
        return cls(float(number), unit)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.amount:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours by weekday (Monday is 0), in one zone, without the holidays.

    ``hours`` maps a weekday to its open spans, ascending and apart; a weekday left out is closed.
    """

    zone: ZoneInfo
    hours: Mapping[int, tuple[tuple[time, time], ...]]
    holidays: Container[date] = field(default_factory=frozenset)

    def after(self, start: datetime, length: Duration) -> datetime:
        """The moment (UTC) when `length` of working time has passed since `start`.

        Days are eaten as shares of each day's opening: one day from Monday 10:00 is Tuesday 10:00, and
        from Monday's opening it is Monday's closing. ValueError when the calendar never opens.
        """
        if length.unit == "d":
            return self._walk(start, length.amount, by_day=True)
        return self._walk(start, length.amount * _SECONDS[length.unit], by_day=False)

    def after_span(self, start: datetime, span: timedelta) -> datetime:
        """The moment (UTC) when `span` of working time has passed since `start`."""
        return self._walk(start, span.total_seconds(), by_day=False)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; zero when `end` is not later."""
        total = timedelta()
        for opens, closes, _day in self._spans(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def is_open(self, at: datetime) -> bool:
        """Whether people work at this moment."""
        return self.next_open(at) == at.astimezone(UTC)

    def next_open(self, at: datetime) -> datetime:
        """This moment if people work then, else the next opening (UTC)."""
        for opens, _closes, _day in self._spans(at):
            return opens
        raise ValueError("the calendar never opens")

    def _walk(self, start: datetime, amount: float, *, by_day: bool) -> datetime:
        for opens, closes, day in self._spans(start):
            worth = (closes - opens) / day if by_day else (closes - opens).total_seconds()
            if amount <= worth + 1e-9:
                return opens + amount * day if by_day else opens + timedelta(seconds=amount)
            amount -= worth
        raise ValueError("the calendar never opens")

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """The open spans from `start` on in UTC, each with the whole opening of its day."""
        first = start.astimezone(self.zone).date()
        for ahead in range(_FAR):
            spans = self._day(first + timedelta(days=ahead))
            whole = sum((closes - opens for opens, closes in spans), timedelta())
            for opens, closes in spans:
                if closes > start:
                    yield max(opens, start.astimezone(UTC)), closes, whole

    def _day(self, day: date) -> list[tuple[datetime, datetime]]:
        """One day's openings in UTC, ascending, apart and none empty.

        An opening at an hour that the change to summer time skips would reach into the next one, or
        end before it begins.
        """
        spans: list[tuple[datetime, datetime]] = []
        if day in self.holidays:
            return spans
        for span in self.hours.get(day.weekday(), ()):
            opens, closes = self._span(day, *span)
            if spans:
                opens = max(opens, spans[-1][1])
            if closes > opens:
                spans.append((opens, closes))
        return spans

    def _span(self, day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
        """One opening in UTC; a closing at 00:00 is the end of the day."""
        last = day + timedelta(days=1) if closes == time.min else day
        return (
            datetime.combine(day, opens, self.zone).astimezone(UTC),
            datetime.combine(last, closes, self.zone).astimezone(UTC),
        )


def week_start(at: datetime, zone: ZoneInfo) -> datetime:
    """The Monday 00:00 there before `at`, in UTC."""
    day = at.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time.min, zone).astimezone(UTC)


def around_the_clock(zone: ZoneInfo) -> Calendar:
    """The calendar that never closes."""
    return Calendar(zone, dict.fromkeys(range(7), ((time.min, time.min),)))
