"""An authorisation that ends soon is told once, over restarts too; a new date is something new."""

from dataclasses import replace
from datetime import timedelta

from bot.authorisations import Authorisations
from bot.bells import Bells
from handlers.house import House
from storage.store import Store
from tests.bot.test_postman import DISPATCHERS, HOUSE
from tests.running import Moments
from tickets.policy import Authorisation, Partner

NORD = Partner(id="nord-elektro", name="Nord Elektro AS", sla="standard", language="nb")


def house(clock: Moments, days: int) -> House:
    """Nord Elektro's word from Jura ends in so many days."""
    until = (clock() + timedelta(days=days)).date()
    nord = replace(NORD, authorised=(Authorisation(brand="jura", until=until),))
    return replace(HOUSE, policy=replace(HOUSE.policy, partners={nord.id: nord}))


async def heard(store: Store, clock: Moments, house: House) -> list[str]:
    """What a process that has just started tells the dispatchers."""
    await Authorisations(store=store, house=house, bells=Bells(), now=clock).look()
    async with store.unit() as unit:
        rows = await unit.outbox.due("telegram", clock() + timedelta(days=1), 9)
        for row in rows:
            await unit.outbox.sent(row.id, clock(), [])
        await unit.commit()
    return [str(row.payload["args"]["text"]) for row in rows]


async def test_a_month_before_the_end_dispatchers_hear_once(sqlite_store: Store) -> None:
    clock = Moments()
    async with sqlite_store.unit() as unit:
        await unit.people.bind_chat(DISPATCHERS, "dispatchers", title="Vakt", language="nb", now=clock())
        await unit.commit()
    assert await heard(sqlite_store, clock, house(clock, 40)) == []
    (told,) = await heard(sqlite_store, clock, house(clock, 20))
    assert ("Nord Elektro AS" in told, "jura" in told) == (True, True)
    assert await heard(sqlite_store, clock, house(clock, 20)) == []
    assert len(await heard(sqlite_store, clock, house(clock, 10))) == 1


async def test_without_a_dispatchers_chat_it_is_told_when_there_is_one(sqlite_store: Store) -> None:
    clock = Moments()
    ends = house(clock, 5)
    assert await heard(sqlite_store, clock, ends) == []
    async with sqlite_store.unit() as unit:
        await unit.people.bind_chat(DISPATCHERS, "dispatchers", title="Vakt", language="nb", now=clock())
        await unit.commit()
    assert len(await heard(sqlite_store, clock, ends)) == 1
