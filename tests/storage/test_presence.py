"""Who counts as alive on a database."""

import asyncio

import pytest
from sqlalchemy import make_url

from storage.errors import AlreadyRunning
from storage.presence import present
from tests.postgres import Postgres


class Alone:
    """Notes how often somebody was found to be alone."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


async def test_the_first_is_alone(database_url: str) -> None:
    alone = Alone()
    async with present(database_url, alone):
        assert alone.times == 1


async def test_who_comes_after_the_last_has_gone_is_alone(database_url: str) -> None:
    alone = Alone()
    for _ in range(3):
        async with present(database_url, alone):
            pass
    assert alone.times == 3


async def test_a_second_process_on_sqlite_is_refused(sqlite_url: str) -> None:
    async with present(sqlite_url, Alone()):
        with pytest.raises(AlreadyRunning, match="running already"):
            async with present(sqlite_url, Alone()):
                pass


async def test_a_second_process_on_postgresql_is_not_alone(postgres_url: str) -> None:
    second, third = Alone(), Alone()
    async with (
        present(postgres_url, Alone()),
        present(postgres_url, second),
        present(postgres_url, third),
    ):
        assert (second.times, third.times) == (0, 0)


async def test_nobody_begins_while_another_takes_up_what_was_left(postgres_url: str) -> None:
    order: list[str] = []

    async def take_up() -> None:
        order.append("first begins")
        beginning.set()
        await asyncio.sleep(0.2)  # long enough for the second to overtake, if it could
        order.append("first is done")

    async def begin_second() -> None:
        await beginning.wait()
        async with present(postgres_url, Alone()):
            order.append("second is there")

    beginning = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(begin_second())
        async with present(postgres_url, take_up):
            pass
    assert order == ["first begins", "first is done", "second is there"]


async def test_a_server_that_forgets_us_hurts_nobody(postgres_server: Postgres, postgres_url: str) -> None:
    name = make_url(postgres_url).database
    async with present(postgres_url, Alone()):
        postgres_server.administer(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
        )
    after = Alone()
    async with present(postgres_url, after):
        assert after.times == 1
