"""The one gate to the parties of a ticket: what is for one that is muted stays in, with its reason (I7).

Whatever leaves is an outbox row that says about which ticket and for which party it is. A row passes here
twice: when it is written, and when somebody takes it to send it, so that neither a retry nor what another
process was about to send slips out. What stays in stands in the ticket's timeline, for the desk alone.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from sqlalchemy import insert, select, update

from storage.deliveries import MUTED, Delivery, NewDelivery, delivery_from, values_of
from storage.repository import Repository
from storage.schema import PENDING, deliveries, tickets
from storage.timeline import Timeline
from tickets.muting import withheld

ENDED: dict[str, Any] = {"next_attempt_at": None, "leased_until": None}
_ADD = insert(deliveries).returning(deliveries.c.id)
_TAG = re.compile(r"<[^>]*>")
_LENGTH = 160  # characters of what was not sent, in the timeline


class Hushing(Repository):
    """What does not leave although it was written, and why."""

    async def is_muted(self, delivery: NewDelivery | Delivery) -> bool:
        """Whether it would come to a party that is sent nothing about its ticket. What changes or takes away
        a message that they have makes no sound, and may go on."""
        if delivery.ticket is None or delivery.party is None or delivery.edits is not None:
            return False
        of_ticket = select(tickets.c.muted).where(tickets.c.number == delivery.ticket)
        return delivery.party in (await self.connection.scalar(of_ticket) or ())

    async def withhold(self, delivery: NewDelivery, reason: str) -> int:
        """Keeps what is not to be sent, and why: its id."""
        kept = {"state": "withheld", "last_error": reason, "ended_at": delivery.created_at, **ENDED}
        row = int(await self.connection.scalar(_ADD, values_of(delivery) | kept) or 0)
        if reason == MUTED:
            await self._note(delivery, delivery.created_at)
        return row

    async def withhold_lane(self, lane: str, reason: str, now: datetime) -> list[Delivery]:
        """What waits in that lane is not to be sent any more: the rows."""
        return await self._withhold_waiting((deliveries.c.lane == lane,), reason, now)

    async def hush(self, number: int, muted: Collection[str], now: datetime) -> list[Delivery]:
        """These parties are sent nothing about the ticket from now on, nor what waits: the rows of that."""
        of_ticket = update(tickets).where(tickets.c.number == number)
        await self.connection.execute(of_ticket.values(muted=sorted(muted)))
        theirs = (
            deliveries.c.ticket == number,
            deliveries.c.party.in_(list(muted)),
            deliveries.c.edits.is_(None),
        )
        kept = await self._withhold_waiting(theirs, MUTED, now)
        for each in kept:
            await self._note(each, now)
        return kept

    async def hold_back(self, taken: Delivery, now: datetime) -> None:
        """One that was about to be sent is not: its party was muted after it was written."""
        ended = {"state": "withheld", "last_error": MUTED, "ended_at": now, **ENDED}
        await self.connection.execute(update(deliveries).where(deliveries.c.id == taken.id).values(**ended))
        await self._note(taken, now)

    async def _withhold_waiting(self, which: Sequence[Any], reason: str, now: datetime) -> list[Delivery]:
        kept = await self.connection.execute(
            update(deliveries)
            .where(*which, deliveries.c.state == PENDING)
            .values(state="withheld", last_error=reason, ended_at=now, **ENDED)
            .returning(deliveries)
        )
        return [delivery_from(row) for row in kept]

    async def _note(self, delivery: NewDelivery | Delivery, now: datetime) -> None:
        if delivery.ticket is not None and delivery.party is not None:
            entry = withheld(delivery.party, _words_of(delivery.payload), now)
            await Timeline(self.connection).add_entries(delivery.ticket, [entry])


def _words_of(payload: dict[str, Any]) -> str:
    """What it would have said, in short: a mail's subject, a message's words, how many files."""
    if "subject" in payload:
        return str(payload["subject"])[:_LENGTH]
    payload = payload.get("plain", payload)
    if "media" in payload:
        return f"📎 {len(payload['media'])}"
    words = unescape(_TAG.sub("", str(payload.get("args", {}).get("text", ""))))
    return " ".join(words.split())[:_LENGTH]
