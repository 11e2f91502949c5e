"""Where the bot stands in its groups, bound or not: Telegram tells of it once, and may before the binding."""

from dataclasses import dataclass

from sqlalchemy import select

from storage.repository import Repository
from storage.schema import standings


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a group lets the bot do beside writing."""

    forum: bool = False  # it has topics
    admin: bool = False  # hears everything, and of reactions
    manages_topics: bool = False

    @property
    def makes_topics(self) -> bool:
        """Whether a job can have its own topic there."""
        return self.forum and self.manages_topics


class Standings(Repository):
    """One a group."""

    async def of(self, chat_id: int, *, lock: bool = False) -> Standing | None:
        """None: Telegram has not told yet. `lock`: nobody else changes it before this unit ends."""
        asked = select(standings).where(standings.c.chat_id == chat_id)
        found = await self.connection.execute(asked.with_for_update() if lock else asked)
        row = found.one_or_none()
        if row is None:
            return None
        return Standing(forum=row.forum, admin=row.admin, manages_topics=row.manages_topics)

    async def put(self, chat_id: int, standing: Standing) -> None:
        """From now on."""
        row = {
            "chat_id": chat_id,
            "forum": standing.forum,
            "admin": standing.admin,
            "manages_topics": standing.manages_topics,
        }
        await self.overwrite(standings, [row])
