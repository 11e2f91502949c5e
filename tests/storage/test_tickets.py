"""Opening, reading and saving tickets on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.errors import ChangedMeanwhile
from storage.store import Store
from tests.storage.world import NOW, fill_register, handoff, opened, target, ticket
from tickets.states import HandoffState, TargetKind, TicketState
from tickets.ticket import Facts, Ticket

HOUR = timedelta(hours=1)


async def read(store: Store, number: int) -> Ticket:
    async with store.glance() as unit:
        found = await unit.tickets.get(number)
    assert found is not None
    return found


async def save(store: Store, changed: Ticket) -> Ticket:
    async with store.unit() as unit:
        saved = await unit.tickets.save(changed)
        await unit.commit()
        return saved


async def test_numbers_begin_at_1001_and_go_up(store: Store) -> None:
    first, second = await opened(store), await opened(store)
    assert (first.number, second.number) == (1001, 1002)
    assert first.version == 1


async def test_a_unit_that_fails_uses_up_no_number(store: Store) -> None:
    async with store.unit() as unit:
        await unit.tickets.open(ticket())
    assert (await opened(store)).number == 1001


async def test_many_at_once_get_numbers_without_gaps(store: Store) -> None:
    tickets = await asyncio.gather(*(opened(store) for _ in range(10)))
    assert sorted(each.number for each in tickets) == list(range(1001, 1011))


async def test_what_was_opened_is_read_back(store: Store) -> None:
    kept = await opened(store, handoffs=(handoff(),), targets=(target(),))
    assert await read(store, kept.number) == kept


async def test_what_somebody_who_is_gone_answered_for_is_the_desks_again(store: Store) -> None:
    theirs = {"owner": "Dina Berg", "owner_id": "tg:7003"}
    hers, done = await opened(store, **theirs), await opened(store, state=TicketState.CLOSED, **theirs)
    namesakes = await opened(store, owner="Dina Berg", owner_id="tg:7004")
    async with store.unit() as unit:
        await unit.tickets.disown("tg:7003")
        await unit.commit()
    owners = [(await read(store, each.number)).owner_id for each in (hers, done, namesakes)]
    assert (owners, (await read(store, hers.number)).owner) == ([None, "tg:7003", "tg:7004"], None)
    with pytest.raises(ChangedMeanwhile):
        await save(store, replace(hers, subject="Fra før"))


async def test_an_unknown_number_is_nobody(store: Store) -> None:
    async with store.glance() as unit:
        assert await unit.tickets.get(4711) is None
        assert await unit.tickets.get(99_999_999_999) is None


async def test_saving_counts_the_version(store: Store) -> None:
    kept = await opened(store)
    saved = await save(store, replace(kept, state=TicketState.RESOLVED, resolved_at=NOW))
    assert saved.version == 2
    assert await read(store, kept.number) == saved


async def test_saving_over_somebody_elses_change_is_refused(store: Store) -> None:
    kept = await opened(store)
    await save(store, replace(kept, owner="Dina"))
    with pytest.raises(ChangedMeanwhile):
        await save(store, replace(kept, owner="Per"))
    assert (await read(store, kept.number)).owner == "Dina"


async def test_two_units_cannot_both_decide_from_the_same_past(store: Store) -> None:
    kept = await opened(store)

    async def take(owner: str) -> str:
        async with store.unit() as unit:
            seen = await unit.tickets.get(kept.number, lock=True)
            assert seen is not None
            if seen.owner is not None:
                return seen.owner
            await unit.tickets.save(replace(seen, owner=owner))
            await unit.commit()
            return owner

    assert len(set(await asyncio.gather(take("Dina"), take("Per"), take("Eva")))) == 1


async def test_handoffs_and_targets_change_and_come(store: Store) -> None:
    kept = await opened(store, handoffs=(handoff(1),), targets=(target(),))
    declined = handoff(1, state=HandoffState.DECLINED, note="Full uke", ended_at=NOW)
    met = target(met_at=NOW, step=2)
    arrival = target(TargetKind.ON_SITE, handoff=2)
    changed = replace(kept, handoffs=(declined, handoff(2)), targets=(met, arrival))
    saved = await save(store, changed)
    assert await read(store, kept.number) == saved


async def test_targets_that_are_no_more_are_gone(store: Store) -> None:
    kept = await opened(store, targets=(target(), target(TargetKind.ACCEPT, handoff=1)))
    await save(store, replace(kept, targets=(target(),)))
    assert (await read(store, kept.number)).targets == (target(),)


async def test_a_handoff_cannot_be_unmade(store: Store) -> None:
    kept = await opened(store, handoffs=(handoff(),))
    with pytest.raises(ValueError, match="cannot be unmade"):
        await save(store, replace(kept, handoffs=()))


async def test_a_ticket_saved_twice_in_one_unit_goes_on_counting(store: Store) -> None:
    async with store.unit() as unit:
        first = await unit.tickets.open(ticket())
        second = await unit.tickets.save(replace(first, handoffs=(handoff(),)))
        third = await unit.tickets.save(replace(second, handoffs=(handoff(note="nei"),)))
        await unit.commit()
    assert third.version == 3
    assert await read(store, third.number) == third


async def test_a_known_asset_lends_its_serial_number(store: Store) -> None:
    await fill_register(store)
    kept = await opened(store, asset_id="F-3304", customer_id="holmvik")
    async with store.glance() as unit:
        assert await unit.tickets.history("118 4407") == [kept]


async def test_what_was_told_counts_where_the_asset_has_no_serial(store: Store) -> None:
    kept = await opened(store, asset_id="unknown", facts=Facts(serial="ab-12"))
    async with store.glance() as unit:
        assert await unit.tickets.history("AB12") == [kept]


async def test_the_clock_is_given_what_is_due_longest_overdue_first(store: Store) -> None:
    await opened(store, look_at=NOW)
    await opened(store, look_at=NOW - HOUR)
    await opened(store, look_at=NOW + HOUR)
    await opened(store)
    async with store.glance() as unit:
        assert await unit.tickets.due(NOW) == [1002, 1001]
        assert await unit.tickets.due(NOW, limit=1) == [1002]


async def test_a_postponed_look_lets_others_go_first(store: Store) -> None:
    kept = await opened(store, look_at=NOW)
    async with store.unit() as unit:
        await unit.tickets.postpone_look(kept.number, NOW + HOUR)
        assert await unit.tickets.due(NOW) == []
        assert await unit.tickets.due(NOW + HOUR) == [kept.number]


async def test_participants_keep_a_confirmation(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        await unit.tickets.add_participant(number, "Ola@Holmvik.example", "Ola", confirmed=True)
        await unit.tickets.add_participant(number, "ola@holmvik.example", None, confirmed=False)
        await unit.tickets.add_participant(number, "tg:77", "Stranger", confirmed=False)
        assert await unit.tickets.participants(number) == {"ola@holmvik.example": True, "tg:77": False}
