"""A maker's authorisation that ends soon: the dispatchers hear once, a month before (S96)."""

import asyncio
from datetime import timedelta
from hashlib import sha256

from bot.bells import Bells
from bot.moments import Clock
from bot.rounds import rounds
from handlers.house import House
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from storage.store import Store
from tickets.policy import Authorisation, Partner

_EVERY = 3600.0  # seconds
_AHEAD = timedelta(days=30)


class Authorisations:
    """Looks once an hour. What was told is kept: a restart, or another process, says nothing twice."""

    def __init__(self, *, store: Store, house: House, bells: Bells, now: Clock) -> None:
        self._store = store
        self._house = house
        self._bells = bells
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped."""
        await rounds(self.look, _EVERY, stop)

    async def look(self) -> None:
        """Tells of each that ends within the month, or has ended, and of which nothing was said."""
        today = self._now().astimezone(self._house.policy.zone).date()
        for partner in self._house.policy.partners.values():
            for each in partner.authorised:
                if each.until is not None and each.until <= today + _AHEAD:
                    await self._tell(partner, each)

    async def _tell(self, partner: Partner, ends: Authorisation) -> None:
        async with self._store.unit() as unit:
            name = _name(partner, ends)
            if await unit.facts.get(name) is not None:
                return
            facts = {
                "partner": partner.name,
                "brand": ends.brand,
                "category": ends.category or "",
                "until": ends.until,
            }
            now = self._now()
            told = await tell_desk(unit, self._house, "authorisation_ends", now, facts, urgency=Urgency.REPLY)
            if not told:
                return
            await unit.facts.put(name, "told")
            await unit.commit()
        self._bells.decided()


def _name(partner: Partner, ends: Authorisation) -> str:
    """A name of 64 characters at most; a new date is something new."""
    what = f"{partner.id} {ends.brand} {ends.category} {ends.until}"
    return f"authorisation:{sha256(what.encode()).hexdigest()[:40]}"
