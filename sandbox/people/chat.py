"""A chat that people look at: what showed there, and what did not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from sandbox.people.matching import What, describe, fits, moment_of
from sandbox.people.message import Message, read_message

if TYPE_CHECKING:
    from sandbox.people.person import Person
    from sandbox.people.town import Town

LISTED = 15


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks for in a chat."""

    what: tuple[What, ...]
    since: int
    by: int | Literal["bot", "anyone"]
    """A person's id, the bot, or no matter who."""
    button: str | None = None
    topic: int | None = None

    def fits(self, message: Message) -> bool:
        if message.seq <= self.since or (self.topic is not None and message.topic != self.topic):
            return False
        if self.button is not None and not any(self.button in label for label in message.buttons):
            return False
        return self._by_the_right_one(message) and fits(message, message.text, self.what)

    def _by_the_right_one(self, message: Message) -> bool:
        return self.by == "anyone" or (message.from_bot if self.by == "bot" else message.sender_id == self.by)

    def __str__(self) -> str:
        return describe(self.what) + (f" with a button {self.button!r}" if self.button else "")


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    closed: bool


class Chat:
    """A private chat, group, supergroup or channel. Comes from `Town`; ``id`` is Telegram's."""

    def __init__(self, town: "Town", chat_id: int) -> None:
        self.town = town
        self.id = chat_id

    @property
    def title(self) -> str:
        return str(self._facts["title"])

    @property
    def topics(self) -> dict[int, "Topic"]:
        """What it has, by id."""
        return {each["id"]: Topic(each["name"], each["closed"]) for each in self._facts.get("topics", [])}

    @property
    def bot_status(self) -> str:
        """member, administrator, left, kicked or blocked."""
        return str(self._facts["bot_status"])

    def messages(self) -> list[Message]:
        """What is here now, oldest first, without what was deleted."""
        items = self.town.feed.messages.get(self.id, {})
        return [
            read_message(item, self.town.line) for _, item in sorted(items.items()) if not item["deleted"]
        ]

    async def saw(
        self,
        *what: What,
        within: float = 10.0,
        after: Any = None,
        by: "Person | Literal['bot', 'anyone']" = "bot",
        button: str | None = None,
        topic: int | None = None,
    ) -> Message:
        """The newest message that fits, as soon as there is one; edits made later count as well.

        ``what``: words that must occur, patterns, or functions of the Message. ``after``: a moment, or a
        message or mail: only what was posted or changed later counts. ``button``: (part of) a label it has.
        Raises AssertionError with what was seen instead.
        """
        look = Look(what, moment_of(after), by if isinstance(by, str) else by.id, button, topic)

        found = await self.town.feed.until(self._finder(look), within)
        if found is None:
            raise AssertionError(f"{self.title} did not see {look} within {within:g} s.\n{self._seen()}")
        return found

    async def did_not_see(
        self,
        *what: What,
        until: Awaitable[object],
        after: Any = None,
        by: "Person | Literal['bot', 'anyone']" = "bot",
    ) -> None:
        """Waits for the barrier ``until`` (such as ``other.saw(...)``), then makes sure that nothing fits."""
        await until
        await self.town.feed.catch_up()
        look = Look(what, moment_of(after), by if isinstance(by, str) else by.id)
        for message in self.messages():
            if look.fits(message):
                raise AssertionError(f"{self.title} should not have seen {look}, but saw\n  {message}")

    async def lets_bot_in(self, by: "Person") -> None:
        await self._members(by, bot="add")

    async def throws_bot_out(self, by: "Person") -> None:
        await self._members(by, bot="remove")

    async def makes_bot_admin(self, by: "Person", **rights: bool) -> None:
        """With all usual rights but those given as False, such as ``can_manage_topics=False``."""
        await self._members(by, bot="admin", rights=rights)

    async def makes_bot_member(self, by: "Person") -> None:
        await self._members(by, bot="member")

    async def adds(self, *people: "Person", by: "Person") -> None:
        await self._members(by, add=[person.id for person in people])

    async def removes(self, *people: "Person", by: "Person") -> None:
        await self._members(by, remove=[person.id for person in people])

    async def makes_admin(self, person: "Person", by: "Person") -> None:
        await self._members(by, admin=[person.id])

    async def opens_topic(self, name: str, by: "Person") -> int:
        """Its id, which is its messages' ``topic``."""
        topic = await self.town.line.post(f"chats/{self.id}/topics", as_=by.id, name=name)
        return int(topic["id"])

    async def changes_topic(self, topic: int, by: "Person", **change: object) -> None:
        """``closed=True`` or False, ``name="..."``, ``deleted=True``."""
        await self.town.line.post(f"chats/{self.id}/topics", as_=by.id, topic_id=topic, **change)
        await self.town.feed.catch_up()

    async def switches_topics(self, by: "Person", *, on: bool) -> "Chat":
        """The chat with topics, which is another one than a basic group was."""
        chat = await self.town.line.post(f"chats/{self.id}/topics", as_=by.id, on=on)
        await self.town.feed.catch_up()
        return Chat(self.town, chat["id"])

    async def is_deleted(self) -> None:
        """By its owner, for everybody."""
        await self.town.line.post(f"chats/{self.id}/delete")
        await self.town.feed.catch_up()

    async def becomes_supergroup(self) -> "Chat":
        """The group migrates; the new chat has another id."""
        chat = await self.town.line.post(f"chats/{self.id}/migrate")
        await self.town.feed.catch_up()
        return Chat(self.town, chat["id"])

    async def _members(self, by: "Person", **change: object) -> None:
        await self.town.line.post(f"chats/{self.id}/members", as_=by.id, **change)
        await self.town.feed.catch_up()

    def _finder(self, look: Look) -> Callable[[], Message | None]:
        """Looks at all that is there, and from then on only at what has changed: a long wait stays cheap."""
        checked = look.since

        def find() -> Message | None:
            nonlocal checked
            items = self.town.feed.messages.get(self.id, {})
            fresh = list(takewhile(lambda item: item["seq"] > checked, reversed(items.values())))
            checked = fresh[0]["seq"] if fresh else checked
            newest_first = sorted(fresh, key=lambda item: item["message_id"], reverse=True)
            messages = (read_message(item, self.town.line) for item in newest_first if not item["deleted"])
            return next((message for message in messages if look.fits(message)), None)

        return find

    def _seen(self) -> str:
        messages = self.messages()[-LISTED:]
        return "\n".join(
            ["It saw:", *(f"  {message}" for message in messages)] if messages else ["It saw nothing."]
        )

    @property
    def _facts(self) -> dict[str, Any]:
        return self.town.feed.chats.get(self.id, {"title": f"chat {self.id}", "bot_status": "left"})

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.title!r}>"
