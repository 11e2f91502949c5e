"""Updates by webhook: one POST each, in order, again until the answer is 2xx (Bot API "setWebhook")."""

import asyncio
import time
from dataclasses import dataclass, field

import aiohttp

from sandbox.model import Json
from sandbox.updates import TERMINATED_BY_WEBHOOK, UpdateQueue

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0
"""Seconds between attempts, doubling; the real ones are longer, a practice should not be."""
ANSWER_SECONDS = 60
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105


@dataclass(slots=True)
class Webhook:
    updates: UpdateQueue
    url: str = ""
    secret: str | None = None
    last_error: str | None = None
    last_error_date: int | None = None
    _task: "asyncio.Task[None] | None" = field(default=None)

    def set(self, url: str, secret: str | None) -> None:
        """Starts delivering to a new address, or to none with an empty one."""
        self._stop()
        self.url, self.secret = url, secret
        self.last_error = self.last_error_date = None
        self.updates.webhook_set = bool(url)
        if url:
            self.updates.interrupt(TERMINATED_BY_WEBHOOK)
            self._task = asyncio.create_task(self._deliver(), name="webhook")

    def close(self) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None

    async def _deliver(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                if not (waiting := self.updates.pending()):
                    await self.updates.news()
                    continue
                await self._post_until_taken(session, waiting[0])
                self.updates.confirm(waiting[0]["update_id"] + 1)

    async def _post_until_taken(self, session: aiohttp.ClientSession, update: Json) -> None:
        pause = FIRST_PAUSE
        while not await self._post(session, update):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as answer:
                if answer.ok:
                    return True
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._note(str(error) or "Connection timed out")
        return False

    def _note(self, error: str) -> None:
        self.last_error, self.last_error_date = error, int(time.time())
