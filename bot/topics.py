"""Topics as Telegram has them: made when a card leaves, closed and opened, and made anew when they are gone.

Nobody can ask Telegram which topics there are, so a topic is noted before it is made: the message by which
Telegram tells of it names it, also when the answer to our call was lost (T15).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import ChatMemberAdministrator

from bot.limits import Limits
from bot.moments import Clock
from handlers.desk import Desk
from handlers.hanging import hung_anew
from handlers.house import House
from handlers.leaving import Urgency
from handlers.standing import learn
from handlers.topics import REOPEN, handoff_in
from storage.deliveries import Delivery
from storage.standings import Standing
from storage.store import Store
from storage.topics import Topic
from storage.unit import Unit
from tickets.outcome import Notice, Outcome, Party, Tell

_log = structlog.get_logger()

_NAME = 128  # characters (Bot API, createForumTopic)
_WORD_COMES = timedelta(seconds=10)  # in which Telegram tells of a topic whose answer was lost
_SENDS = ("sendMessage", "sendRichMessage", "files")
_CARDS = ("card", "opened")
_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
_NO = (TelegramBadRequest, TelegramNotFound)
_THREAD = "message_thread_id"


class TopicLater(Exception):
    """The topic cannot be made just now."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__("its topic is to be made")
        self.pause = pause


