"""The inbox on both databases."""

import asyncio
from datetime import timedelta

import pytest

from storage.arrivals import Arrival, NewArrival
from storage.errors import ChangedMeanwhile
from storage.store import Store
from tests.storage.world import LEASE, NOW, mail

MINUTE = timedelta(minutes=1)


async def saved(store: Store, *arrivals: NewArrival) -> list[bool]:
    async with store.unit() as unit:
        answers = await unit.arrivals.save(arrivals)
        await unit.commit()
        return answers


async def claimed(store: Store, at: int = 0) -> Arrival | None:
    async with store.unit() as unit:
        arrival = await unit.arrivals.claim(NOW + at * MINUTE, LEASE)
        await unit.commit()
        return arrival


async def decided(store: Store, arrival: Arrival | None) -> None:
    assert arrival is not None
    async with store.unit() as unit:
        await unit.arrivals.decided(arrival.id, "ticket", None, NOW)
        await unit.commit()


async def test_an_arrival_comes_back_as_it_came(store: Store) -> None:
    raw = bytes(range(256))
    await saved(store, mail(raw=raw, envelope={"to": ["service+æ@nordlys.example"], "size": 256}))
    arrival = await claimed(store)
    assert arrival is not None
    assert arrival.raw == raw
    assert arrival.envelope == {"to": ["service+æ@nordlys.example"], "size": 256}
    assert arrival.received_at == NOW


async def test_a_second_copy_changes_nothing(store: Store) -> None:
    assert await saved(store, mail("<a>", raw=b"first")) == [True]
    assert await saved(store, mail("<a>", raw=b"second")) == [False]
    arrival = await claimed(store)
    assert arrival is not None
    assert arrival.raw == b"first"
    assert await claimed(store) is None


async def test_copies_in_one_batch_are_told_apart(store: Store) -> None:
    await saved(store, mail("<old>"))
    twin = mail("<new>")
    assert await saved(store, twin, mail("<old>"), twin, mail("<other>")) == [True, False, False, True]


async def test_nothing_to_save_is_no_trouble(store: Store) -> None:
    assert await saved(store) == []


async def test_very_long_keys_stay_apart(store: Store) -> None:
    long = "<" + "x" * 900
    assert await saved(store, mail(long + "1>"), mail(long + "2>")) == [True, True]
    assert await saved(store, mail(long + "2>")) == [False]


async def test_the_earliest_is_claimed_first(store: Store) -> None:
    await saved(store, mail("<b>", lane="b", received_at=NOW + MINUTE), mail("<a>", lane="a"))
    first, second = await claimed(store, at=2), await claimed(store, at=2)
    assert first is not None
    assert second is not None
    assert (first.key, second.key) == ("<a>", "<b>")


async def test_two_claimers_at_once_get_different_arrivals(store: Store) -> None:
    await saved(store, *(mail(f"<{number}>", lane=f"lane {number}") for number in range(8)))
    taken = await asyncio.gather(*(claimed(store) for _ in range(8)))
    ids = {arrival.id for arrival in taken if arrival}
    # PostgreSQL may send a claimer away empty-handed when another holds the row it looked at first.
    assert len(ids) == sum(arrival is not None for arrival in taken)
    while (arrival := await claimed(store)) is not None:
        assert arrival.id not in ids
        ids.add(arrival.id)
    assert len(ids) == 8


async def test_a_lane_waits_for_its_first(store: Store) -> None:
    await saved(store, mail("<1>"), mail("<2>"), mail("<ola>", lane="mail:ola"))
    first = await claimed(store)
    other = await claimed(store)
    assert other is not None
    assert other.key == "<ola>"
    assert await claimed(store) is None
    await decided(store, first)
    second = await claimed(store)
    assert second is not None
    assert second.key == "<2>"


async def test_a_retry_holds_back_its_lane_until_its_time(store: Store) -> None:
    await saved(store, mail("<1>"), mail("<2>"))
    first = await claimed(store)
    assert first is not None
    async with store.unit() as unit:
        await unit.arrivals.retry(first.id, NOW + MINUTE, "database was busy")
        await unit.commit()
    assert await claimed(store) is None
    again = await claimed(store, at=1)
    assert again is not None
    assert (again.key, again.attempts, again.reason) == ("<1>", 1, "database was busy")


