"""The town: everyone who lives there, and what an observer of the whole can do."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Self

from sandbox.people.chat import Chat
from sandbox.people.feed import Feed
from sandbox.people.line import Line
from sandbox.people.mail import Mail, read_mail
from sandbox.people.message import Message, read_message
from sandbox.people.person import Person


class Town:
    """A view of one sandbox; ``async with Town.at(url) as town``."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.feed = Feed(line)

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str) -> AsyncIterator[Self]:
        async with Line(url) as line:
            town = cls(line)
            await town.feed.open()
            try:
                yield town
            finally:
                await town.feed.close()

    # who lives here

    async def person(
        self,
        name: str,
        *,
        email: str | None = None,
        language: str = "en",
        role: str = "",
        username: str | None = None,
    ) -> Person:
        facts = {"email": email, "language": language, "role": role, "username": username}
        item = await self.line.post("people", name=name, **facts)
        await self.feed.catch_up()
        return Person(self, item["id"])

    async def group(
        self, title: str, members: Sequence[Person], *, with_bot: bool = True, description: str = ""
    ) -> Chat:
        """A basic group; its first member owns it."""
        return await self._chat("group", title, members, with_bot=with_bot, description=description)

    async def supergroup(
        self,
        title: str,
        members: Sequence[Person],
        *,
        with_bot: bool = True,
        description: str = "",
        topics: bool = False,
        username: str | None = None,
    ) -> Chat:
        facts = {"is_forum": topics, "username": username, "with_bot": with_bot, "description": description}
        return await self._chat("supergroup", title, members, **facts)

    async def channel(self, title: str, members: Sequence[Person]) -> Chat:
        return await self._chat("channel", title, members)

    def chat(self, chat_id: int) -> Chat:
        return Chat(self, chat_id)

    # what an observer sees

    async def moment(self) -> int:
        """Now, for ``after=``."""
        return await self.feed.catch_up()

    def messages_sent(self, *, to: Chat | None = None) -> list[Message]:
        """All messages of the bot, oldest first by chat, also deleted ones."""
        chats = self.feed.messages.values() if to is None else [self.feed.messages.get(to.id, {})]
        items = [item for chat in chats for _, item in sorted(chat.items())]
        return [read_message(item, self.line) for item in items if self._is_the_bots(item)]

    def messages_posted(self) -> list[Message]:
        """All messages of the bot as they were before any edit, in the order in which they came."""
        return [read_message(item, self.line) for item in self.feed.posted if self._is_the_bots(item)]

    def mails_sent(self) -> list[Mail]:
        """All mails of the application, oldest first."""
        return [read_mail(item, self.line) for item in self.feed.mails.values() if item["direction"] == "out"]

    async def bot_has_read_everything(self, within: float = 10.0) -> None:
        """A barrier: the bot has confirmed every update. Raises AssertionError where it doesn't in time."""
        answer = await self.line.get(f"quiet?within={within}")
        if answer["pending"]:
            raise AssertionError(f"after {within:g} s the bot still has {answer['pending']} updates to read")
        await self.feed.catch_up()

    # what an observer can do

    async def fault(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        seconds: float | None = None,
        after: bool = False,
        skip: int = 0,
        in_: Chat | None = None,
    ) -> None:
        """Orders trouble: ``method`` is a Bot API method, ``*``, ``download`` or ``smtp``.

        ``kind``: 500, 502, 503, 504, 429, gateway (a proxy answers, in HTML), timeout, drop, slow; for smtp a
        4xx or 5xx code, drop, slow.
        ``after``: the call takes effect, and only the answer is lost.
        """
        chat_id = in_.id if in_ else None
        wishes: dict[str, Any] = {"times": times, "seconds": seconds, "skip": skip, "chat_id": chat_id}
        await self.line.post("faults", method=method, kind=kind, after=after, **wishes)

    async def clear_faults(self) -> None:
        await self.line.delete("faults")

    async def time_passes(self, **how_long: float) -> None:
        """Moves the sandbox's clock: ``hours=25`` and so on, as in timedelta."""
        await self.line.post("clock", advance=timedelta(**how_long).total_seconds())

    async def settings(self, **changes: Any) -> None:
        """``limits``, ``privacy``, ``app_smtp`` ("host:port"), ``rich`` (False: as before Bot API 10)."""
        await self.line.post("settings", **changes)

    async def delivers_mail_to(self, host: str, port: int) -> None:
        """Where people's mail goes from now on: the application's SMTP address."""
        await self.settings(app_smtp=f"{host}:{port}")

    async def raw_mail(
        self, raw: bytes, *, sender: str, to: str | Sequence[str], retry_for: float = 0.0
    ) -> Mail:
        """Sends bytes as they are (only line endings become CRLF)."""
        recipients = [to] if isinstance(to, str) else list(to)
        query = [
            ("from", sender),
            ("retry_for", str(retry_for)),
            *(("to", address) for address in recipients),
        ]
        answer = await self.line.post_bytes("mails/raw", raw, query)
        return read_mail(answer["mail"], self.line)

    async def tells(self, step: str, title: str, text: str = "", state: str = "doing") -> None:
        """A step of the story for the page: doing, seen or failed."""
        await self.line.post("story", id=step, title=title, text=text, state=state)

    def _is_the_bots(self, item: dict[str, Any]) -> bool:
        return item["from"]["id"] == self.feed.bot["id"] and not item["service"]

    async def _chat(self, kind: str, title: str, members: Sequence[Person], **facts: object) -> Chat:
        ids = [person.id for person in members]
        item = await self.line.post("chats", type=kind, title=title, members=ids, **facts)
        await self.feed.catch_up()
        return Chat(self, item["id"])
