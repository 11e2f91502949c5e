"""A person: writes, presses, reacts, mails, and sees what comes back."""

import re
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.errors import Refused
from sandbox.people.chat import Chat
from sandbox.people.correspondent import Correspondent
from sandbox.people.matching import What
from sandbox.people.message import Answer, Message, read_message
from sandbox.people.parcel import Attachment

_FIRST_PAGE = re.compile(r" · 1/\d")


@dataclass(frozen=True, slots=True)
class Place:
    latitude: float
    longitude: float


class Person(Correspondent):
    """Comes from `Town.person`; ``id`` is Telegram's."""

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return Chat(self.town, self.id)

    async def starts(self, payload: str | None = None) -> Message:
        """Presses START in the private chat."""
        return self._message(
            (await self.town.line.post(f"people/{self.id}/start", payload=payload))["message"]
        )

    async def follows(self, link: str, *, into: Chat | None = None) -> Message:
        """Opens a deep link: ``t.me/bot?start=x``, or ``?startgroup=x`` into one of the person's groups."""
        query = parse_qs(urlsplit(link).query, keep_blank_values=True)
        if "startgroup" in query:
            if into is None:
                raise Refused("a startgroup link needs a group: follows(link, into=group)")
            fields = {"payload": query["startgroup"][0] or None, "startgroup": into.id}
            return self._message((await self.town.line.post(f"people/{self.id}/start", **fields))["message"])
        return await self.starts(query.get("start", [""])[0] or None)

    async def writes(
        self,
        text: str = "",
        *,
        in_: Chat | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
        photo: Attachment | None = None,
        document: Attachment | None = None,
        voice: Attachment | None = None,
        video: Attachment | None = None,
        animation: Attachment | None = None,
        video_note: Attachment | None = None,
        sticker: Attachment | None = None,
        location: Place | None = None,
        phone: str | None = None,
        anonymous: bool = False,
    ) -> Message:
        """One message; without ``in_`` it goes where ``reply_to`` is, or to the bot in private."""
        media = {
            "photo": photo,
            "document": document,
            "voice": voice,
            "video": video,
            "animation": animation,
            "video_note": video_note,
            "sticker": sticker,
        }
        kind = next((name for name, file in media.items() if file is not None), None)
        file = media[kind] if kind else None
        messages = await self._write(
            in_,
            reply_to,
            [file] if file is not None else [],
            text=text,
            kind=kind,
            thread_id=topic,
            location={"latitude": location.latitude, "longitude": location.longitude} if location else None,
            contact={"phone_number": phone, "first_name": self.name.partition(" ")[0]} if phone else None,
            anonymous=anonymous or None,
        )
        return messages[0]

    async def sends_album(
        self,
        photos: Sequence[Attachment],
        caption: str = "",
        *,
        in_: Chat | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> list[Message]:
        """Photos that belong together; each is a message of its own, the first bears the caption."""
        return await self._write(in_, reply_to, list(photos), text=caption, album=True, thread_id=topic)

    async def presses(self, label: str, on: Message, *, wait: float = 10.0) -> Answer:
        """Presses the button with this label (whole, or a part that fits one only) and gets the bot's answer.

        Raises AssertionError when the bot has not answered after ``wait`` seconds.
        """
        path = f"chats/{on.chat_id}/messages/{on.message_id}/press"
        said = await self.town.line.post(path, as_=self.id, text=label, wait=wait)
        if error := said.get("error"):
            raise AssertionError(f"{self.name} pressed {label!r}, but {error}")
        answer = said.get("answer") or {"text": "", "alert": False, "url": said.get("url")}
        return Answer(**answer)

    async def walks_through(self, chat: Chat, *, within: float = 10.0) -> Message:
        """Presses the one button of what was just shown to the chat, and of what takes its place, until there
        is none: how a partner's chat confirms how we work. The message as it is then."""
        page = await chat.saw(_FIRST_PAGE, within=within)
        shown = page.message_id
        while page.buttons:
            await self.presses(page.buttons[0], on=page)
            page = await chat.saw(lambda message: message.message_id == shown, after=page, within=within)
        return page

    async def pokes(self, label: str, on: Message) -> None:
        """Presses a button and does not wait for the answer."""
        path = f"chats/{on.chat_id}/messages/{on.message_id}/press"
        await self.town.line.post(path, as_=self.id, text=label, wait=0)

    async def edits(self, message: Message, text: str) -> Message:
        path = f"chats/{message.chat_id}/messages/{message.message_id}/edit"
        return self._message(await self.town.line.post(path, as_=self.id, text=text))

    async def deletes(self, message: Message) -> None:
        await self.town.line.post(
            f"chats/{message.chat_id}/messages/{message.message_id}/delete", as_=self.id
        )

    async def reacts(self, emoji: str | None, to: Message) -> None:
        """None takes the reaction back."""
        path = f"chats/{to.chat_id}/messages/{to.message_id}/react"
        await self.town.line.post(path, as_=self.id, emoji=emoji)

    async def blocks_bot(self) -> None:
        await self.town.line.post(f"people/{self.id}/block", blocked=True)

    async def unblocks_bot(self) -> None:
        await self.town.line.post(f"people/{self.id}/block", blocked=False)

    async def joins(self, chat: Chat) -> None:
        await chat.adds(self, by=self)

    async def leaves(self, chat: Chat) -> None:
        await chat.removes(self, by=self)

    async def saw(
        self, *what: What, within: float = 10.0, after: Any = None, button: str | None = None
    ) -> Message:
        """As `Chat.saw`, in the private chat with the bot."""
        return await self.chat.saw(*what, within=within, after=after, button=button)

    async def did_not_see(self, *what: What, until: Awaitable[object], after: Any = None) -> None:
        await self.chat.did_not_see(*what, until=until, after=after)

    async def _write(
        self, chat: Chat | None, reply_to: Message | None, files: list[Attachment], **fields: object
    ) -> list[Message]:
        chat_id = chat.id if chat else reply_to.chat_id if reply_to else self.id
        if chat_id == self.id and chat_id not in self.town.feed.chats:
            await self.town.feed.catch_up()
            if chat_id not in self.town.feed.chats:
                raise Refused(f"{self.name} has no chat with the bot yet: {self.name}.starts() opens it")
        fields |= {"as_": self.id, "reply_to": reply_to.message_id if reply_to else None}
        answer = await self.town.line.send(f"chats/{chat_id}/messages", files, **fields)
        return [self._message(item) for item in answer["messages"]]

    def _message(self, item: dict[str, Any]) -> Message:
        return read_message(item, self.town.line)

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.name}>"
