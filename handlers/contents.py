"""What a Telegram message says in words, whatever it is: a place, a contact, a poll, a checklist."""

from collections.abc import Iterator

from aiogram.enums import ContentType
from aiogram.types import Checklist, Message, Poll

# What people send, and what no job can take along: their writer hears so.
_NOT_TAKEN = frozenset(
    {
        ContentType.DICE,
        ContentType.GAME,
        ContentType.GIFT,
        ContentType.GIVEAWAY,
        ContentType.INVOICE,
        ContentType.PAID_MEDIA,
        ContentType.STORY,
        ContentType.UNIQUE_GIFT,
    }
)
# Where words stand within a rich message's blocks; the rest are names, links and files.
_WITHIN = ("blocks", "items", "rows", "cells", "caption", "summary")


def words_in(message: Message) -> str:
    """ "" for what has none: service messages, and what Telegram thinks of next. A caption is words (I28)."""
    words = message.text or message.caption or ""
    if message.location:
        place = f"https://maps.google.com/?q={message.location.latitude},{message.location.longitude}"
        name = f"{message.venue.title}, {message.venue.address} " if message.venue else ""
        words = f"📍 {name}{place}"
    elif message.contact:
        person = " ".join(filter(None, (message.contact.first_name, message.contact.last_name)))
        words = f"👤 {person} {message.contact.phone_number}"
    elif message.sticker:
        words = message.sticker.emoji or "🙂"
    elif message.poll:
        words = _of_poll(message.poll)
    elif message.checklist:
        words = _of_checklist(message.checklist)
    elif message.rich_message:
        words = "\n".join(filter(None, map(str.strip, _lines(message.rich_message.model_dump()))))
    return words


def is_not_taken(message: Message) -> bool:
    """Whether somebody sent what cannot go along, such as a game or a story."""
    return message.content_type in _NOT_TAKEN


def _of_poll(poll: Poll) -> str:
    return "\n".join((f"📊 {poll.question}", *(f"· {each.text}" for each in poll.options)))


def _of_checklist(checklist: Checklist) -> str:
    tasks = (f"{'☑' if each.completion_date else '☐'} {each.text}" for each in checklist.tasks)
    return "\n".join((f"📋 {checklist.title}", *tasks))


def _lines(block: object) -> Iterator[str]:
    """The words of a block and of those within it, a line each."""
    if isinstance(block, list | tuple):
        for each in block:
            yield from _lines(each)
    elif isinstance(block, dict):
        if "text" in block:
            yield _flat(block["text"])
        for name in _WITHIN:
            yield from _lines(block.get(name))


def _flat(text: object) -> str:
    """A rich text without its looks."""
    if isinstance(text, str):
        return text
    if isinstance(text, list | tuple):
        return "".join(map(_flat, text))
    return _flat(text.get("text", "")) if isinstance(text, dict) else ""
