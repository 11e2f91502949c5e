"""What all repositories share."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import upsert

Row = Mapping[str, Any]


class Repository:
    """Speaks of one topic within one unit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    @property
    def dialect(self) -> str:
        """sqlite or postgresql."""
        return self.connection.dialect.name

    async def overwrite(
        self, table: Table, rows: Sequence[Row], columns: Collection[str] | None = None
    ) -> None:
        """Writes each row, over the one with its primary key if there is one. All rows have the same keys.

        `columns`: what changes in a row that is there; None: everything.
        """
        if rows:
            changed = frozenset(rows[0] if columns is None else columns)
            await self.connection.execute(upsert(self.dialect, table, changed), list(rows))
