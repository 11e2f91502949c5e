"""Telegram's flood limits, from the FAQ "My bot is hitting limits" and what its users measure.

One message a second and chat (short bursts pass), 20 a minute into one group, 30 a second in all.
"""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import too_many_requests
from sandbox.settings import Settings

CHAT_PER_SECOND, CHAT_BURST = 1.0, 5
GROUP_PER_MINUTE = 20
ALL_PER_SECOND = 30


class Window:
    """At most ``count`` in any ``seconds``."""

    def __init__(self, count: int, seconds: float) -> None:
        self.count = count
        self.seconds = seconds
        self._spent: deque[float] = deque()

    def wait(self, now: float, amount: int, scale: float) -> float:
        """Seconds until ``amount`` fits; 0 where it fits now. More than fits at all counts as all of it."""
        while self._spent and self._spent[0] <= now - self.seconds / scale:
            self._spent.popleft()
        excess = len(self._spent) + min(amount, self.count) - self.count
        if excess <= 0:
            return 0.0
        return self._spent[excess - 1] + self.seconds / scale - now

    def spend(self, now: float, amount: int) -> None:
        self._spent.extend([now] * amount)


class Bucket:
    """Fills at ``rate`` a second up to ``burst``."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate = rate
        self.burst = burst
        self._level = float(burst)
        self._at = 0.0

    def wait(self, now: float, amount: int, scale: float) -> float:
        self._level = min(self.burst, self._level + (now - self._at) * self.rate * scale)
        self._at = now
        return max(0.0, (min(amount, self.burst) - self._level) / (self.rate * scale))

    def spend(self, now: float, amount: int) -> None:
        self._level -= amount


class FloodLimits:
    def __init__(self, settings: Settings, now: Callable[[], float]) -> None:
        self._settings = settings
        self._now = now
        self._all = Window(ALL_PER_SECOND, 1.0)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def spend(self, chat_id: int, amount: int = 1, *, edit: bool = False) -> None:
        """Counts messages about to be sent to a chat; raises 429 with ``retry_after`` where they don't fit.

        Groups and channels are the chats with negative ids. Edits don't count towards a group's minute.
        """
        if self._settings.limits == "off":
            return
        scale = 1.0 if self._settings.limits == "real" else self._settings.limits
        limits: list[Bucket | Window] = [self._all, self._chats.setdefault(chat_id, _chat_bucket())]
        if chat_id < 0 and not edit:
            limits.append(self._groups.setdefault(chat_id, Window(GROUP_PER_MINUTE, 60.0)))
        now = self._now()
        if wait := max(limit.wait(now, amount, scale) for limit in limits):
            raise too_many_requests(max(1, math.ceil(wait)))
        for limit in limits:
            limit.spend(now, amount)


def _chat_bucket() -> Bucket:
    return Bucket(CHAT_PER_SECOND, CHAT_BURST)
