"""What was said and what happened on a ticket: messages, entries and their files."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.parties import Actor, Audience, Identity

PASSED_ON = "passed_on"  # the proof of an entry that was copied from the thread beside it in a chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of an entry. Content lives in the file store under its hash.

    `sha256` is None until a file that waits at Telegram has been fetched.
    """

    filename: str
    content_type: str
    size: int
    sha256: str | None = None
    kind: str = "document"  # photo, video, animation, video_note, sticker, voice, audio, document
    telegram_file_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words and files from somebody, before it is decided who may see them."""

    author: Actor
    at: datetime
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    source: str | None = None  # natural key of the arrival, or of the album
    place: tuple[float, float] | None = None  # latitude and longitude, where they sent one
    proof: str | None = None  # how it was known to belong to the ticket
    identity: Identity | None = None  # whether a mail's sender is who they say; None: not a mail


class EntryKind(StrEnum):
    """What an item of the timeline is."""

    MESSAGE = "message"  # somebody's words or files
    EVENT = "event"  # something that happened: `event` names it
    NOTE = "note"  # a dispatcher's internal words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a ticket's timeline. Its audience is decided here and never widened.

    `audience` always holds INTERNAL. With PARTNER in it, `handoff` says which partner's thread it is.
    """

    kind: EntryKind
    at: datetime
    author: Actor
    audience: frozenset[Audience]
    text: str = ""
    event: str | None = None
    handoff: int | None = None
    attachments: tuple[Attachment, ...] = ()
    source: str | None = None  # natural key of the arrival (or album) it came with
    proof: str | None = None  # how it was known to belong here (DESIGN, rule 5)
    identity: Identity | None = None  # whether a mail's author is who they say; None: not a mail
    id: int | None = None  # given by storage

    @property
    def is_copy(self) -> bool:
        """Whether it says in one thread of a chain what was said in the next one."""
        return self.proof == PASSED_ON

    def __post_init__(self) -> None:
        if Audience.INTERNAL not in self.audience:
            raise ValueError("dispatchers see every entry")
        if Audience.PARTNER in self.audience and self.handoff is None:
            raise ValueError("a partner's entry belongs to one handoff")


def entry_of(message: Message, audience: frozenset[Audience], handoff: int | None = None) -> Entry:
    """The entry that a message becomes once it is decided who may see it."""
    return Entry(
        kind=EntryKind.MESSAGE,
        at=message.at,
        author=message.author,
        audience=audience,
        text=message.text,
        handoff=handoff,
        attachments=message.attachments,
        source=message.source,
        proof=message.proof,
        identity=message.identity,
    )
