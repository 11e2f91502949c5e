"""What all repositories share."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]


class Repository:
    """Speaks of one topic within one unit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    def insert(self, table: Table) -> postgresql.Insert:
        """An INSERT that knows ON CONFLICT, which both databases spell alike."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(table)  # type: ignore[return-value]
        return postgresql.insert(table)

    async def overwrite(
        self, table: Table, rows: Sequence[Row], columns: Collection[str] | None = None
    ) -> None:
        """Writes each row, over the one with its primary key if there is one. All rows have the same keys.

        `columns`: what changes in a row that is there; None: everything.
        """
        if not rows:
            return
        keys = [column.name for column in table.primary_key]
        statement = self.insert(table)
        others = {name: statement.excluded[name] for name in columns or rows[0] if name not in keys}
        await self.connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=others), list(rows)
        )
