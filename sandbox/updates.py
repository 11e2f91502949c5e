"""The bot's queue of updates: numbered, kept for 24 hours, confirmed by a higher offset.

Bot API "getUpdates" and "setWebhook"; FAQ "long polling". What the bot didn't ask for is never queued.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import Update

from sandbox.errors import ApiError, conflict

KEPT_SECONDS = 24 * 3600
FIRST_ID = 880_000_001
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Update types that come only to those who name them."""

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TERMINATED_BY_WEBHOOK = "terminated by setWebhook request"


@dataclass(frozen=True, slots=True)
class Pending:
    update_id: int
    since: float
    body: dict[str, Any]


@dataclass(slots=True)
class UpdateQueue:
    """``confirmed`` is told the updates that the bot has taken over for good."""

    now: Callable[[], float]
    confirmed: Callable[[list[dict[str, Any]]], None]
    allowed: frozenset[str] | None = None
    """What the bot asked for, remembered from call to call; None means all but the opt-in types."""
    webhook_set: bool = False
    _pending: deque[Pending] = field(default_factory=deque)
    _next_id: int = FIRST_ID
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _poller: "asyncio.Future[str] | None" = None

    def wants(self, kind: str) -> bool:
        return kind not in OPT_IN if self.allowed is None else kind in self.allowed

    def remember_allowed(self, kinds: list[str] | None) -> None:
        """None keeps what was said before; an empty list goes back to the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) if kinds else None

    def push(self, kind: str, payload: dict[str, Any]) -> bool:
        """Queues an update if the bot wants its kind; True if it did."""
        if not self.wants(kind):
            return False
        body: dict[str, Any] = {"update_id": self._next_id, kind: payload}
        Update.model_validate(body)
        self._next_id += 1
        self._pending.append(Pending(body["update_id"], self.now(), body))
        self._wake()
        return True

    def pending(self) -> list[dict[str, Any]]:
        self._forget_old()
        return [item.body for item in self._pending]

    def confirm(self, offset: int) -> None:
        """Forgets everything below ``offset``; a negative one keeps that many of the newest."""
        if offset < 0:
            kept = list(self._pending)[offset:]
            offset = kept[0].update_id if kept else self._next_id
        done: list[dict[str, Any]] = []
        while self._pending and self._pending[0].update_id < offset:
            done.append(self._pending.popleft().body)
        if done:
            self.confirmed(done)
        if not self._pending:
            self._wake()

    def clear(self) -> None:
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """One getUpdates call; a newer one, or a webhook, ends it with 409."""
        if self.webhook_set:
            raise conflict(WEBHOOK_IS_SET)
        self.interrupt(OTHER_POLLER)
        if offset:
            self.confirm(offset)
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds) if seconds > 0 else asyncio.timeout(None):
                while not (ready := self.pending()) and seconds > 0:
                    await self._news_or(poller)
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        return ready[:limit]

    def interrupt(self, reason: str) -> None:
        """Ends the poll that waits now, if any, with 409 and this reason ("" = quietly, with nothing)."""
        if self._poller and not self._poller.done():
            self._poller.set_result(reason)
        self._poller = None

    async def all_read(self) -> None:
        """Waits until nothing is left that the bot has not confirmed."""
        while self.pending():
            await self._news.wait()

    async def news(self) -> None:
        """Waits until something is queued, or the queue is empty."""
        await self._news.wait()

    async def _news_or(self, poller: "asyncio.Future[str]") -> None:
        news: asyncio.Future[Any] = asyncio.ensure_future(self._news.wait())
        waiting: list[asyncio.Future[Any]] = [news, poller]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        if poller.done():
            raise conflict(reason) if (reason := poller.result()) else ApiError(502, "Bad Gateway")

    def _forget_old(self) -> None:
        while self._pending and self._pending[0].since < self.now() - KEPT_SECONDS:
            self._pending.popleft()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
