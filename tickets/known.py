"""What is known around a ticket: by the register, from the past, and of how a partner is reached."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.register import Asset, Contact, Contract, Customer, Site
from tickets.timeline import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register and the past say around a ticket. None: not found."""

    customer: Customer | None = None
    contact: Contact | None = None
    site: Site | None = None
    asset: Asset | None = None
    contract: Contract | None = None
    history: tuple["PastJob", ...] = ()  # on the same asset, newest first
    files: tuple[Attachment, ...] = ()  # what the requester has sent so far: it goes with the card
    partner_numbers: tuple[
        tuple[str, str], ...
    ] = ()  # (partner id, its number for the job), the one that counts first
    principal: "Principal | None" = None  # whose job it is, where another Stafett has handed it to us

    def number_at(self, partner_id: str) -> str | None:
        """Under which number that partner has the job; None: nobody has said."""
        return next((number for id_, number in self.partner_numbers if id_ == partner_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The desk that has handed us the job of a linked ticket."""

    name: str
    address: str
    number: str  # its own for the job
    answer_by: datetime | None = None  # until when it waits for our yes or no


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a partner can be handed a card. Both None: not at all yet."""

    chat_id: int | None = None
    email: str | None = None
    unconfirmed: bool = False  # it has a chat, in which nobody has confirmed yet how we work (S24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What dispatchers thought of a partner's work, lately."""

    points: int  # the sum of 1-5 each
    jobs: int

    @property
    def average(self) -> float:
        """From 1 to 5."""
        return self.points / self.jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class PastJob:
    """One line of a machine's service history, whoever did the work (S28)."""

    number: int
    at: datetime
    subject: str
    outcome: str  # the last words of the one who finished it, or ""
    partner: str | None = None  # the id of who finished it
    done: tuple[str, ...] = ()  # parts used and readings taken: no free words, for whoever comes next

    def as_told_to(self, partner: str) -> "PastJob":
        """The line on a partner's card: its own words for itself; of another's work only what was done, not
        whose it was."""
        return self if self.partner == partner else replace(self, outcome=", ".join(self.done), partner=None)
