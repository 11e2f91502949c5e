"""Which message belongs to which ticket: the proof that a reply needs (DESIGN, rule 5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage.deliveries import Delivery, delivery_from
from storage.repository import Repository
from storage.schema import MESSAGE_KEY_LENGTH, ancestors, deliveries, messages
from storage.statements import insert_new
from storage.types import fit
from tickets.parties import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRef:
    """Where a message belongs."""

    ticket: int
    audience: Audience  # in whose thread
    handoff: int | None = None  # in which partner's thread; None: not a partner's
    entry: int | None = None
    ours: bool  # we sent it
    delivery: int | None = (
        None  # the outbox row that was sent as it; None: theirs, or from before it was kept
    )


class Messages(Repository):
    """Keys are ``<Message-ID>`` with its brackets, or ``tg:<chat>:<message>``."""

    async def find(self, keys: Sequence[str]) -> dict[str, MessageRef]:
        """Those that are known."""
        if not keys:
            return {}
        asked = {fit(key, MESSAGE_KEY_LENGTH): key for key in keys}
        found = await self.connection.execute(select(messages).where(messages.c.key.in_(list(asked))))
        return {
            asked[row.key]: MessageRef(
                ticket=row.ticket,
                handoff=row.handoff,
                entry=row.entry,
                audience=Audience(row.audience),
                ours=row.ours,
                delivery=row.delivery,
            )
            for row in found
        }

    async def mention(self, keys: Sequence[str], ticket: int) -> None:
        """Remembers what a mail of the ticket answers, whether or not we have seen it ourselves (I10)."""
        rows = [{"key": key, "ticket": ticket} for key in dict.fromkeys(keys)]
        if rows:
            await self.connection.execute(insert_new(self.dialect, ancestors), rows)

    async def related(self, message_id: str | None, answers: Sequence[str]) -> list[int]:
        """The tickets with a mail that answers this one, or what it answers, or is that; the latest first."""
        asked = [fit(key, MESSAGE_KEY_LENGTH) for key in answers]
        both = [*asked, *([fit(message_id, MESSAGE_KEY_LENGTH)] if message_id else [])]
        if not both:
            return []
        found = (
            select(ancestors.c.ticket)
            .where(ancestors.c.key.in_(both))
            .union(select(messages.c.ticket).where(messages.c.key.in_(asked)))
        )
        return sorted(await self.connection.scalars(found), reverse=True)

    async def sent_texts(
        self, ticket: int, limit: int, audience: Audience = Audience.CUSTOMER
    ) -> list[tuple[str, str]]:
        """Our latest mails to the ticket's customer, or partners, plain and as HTML, the latest first.

        The plain text with the line that announces what it quotes, whose words are the customer's.
        """
        found = (
            select(deliveries.c.payload)
            .where(
                deliveries.c.ticket == ticket,
                deliveries.c.channel == "mail",
                deliveries.c.audience == audience,
            )
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return [
            ("\n\n".join((payload["text"], *(payload.get("quote") or ())[:1])), payload.get("html") or "")
            for payload in await self.connection.scalars(found)
            if payload.get("text")
        ]

    async def last_sent(self, tickets: Collection[int], lane: str, kinds: Collection[str]) -> Delivery | None:
        """The latest of these kinds that we have sent there about any of these tickets."""
        found = (
            select(deliveries)
            .where(
                deliveries.c.ticket.in_(list(tickets)),
                deliveries.c.lane == lane,
                deliveries.c.kind.in_(list(kinds)),
                deliveries.c.state == "sent",
            )
            .order_by(deliveries.c.id.desc())
        )
        row = (await self.connection.execute(found.limit(1))).one_or_none()
        return None if row is None else delivery_from(row)

    async def thread(self, ticket: int, audience: Audience, handoff: int | None = None) -> list[str]:
        """The Message-IDs of one audience's mail thread: ours, then theirs; the last is what to answer.

        Each `handoff` of a ticket has a thread of its own.
        """
        found = await self.connection.scalars(
            select(messages.c.key)
            .where(
                messages.c.ticket == ticket,
                messages.c.audience == audience,
                *([messages.c.handoff == handoff] if handoff is not None else []),
                messages.c.key.startswith("<"),
            )
            .order_by(messages.c.ours.desc(), messages.c.entry.nulls_first())
        )
        return list(found)

    async def remember(
        self,
        key: str,
        ticket: int,
        handoff: int | None,
        entry: int | None,
        audience: Audience,
        ours: bool,
    ) -> None:
        """The first ticket to claim a message keeps it: a copy of it moves nothing."""
        row = {
            "key": key,
            "ticket": ticket,
            "handoff": handoff,
            "entry": entry,
            "audience": audience,
            "ours": ours,
        }
        await self.connection.execute(insert_new(self.dialect, messages), row)
