"""What all tables share: how constraints are named, the constants that queries spell, partial indexes."""

from typing import Any

from sqlalchemy import ColumnElement, Index, MetaData, String, literal_column

from tickets.states import OPEN_STATES

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

OFFERED = literal_column("'offered'", String)
PENDING = literal_column("'pending'", String)
SENDING = literal_column("'sending'", String)
QUARANTINED = literal_column("'quarantined'", String)
FAILED = literal_column("'failed'", String)
OPEN = tuple(literal_column(f"'{state}'", String) for state in sorted(OPEN_STATES))

KEY_LENGTH = 255  # of an arrival's natural key
MESSAGE_KEY_LENGTH = 512


def partial_index(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    """Of the rows for which `where` holds, in both databases; only queries that spell it the same use it."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
