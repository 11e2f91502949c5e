"""The state of everything outside the application, in memory, in one place."""

import itertools
import time
from typing import Any

from sandbox.clock import Clock
from sandbox.commands import CommandMenus
from sandbox.errors import Refused
from sandbox.events import EventLog
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.limits import FloodLimits
from sandbox.mailbox import Mailbox
from sandbox.model import BotStatus, Chat, ChatType, Json, Message, Person
from sandbox.queries import Queries
from sandbox.settings import Settings
from sandbox.updates import UpdateQueue
from sandbox.views import chat_view, message_view, person_view
from sandbox.webhook import Webhook

# Ids as large as the real ones: what keeps them in 32 bits fails here as it would there.
FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 6_400_000_001, -4_600_000_001, -1_002_200_000_001
COLORS = ("#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774", "#5a8f7b")


class World:
    """People, chats, messages and the machinery around them. One event loop owns it; nothing here waits."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.events = EventLog()
        self.faults = Faults()
        self.limits = FloodLimits(settings, time.monotonic)
        self.files = FileStore(self.clock.timestamp)
        self.updates = UpdateQueue(self.clock.timestamp, self._bot_has_read)
        self.webhook = Webhook(self.updates)
        self.queries = Queries(self.clock.timestamp)
        self.mailbox = Mailbox(self.clock, self.events)
        self.commands = CommandMenus()
        self.bot_name = settings.bot_name
        self.bot_texts: dict[str, str] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.notices: list[Json] = []
        self.story: dict[str, Json] = {}
        self._group_ids = itertools.count(FIRST_GROUP, -1)
        self._supergroup_ids = itertools.count(FIRST_SUPERGROUP, -1)
        self._message_ids = itertools.count(1)

    # people and chats

    def add_person(self, name: str, **facts: Any) -> Person:
        """A person who exists for Telegram and mail alike; the private chat with the bot opens with START."""
        number = len(self.people)
        person = Person(
            id=FIRST_PERSON + number,
            name=name,
            username=facts.get("username"),
            language=facts.get("language") or "en",
            email=facts.get("email"),
            role=facts.get("role") or "",
            color=COLORS[number % len(COLORS)],
        )
        self.people[person.id] = person
        self.events.publish("person", person_view(person))
        return person

    def person(self, person_id: int) -> Person:
        """Raises Refused where there is none."""
        if person_id not in self.people:
            raise Refused(f"there is nobody with the id {person_id}", 404)
        return self.people[person_id]

    def add_chat(self, kind: ChatType, title: str, **facts: Any) -> Chat:
        chat_id = facts.get("person_id") or next(
            self._group_ids if kind is ChatType.GROUP else self._supergroup_ids
        )
        chat = Chat(chat_id, kind, title, **facts)
        self.chats[chat.id] = chat
        return chat

    def private_chat(self, person: Person) -> Chat:
        """The person's chat with the bot, opened on first use."""
        if person.id not in self.chats:
            facts = {"person_id": person.id, "members": {person.id}, "bot_status": BotStatus.MEMBER}
            self.show_chat(self.add_chat(ChatType.PRIVATE, person.name, **facts))
        return self.chats[person.id]

    def chat(self, chat_id: int) -> Chat:
        """Raises Refused where there is none."""
        if chat_id not in self.chats:
            raise Refused(f"there is no chat with the id {chat_id}", 404)
        return self.chats[chat_id]

    def show_chat(self, chat: Chat) -> None:
        self.events.publish("chat", chat_view(self, chat))

    # messages

    def post(self, chat: Chat, sender_id: int, content: Json, **facts: Any) -> Message:
        """A new message in a chat, shown to those who watch; the bot is told elsewhere (`telling`)."""
        # Supergroups and channels count their own messages; all other chats share one count.
        own_count = chat.type in {ChatType.SUPERGROUP, ChatType.CHANNEL}
        chat.last_message_id = chat.last_message_id + 1 if own_count else next(self._message_ids)
        message = Message(chat.id, chat.last_message_id, self.clock.unix(), sender_id, content, **facts)
        self.messages[message.key] = message
        self._show(message, "message")
        return message

    def message(self, chat_id: int, message_id: int) -> Message:
        """Raises Refused where there is none, or none any more."""
        message = self.messages.get((chat_id, message_id))
        if message is None or message.deleted:
            raise Refused(f"there is no message {message_id} in this chat", 404)
        return message

    def edited(self, message: Message) -> None:
        message.edit_date = self.clock.unix()
        self._show(message, "edit")

    def touched(self, message: Message) -> None:
        """Something about it changed that is no edit: a reaction, its buttons."""
        self._show(message, "edit")

    def delete(self, message: Message) -> None:
        message.deleted = True
        chat = self.chats[message.chat_id]
        if message.message_id in chat.pinned:
            chat.pinned.remove(message.message_id)
        self._show(message, "delete")

    def notice(self, person_id: int | None, text: str, *, alert: bool = False) -> None:
        """A toast on a person's screen."""
        notice = {"person_id": person_id, "text": text, "alert": alert}
        self.notices.append(notice)
        self.events.publish("notice", notice)

    def _show(self, message: Message, kind: str) -> None:
        message.seq = self.events.next_seq()
        self.events.publish(kind, message_view(self, message))

    def _bot_has_read(self, updates: list[Json]) -> None:
        latest = {
            body["message"]["chat"]["id"]: body["message"]["message_id"]
            for body in updates
            if "message" in body
        }
        for chat_id, message_id in latest.items():
            self.events.publish("read", {"chat_id": chat_id, "message_id": message_id})
