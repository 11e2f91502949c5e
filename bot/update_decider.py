"""Deciding an update: the rooms' handlers within one transaction, and no call to Telegram from inside it."""

import json
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import TelegramMethod
from aiogram.types import Update, User

from bot.moments import Clock
from handlers.desk import Desk
from handlers.house import House
from handlers.reading import Reader
from handlers.rooms import build_dispatcher
from storage.arrivals import Arrival
from storage.store import Store

T = TypeVar("T")


class NoCallFromHere(RuntimeError):
    """A handler tried to call Telegram inside a transaction. Write an outbox row instead."""


class SilentBot(Bot):
    """The bot as handlers see it: it knows its own name and calls nobody."""

    def __init__(self, me: User) -> None:
        super().__init__(f"{me.id}:silent")
        self._myself = me

    async def me(self) -> User:
        """Who we are, as getMe told at start."""
        return self._myself

    async def __call__(self, method: TelegramMethod[T], request_timeout: int | None = None) -> T:
        """Always raises."""
        raise NoCallFromHere(method.__api_method__)


class UpdateDecider:
    """Feeds saved updates to the rooms."""

    def __init__(self, *, store: Store, house: House, reader: Reader, me: User, now: Clock) -> None:
        self._store = store
        self._house = house
        self._reader = reader
        self._bot = SilentBot(me)
        self._can_read_all = bool(me.can_read_all_group_messages)
        self._dispatcher = build_dispatcher()
        self._now = now

    async def decide(self, arrival: Arrival) -> tuple[str, int | None]:
        """One update, one transaction. A shape that aiogram does not know raises, and ends in quarantine."""
        raw: dict[str, Any] = json.loads(arrival.raw)
        update = Update.model_validate(raw, context={"bot": self._bot})
        async with self._store.unit() as unit:
            desk = Desk(house=self._house, unit=unit, now=self._now())
            handled = await self._dispatcher.feed_update(
                self._bot, update, desk=desk, reader=self._reader, can_read_all=self._can_read_all
            )
            outcome = "ignored" if handled is UNHANDLED else "handled"
            await unit.arrivals.decided(arrival.id, outcome, None, self._now())
            await unit.commit()
        return outcome, None
