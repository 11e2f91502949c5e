"""How fast Telegram lets a bot write: a message a second to a chat, 20 a minute to a group, 30 a second.

Source: Bots FAQ, "My bot is hitting limits" (T1). Counted per process; what Telegram itself says (429, with
the seconds to wait) is kept in the outbox, so that it outlives us (T2).
"""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from handlers.leaving import Urgency

_BURST = 3  # messages a chat takes at once before the second counts
_GROUP_MINUTE = 20
_KEPT_FOR_URGENT = 4  # of each group's twenty
_OVERALL = 28  # a second, a little below the limit
_LANES = 1000  # remembered before the quiet ones are forgotten
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


class Limits:
    """Says which lane must wait. Lanes of answers to buttons never do."""

    def __init__(self) -> None:
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._posted: defaultdict[str, deque[datetime]] = defaultdict(deque)  # without edits
        self._overall: deque[datetime] = deque()
        self._held: dict[str, datetime] = {}

    def wait(self, lane: str, urgency: int, now: datetime, messages: int = 1) -> timedelta:
        """How long until this lane may send so many messages of this urgency; zero: now."""
        if urgency == Urgency.TOAST:
            return timedelta()
        waits = [self._overall_wait(now), self._held.get(lane, now) - now]
        sent = self._sent[lane]
        _forget(sent, now - _BURST * _SECOND)
        if len(sent) >= _BURST:
            waits.append(sent[-_BURST] + _BURST * _SECOND - now)
        if lane.startswith("tg:-") and urgency != Urgency.EDIT:
            posted = self._posted[lane]
            _forget(posted, now - _MINUTE)
            room = _GROUP_MINUTE - (0 if urgency <= Urgency.PING else _KEPT_FOR_URGENT)
            if len(posted) + messages > room and posted:
                waits.append(posted[min(len(posted) + messages - room, len(posted)) - 1] + _MINUTE - now)
        return max([*waits, timedelta()])

    def took(self, lane: str, urgency: int, now: datetime, messages: int = 1) -> None:
        """Something was sent: an album counts as as many messages as it has."""
        self._overall.extend([now] * messages)
        if urgency == Urgency.TOAST:
            return
        if len(self._sent) > _LANES:
            self._forget_lanes(now)
        self._sent[lane].extend([now] * messages)
        if urgency != Urgency.EDIT:
            self._posted[lane].extend([now] * messages)

    def hold(self, lane: str, until: datetime) -> None:
        """Telegram said when to come back."""
        self._held[lane] = until

    def _forget_lanes(self, now: datetime) -> None:
        """Chats that were quiet for a minute have nothing to wait for."""
        quiet = [lane for lane, sent in self._sent.items() if not sent or sent[-1] <= now - _MINUTE]
        for lane in quiet:
            self._sent.pop(lane)
            self._posted.pop(lane, None)
        self._held = {lane: until for lane, until in self._held.items() if until > now}

    def _overall_wait(self, now: datetime) -> timedelta:
        _forget(self._overall, now - _SECOND)
        if len(self._overall) < _OVERALL:
            return timedelta()
        return self._overall[-_OVERALL] + _SECOND - now


def _forget(moments: deque[datetime], before: datetime) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
