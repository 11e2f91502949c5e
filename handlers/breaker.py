"""The breaker: machines that do not say that they are machines are known by how much they talk (I18).

Mails that come and automatic answers that go are counted by ticket, by sender, and, for people nobody knows,
by the sender's house, as robots answer from other addresses than were written to. Who passes a limit gets no
more automatic mail, and what comes from there is kept quietly: the desk is told once, and every half hour
that it goes on. It ends with silence, or when a dispatcher says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.buttons import release_keyboard
from handlers.house import House
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from storage.traffic import Breaker, Passing
from storage.unit import Unit

_NEWS = timedelta(minutes=30)  # the desk hears at most so often that it goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, or is written to: by what the breaker counts."""

    address: str  # lower case
    ticket: int | None
    known: bool  # the register has them: their house is not held against them
    works: bool = False  # a partner: who writes a job down is answered often, and is no machine for it

    def house_of(self, house: House) -> str | None:
        """Whose address it is; None: everybody can have one there, or the register knows them."""
        party = "" if self.known else house.party_of(self.address)
        return party if party and "@" not in party else None

    def targets(self, house: House) -> list[str]:
        """What is counted for them, the narrowest first."""
        found = [f"ticket:{self.ticket}"] if self.ticket is not None else []
        if self.address:
            found.append(f"sender:{self.address}")
        if domain := self.house_of(house):
            found.append(f"domain:{domain}")
        return found


async def is_open(unit: Unit, house: House, writer: Writer, now: datetime) -> bool:
    """Whether they get no automatic mail now."""
    return bool(await unit.traffic.open(writer.targets(house), now, house.limits.quiet))


async def received(unit: Unit, house: House, writer: Writer, now: datetime) -> bool:
    """Counts a mail that came; whether it is to be kept quietly."""
    await unit.traffic.note(Passing.RECEIVED, writer.address, writer.house_of(house), writer.ticket, now)
    found = await unit.traffic.open(writer.targets(house), now, house.limits.quiet)
    held = [each for each in found if not writer.works or each.why is Passing.RECEIVED]
    for each in held:
        count = await unit.traffic.hold(each.id, now)
        if (now - each.tripped_at) // _NEWS > (each.last_at - each.tripped_at) // _NEWS:
            await _tell(unit, house, each, now, held=count)
    if held:
        return True
    return await _trip(unit, house, writer, Passing.RECEIVED, now)


async def answered(unit: Unit, house: House, writer: Writer, now: datetime) -> None:
    """Counts an automatic answer that goes."""
    await unit.traffic.note(Passing.ANSWERED, writer.address, writer.house_of(house), writer.ticket, now)
    await _trip(unit, house, writer, Passing.ANSWERED, now)


async def _trip(unit: Unit, house: House, writer: Writer, what: Passing, now: datetime) -> bool:
    limits = house.limits
    for target in writer.targets(house):
        since = await unit.traffic.counts_from(target, now, limits.window)
        count = await unit.traffic.count(what, target, since)
        if count < limits.most(what, target):
            continue
        tripped = await unit.traffic.trip(target, what, now, limits.quiet)
        if tripped is not None:
            await _tell(unit, house, tripped, now, count=count)
        return True
    return False


async def _tell(
    unit: Unit, house: House, breaker: Breaker, now: datetime, *, count: int = 0, held: int = 0
) -> None:
    """That it tripped; or that it goes on, and how much was kept by now."""
    kind, name = breaker.what
    facts = {
        "kind": kind,
        "name": name,
        "why": breaker.why,
        "count": count,
        "held": held,
        "quiet_until": now + house.limits.quiet,
    }

    def keyboard(language: str) -> dict[str, Any]:
        return release_keyboard("breaker", breaker.id, house.texts, language)

    urgency = Urgency.REPLY if held else Urgency.PING
    await tell_desk(unit, house, "breaker", now, facts, keyboard=keyboard, urgency=urgency)
