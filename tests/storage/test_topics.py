"""Topics and standings, on both databases."""

from datetime import UTC, datetime

from storage.standings import Standing
from storage.store import Store
from tests.storage.world import opened

NORD, NOW = -700, datetime(2026, 11, 22, 10, tzinfo=UTC)


async def test_a_topic_is_made_adopted_lost_and_made_anew(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        await unit.topics.want(NORD, number, "#1 Kiosk")
        await unit.topics.adopt(NORD, "#1 Kiosk", 41)  # nobody has asked for it yet
        await unit.topics.making(NORD, number, NOW)
        await unit.topics.adopt(NORD, "#1 Kiosk", 42)
        await unit.topics.want(NORD, number, "#1 Another")
        await unit.commit()
    async with store.unit() as unit:
        kept = await unit.topics.at(NORD, 42)
        assert kept is not None
        assert (kept.ticket, kept.name, kept.open, kept.making_since) == (number, "#1 Kiosk", True, None)
        assert [await unit.topics.lost(NORD, number, 42) for _ in range(2)] == [True, False]
        await unit.topics.want(NORD, number, "#1 Another")
        again = await unit.topics.of(NORD, number)
        assert again is not None
        assert (again.thread, again.name) == (None, "#1 Another")


async def test_what_a_chat_had_goes_with_it_without_its_threads(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        await unit.topics.want(NORD, number, "#1 Kiosk")
        await unit.topics.made(NORD, number, 42)
        await unit.people.migrate_chat(NORD, -1007)
        moved = await unit.topics.of(-1007, number)
        assert moved is not None
        assert (moved.thread, moved.open, await unit.topics.of(NORD, number)) == (None, True, None)


async def test_a_standing_is_kept_and_changed(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.standings.of(NORD, lock=True) is None
        await unit.standings.put(NORD, Standing(forum=True, admin=True, manages_topics=True))
        await unit.standings.put(NORD, Standing(forum=True, admin=True))
        assert await unit.standings.of(NORD, lock=True) == Standing(forum=True, admin=True)
