"""A Telegram message as people see it."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.people.line import Json, Line


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said to a pressed button: a toast, or an alert that must be closed."""

    text: str
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None
    url: str | None
    kind: str
    """callback, url, reply (a keyboard under the composer) or other."""


@dataclass(frozen=True, slots=True)
class Media:
    kind: str
    """photo, document, voice, video, location, contact..."""
    facts: Json
    """url, name, size, width, height, lat, lon, phone: what the kind has."""
    line: Line = field(repr=False, compare=False)

    @property
    def name(self) -> str | None:
        return self.facts.get("name")

    async def download(self) -> bytes:
        return await self.line.bytes(self.facts["url"])


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was when it was looked at; edits show in what is looked at later."""

    chat_id: int
    message_id: int
    sender: str
    sender_id: int
    from_bot: bool
    text: str
    html: str
    media: Media | None
    media_group_id: str | None
    reply_to: int | None
    """The id of the message it answers."""
    topic: int | None
    rows: tuple[tuple[Button, ...], ...]
    reactions: dict[int, str]
    """Person id → emoji."""
    service: str | None
    """What happened, for messages that nobody wrote."""
    edited: bool
    deleted: bool
    only_for: int | None
    seq: int
    """The moment of its last change."""

    @property
    def buttons(self) -> list[str]:
        """Labels in reading order."""
        return [button.text for row in self.rows for button in row]

    @property
    def photo(self) -> Media | None:
        return self.media if self.media and self.media.kind == "photo" else None

    def __str__(self) -> str:
        media = f"[{self.media.kind}] " if self.media else ""
        buttons = f"  ({' | '.join(self.buttons)})" if self.rows else ""
        words = self.service or self.text
        marks = "".join(mark for mark, on in ((" (edited)", self.edited), (" (deleted)", self.deleted)) if on)
        return f"#{self.message_id} {self.sender}: {media}{words}{buttons}{marks}"


def read_message(item: Json, line: Line) -> Message:
    media: dict[str, Any] | None = item["media"]
    return Message(
        chat_id=item["chat_id"],
        message_id=item["message_id"],
        sender=item["from"]["name"],
        sender_id=item["from"]["id"],
        from_bot=item["from"]["is_bot"],
        text=item["text"],
        html=item["html"],
        media=Media(media["kind"], media, line) if media else None,
        media_group_id=item["media_group_id"],
        reply_to=item["reply_to"],
        topic=item["thread_id"],
        rows=tuple(tuple(Button(**button) for button in row) for row in item["buttons"]),
        reactions={reaction["person_id"]: reaction["emoji"] for reaction in item["reactions"]},
        service=item["service"],
        edited=item["edit_date"] is not None,
        deleted=item["deleted"],
        only_for=item["only_for"],
        seq=item["seq"],
    )
