"""What the world received, held against what the application says that it sent, life by life."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sandbox.people import Mail, Message, Town

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """One message of the bot's, or one album, as it was posted first."""

    chat_id: int
    ids: tuple[int, ...]
    seq: int
    words: str

    @property
    def keys(self) -> set[str]:
        """As the export names them."""
        return {f"tg:{self.chat_id}:{message_id}" for message_id in self.ids}


@dataclass(slots=True)
class Reckoning:
    """`kills` are the moments of the sandbox at which a life had ended. `known`: the key of every message
    that the outbox says it sent, of a ticket or of none.
    """

    exported: Sequence[Json]
    known: Set[str]
    posts: Sequence[Post]
    mails: Sequence[Mail]
    kills: Sequence[int]
    repeats: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """(lane, life) → what left in that life and had to be sent again."""

    def lost(self) -> list[Json]:
        """Deliveries that did not leave, or of which nothing arrived."""
        arrived = {key for post in self.posts for key in post.keys} | {m.message_id for m in self.mails}
        return [
            delivery
            for delivery in self.deliveries()
            if delivery["state"] not in ("sent", "superseded")
            or (delivery["state"] == "sent" and delivery["edits"] is None and not delivery["sent_as"])
            or not arrived.issuperset(delivery["sent_as"])
        ]

    def unexplained(self) -> dict[tuple[str, int], list[str]]:
        """Repeats beyond the one that a kill explains: each lane has one message under way at a time."""
        last = len(self.kills)
        return {
            (lane, life): words
            for (lane, life), words in self.repeats.items()
            if len(words) > 1 or life == last
        }

    def count_repeats(self) -> None:
        """Whatever arrived and is not known by its key was sent once more."""
        for post in self.posts:
            if not post.keys <= self.known:
                self._repeated(f"tg:{post.chat_id}", post.seq, post.words)
        by_id: dict[str, list[Mail]] = defaultdict(list)
        for mail in self.mails:
            by_id[mail.message_id].append(mail)
        for letters in by_id.values():
            for mail in letters[:-1]:
                self._repeated("mail", mail.seq, mail.subject)

    def deliveries(self) -> Iterable[Json]:
        """All that the tickets know of."""
        return (delivery for ticket in self.exported for delivery in ticket["deliveries"])

    def _repeated(self, lane: str, seq: int, words: str) -> None:
        self.repeats.setdefault((lane, bisect_left(self.kills, seq)), []).append(words)


def posts_of(posted: Sequence[Message]) -> list[Post]:
    """Albums put together. `posted`: every message of the bot's as it was first, in order."""
    return [
        Post(
            chat_id=album[0].chat_id,
            ids=tuple(message.message_id for message in album),
            seq=album[0].seq,
            words=album[0].text,
        )
        for album in (
            list(each)
            for _, each in groupby(posted, key=lambda m: (m.chat_id, m.media_group_id or m.message_id))
        )
    ]


def reckon(
    town: Town, exported: Sequence[Json], known: Set[str], posted: Sequence[Message], kills: Sequence[int]
) -> Reckoning:
    """With the repeats counted."""
    reckoning = Reckoning(exported, known, posts_of(posted), town.mails_sent(), kills)
    reckoning.count_repeats()
    return reckoning
