"""Ratings by partner, on both databases."""

from datetime import timedelta

from storage.store import Store
from tests.storage.world import NOW, handoff, opened
from tickets.known import Rated

YEAR = timedelta(days=365)


async def test_ratings_are_summed_by_partner_and_by_time(store: Store) -> None:
    await opened(store, handoffs=(handoff(rating=5), handoff(2, rating=2, rating_note="Sen")))
    await opened(store, handoffs=(handoff(), handoff(2, partner_id="sør", rating=4)))
    await opened(store, handoffs=(handoff(rating=1, offered_at=NOW - 2 * YEAR),))
    async with store.glance() as unit:
        found = await unit.ratings.of(["nord-elektro", "fjord"], NOW - YEAR)
    assert found == {"nord-elektro": Rated(points=7, jobs=2)}


async def test_nobody_rated_is_nobody_known(store: Store) -> None:
    await opened(store, handoffs=(handoff(),))
    async with store.glance() as unit:
        assert await unit.ratings.of(["nord-elektro"], NOW - YEAR) == {}
        assert await unit.ratings.of([], NOW - YEAR) == {}
