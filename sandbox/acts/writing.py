"""People write, edit and delete messages."""

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.entities import Formatted, detected, utf16_length
from sandbox.errors import Refused
from sandbox.files import Upload
from sandbox.media import KINDS, media_content
from sandbox.model import ANONYMOUS_ADMIN_ID, Chat, ChatType, Json, Message, Person
from sandbox.telling import tell_of_edit, tell_of_message

if TYPE_CHECKING:
    from sandbox.world import World

ALBUM_LIMIT = 10
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
_albums = itertools.count(13_800_000_000_000_001)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a person wants to say. Files become one message each; together they are an album if wished."""

    text: str = ""
    reply_to: int | None = None
    thread_id: int | None = None
    files: list[Upload] = field(default_factory=list)
    kind: str | None = None
    """photo, document, voice, video...; None means: a picture is a photo, anything else a document."""
    location: Json | None = None
    contact: Json | None = None
    album: bool = False
    anonymous: bool = False
    """As an admin who hides behind the group's name."""


def write(world: "World", person: Person, chat: Chat, what: Writing) -> list[Message]:
    """Posts the messages; raises Refused where the person can't write here."""
    _may_write(chat, person, what)
    contents = _contents(world, person, what)
    group = str(next(_albums)) if what.album and len(contents) > 1 else None
    sender_id, sender_chat_id = person.id, None
    if what.anonymous:
        sender_id, sender_chat_id = ANONYMOUS_ADMIN_ID, chat.id
    elif chat.type is ChatType.CHANNEL:
        sender_chat_id = chat.id
    replied = world.message(chat.id, what.reply_to) if what.reply_to else None
    thread = what.thread_id or (replied.thread_id if replied else None)
    messages = [
        world.post(
            chat,
            sender_id,
            content,
            sender_chat_id=sender_chat_id,
            reply_to=what.reply_to,
            thread_id=thread,
            media_group_id=group,
        )
        for content in contents
    ]
    for message in messages:
        tell_of_message(world, message)
    return messages


def edit(world: "World", person: Person, message: Message, text: str) -> None:
    """Changes the words of the person's own message."""
    _own(person, message)
    name = "text" if "text" in message.content else "caption"
    message.content = {
        key: value
        for key, value in message.content.items()
        if key not in {"text", "caption", "entities", "caption_entities"}
    } | detected(Formatted(text.strip())).content(name)
    world.edited(message)
    tell_of_edit(world, message)


def delete(world: "World", person: Person, message: Message) -> None:
    """Takes a message away. There is no update for that: the bot never learns of it."""
    chat = world.chats[message.chat_id]
    if person.id not in chat.admins | {chat.owner} and chat.type is not ChatType.PRIVATE:
        _own(person, message)
    world.delete(message)


def _may_write(chat: Chat, person: Person, what: Writing) -> None:
    if chat.migrated_to is not None:
        raise Refused("this group has become a supergroup; write there")
    if person.id not in chat.members:
        raise Refused(f"{person.name} is not in {chat.title or 'this chat'}")
    if what.anonymous and person.id not in chat.admins | {chat.owner}:
        raise Refused("only admins can be anonymous")
    if chat.deleted:
        raise Refused("this group was deleted")
    if what.thread_id and not (chat.is_forum and what.thread_id in chat.topics):
        raise Refused("there is no such topic here")
    if what.thread_id and chat.topics[what.thread_id].closed and person.id not in chat.admins | {chat.owner}:
        raise Refused("this topic is closed")


def _contents(world: "World", person: Person, what: Writing) -> list[Json]:
    if what.location:
        return [{"location": what.location}]
    if what.contact:
        return [{"contact": {"user_id": person.id} | what.contact}]
    words = detected(Formatted(what.text.strip()))
    if utf16_length(words.text) > (limit := CAPTION_LIMIT if what.files else TEXT_LIMIT):
        raise Refused(f"these are more than {limit} characters; send them in parts")
    if not what.files:
        if not words.text:
            raise Refused("write something, or attach a file")
        return [words.content()]
    if what.album and len(what.files) > ALBUM_LIMIT:
        raise Refused(f"an album holds at most {ALBUM_LIMIT} files")
    contents = [media_content(world.files.add(_kind(upload, what.kind), upload)) for upload in what.files]
    # As in the apps: the words stand under the first picture.
    contents[0] |= words.content("caption")
    return contents


def _kind(upload: Upload, wished: str | None) -> str:
    if wished:
        if wished not in KINDS:
            raise Refused(f"{wished} is not one of {', '.join(KINDS)}")
        return wished
    return "photo" if upload.content_type in {"image/jpeg", "image/png", "image/webp"} else "document"


def _own(person: Person, message: Message) -> None:
    if message.sender_id != person.id:
        raise Refused(f"this message is not {person.name}'s")
