"""Whose word a mail claims to have: a partner's or a dispatcher's, which must be proven."""

from dataclasses import dataclass

from handlers.house import House
from mail.domains import FREE_MAIL, domain_of, same_house
from tickets.policy import Partner
from tickets.ticket import Role


@dataclass(frozen=True, slots=True)
class Claim:
    """To write as somebody who may do more than ask."""

    role: Role  # PARTNER or DISPATCHER
    name: str
    partner: Partner | None = None


def claim_of(house: House, address: str) -> Claim | None:
    """The claim that a From makes; None: to be a customer, or anybody.

    A partner's whole domain claims to be the partner's, unless everybody can have an address there, or it is
    the desk's own.
    """
    sender = address.lower()
    for partner in house.policy.partners.values():
        if partner.email and _is_theirs(sender, partner.email.lower(), house.addresses.domain):
            return Claim(Role.PARTNER, partner.name, partner)
    if any(sender == one or (one.startswith("@") and sender.endswith(one)) for one in house.dispatchers):
        return Claim(Role.DISPATCHER, house.policy.desk_name)
    return None


def _is_theirs(sender: str, email: str, own: str) -> bool:
    if sender == email:
        return True
    domain = domain_of(email)
    shared = domain in FREE_MAIL or same_house(domain, own)
    return not shared and same_house(domain_of(sender), domain)
