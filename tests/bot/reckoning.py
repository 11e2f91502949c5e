"""What the world received, held against what the application says that it sent, life by life."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    reply_to: int | None
    words: str

    @property
    def keys(self) -> set[str]:
        """As the export names them."""
        return {f"tg:{self.chat_id}:{message_id}" for message_id in self.ids}


@dataclass(slots=True)
class Reckoning:
    """`kills` are the moments of the sandbox at which a life had ended."""

    exported: Sequence[Json]
    posts: Sequence[Post]
    mails: Sequence[Mail]
    people_wrote: set[tuple[int, int]]
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
        """Repeats beyond the one that a kill explains: each lane has one message under way at a time.

        Before the first kill chats are bound, with words of no ticket that no export lists.
        """
        last = len(self.kills)
        return {
            (lane, life): words
            for (lane, life), words in self.repeats.items()
            if life and (len(words) > 1 or life == last)
        }

    def count_repeats(self) -> None:
        """Whatever arrived and is not known by its key was sent once more, or answers a person."""
        known = {key for delivery in self.deliveries() for key in delivery["sent_as"]}
        answers: dict[tuple[int, int, str], list[Post]] = defaultdict(list)
        for post in self.posts:
            if post.keys <= known:
                continue
            if post.reply_to is not None and (post.chat_id, post.reply_to) in self.people_wrote:
                answers[post.chat_id, post.reply_to, post.words].append(post)
            else:
                self._repeated(f"tg:{post.chat_id}", post.seq, post.words)
        for copies in answers.values():
            for post in copies[:-1]:
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
            reply_to=album[0].reply_to,
            words=album[0].text,
        )
        for album in (
            list(each)
            for _, each in groupby(posted, key=lambda m: (m.chat_id, m.media_group_id or m.message_id))
        )
    ]


def reckon(
    town: Town, exported: Sequence[Json], posted: Sequence[Message], kills: Sequence[int]
) -> Reckoning:
    """With the repeats counted."""
    wrote = {
        (chat_id, message_id)
        for chat_id, messages in town.feed.messages.items()
        for message_id, item in messages.items()
        if not item["from"]["is_bot"]
    }
    reckoning = Reckoning(exported, posts_of(posted), town.mails_sent(), wrote, kills)
    reckoning.count_repeats()
    return reckoning
