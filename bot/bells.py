"""Bells: who has put something into a box rings, and the loop that empties it wakes at once."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bell:
    """Rung by one side, waited for by the other. A ring while nobody waits is kept."""

    _rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """There is something to do."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Returns when rung, or after `seconds`: another process may have written without ringing here."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()


@dataclass(frozen=True, slots=True)
class Bells:
    """One for each loop."""

    inbox: Bell = field(default_factory=Bell)
    chats: Bell = field(default_factory=Bell)
    mails: Bell = field(default_factory=Bell)
    files: Bell = field(default_factory=Bell)
    clock: Bell = field(default_factory=Bell)

    def decided(self) -> None:
        """A transaction has been committed that may have written outbox rows, files to fetch or moments."""
        for bell in (self.chats, self.mails, self.files, self.clock):
            bell.ring()

    def everyone(self) -> None:
        """All wake, as when stopping."""
        self.inbox.ring()
        self.decided()
