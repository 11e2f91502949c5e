"""Whose word a mail claims to have: a partner's or a dispatcher's, which must be proven."""

from dataclasses import dataclass

from bot.threads import Incoming, addressed_to
from handlers.desk import Desk
from handlers.house import House
from handlers.signing import OfHandoff, below_of, handoff_of
from mail.domains import FREE_MAIL, domain_of, same_house
from tickets.parties import Role
from tickets.policy import Partner


@dataclass(frozen=True, slots=True)
class Claim:
    """To write as somebody who may do more than ask."""

    role: Role  # PARTNER or DISPATCHER
    name: str
    partner: Partner | None = None
    to_job: bool = False  # it is sent to an address that only this partner has been told
    by_sender: bool = True  # the From is theirs; else only that address says so


async def claim_in(desk: Desk, incoming: Incoming) -> Claim | None:
    """The claim that a mail makes by its From, or by a partner's signed reply address (I4)."""
    sender = incoming.mail.sender
    address = sender.address.lower() if sender else ""
    claim = claim_of(desk.house, address)
    partner = await _written_to_as(desk, incoming)
    if partner is not None and (claim is None or claim.role is Role.PARTNER):
        theirs = claim is not None and claim.partner == partner
        return Claim(Role.PARTNER, partner.name, partner, to_job=True, by_sender=theirs)
    if claim is None or await desk.unit.register.contact_by_email(address):
        return None
    return claim


async def _written_to_as(desk: Desk, incoming: Incoming) -> Partner | None:
    """Whose answers come to an address that the mail was sent to."""
    for address in addressed_to(incoming):
        number, purpose = desk.house.addresses.read(address) or (0, "")
        seq, below = handoff_of(purpose, OfHandoff.ANSWER), below_of(purpose)[0]
        ticket = await desk.unit.tickets.get(number) if (seq or below) is not None else None
        if ticket is not None:
            parents = [each.parent for each in ticket.handoffs if each.seq == below]
            partners = (each.partner_id for each in ticket.handoffs if each.seq in (seq, *parents))
            return next((p for each in partners if (p := desk.policy.partners.get(each))), None)
    return None


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
