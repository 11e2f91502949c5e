"""The desk: carries out what the domain decided, within the transaction of the arrival that caused it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from handlers import linked, tell_dispatchers, tell_partner, tell_requester, topics
from handlers.house import House, Telling
from handlers.knowing import given_for
from storage.unit import Unit
from templates import Texts
from tickets import clock, muting, owning
from tickets.given import Given
from tickets.outcome import Notice, Outcome, Party, Refused
from tickets.parties import CUSTOMERS_SIDE, Audience, party_of_partner
from tickets.policy import Policy
from tickets.ticket import Ticket
from tickets.timeline import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One arrival's desk: its transaction, its moment, and the house around it."""

    house: House
    unit: Unit
    now: datetime
    about: set[int] = field(default_factory=set)  # the tickets that the arrival is about

    @property
    def policy(self) -> Policy:
        """The operator's policy."""
        return self.house.policy

    @property
    def texts(self) -> Texts:
        """The texts."""
        return self.house.texts

    async def ticket(self, number: int) -> Ticket:
        """The ticket, locked until this transaction ends. Refused: `no_such_ticket`."""
        ticket = await self.unit.tickets.get(number, lock=True)
        if ticket is None:
            raise Refused("no_such_ticket", number=number)
        self.about.add(number)
        return ticket

    async def muted_in(self, chat_id: int) -> dict[str, Any]:
        """Outbox columns that keep an answer in that chat back, as it is about a ticket for which the chat's
        party is muted; none where they may hear it."""
        about = [self.unit.tickets.seen[number] for number in sorted(self.about)]
        silent = [each for each in about if each.muted and each.merged_into not in self.about]
        chat = await self.unit.people.chat(chat_id) if silent else None
        party, audience = CUSTOMERS_SIDE, Audience.CUSTOMER
        if chat is not None and chat.role == "partner":
            party, audience = party_of_partner(chat.partner_id or ""), Audience.PARTNER
        if chat is not None and chat.role == "dispatchers":
            return {}
        return next(
            (
                {"ticket": each.number, "audience": audience, "party": party}
                for each in silent
                if muting.is_muted(each, party)
            ),
            {},
        )

    async def heir(self, ticket: Ticket) -> Ticket:
        """Where words about the ticket belong: the one it was merged into, locked too, or itself."""
        seen = {ticket.number}
        while ticket.merged_into is not None and ticket.merged_into not in seen:
            seen.add(ticket.merged_into)
            ticket = await self.ticket(ticket.merged_into)
        return ticket

    async def given(self, ticket: Ticket) -> Given:
        """What is known around it."""
        return await given_for(self.unit, ticket, self.house, await self.timeline(ticket), self.now)

    async def timeline(self, ticket: Ticket) -> tuple[Entry, ...]:
        """Its entries so far; none while it has no number."""
        return await self.unit.tickets.entries(ticket.number) if ticket.number else ()

    async def carry_out(self, outcome: Outcome) -> Ticket:
        """Saves the ticket and its new entries, and writes the outbox rows that tell everybody.

        Raises storage.errors.ChangedMeanwhile when another process has decided from the same past.
        """
        outcome = owning.claimed(outcome)
        ticket = replace(outcome.ticket, look_at=clock.next_look(outcome.ticket, self.policy))
        if not ticket.number:
            ticket = await self.unit.tickets.open(ticket)
        saved = await self.unit.tickets.add_entries(ticket.number, outcome.entries)
        by_draft = {id(draft): entry for draft, entry in zip(outcome.entries, saved, strict=True)}
        entries = await self.timeline(ticket)
        given = await given_for(self.unit, ticket, self.house, entries, self.now)
        shared = given.known.principal is not None
        news = linked.news_for_principal(outcome, ticket, saved) if shared else ()
        for notice in (*outcome.notices, *news):
            telling = Telling(
                notice=_with_saved_entry(notice, by_draft),
                ticket=ticket,
                given=given,
                entries=entries,
                house=self.house,
                unit=self.unit,
                now=self.now,
            )
            ticket = await _ROOMS[notice.to](telling)
        for notice in muting.unheard(ticket, outcome.notices, self.policy):
            await tell_dispatchers.tell(await self.telling(notice, ticket))
        if shared and (standing := await linked.untold(self.unit, ticket, entries, self.policy)) is not None:
            await tell_requester.tell(await self.telling(standing, ticket))
        await topics.settle(self.unit, self.house, ticket, given, self.now)
        return await self.unit.tickets.save(ticket)

    async def telling(self, notice: Notice, ticket: Ticket) -> Telling:
        """A notice with all that rendering it may need."""
        entries = await self.timeline(ticket)
        return Telling(
            notice=notice,
            ticket=ticket,
            given=await given_for(self.unit, ticket, self.house, entries, self.now),
            entries=entries,
            house=self.house,
            unit=self.unit,
            now=self.now,
        )


_ROOMS = {
    Party.REQUESTER: tell_requester.tell,
    Party.PARTNER: tell_partner.tell,
    Party.PRINCIPAL: tell_partner.tell,
    Party.DISPATCHERS: tell_dispatchers.tell,
}


def _with_saved_entry(notice: Notice, by_draft: dict[int, Entry]) -> Notice:
    if notice.entry is None or id(notice.entry) not in by_draft:
        return notice
    return replace(notice, entry=by_draft[id(notice.entry)])
