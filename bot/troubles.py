"""Neighbours that do not work: the dispatchers hear once that one is lost, and once that it is back.

Short breaks are nobody's news, so they hear of one that lasts. What they were told is kept, so that a restart
says nothing twice.
"""

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from bot.bells import Bells
from bot.moments import Clock
from handlers.house import House
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from storage.store import Store
from storage.unit import Unit

_log = structlog.get_logger()

_PATIENCE = timedelta(minutes=5)


class Trouble(StrEnum):
    """What may be lost."""

    MAILBOX = "mailbox"
    OUTGOING = "outgoing"
    FILES = "files"  # at Telegram


class Troubles:
    """Told by those who talk with the neighbours, as often as they like. Never raises."""

    def __init__(self, *, store: Store, house: House, bells: Bells, now: Clock) -> None:
        self._store = store
        self._house = house
        self._bells = bells
        self._now = now
        self._since: dict[Trouble, datetime] = {}
        self._told: dict[Trouble, bool] = {}  # as far as it is known what the database says
        self._lock = asyncio.Lock()

    async def lost(self, what: Trouble, reason: str) -> None:
        """It does not work now."""
        since = self._since.setdefault(what, self._now())
        if self._now() - since >= _PATIENCE and not self._told.get(what):
            await self._quietly(self._change(what, lost=True, reason=reason, since=since))

    async def works(self, what: Trouble) -> None:
        """It works."""
        self._since.pop(what, None)
        if self._told.get(what, True):
            await self._quietly(self._change(what, lost=False, reason="", since=None))

    async def set_aside(self, reason: str, folder: str) -> None:
        """A mail could not be taken in; somebody must look at it in the mailbox."""
        await self._quietly(self._say_once("mailbox_unfit", reason, folder=folder))

    async def _change(self, what: Trouble, *, lost: bool, reason: str, since: datetime | None) -> None:
        """Says it, unless it was said by the process before us or by another one."""
        async with self._lock:
            if self._told.get(what) is lost:
                return
            async with self._store.unit() as unit:
                name = f"trouble:{what}"
                if (await unit.facts.get(name) == "told") is not lost:
                    await unit.facts.put(name, "told" if lost else "over")
                    await self._say(unit, f"{what}_{'lost' if lost else 'works'}", reason, since)
                    await unit.commit()
                    self._bells.decided()
            self._told[what] = lost

    async def _say_once(self, word: str, reason: str, folder: str = "") -> None:
        async with self._store.unit() as unit:
            await self._say(unit, word, reason, None, folder=folder)
            await unit.commit()
        self._bells.decided()

    async def _say(
        self, unit: Unit, word: str, reason: str, since: datetime | None, folder: str = ""
    ) -> None:
        _log.warning("trouble", what=word, reason=reason)
        facts = {
            "what": word,
            "folder": folder,
            "lost": not word.endswith("_works"),
            "error": reason,
            "since": since,
        }
        await tell_desk(unit, self._house, "trouble", self._now(), facts, urgency=Urgency.PING)

    async def _quietly(self, saying: Any) -> None:
        try:
            await saying
        except Exception as error:  # noqa: BLE001  who reports a trouble must not die of the report
            _log.error("trouble_not_told", exc_info=error)
