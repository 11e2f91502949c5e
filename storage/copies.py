"""By which ways a mail has come: what it is known by, and which arrivals were known by the same (I14).

A list changes a mail's body, a relay gives it another Message-ID, and two copies may be decided at the same
time. So a mail takes the locks of what it is known by, and sees who had them before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import update
from sqlalchemy.sql.dml import ReturningInsert

from storage.repository import Repository
from storage.schema import copies
from storage.statements import insert_into

_MOST = 20  # of one key: a machine may give all its mails one Message-ID


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail that has been decided."""

    source: str  # its arrival's key, and so its entry's source
    digest: str  # of what it says


@cache
def _claim(dialect: str) -> ReturningInsert[Any]:
    new = insert_into(dialect, copies)
    locked = new.on_conflict_do_update(index_elements=["key"], set_={"key": new.excluded.key})
    return locked.returning(copies.c.mails)


class Copies(Repository):
    """Keys are digests, up to 64 characters."""

    async def claim(self, keys: Sequence[str]) -> list[Seen]:
        """Locks these keys until this unit ends, and tells which mails had them before.

        Whoever decides a copy of the same mail meanwhile waits here for the other's commit.
        """
        if not keys:
            return []
        rows = [{"key": key, "mails": []} for key in sorted(set(keys))]  # so that no two wait for each other
        locked = await self.connection.scalars(_claim(self.dialect), rows)
        return list(dict.fromkeys(Seen(*mail) for mails in locked for mail in mails))

    async def add(self, keys: Sequence[str], mail: Seen, before: Sequence[Seen]) -> None:
        """Remembers this mail beside those that `claim` told of."""
        if not keys:
            return
        mails = [[each.source, each.digest] for each in (*before, mail)][-_MOST:]
        await self.connection.execute(update(copies).where(copies.c.key.in_(list(keys))).values(mails=mails))
