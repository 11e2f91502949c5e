"""Statements that are built once: building one costs more than running it, and a commit waits for both."""

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(dialect: str, table: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike."""
    if dialect == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value]
    return postgresql.insert(table)


@cache
def insert_new(dialect: str, table: Table) -> postgresql.Insert:
    """Leaves a row alone that has the same key."""
    return insert_into(dialect, table).on_conflict_do_nothing()


@cache
def upsert(dialect: str, table: Table, columns: frozenset[str]) -> postgresql.Insert:
    """Changes these columns of a row that has the same primary key."""
    statement = insert_into(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in columns.difference(keys)}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)