async def test_a_retry_that_is_nobodys_fault_is_no_attempt(store: Store) -> None:
    await saved(store, mail())
    first = await claimed(store)
    assert first is not None
    async with store.unit() as unit:
        await unit.arrivals.retry(first.id, NOW, "changed meanwhile", failed=False)
        await unit.commit()
    again = await claimed(store)
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 0)


async def test_a_lease_that_ran_out_frees_the_arrival(store: Store) -> None:
    await saved(store, mail())
    first = await claimed(store)
    assert await claimed(store, at=1) is None
    again = await claimed(store, at=3)
    assert first is not None
    assert again is not None
    assert again.id == first.id


async def test_deciding_twice_is_refused(store: Store) -> None:
    await saved(store, mail())
    first = await claimed(store)
    slow = await claimed(store, at=3)
    await decided(store, slow)
    with pytest.raises(ChangedMeanwhile):
        await decided(store, first)


async def test_release_frees_what_a_dead_process_held(store: Store) -> None:
    await saved(store, mail("<1>"), mail("<2>", lane="other"))
    first = await claimed(store)
    async with store.unit() as unit:
        await unit.arrivals.release_leases()
        await unit.commit()
    again = await claimed(store)
    assert first is not None
    assert again is not None
    assert again.id == first.id


async def test_quarantine_frees_the_lane_and_keeps_the_raw_form(store: Store) -> None:
    await saved(store, mail("<bad>", raw=b"\xff\x00"), mail("<good>"))
    bad = await claimed(store)
    assert bad is not None
    async with store.unit() as unit:
        await unit.arrivals.quarantine(bad.id, "no headers\x00 at all", NOW)
        await unit.commit()
    good = await claimed(store)
    assert good is not None
    assert good.key == "<good>"
    async with store.glance() as unit:
        aside = await unit.arrivals.get(bad.id)
    assert aside is not None
    assert (aside.state, aside.raw, aside.attempts) == ("quarantined", b"\xff\x00", 1)
    assert aside.reason == "no headers\ufffd at all"


async def test_quarantine_is_listed_newest_first_by_the_page(store: Store) -> None:
    await saved(store, *(mail(f"<{number}>", lane=str(number)) for number in range(5)))
    async with store.unit() as unit:
        for number in range(1, 6):
            await unit.arrivals.quarantine(number, "odd", NOW)
        await unit.commit()
    async with store.glance() as unit:
        page = await unit.arrivals.quarantined(2)
        rest = await unit.arrivals.quarantined(9, before_id=page[-1].id)
    assert [arrival.id for arrival in (*page, *rest)] == [5, 4, 3, 2, 1]
    assert page[0].raw == b""


async def test_requeued_is_as_if_it_had_never_failed(store: Store) -> None:
    await saved(store, mail())
    async with store.unit() as unit:
        await unit.arrivals.quarantine(1, "odd", NOW)
        assert await unit.arrivals.requeue(1, NOW)
        assert not await unit.arrivals.requeue(1, NOW)
        await unit.commit()
    arrival = await claimed(store)
    assert arrival is not None
    assert arrival.attempts == 0


async def test_counts_tell_how_the_inbox_stands(store: Store) -> None:
    later = mail("<2>", lane="b", received_at=NOW + MINUTE)
    await saved(store, mail("<1>"), later, mail("<3>", lane="c", received_at=NOW - MINUTE))
    async with store.unit() as unit:
        await unit.arrivals.decided(1, "ticket", 1001, NOW)
        await unit.arrivals.quarantine(3, "odd", NOW)
        counts = await unit.arrivals.counts()
    assert counts == {"pending": 1, "quarantined": 1, "oldest_pending_at": NOW + MINUTE}


async def test_what_it_became_is_kept(store: Store) -> None:
    await saved(store, mail())
    async with store.unit() as unit:
        await unit.arrivals.decided(1, "entry", 1001, NOW)
        arrival = await unit.arrivals.get(1)
    assert arrival is not None
    assert (arrival.state, arrival.outcome, arrival.ticket) == ("done", "entry", 1001)
