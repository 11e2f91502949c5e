"""Who and what there is in the practice Telegram: people, chats, topics, messages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]

ANONYMOUS_ADMIN_ID = 1087968824
"""Telegram's @GroupAnonymousBot: the fake sender of what an anonymous admin writes."""


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class BotStatus(StrEnum):
    """Where the bot stands in a chat."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"  # never came, or left by itself
    KICKED = "kicked"  # thrown out by a person
    BLOCKED = "blocked"  # a private chat whose person wants no more of it


PRESENT = frozenset({BotStatus.MEMBER, BotStatus.ADMINISTRATOR})


@dataclass(slots=True)
class Person:
    id: int
    name: str
    username: str | None
    language: str
    email: str | None
    role: str
    color: str


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    creator: int = 0
    closed: bool = False
    icon_color: int = 7322096


@dataclass(slots=True)
class Chat:
    id: int
    type: ChatType
    title: str
    username: str | None = None
    description: str = ""
    person_id: int | None = None
    """Whose private chat with the bot it is."""
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    owner: int | None = None
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    bot_status: BotStatus = BotStatus.LEFT
    bot_rights: dict[str, bool] = field(default_factory=dict)
    migrated_to: int | None = None
    deleted: bool = False
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0

    @property
    def is_group(self) -> bool:
        return self.type in {ChatType.GROUP, ChatType.SUPERGROUP}

    @property
    def has_bot(self) -> bool:
        return self.bot_status in PRESENT

    @property
    def bot_is_admin(self) -> bool:
        return self.bot_status is BotStatus.ADMINISTRATOR


@dataclass(slots=True)
class Message:
    """One message. ``content`` holds the Bot API fields of what it says (text, photo, caption, ...)."""

    chat_id: int
    message_id: int
    date: int
    sender_id: int
    """A person, the bot, or Telegram's fake user for anonymous admins."""
    content: Json
    sender_chat_id: int | None = None
    edit_date: int | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    media_group_id: str | None = None
    markup: Json | None = None
    forward_origin: Json | None = None
    quote: Json | None = None
    protected: bool = False
    only_for: int | None = None
    """The person who alone sees an ephemeral message."""
    service: str | None = None
    """A service message in words for the page, such as "Ola Hansen joined"."""
    rich_html: str | None = None
    """A rich message as safe HTML for the page."""
    rich_text: str = ""
    """Its words."""
    reactions: dict[int, str] = field(default_factory=dict)
    deleted: bool = False
    known_to_bot: bool = False
    """Whether the bot got it as an update or sent it: later edits come only then."""
    seq: int = 0
    """The event that last changed it."""

    @property
    def key(self) -> tuple[int, int]:
        return self.chat_id, self.message_id

    @property
    def text(self) -> str:
        """Its words: text or caption, "" where it has none."""
        return str(self.content.get("text") or self.content.get("caption") or self.rich_text)
