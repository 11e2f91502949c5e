"""Whatever happens in a ticket's life, between a mute and its end nothing for that party is sent (I7)."""

import asyncio
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from handlers import tell_partner, tell_requester
from handlers.house import House, Telling
from storage.deliveries import Delivery
from storage.store import Store
from storage.unit import Unit
from templates import Texts
from tests.handlers.test_mailing import HOUSE
from tests.tickets.histories import histories
from tests.tickets.history import GIVEN, POLICY, History
from tests.tickets.world import NOW
from tickets.outcome import Party

_HOUSE = House(policy=POLICY, texts=Texts(zone=POLICY.zone), addresses=HOUSE.addresses)


async def lived(of: History, url: str) -> list[Delivery]:
    """The history, told step by step; what has left or stayed in."""
    store = Store(url)
    async with store.unit() as unit:  # nothing of it lasts
        await unit.tickets.open(of.steps[0][1].ticket)
        for name, reach in GIVEN.reach.items():
            if reach.chat_id is not None:
                await unit.people.bind_chat(reach.chat_id, "partner", name, None, partner_id=name, now=NOW)
        for step in range(len(of.steps)):
            await _tells(of, step, unit)
        rows = (await unit.outbox.of_tickets([of.ticket.number]))[of.ticket.number]
    await store.close()
    return rows


async def _tells(of: History, step: int, unit: Unit) -> None:
    now, outcome, entries = of.steps[step]
    ticket = outcome.ticket
    await unit.outbox.hush(ticket.number, ticket.muted, now)
    for notice in outcome.notices:
        if notice.to is Party.DISPATCHERS:
            continue
        telling = Telling(
            notice=notice,
            ticket=ticket,
            given=GIVEN,
            entries=tuple(of.entries[:entries]),
            house=_HOUSE,
            unit=unit,
            now=now,
        )
        ticket = await (tell_requester if notice.to is Party.REQUESTER else tell_partner).tell(telling)


@given(of=histories)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_muted_party_is_sent_nothing(of: History, sqlite_url: str, tmp_path: Path) -> None:
    muted = {now: outcome.ticket.muted for now, outcome, _ in of.steps}
    for row in asyncio.run(lived(of, sqlite_url)) if of.steps else ():
        if row.party is not None and row.edits is None:
            silent = row.party in muted[row.created_at]
            assert not silent or (row.state, row.last_error) == ("withheld", "muted")
            was_swept = row.ended_at is not None and row.party in muted[row.ended_at]
            assert silent or row.state == "pending" or was_swept
