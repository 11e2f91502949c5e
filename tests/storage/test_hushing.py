"""The gate to the parties of a ticket, on both databases: when a row is written, waits, and is taken."""

from typing import Any

import pytest

from storage.store import Store
from tests.storage.test_outbox import MINUTE, claim, due, read, retried
from tests.storage.world import NOW, delivery, opened
from tickets.parties import CUSTOMERS_SIDE, INTERNAL_ONLY, Audience
from tickets.timeline import Entry

TO_KARI: dict[str, Any] = {"audience": Audience.CUSTOMER}
TO_NORD: dict[str, Any] = {"audience": Audience.PARTNER, "handoff": 1, "party": "partner:nord-elektro"}


async def added(store: Store, number: int, **changes: Any) -> int:
    async with store.unit() as unit:
        row = await unit.outbox.add(delivery(ticket=number, **changes))
        await unit.commit()
        return row


async def hush(store: Store, number: int, *parties: str) -> list[int]:
    async with store.unit() as unit:
        kept = await unit.outbox.hush(number, parties, NOW + MINUTE)
        await unit.commit()
        return [each.id for each in kept]


async def withheld(store: Store, number: int) -> list[Entry]:
    async with store.glance() as unit:
        return [each for each in await unit.tickets.entries(number) if "withheld" in (each.event or "")]


@pytest.mark.parametrize("party", [TO_KARI, TO_NORD], ids=["customer", "partner"])
async def test_what_is_for_a_muted_party_stays_in_and_is_written_down(
    store: Store, party: dict[str, Any]
) -> None:
    number = (await opened(store)).number
    await hush(store, number, CUSTOMERS_SIDE, "partner:nord-elektro")
    row = await read(store, await added(store, number, **party))
    assert (row.state, row.last_error, await due(store, 9)) == ("withheld", "muted", [])
    (kept,) = await withheld(store, number)
    assert (kept.text, kept.audience) == ("Kort", INTERNAL_ONLY)


async def test_the_other_party_other_tickets_and_the_desk_are_told(store: Store) -> None:
    number, other = (await opened(store)).number, (await opened(store)).number
    await hush(store, number, CUSTOMERS_SIDE)
    rows = [
        await added(store, number, **TO_NORD, lane="tg:1"),
        await added(store, other, **TO_KARI, lane="tg:2"),
        await added(store, number, audience=Audience.INTERNAL, lane="tg:3"),
    ]
    assert await due(store) == rows


async def test_what_waits_when_the_mute_comes_never_leaves(store: Store) -> None:
    number = (await opened(store)).number
    rows = [await added(store, number, **TO_KARI), await added(store, number, **TO_NORD)]
    assert await hush(store, number, CUSTOMERS_SIDE) == rows[:1]
    assert await hush(store, number) == []
    assert await due(store, 9) == rows[1:]


async def test_what_failed_once_is_not_tried_again_while_its_party_is_muted(store: Store) -> None:
    number = (await opened(store)).number
    row = await added(store, number, **TO_KARI)
    await claim(store, row)
    await hush(store, number, CUSTOMERS_SIDE)
    await retried(store, row)
    assert await claim(store, row, 6) is None
    assert ((await read(store, row)).state, len(await withheld(store, number))) == ("withheld", 1)


async def test_a_message_that_is_there_may_change_in_place(store: Store) -> None:
    number = (await opened(store)).number
    card = await added(store, number, **TO_NORD)
    await claim(store, card)
    await hush(store, number, "partner:nord-elektro")
    edit = await added(store, number, **TO_NORD, edits=card, kind="card_changed")
    assert (await read(store, edit)).state == "pending"


async def test_a_mail_is_written_down_by_its_subject_and_files_by_their_count(store: Store) -> None:
    number = (await opened(store)).number
    await hush(store, number, CUSTOMERS_SIDE)
    await added(store, number, **TO_KARI, payload={"subject": "På vei", "text": "..."})
    await added(store, number, **TO_KARI, payload={"method": "files", "args": {}, "media": [{}, {}]})
    assert [each.text for each in await withheld(store, number)] == ["På vei", "📎 2"]


def test_what_is_in_a_partners_thread_must_say_for_whom() -> None:
    with pytest.raises(ValueError, match="for whom"):
        delivery(ticket=1001, audience=Audience.PARTNER)
