"""The one clock of the application, so that whoever tests it can set it; and pauses between tries."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def growing(first: timedelta, attempts: int, longest: timedelta) -> timedelta:
    """The pause before trying again after so many attempts: twice as long each time, up to `longest`."""
    doubled: timedelta = first * (1 << min(attempts, 20))
    return min(doubled, longest)
