"""One unit of work: a transaction, and the repositories that speak within it."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.arrivals import Arrivals
from storage.auto_answers import AutoAnswers
from storage.copies import Copies
from storage.facts import FactsKept
from storage.links import Links
from storage.mail_addresses import MailAddresses
from storage.messages import Messages
from storage.outbox import Outbox
from storage.people import People
from storage.ratings import Ratings
from storage.register import Register
from storage.standings import Standings
from storage.their_numbers import TheirNumbers
from storage.tickets import Tickets
from storage.topics import Topics
from storage.traffic import Traffic


class Unit:
    """What is done together or not at all. Made by `Store.unit` and `Store.glance`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def commit(self) -> None:
        """Makes it last. What is done after belongs to a new transaction, which needs its own commit."""
        await self.connection.commit()

    @cached_property
    def arrivals(self) -> Arrivals:
        """The inbox."""
        return Arrivals(self.connection)

    @cached_property
    def tickets(self) -> Tickets:
        """Tickets with their handoffs, targets and timelines."""
        return Tickets(self.connection)

    @cached_property
    def register(self) -> Register:
        """Customers, contacts, sites, assets, contracts."""
        return Register(self.connection)

    @cached_property
    def people(self) -> People:
        """Chats, persons and invites."""
        return People(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to leave."""
        return Outbox(self.connection)

    @cached_property
    def messages(self) -> Messages:
        """Which message belongs to which ticket."""
        return Messages(self.connection)

    @cached_property
    def their_numbers(self) -> TheirNumbers:
        """Under which numbers other houses know our tickets."""
        return TheirNumbers(self.connection)

    @cached_property
    def links(self) -> Links:
        """Jobs shared with another Stafett."""
        return Links(self.connection)

    @cached_property
    def copies(self) -> Copies:
        """By which ways a mail has come."""
        return Copies(self.connection)

    @cached_property
    def facts(self) -> FactsKept:
        """What we know of ourselves."""
        return FactsKept(self.connection)

    @cached_property
    def auto_answers(self) -> AutoAnswers:
        """Automatic answers given."""
        return AutoAnswers(self.connection)

    @cached_property
    def mail_addresses(self) -> MailAddresses:
        """Mail addresses that our mail did not reach."""
        return MailAddresses(self.connection)

    @cached_property
    def traffic(self) -> Traffic:
        """Mail counted, and who gets no automatic mail for now."""
        return Traffic(self.connection)

    @cached_property
    def ratings(self) -> Ratings:
        """What dispatchers thought of partners' work."""
        return Ratings(self.connection)

    @cached_property
    def standings(self) -> Standings:
        """Where the bot stands in its groups."""
        return Standings(self.connection)

    @cached_property
    def topics(self) -> Topics:
        """Tickets' own topics in forum groups."""
        return Topics(self.connection)
