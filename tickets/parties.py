"""Who is who around a ticket: the sides that see of it, the roles people act in, and how they are reached."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """The way a party is reached."""

    MAIL = "mail"
    TELEGRAM = "telegram"


class Audience(StrEnum):
    """A side of the ticket. Dispatchers see everything; the others only what is addressed to them."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    INTERNAL = "internal"


INTERNAL_ONLY = frozenset({Audience.INTERNAL})
FOR_PARTNER = frozenset({Audience.INTERNAL, Audience.PARTNER})
FOR_CUSTOMER = frozenset({Audience.INTERNAL, Audience.CUSTOMER})
FOR_ALL = frozenset(Audience)


CUSTOMERS_SIDE = "customer"  # a party as it is named among those who take part in a ticket


def party_of_partner(partner_id: str) -> str:
    """A partner as it is named so: never like anybody on the customer's side (I4)."""
    return f"partner:{partner_id}"


class Role(StrEnum):
    """In what capacity somebody acts."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    PRINCIPAL = "principal"  # a partner, towards the one it has handed the job on to
    DISPATCHER = "dispatcher"
    STAFETT = "stafett"  # the clock, the router: we ourselves
    STRANGER = "stranger"  # nobody we know


class Identity(StrEnum):
    """Whether a mail is from the address that it says."""

    VERIFIED = "verified"  # a signature, or a server that we trust, says so
    UNVERIFIED = "unverified"  # nothing says so, and nothing says the contrary
    FAILED = "failed"  # it was looked at and does not fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something."""

    role: Role
    name: str
    id: str | None = None  # mail address or tg:<user id>; None for ourselves


STAFETT = Actor(role=Role.STAFETT, name="Stafett")
