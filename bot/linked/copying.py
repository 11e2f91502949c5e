"""The signed copy beside a mail, made when the mail leaves: it says how things stand at that moment."""

from collections.abc import Sequence

from handlers.house import House
from handlers.knowing import given_for
from handlers.mailing import LINK
from handlers.tell_partner_mail import root_of
from mail.compose import OutgoingAttachment
from mail.linked.seal import MEDIA_TYPE, Sealer
from mail.linked.wire import written
from storage.deliveries import Delivery
from storage.store import Store
from storage.unit import Unit
from tickets.card import build_card
from tickets.evidence.job import lines_of
from tickets.linked.copy import VERSION, Copy, Desk, Said, Side
from tickets.linked.telling import goes_up, job_of, told_downwards, told_standing, told_upwards
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry
from tickets.views import for_partner

LINK_KEY = "link_key"  # under which name the key that we sign with is kept
_MOST_SAID = 200  # items of one copy, the latest: beyond that people have stopped reading, too


class Copies:
    """Writes and signs them."""

    def __init__(self, *, store: Store, house: House, sealer: Sealer) -> None:
        self._store = store
        self._house = house
        self._sealer = sealer

    async def of(self, delivery: Delivery) -> list[OutgoingAttachment]:
        """The one that goes with this mail; none with most."""
        if LINK not in delivery.payload or delivery.ticket is None:
            return []
        async with self._store.glance() as unit:
            ticket = await unit.tickets.get(delivery.ticket)
            copy = await self._copy(unit, delivery, ticket) if ticket is not None else None
        if copy is None:
            return []
        return [
            OutgoingAttachment(
                filename=f"stafett-{copy.desk.number}.json",
                content_type=MEDIA_TYPE,
                content=self._sealer.seal(written(copy)).encode(),
            )
        ]

    async def _copy(self, unit: Unit, delivery: Delivery, ticket: Ticket) -> Copy | None:
        upto = delivery.payload[LINK]["upto"]
        entries = [each for each in await unit.tickets.entries(ticket.number) if (each.id or 0) <= upto]
        if delivery.payload[LINK]["side"] == Side.PRINCIPAL:
            handoff = ticket.handoff(delivery.handoff or 0)
            return await self._principals(unit, delivery, ticket, handoff, entries)
        return await self._partners(unit, delivery, ticket, entries)

    @staticmethod
    async def _told(unit: Unit, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Up to the first whose files wait at Telegram: what comes after it is told after it."""
        for place, entry in enumerate(entries):
            waits = any(file.sha256 is None for file in entry.attachments)
            if waits and entry.id is not None and await unit.tickets.files_of(entry.id) is None:
                return entries[:place]
        return entries

    async def _principals(
        self, unit: Unit, delivery: Delivery, ticket: Ticket, handoff: Handoff, entries: Sequence[Entry]
    ) -> Copy:
        house = self._house
        name = root_of(house, ticket.number, handoff.seq).strip("<>")
        link = await unit.links.get(name)
        seen = link.seen if link else 0
        given = await given_for(unit, ticket, house, entries, delivery.created_at)
        card = build_card(ticket, handoff, given.known, house.policy)
        told = await self._told(unit, [each for each in entries if each.handoff == handoff.seq])
        allowed = [for_partner(entry, card) for entry in told]
        above = given.known.principal.name if given.known.principal else None
        said = told_downwards(
            handoff.seq, allowed, card.principal, _from(seen, delivery), given.known.files, above
        )
        return Copy(
            version=VERSION,
            side=Side.PRINCIPAL,
            link=name,
            seq=ticket.version,
            at=delivery.created_at,
            desk=self._desk(card.principal, ticket, delivery),
            to=str(delivery.payload["to"][1]),
            seen=link.heard if link else 0,
            missing=tuple(delivery.payload[LINK]["missing"]),
            job=job_of(card, given.known, lines_of(ticket, given.known, house.policy)),
            said=_news(said, seen, delivery),
        )

    async def _partners(
        self, unit: Unit, delivery: Delivery, ticket: Ticket, entries: Sequence[Entry]
    ) -> Copy | None:
        link = await unit.links.from_principal(ticket.number)
        if link is None:
            return None
        told = await self._told(unit, [each for each in entries if goes_up(ticket, each)])
        said = told_upwards(ticket, told, _from(link.seen, delivery))
        return Copy(
            version=VERSION,
            side=Side.PARTNER,
            link=link.id,
            seq=ticket.version,
            at=delivery.created_at,
            desk=self._desk(self._house.policy.desk_name, ticket, delivery),
            to=str(delivery.payload["to"][1]),
            seen=link.heard,
            missing=tuple(delivery.payload[LINK]["missing"]),
            standing=told_standing(ticket, entries, self._house.policy),
            said=_news(said, link.seen, delivery),
        )

    def _desk(self, name: str, ticket: Ticket, delivery: Delivery) -> Desk:
        return Desk(
            name=name,
            address=self._house.addresses.desk,
            reply_to=str(delivery.payload["reply_to"]),
            language=self._house.policy.language,
            number=str(ticket.number),
        )


def _from(seen: int, delivery: Delivery) -> int:
    """After which item to begin: the mail's own goes along though they have it, for it may have grown."""
    return min(seen, delivery.entry - 1) if delivery.entry is not None else seen


def _news(said: Sequence[Said], seen: int, delivery: Delivery) -> tuple[Said, ...]:
    return tuple(item for item in said if item.n > seen or item.n == delivery.entry)[-_MOST_SAID:]
