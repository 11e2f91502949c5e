"""Telegram's updates come in: committed first, then acknowledged by the next offset (T20, T21)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp
import structlog

from bot.arrivals import update_arrival
from bot.bells import Bell
from bot.moments import Clock
from handlers.rooms import ALLOWED_UPDATES
from storage.store import Store

_log = structlog.get_logger()

_POLL = 25  # seconds Telegram holds a request while there is nothing
_BATCH = 100
_LONGEST_PAUSE = 60.0


class Refusal(Exception):
    """Telegram's answer to getUpdates was no. `code` is its error code, `retry_after` seconds or None."""

    def __init__(self, code: int, description: str, retry_after: float | None) -> None:
        super().__init__(description)
        self.code = code
        self.retry_after = retry_after


class UpdateLoop:
    """Asks for updates, saves them with the offset in one transaction, and only then asks for the next."""

    def __init__(self, *, store: Store, api_base: str, token: str, bell: Bell, now: Clock) -> None:
        self._store = store
        self._url = f"{api_base.rstrip('/')}/bot{token}/getUpdates"
        self._bot_id = int(token.partition(":")[0])
        self._bell = bell
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; whatever Telegram or the network says, it tries again."""
        pause = 1.0
        async with aiohttp.ClientSession() as session:
            while not stop.is_set():
                asking = asyncio.create_task(self._ask(session))
                stopping = asyncio.create_task(stop.wait())
                await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
                if not asking.done():
                    asking.cancel()  # nothing was acknowledged: the same updates come again
                    return
                wait, pause = self._judge(asking.exception(), pause)
                if wait:
                    await _sleep(stop, wait)

    def _judge(self, error: BaseException | None, pause: float) -> tuple[float, float]:
        """How long to wait before asking again, and the pause after a further failure."""
        if error is None:
            return 0.0, 1.0
        if isinstance(error, Refusal):
            _log.warning("updates_refused", code=error.code, reason=_REASONS.get(error.code, str(error)))
            return error.retry_after or pause, min(pause * 2, _LONGEST_PAUSE)
        if isinstance(error, aiohttp.ClientError | TimeoutError | OSError):
            _log.warning("updates_unreachable", error=type(error).__name__)
            return pause, min(pause * 2, _LONGEST_PAUSE)
        raise error

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        async with self._store.glance() as unit:
            offset = await unit.facts.get(self._offset_name)
        asked: dict[str, Any] = {"timeout": _POLL, "limit": _BATCH, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = int(offset)
        timeout = aiohttp.ClientTimeout(total=_POLL + 20, sock_connect=10)
        async with session.post(self._url, json=asked, timeout=timeout) as response:
            answer = await _read(response)
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _refusal(answer, response.status)
        if answer["result"]:
            following = max(update["update_id"] for update in answer["result"]) + 1
            await self.save(answer["result"], offset=following)

    async def save(self, updates: Sequence[dict[str, Any]], *, offset: int | None = None) -> None:
        """Commits a batch together with the offset that acknowledges it.

        None: it is acknowledged otherwise. A webhook brings later updates before earlier ones that failed, so
        its updates move no offset: polling after that would acknowledge what never came.
        """
        now = self._now()
        async with self._store.unit() as unit:
            await unit.arrivals.save([update_arrival(self._bot_id, update, now) for update in updates])
            if offset is not None:
                await unit.facts.put(self._offset_name, str(offset))
            await unit.commit()
        _log.info("updates_saved", count=len(updates))
        self._bell.ring()

    @property
    def _offset_name(self) -> str:
        return f"offset:{self._bot_id}"


_REASONS = {
    401: "the token is wrong or was revoked: set telegram.token anew",
    404: "the token is wrong or was revoked: set telegram.token anew",
    409: "another process reads this bot's updates, or a webhook is set: stop the other one",
}


async def _read(response: aiohttp.ClientResponse) -> Any:
    """The JSON; None where something between us and Telegram answers in its place, with a page for people."""
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None


def _refusal(answer: Any, status: int) -> Refusal:
    said = answer if isinstance(answer, dict) else {}
    parameters = said.get("parameters") or {}
    return Refusal(
        int(said.get("error_code") or status),
        str(said.get("description", status)),
        parameters.get("retry_after"),
    )


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
