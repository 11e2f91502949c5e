"""A mirror of the world, kept fresh by server-sent events; it wakes those who wait for something to show."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import aiohttp

from sandbox.people.line import Json, Line

T = TypeVar("T")
MISSED = {"reset"}


class Feed:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.seq = 0
        self.messages: dict[int, dict[int, Json]] = {}
        """Chat id → message id → message; the one that changed last is last."""
        self.posted: list[Json] = []
        """Every message as it was when it was new here, oldest first."""
        self.mails: dict[int, Json] = {}
        self.chats: dict[int, Json] = {}
        self.people: dict[int, Json] = {}
        self.notices: list[Json] = []
        self.bot: Json = {}

    async def open(self) -> None:
        await self._look_around()
        self._task = asyncio.create_task(self._follow(), name="feed")

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def until(self, find: Callable[[], T | None], within: float) -> T | None:
        """What ``find`` finds, as soon as it does; None when ``within`` seconds have passed.

        Raises what ended the feed, if the sandbox went away meanwhile.
        """
        try:
            async with asyncio.timeout(within):
                while (found := find()) is None:
                    self._check_alive()
                    await self._changed.wait()
        except TimeoutError:
            return find()
        return found

    async def catch_up(self) -> int:
        """Waits until everything that has happened by now is mirrored here; returns the moment."""
        now: int = (await self._line.get("moment"))["seq"]
        await self.until(lambda: True if self.seq >= now else None, within=30)
        return now

    async def _follow(self) -> None:
        try:
            url = f"{self._line.url}/api/events?after={self.seq}"
            async with self._line.session.get(url) as response:
                async for event in _events(response):
                    if event["type"] in MISSED:
                        await self._look_around()
                    else:
                        self._apply(event["type"], event["item"])
                        self.seq = event["seq"]
                    self._wake()
        finally:
            self._wake()

    async def _look_around(self) -> None:
        world = await self._line.get("world")
        self.notices.clear()
        for name in ("people", "chats", "mails", "messages", "notices"):
            for item in sorted(world[name], key=lambda item: item.get("seq", 0)):
                self._apply(name.removesuffix("s") if name != "people" else "person", item)
        self.bot, self.seq = world["bot"], world["seq"]

    def _apply(self, kind: str, item: Json) -> None:
        match kind:
            case "message" | "edit" | "delete":
                chat = self.messages.setdefault(item["chat_id"], {})
                if chat.pop(item["message_id"], None) is None:
                    self.posted.append(item)
                chat[item["message_id"]] = item
            case "mail":
                self.mails[item["id"]] = item
            case "chat":
                self.chats[item["id"]] = item
            case "person":
                self.people[item["id"]] = item
            case "notice":
                self.notices.append(item)

    def _check_alive(self) -> None:
        if self._task and self._task.done():
            self._task.result()
            raise ConnectionError("the sandbox has ended")

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    """Events of a text/event-stream; read in chunks, because a mail can be one very long line."""
    rest = b""
    async for chunk in response.content.iter_any():
        *blocks, rest = (rest + chunk).split(b"\n\n")
        for block in blocks:
            for line in block.split(b"\n"):
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
