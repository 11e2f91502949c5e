"""Moments in the reader's words: "today at 14:30", "tomorrow 09–12", "Fri 6 Nov 08:00"."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta

from templates.languages import Language

Day = date  # a method has the name


class Moments:
    """Writes moments in one language and zone. Every `now` and moment is aware."""

    def __init__(self, language: Language, zone: ZoneInfo) -> None:
        self._locale = language.locale
        self._words = language.words
        self._zone = zone

    def moment(self, at: datetime, now: datetime) -> str:
        """A moment as one says it: by day when it is near, by date when it is not."""
        time = self._time(at)
        match self._days_from(now, at):
            case 0:
                return self._words.gettext("today at {time}").format(time=time)
            case 1:
                return self._words.gettext("tomorrow at {time}").format(time=time)
            case -1:
                return self._words.gettext("yesterday at {time}").format(time=time)
        return self._words.gettext("{date} {time}").format(date=self.day(at, now), time=time)

    def stamp(self, at: datetime, now: datetime) -> str:
        """A moment at the head of a line, as short as can be: the time today, the date and time before."""
        time = self._time(at)
        if self._days_from(now, at) == 0:
            return time
        # Translators: a date in the CLDR pattern language, https://cldr.unicode.org: day and short month
        pattern = self._words.pgettext("date pattern", "d MMM")
        return self._words.gettext("{date} {time}").format(date=self._format(at, pattern), time=time)

    def day(self, at: datetime, now: datetime) -> str:
        """A date with its weekday, and its year when that is another."""
        if at.astimezone(self._zone).year != now.astimezone(self._zone).year:
            return self.date(at)
        # Translators: a date in the CLDR pattern language: short weekday, day, short month
        return self._format(at, self._words.pgettext("date pattern", "EEE d MMM"))

    def date(self, at: datetime) -> str:
        """A date with its year."""
        # Translators: a date in the CLDR pattern language: day, short month, year
        return self._format(at, self._words.pgettext("date pattern", "d MMM y"))

    def weekday(self, day: Day) -> str:
        """A day of the calendar with its weekday."""
        # Translators: a date in the CLDR pattern language: weekday, day, month
        pattern = self._words.pgettext("date pattern", "EEEE d MMMM")
        return format_date(day, pattern, locale=self._locale)

    def window(self, start: datetime | None, end: datetime | None, now: datetime) -> str:
        """A span of time; open at an end that is None, "" when both are."""
        if start is None and end is None:
            return ""
        if start is None or end is None:
            return self._half_open(start, end, now)
        if start == end:
            return self.moment(start, now)
        if self._days_from(start, end) != 0:
            return f"{self.moment(start, now)} – {self.moment(end, now)}"
        hours = f"{self._hour(start, end)}–{self._hour(end, start)}"
        match self._days_from(now, start):
            case 0:
                return self._words.gettext("today {hours}").format(hours=hours)
            case 1:
                return self._words.gettext("tomorrow {hours}").format(hours=hours)
        return self._words.gettext("{date} {hours}").format(date=self.day(start, now), hours=hours)

    def left(self, at: datetime, now: datetime) -> str:
        """How far away a moment is, roughly and without direction: "20 min", "3 hr", "2 days"."""
        gap = max(abs(at - now), timedelta(minutes=1))
        return format_timedelta(gap, granularity="minute", threshold=1.5, format="short", locale=self._locale)

    def _half_open(self, start: datetime | None, end: datetime | None, now: datetime) -> str:
        if start is not None:
            return self._words.gettext("from {moment}").format(moment=self.moment(start, now))
        assert end is not None  # noqa: S101 - the caller has one of the two
        return self._words.gettext("before {moment}").format(moment=self.moment(end, now))

    def _hour(self, at: datetime, other: datetime) -> str:
        whole = at.astimezone(self._zone).minute == 0 and other.astimezone(self._zone).minute == 0
        return self._format(at, "HH") if whole else self._time(at)

    def _time(self, at: datetime) -> str:
        # Translators: a time in the CLDR pattern language, such as HH:mm or HH.mm
        return self._format(at, self._words.pgettext("time pattern", "HH:mm"))

    def _format(self, at: datetime, pattern: str) -> str:
        return format_datetime(at, pattern, tzinfo=self._zone, locale=self._locale)

    def _days_from(self, here: datetime, there: datetime) -> int:
        return (there.astimezone(self._zone).date() - here.astimezone(self._zone).date()).days
