"""Alembic's way in: on the connection that ``storage.migrate`` gives, or the one that the command line needs.

``alembic revision --autogenerate`` compares with the database that STAFETT_DATABASE__URL names.
"""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from storage.engine import engines
from storage.schema import metadata
from storage.types import Label, Moment, Words


def run(connection: Connection) -> None:
    """Runs the steps within the connection's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_plainly,
        render_as_batch=True,  # SQLite changes a table by copying it
        transactional_ddl=True,  # SQLite too, since we say BEGIN ourselves
    )
    with context.begin_transaction():
        context.run_migrations()


def render_plainly(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Our column types as what they are in the database: a migration must not change when they do."""
    match item if kind == "type" else None:
        case Moment():
            return "sa.BigInteger()"
        case Words():
            return "sa.Text()"
        case Label(length=length):
            return f"sa.String({length})"
    return False


async def run_alone() -> None:
    """For Alembic's own command line."""
    writer, reader = engines(os.environ["STAFETT_DATABASE__URL"])
    try:
        async with writer.begin() as connection:
            await connection.run_sync(run)
    finally:
        await reader.dispose()
        await writer.dispose()


if given := context.config.attributes.get("connection"):
    run(given)
else:
    asyncio.run(run_alone())
