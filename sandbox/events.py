"""Everything that happened, in order, for whoever watches: the page and the driver."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Event:
    seq: int
    type: str
    """message, edit, delete, mail, person, chat, notice, story, read, typing or reset."""
    item: dict[str, Any]

    def view(self) -> dict[str, Any]:
        return {"type": self.type, "item": self.item, "seq": self.seq}


class EventLog:
    """Numbers events from 1 and wakes those who wait for more; keeps the last 50,000."""

    def __init__(self) -> None:
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self.seq = 0
        self.closed = False

    def next_seq(self) -> int:
        """The number that the next event will bear, for items that carry it themselves."""
        return self.seq + 1

    def publish(self, kind: str, item: dict[str, Any]) -> None:
        self.seq += 1
        self._kept.append(Event(self.seq, kind, item))
        self._wake()

    def since(self, seq: int) -> list[Event]:
        """Events after ``seq``; a single ``reset`` where some of them are gone already."""
        if seq >= self.seq:
            return []
        oldest = self._kept[0].seq
        if seq < oldest - 1:
            return [Event(self.seq, "reset", {})]
        start = max(0, seq - oldest + 1)
        return [self._kept[index] for index in range(start, len(self._kept))]

    async def wait(self, seq: int, seconds: float) -> list[Event]:
        """As ``since``, but waits up to ``seconds`` for the first one."""
        if seq >= self.seq and not self.closed:
            try:
                await asyncio.wait_for(self._news.wait(), seconds)
            except TimeoutError:
                return []
        return self.since(seq)

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