class Topics:
    """The courier's. A lane has one message under way, so a chat's topics are made one after the other."""

    def __init__(self, *, store: Store, bot: Bot, house: House, limits: Limits, now: Clock) -> None:
        self._store = store
        self._bot = bot
        self._house = house
        self._limits = limits
        self._now = now

    async def placed(self, delivery: Delivery) -> Delivery:
        """The same with the topic that it goes to, which is made now if need be. Raises TopicLater."""
        args = delivery.payload["args"]
        if delivery.ticket is None or delivery.edits is not None or _THREAD in args:
            return delivery
        if delivery.payload["method"] not in _SENDS or not delivery.lane.startswith("tg:-"):
            return delivery
        thread = await self._thread(delivery.lane, delivery.ticket)
        return delivery if thread is None else _with_args(delivery, {_THREAD: thread})

    async def turn(self, delivery: Delivery) -> None:
        """Closes or opens a topic, under the name that it has then."""
        chat_id, args = _chat(delivery), delivery.payload["args"]
        async with self._store.glance() as unit:
            topic = await unit.topics.of(chat_id, delivery.ticket or 0)
        if topic is None or topic.thread is None:
            return
        opens = delivery.payload["method"] == REOPEN
        with _no_news():
            if opens:
                await self._bot.reopen_forum_topic(chat_id, topic.thread)
        with _no_news():
            if args["name"] != topic.name:
                await self._bot.edit_forum_topic(chat_id, topic.thread, name=args["name"][:_NAME])
        with _no_news():
            if not opens:
                await self._bot.close_forum_topic(chat_id, topic.thread)
        async with self._store.unit() as unit:
            await unit.topics.named(chat_id, topic.ticket, args["name"])
            await unit.topics.set_open(chat_id, topic.thread, opens)
            await unit.commit()

    async def mended(self, delivery: Delivery, error: TelegramAPIError) -> tuple[bool, Delivery | None]:
        """Whether the error was about a topic; and the delivery as it can be tried again at once, if it can.

        Else it waits for a new card in a new topic, or has become pointless.
        """
        said, thread = error.message.lower(), delivery.payload["args"].get(_THREAD)
        if any(each in said for each in _GONE) and (thread is not None or delivery.kind == "topic"):
            return True, await self._gone(delivery, thread)
        if "topic_closed" in said and thread is not None:
            return True, await self._opened(delivery, thread)
        if "message to edit not found" in said and delivery.kind == "post_changed":
            return await self._post_gone(delivery), None
        return False, None

    async def _thread(self, lane: str, ticket: int) -> int | None:
        chat_id = int(lane.partition(":")[2])
        async with self._store.glance() as unit:
            topic = await unit.topics.of(chat_id, ticket)
            standing = await unit.standings.of(chat_id)
        if topic is None or topic.thread is not None:
            return topic.thread if topic else None
        if topic.making_since is not None and topic.making_since + _WORD_COMES > self._now():
            raise TopicLater(topic.making_since + _WORD_COMES - self._now())
        if standing is None:
            standing = await self.look(chat_id, quietly=True)
        if not standing.makes_topics:
            await self._without(topic)
            return None
        asked = f"{lane}:topics"  # a group takes no more of these a minute than messages
        if pause := self._limits.wait(asked, Urgency.CARD, self._now()):
            raise TopicLater(pause)
        self._limits.took(asked, Urgency.CARD, self._now())
        return await self._make(topic)

    async def _make(self, topic: Topic) -> int | None:
        async with self._store.unit() as unit:
            await unit.topics.making(topic.chat_id, topic.ticket, self._now())
            await unit.commit()
        try:
            made = await self._bot.create_forum_topic(topic.chat_id, topic.name[:_NAME])
        except (TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter):
            async with self._store.unit() as unit:
                await unit.topics.making(topic.chat_id, topic.ticket, None)
                await unit.commit()
            raise
        except _NO as error:
            _log.warning("topic_not_made", chat=topic.chat_id, ticket=topic.ticket, reason=error.message)
            await self._learn_from(topic.chat_id, error.message.lower())
            await self._without(topic)
            return None
        async with self._store.unit() as unit:
            await unit.topics.made(topic.chat_id, topic.ticket, made.message_thread_id)
            await unit.commit()
        return made.message_thread_id

    async def look(self, chat_id: int, *, quietly: bool = False) -> Standing:
        """Asks Telegram where we stand. `quietly`: it is no news."""
        chat = await self._bot.get_chat(chat_id)
        me = await self._bot.get_chat_member(chat_id, self._bot.id)
        is_admin = isinstance(me, ChatMemberAdministrator)
        manages = isinstance(me, ChatMemberAdministrator) and bool(me.can_manage_topics)
        standing = Standing(forum=bool(chat.is_forum), admin=is_admin, manages_topics=manages)
        async with self._store.unit() as unit:
            await learn(self._desk(unit), chat_id, standing, can_read_all=False, quietly=quietly)
            await unit.commit()
        return standing

    async def _learn_from(self, chat_id: int, said: str) -> None:
        """The rights were taken, or the topics turned off, and nobody has told yet."""
        async with self._store.unit() as unit:
            known = await unit.standings.of(chat_id) or Standing()
            if "not a forum" in said:
                await learn(self._desk(unit), chat_id, replace(known, forum=False), can_read_all=True)
            elif "rights" in said or "admin" in said:
                await learn(
                    self._desk(unit), chat_id, replace(known, manages_topics=False), can_read_all=True
                )
            await unit.commit()

    async def _without(self, topic: Topic) -> None:
        async with self._store.unit() as unit:
            await unit.topics.forget(topic.chat_id, topic.ticket)
            await unit.commit()

    async def _gone(self, delivery: Delivery, thread: int | None) -> Delivery | None:
        chat_id = _chat(delivery)
        async with self._store.unit() as unit:
            topic = await unit.topics.of(chat_id, delivery.ticket) if delivery.ticket else None
            if topic is not None and topic.thread is not None and thread in (None, topic.thread):
                await unit.topics.lost(chat_id, topic.ticket, topic.thread)
                if delivery.payload.get("mended"):
                    await unit.topics.forget(chat_id, topic.ticket)  # gone as soon as it is made
                elif delivery.kind not in _CARDS and await self._hang_anew(unit, topic):
                    if delivery.kind == "topic":
                        await unit.outbox.expire(delivery.id, self._now())
                    else:
                        await unit.outbox.retry(delivery.id, self._now(), "its topic is gone")
                    await unit.commit()
                    return None
                elif delivery.kind not in _CARDS:
                    await unit.topics.forget(chat_id, topic.ticket)  # the job is over
            if delivery.kind == "topic":
                await unit.outbox.expire(delivery.id, self._now())
            await unit.commit()
        return None if delivery.kind == "topic" else _with_args(delivery, {_THREAD: None}, mended=True)

    async def _opened(self, delivery: Delivery, thread: int) -> Delivery:
        chat_id = _chat(delivery)
        try:
            await self._bot.reopen_forum_topic(chat_id, thread)
        except _NO:
            async with self._store.unit() as unit:
                if delivery.ticket is not None:
                    await unit.topics.forget(chat_id, delivery.ticket)
                await unit.commit()
            return _with_args(delivery, {_THREAD: None}, mended=True)
        async with self._store.unit() as unit:
            await unit.topics.set_open(chat_id, thread, True)
            await unit.commit()
        return delivery

    async def _post_gone(self, delivery: Delivery) -> bool:
        """Whether it was the post of a ticket with a topic, which now hangs there anew."""
        async with self._store.unit() as unit:
            topic = await unit.topics.of(_chat(delivery), delivery.ticket or 0)
            if topic is None or topic.thread is None:
                return False
            await unit.outbox.expire(delivery.id, self._now())
            await self._hang_anew(unit, topic)
            await unit.commit()
        return True

    async def _hang_anew(self, unit: Unit, topic: Topic) -> bool:
        """The card again, and what waits to be said under it; False: there is no more to do."""
        ticket, chat = await unit.tickets.get(topic.ticket, lock=True), await unit.people.chat(topic.chat_id)
        if ticket is None or chat is None:
            return False
        desk = self._desk(unit)
        if chat.role == "dispatchers":
            old, post = ticket.post_delivery, Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
            outcome = Outcome(ticket=replace(ticket, post_delivery=None), notices=(post,))
            new = (await desk.carry_out(outcome)).post_delivery
        else:
            handoff = handoff_in(ticket, topic.chat_id)
            if handoff is None or not handoff.is_live:
                return False
            old = handoff.card_delivery
            new = (await desk.carry_out(hung_anew(ticket, handoff.seq))).handoff(handoff.seq).card_delivery
        if old is not None and new is not None:
            await unit.outbox.rehang(old, new, self._now())
        return True

    def _desk(self, unit: Unit) -> Desk:
        return Desk(house=self._house, unit=unit, now=self._now())


def _chat(delivery: Delivery) -> int:
    return int(delivery.lane.partition(":")[2])


def _with_args(delivery: Delivery, args: dict[str, Any], **marks: Any) -> Delivery:
    """The same with these arguments, also where plain words stand in; None takes one away."""

    def changed(payload: dict[str, Any]) -> dict[str, Any]:
        merged = {key: value for key, value in (payload["args"] | args).items() if value is not None}
        return {**payload, "args": merged}

    payload = {**changed(delivery.payload), **marks}
    if "plain" in payload:
        payload["plain"] = {**changed(payload["plain"]), **marks}
    return replace(delivery, payload=payload)


@contextmanager
def _no_news() -> Iterator[None]:
    """What is so already is no error."""
    try:
        yield
    except TelegramBadRequest as error:
        if "topic_not_modified" not in error.message.lower():
            raise
