"""Where the bot stands in a group: what it sees and may do there is told once, when it really changes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import Chat as TelegramChat
from aiogram.types import ChatMemberAdministrator, ChatMemberUpdated, TelegramObject

from handlers import leaving
from handlers.context import language_of
from handlers.desk import Desk
from handlers.leaving import Urgency
from storage.people import Chat
from storage.standings import Standing


@dataclass(frozen=True, slots=True)
class Abilities:
    """What follows from a standing."""

    hears_all: bool
    sees_thumbs: bool
    makes_topics: bool
    lacks_topics: bool  # there are topics, and it may make none

    def lost(self, now: "Abilities") -> tuple[str, ...]:
        """What is worse now, as names of the texts' lines."""
        gone = {
            "words": self.hears_all and not now.hears_all,
            "thumbs": self.sees_thumbs and not now.sees_thumbs,
            "topics": self.makes_topics and not now.makes_topics,
            "no_topics": now.lacks_topics and not self.lacks_topics and not self.makes_topics,
        }
        return tuple(name for name, is_gone in gone.items() if is_gone)

    def won(self, now: "Abilities") -> tuple[str, ...]:
        """What is better now."""
        return tuple(name for name in now.lost(self) if name != "no_topics")


def abilities(standing: Standing, *, can_read_all: bool) -> Abilities:
    """`can_read_all`: privacy mode is off."""
    return Abilities(
        hears_all=standing.admin or can_read_all,
        sees_thumbs=standing.admin,
        makes_topics=standing.makes_topics,
        lacks_topics=standing.forum and not standing.manages_topics,
    )


def told_in(event: ChatMemberUpdated) -> Standing:
    """What an update about ourselves says."""
    member = event.new_chat_member
    is_admin = isinstance(member, ChatMemberAdministrator)
    manages = isinstance(member, ChatMemberAdministrator) and bool(member.can_manage_topics)
    return Standing(forum=bool(event.chat.is_forum), admin=is_admin, manages_topics=manages)


async def learn(
    desk: Desk, chat_id: int, now: Standing, *, can_read_all: bool, quietly: bool = False
) -> None:
    """From now on. A chat that has a part hears what has changed, dispatchers what has become worse."""
    known = await desk.unit.standings.of(chat_id, lock=True)
    if known == now:
        return
    await desk.unit.standings.put(chat_id, now)
    room = await desk.unit.people.chat(chat_id)
    if room is None or room.role not in ("partner", "dispatchers") or quietly:
        return
    before = abilities(known or Standing(), can_read_all=can_read_all)
    after = abilities(now, can_read_all=can_read_all)
    await _tell_chat(desk, room, before, after)
    if room.role == "partner":
        await tell_dispatchers(desk, room, before.lost(after))


async def seen_from(desk: Desk, chat: TelegramChat, *, can_read_all: bool) -> dict[str, Any]:
    """What a chat that is being bound hears of what we see there, as facts of its text; its dispatchers hear
    where there are topics and we may make none."""
    if chat.type == ChatType.PRIVATE:
        return {"sees_all": True, "topics": ""}
    known = await desk.unit.standings.of(chat.id)
    if known is None:
        known = Standing(forum=bool(chat.is_forum))
        await desk.unit.standings.put(chat.id, known)
    seen = abilities(known, can_read_all=can_read_all)
    room = await desk.unit.people.chat(chat.id)
    if seen.lacks_topics and room is not None and room.role == "partner":
        await tell_dispatchers(desk, room, ("no_topics",))
    topics = "own" if seen.makes_topics else "possible" if seen.lacks_topics else ""
    return {"sees_all": seen.hears_all, "topics": topics}


class TopicsMiddleware(BaseMiddleware):
    """Nobody tells that a group has turned topics on or off: what comes from there next does."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Learns it before the event is handled."""
        chat = data.get("event_chat")
        if data["room"] is not None and chat is not None and chat.type == ChatType.SUPERGROUP:
            await learn_of_topics(data["desk"], chat, can_read_all=data["can_read_all"])
        return await handler(event, data)


async def learn_of_topics(desk: Desk, chat: TelegramChat, *, can_read_all: bool) -> None:
    """Whether it has any, where that is not what we know."""
    known = await desk.unit.standings.of(chat.id)
    forum = bool(chat.is_forum)
    if known is not None and known.forum != forum:
        now = Standing(forum=forum, admin=known.admin, manages_topics=known.manages_topics)
        await learn(desk, chat.id, now, can_read_all=can_read_all)


async def tell_dispatchers(desk: Desk, room: Chat, lost: tuple[str, ...]) -> None:
    """What is worse in a partner's chat."""
    dispatchers = await desk.unit.people.dispatchers_chat()
    if dispatchers is None or not lost:
        return
    html = desk.texts.chat(
        "dispatchers/sees_less",
        language_of(desk, dispatchers),
        title=room.title or str(room.chat_id),
        partner=desk.policy.partner_name(room.partner_id or ""),
        lost=lost,
        now=desk.now,
    )
    await desk.unit.outbox.add(
        leaving.chat_text(dispatchers.chat_id, html, kind="standing", now=desk.now, silent=True)
    )


async def _tell_chat(desk: Desk, room: Chat, before: Abilities, after: Abilities) -> None:
    won = before.won(after)
    lost = tuple(name for name in before.lost(after) if name != "no_topics")
    if room.role == "dispatchers":
        won, lost = (tuple(name for name in names if name != "thumbs") for names in (won, lost))
    if not won and not lost:
        return
    html = desk.texts.chat(
        "dispatchers/standing" if room.role == "dispatchers" else "partner/standing",
        language_of(desk, room),
        won=won,
        lost=lost,
        now=desk.now,
    )
    await desk.unit.outbox.add(
        leaving.chat_text(
            room.chat_id, html, kind="standing", now=desk.now, urgency=Urgency.PING, silent=True
        )
    )
