"""What dispatchers thought of each partner's work."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from storage.repository import Repository
from storage.schema import handoffs
from tickets.known import Rated


class Ratings(Repository):
    """Of the handoffs that were rated."""

    async def of(self, partners: Collection[str], since: datetime) -> dict[str, Rated]:
        """By partner, of work offered since then; a partner that nobody has rated is left out."""
        asked = (
            select(
                handoffs.c.partner_id,
                func.sum(handoffs.c.rating).label("points"),
                func.count().label("jobs"),
            )
            .where(
                handoffs.c.rating.is_not(None),
                handoffs.c.partner_id.in_(partners),
                handoffs.c.offered_at >= since,
            )
            .group_by(handoffs.c.partner_id)
        )
        return {
            row.partner_id: Rated(points=int(row.points), jobs=int(row.jobs))
            for row in await self.connection.execute(asked)
        }
