"""Group commit on both databases; commits are counted by what the engine says, not by time."""

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import StatementError

from storage.arrival_writer import GROUP_BYTES, ArrivalWriter
from storage.store import Store
from tests.storage.world import mail


@pytest.fixture
def commits(store: Store) -> list[object]:
    seen: list[object] = []
    event.listen(store._writer.sync_engine, "commit", seen.append)
    return seen


async def test_thirty_two_waiters_share_few_commits(store: Store, commits: list[object]) -> None:
    async with ArrivalWriter(store) as writer:
        answers = await asyncio.gather(*(writer.save(mail(f"<{number}>")) for number in range(32)))
    assert answers == [True] * 32
    # All wait before the writer's first step, so there is one group; 2 leaves room for a scheduler.
    assert len(commits) <= 2


async def test_who_comes_during_a_commit_goes_into_the_next(store: Store, commits: list[object]) -> None:
    async with ArrivalWriter(store) as writer:
        first = asyncio.create_task(writer.save(mail("<first>")))
        await asyncio.sleep(0)  # the first group is on its way
        await asyncio.sleep(0)
        others = [asyncio.create_task(writer.save(mail(f"<{number}>"))) for number in range(20)]
        await asyncio.gather(first, *others)
    assert len(commits) == 2


async def test_each_waiter_gets_its_own_answer(store: Store) -> None:
    async with ArrivalWriter(store) as writer:
        await writer.save(mail("<known>"))
        answers = await asyncio.gather(
            writer.save(mail("<new>")), writer.save(mail("<known>")), writer.save(mail("<new>"))
        )
    assert answers == [True, False, False]


async def test_a_poisonous_arrival_fails_nobody_else(store: Store) -> None:
    poison = mail("<poison>", envelope={"peer": object()})
    async with ArrivalWriter(store) as writer:
        answers = await asyncio.gather(
            writer.save(mail("<a>")), writer.save(poison), writer.save(mail("<b>")), return_exceptions=True
        )
    assert answers[0] is True
    assert isinstance(answers[1], StatementError)
    assert answers[2] is True


async def test_a_waiter_that_went_away_holds_up_nobody(store: Store) -> None:
    async with ArrivalWriter(store) as writer:
        gone = asyncio.create_task(writer.save(mail("<gone>")))
        stays = asyncio.create_task(writer.save(mail("<stays>")))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays
        assert not await writer.save(mail("<gone>"))  # it was saved all the same


async def test_large_mails_share_less(store: Store, commits: list[object]) -> None:
    half = b"x" * (GROUP_BYTES // 2)
    async with ArrivalWriter(store) as writer:
        await asyncio.gather(*(writer.save(mail(f"<{number}>", raw=half)) for number in range(4)))
    assert len(commits) == 2


async def test_saved_is_readable_at_once(store: Store) -> None:
    async with ArrivalWriter(store) as writer:
        await writer.save(mail())
        async with store.glance() as unit:
            assert (await unit.arrivals.counts())["pending"] == 1
