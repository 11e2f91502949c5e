"""Migrations: up, down and up again, equal to the models, and refused when behind. On both databases."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage.engine import engines
from storage.errors import SchemaBehind
from storage.migrate import check, downgrade, upgrade
from storage.schema import metadata
from storage.store import Store
from tests.postgres import Postgres
from tests.storage.world import NOW, opened
from tickets.parties import Role


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/deep/empty.db"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.database() as url:
        asyncio.run(downgrade(url, "base"))
        asyncio.run(_run(url, lambda sync: sync.execute(text("DROP TABLE alembic_version"))))
        yield url


async def _run(url: str, work: Any) -> Any:
    writer, reader = engines(url)
    try:
        async with writer.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await reader.dispose()
        await writer.dispose()


async def tables(url: str) -> set[str]:
    names: set[str] = set(await _run(url, lambda sync: inspect(sync).get_table_names()))
    return names - {"alembic_version"}


async def test_up_down_and_up_again(empty_url: str) -> None:
    await upgrade(empty_url)
    assert await tables(empty_url) == set(metadata.tables)
    await downgrade(empty_url, "base")
    assert await tables(empty_url) == set()
    await upgrade(empty_url)
    assert await tables(empty_url) == set(metadata.tables)


async def test_the_result_equals_the_models(empty_url: str) -> None:
    await upgrade(empty_url)

    def differences(sync: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(sync), metadata)

    assert await _run(empty_url, differences) == []


async def test_partial_indexes_equal_the_models(empty_url: str) -> None:
    # Alembic does not compare the conditions of indexes.
    await upgrade(empty_url)

    def conditions(sync: Connection) -> dict[str, str]:
        return {
            str(index["name"]): str(index["dialect_options"][f"{sync.dialect.name}_where"])
            for table in metadata.tables
            for index in inspect(sync).get_indexes(table)
            if f"{sync.dialect.name}_where" in index.get("dialect_options", {})
        }

    migrated = await _run(empty_url, conditions)
    await _run(empty_url, lambda sync: (metadata.drop_all(sync), metadata.create_all(sync)))
    assert migrated
    assert migrated == await _run(empty_url, conditions)


async def test_upgrading_twice_or_by_two_at_once_changes_nothing(empty_url: str) -> None:
    await asyncio.gather(upgrade(empty_url), upgrade(empty_url))
    await upgrade(empty_url)
    await check(empty_url)


async def test_an_upgraded_database_works(empty_url: str) -> None:
    await upgrade(empty_url)
    store = Store(empty_url)
    assert (await opened(store)).number == 1001
    await store.close()


async def test_a_database_without_tables_is_told_what_to_do(empty_url: str) -> None:
    with pytest.raises(SchemaBehind, match="no tables yet"):
        await check(empty_url)


async def test_a_newer_database_is_not_touched(empty_url: str) -> None:
    await upgrade(empty_url)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await _run(empty_url, lambda sync: sync.execute(newer))
    with pytest.raises(SchemaBehind, match="newer Stafett"):
        await check(empty_url)


async def test_an_older_database_is_told_to_back_up_and_upgrade(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upgrade(empty_url)
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_current_head", lambda _: "9999")
    with pytest.raises(SchemaBehind, match="Back it up"):
        await check(empty_url)


async def test_owners_are_known_by_id_where_only_one_has_the_name(empty_url: str) -> None:
    await upgrade(empty_url)
    store = Store(empty_url)
    async with store.unit() as unit:
        for user, name in ((1, "Dina Berg"), (2, "Eva Vakt"), (3, "Eva Vakt")):
            await unit.people.admit(user, Role.DISPATCHER, name, now=NOW)
        await unit.commit()
    numbers = [(await opened(store, owner=name)).number for name in ("Dina Berg", "Eva Vakt", None)]
    await downgrade(empty_url, "0024")
    await upgrade(empty_url)
    async with store.glance() as unit:
        owners = [await unit.tickets.get(number) for number in numbers]
    await store.close()
    assert [each and (each.owner, each.owner_id) for each in owners] == [
        ("Dina Berg", "tg:1"),
        ("Eva Vakt", None),
        (None, None),
    ]
