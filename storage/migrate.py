"""Migrations: brings the tables to this version's, and refuses to work on others."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import engines
from storage.errors import SchemaBehind

_LOCK = 0x57AFE77  # any number that no other program takes: two processes may start an upgrade at once


async def upgrade(database_url: str, revision: str = "head") -> None:
    """All or nothing: makes the database when there is none, or brings it to `revision`."""
    await _in_transaction(database_url, lambda connection: command.upgrade(_config(connection), revision))


async def downgrade(database_url: str, revision: str) -> None:
    """Back to `revision`, or to nothing with ``base``. What older tables cannot hold is gone."""
    await _in_transaction(database_url, lambda connection: command.downgrade(_config(connection), revision))


async def check(database_url: str) -> None:
    """Returns when the tables are this version's. Raises SchemaBehind with what to do otherwise."""
    writer, reader = engines(database_url)
    try:
        async with reader.connect() as connection:
            found = await connection.run_sync(
                lambda sync: MigrationContext.configure(sync).get_current_revision()
            )
    finally:
        await reader.dispose()
        await writer.dispose()
    known = ScriptDirectory.from_config(_config(None))
    wanted = known.get_current_head()
    if found == wanted:
        return
    if found is None:
        raise SchemaBehind("The database has no tables yet. Run `stafett db upgrade`.")
    if found not in {script.revision for script in known.walk_revisions()}:
        raise SchemaBehind(
            f"The database was made by a newer Stafett (revision {found}; this one knows {wanted}). "
            "Install that version, or restore a backup from before."
        )
    raise SchemaBehind(
        f"The database is at revision {found} and this version needs {wanted}. "
        "Back it up, then run `stafett db upgrade`."
    )


async def _in_transaction(database_url: str, work: Any) -> None:
    writer, reader = engines(database_url)
    try:
        async with writer.begin() as connection:
            await _alone(connection)
            await connection.run_sync(work)
    finally:
        await reader.dispose()
        await writer.dispose()


async def _alone(connection: AsyncConnection) -> None:
    """SQLite's BEGIN IMMEDIATE keeps others out by itself."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    return config
