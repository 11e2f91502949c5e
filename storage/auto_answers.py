"""Automatic answers given, so that nobody gets more than a few (I15, I18)."""

from datetime import datetime

from sqlalchemy import func, insert, select

from storage.repository import Repository
from storage.schema import auto_answers


class AutoAnswers(Repository):
    """Addresses are compared as written: give them in lower case."""

    async def given(self, address: str, since: datetime) -> int:
        """How many automatic answers that address has had from `since` on."""
        counted = (
            select(func.count())
            .select_from(auto_answers)
            .where(auto_answers.c.address == address, auto_answers.c.at >= since)
        )
        return int(await self.connection.scalar(counted) or 0)

    async def note(self, address: str, at: datetime) -> None:
        """Remembers one more."""
        await self.connection.execute(insert(auto_answers).values(address=address, at=at))
