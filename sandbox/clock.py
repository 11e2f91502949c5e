"""The sandbox's own time: the real one, moved forward on request.

Nobody wants to wait 24 hours to see an update expire, so whatever asks for the age of a thing asks here.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def timestamp(self) -> float:
        return self.now().timestamp()

    def unix(self) -> int:
        """Whole seconds, as the Bot API writes dates."""
        return int(self.timestamp())

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self._ahead += timedelta(seconds=seconds)
