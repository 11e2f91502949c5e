"""What we know of ourselves: the signing secret, the bot's name, Telegram's offset, the ticket counter."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, cast, select

from storage.repository import Repository
from storage.schema import facts
from storage.statements import insert_into, insert_new


class FactsKept(Repository):
    """Named texts. Names are at most 64 characters."""

    async def get(self, name: str) -> str | None:
        """None: not known yet."""
        value: str | None = await self.connection.scalar(select(facts.c.value).where(facts.c.name == name))
        return value

    async def put(self, name: str, value: str) -> None:
        """Replaces what was there."""
        await self.overwrite(facts, [{"name": name, "value": value}])

    async def ensure(self, name: str, make: Callable[[], str]) -> str:
        """The value, made on the first call. Two processes that both come first agree on one."""
        known = await self.get(name)
        if known is None:
            await self.connection.execute(insert_new(self.dialect, facts), {"name": name, "value": make()})
            known = await self.get(name)
        if known is None:
            raise LookupError(name)
        return known

    async def count_up(self, name: str, first: int) -> int:
        """The next number, `first` on the first call. Others who count wait until this unit has ended, so
        numbers have no gaps."""
        counted = await self.connection.scalar(_count(self.dialect), {"name": name, "value": str(first)})
        return int(counted)


@cache
def _count(dialect: str) -> Any:
    more = cast(cast(facts.c.value, Integer) + 1, String)
    started = insert_into(dialect, facts)
    return started.on_conflict_do_update(index_elements=["name"], set_={"value": more}).returning(
        facts.c.value
    )
