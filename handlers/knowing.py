"""Loading what is known around a ticket: the register, its machine's past, how partners are reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.house import House
from storage.unit import Unit
from tickets.calendar import week_start
from tickets.given import Given
from tickets.known import Known, Principal, Rated, Reach
from tickets.linked.known import known_with
from tickets.parties import Role, party_of_partner
from tickets.policy import Policy
from tickets.register import Asset, Contact, Site
from tickets.states import NEXT, HandoffState
from tickets.ticket import Ticket
from tickets.timeline import Entry

_RATED_LATELY = timedelta(days=365)


async def given_for(
    unit: Unit, ticket: Ticket, house: House, entries: Sequence[Entry], now: datetime
) -> Given:
    """Everything a use case may want to know about this ticket, whose timeline is `entries`."""
    register = unit.register
    theirs = (entry for entry in entries if entry.author.role is Role.CUSTOMER)
    asset = await register.asset(ticket.asset_id) if ticket.asset_id else None
    known = Known(
        customer=await register.customer(ticket.customer_id) if ticket.customer_id else None,
        contact=await register.contact(ticket.contact_id) if ticket.contact_id else None,
        site=await register.site(ticket.site_id) if ticket.site_id else None,
        asset=asset,
        contract=await register.contract(ticket.contract_id) if ticket.contract_id else None,
        history=await unit.tickets.past_jobs(asset.id, ticket.customer_id, before=ticket.number)
        if asset
        else (),
        files=tuple(file for entry in theirs for file in entry.attachments),
        partner_numbers=await _numbers_of_partners(unit, ticket),
    )
    link = await unit.links.from_principal(ticket.number)
    if link is not None and link.job is not None:
        principal = Principal(
            name=link.desk.name,
            address=link.desk.address,
            number=link.desk.number,
            answer_by=link.job.accept_by,
        )
        known = known_with(known, link.job, principal)
    return Given(
        policy=house.policy,
        known=known,
        reach=await _reach(unit, house),
        load=await _load(unit, ticket, house.policy, now),
        ratings=await ratings_of(unit, house.policy, now) if _ranks_by_rating(ticket, house.policy) else {},
    )


async def ratings_of(unit: Unit, policy: Policy, now: datetime) -> dict[str, Rated]:
    """What we think of each partner's work of the last year."""
    return await unit.ratings.of(list(policy.partners), now - _RATED_LATELY)


def _ranks_by_rating(ticket: Ticket, policy: Policy) -> bool:
    free = ticket.is_open and ticket.live_handoff is None
    return free and any(each.best_rated_first for each in (*policy.routes, *policy.exclusive))


async def _reach(unit: Unit, house: House) -> dict[str, Reach]:
    """By chat, or by mail where there is no chat or mail is preferred, and mail arrives.

    A chat that has not confirmed how we work keeps its partner from jobs by mail, too (S24).
    """
    chats = await unit.people.reachable_partner_chats()
    addresses = [each.email for each in house.policy.partners.values() if each.email]
    lost = await unit.mail_addresses.unreachable_among(addresses)
    reach = {}
    for partner in house.policy.partners.values():
        chat = chats.get(partner.id)
        by_mail = partner.email is not None and (partner.id not in chats or partner.prefers_mail)
        arrives = partner.email and not (house.nobody_reads(partner.email) or partner.email.lower() in lost)
        if by_mail and arrives:
            reach[partner.id] = Reach(email=partner.email)
        elif chat is not None:
            reach[partner.id] = Reach(chat_id=chat)
        elif partner.id in chats:
            reach[partner.id] = Reach(unconfirmed=True)
    return reach


async def _numbers_of_partners(unit: Unit, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    """By partner id, how those who have (had) the job call it, the one that counts first."""
    if not ticket.handoffs:
        return ()
    partners = {party_of_partner(handoff.partner_id): handoff.partner_id for handoff in ticket.handoffs}
    numbers = (await unit.their_numbers.of_tickets([ticket.number]))[ticket.number]
    return tuple((partners[each.party], each.number) for each in numbers if each.party in partners)


async def _load(unit: Unit, ticket: Ticket, policy: Policy, now: datetime) -> dict[str, int]:
    """What this week's jobs are counted for: partners with a capacity to whom the ticket may go."""
    live = ticket.live_handoff
    limited = [partner.id for partner in policy.partners.values() if partner.capacity_per_week is not None]
    if live and HandoffState.DECLINED not in NEXT[live.state]:  # but for the subcontractors of who has it
        having = [policy.partners.get(each.partner_id) for each in ticket.handoffs if each.is_live]
        limited = [each for each in limited if any(has and each in has.subcontractors for has in having)]
    if not limited or not ticket.is_open:
        return {}
    return await unit.tickets.load_of(limited, week_start(now, policy.zone))


async def assets_meant(unit: Unit, hints: Sequence[str], contact: Contact | None) -> list[Asset]:
    """Assets that words may be about: those whose id or serial occurs, and all of the writer's customer."""
    found = list(await unit.register.assets_by_keys(hints, hints))
    if contact is not None:
        found += await unit.register.assets_of_customer(contact.customer_id)
    return list({asset.id: asset for asset in found}.values())


async def register_language(unit: Unit, contact: Contact | None) -> str | None:
    """The language the operator gave the contact, or their customer; None: neither."""
    if contact is None or contact.language:
        return contact.language if contact else None
    customer = await unit.register.customer(contact.customer_id)
    return customer.language if customer else None


async def known_for_request(unit: Unit, contact: Contact | None, asset: Asset | None) -> Known:
    """What the register knows of a new request, by who asks and which machine it is about.

    A stranger who names one of a customer's machines is still a stranger: the customer stays unknown.
    """
    if contact is None:
        return Known()
    return await known_for_customer(unit, contact.customer_id, contact, asset)


async def known_for_customer(
    unit: Unit, customer_id: str, contact: Contact | None, asset: Asset | None, site: Site | None = None
) -> Known:
    """What the register knows of a customer's request. Another customer's machine, or contact, is none."""
    register = unit.register
    customer = await register.customer(customer_id)
    if asset is not None and asset.customer_id != customer_id:
        asset = None
    if site is None:
        sites = await register.sites_of_customer(customer_id)
        if asset is not None:
            site = next((site for site in sites if site.id == asset.site_id), None)
        else:
            site = sites[0] if len(sites) == 1 else None
    contract_id = (asset.contract_id if asset else None) or (customer.contract_id if customer else None)
    return Known(
        customer=customer,
        contact=contact if contact and contact.customer_id == customer_id else None,
        site=site,
        asset=asset,
        contract=await register.contract(contract_id) if contract_id else None,
    )


async def site_called(unit: Unit, customer_id: str, code: str) -> Site | None:
    """The customer's site of that id, or whose id ends with it or name has it. None: not exactly one."""
    wanted = code.casefold()
    sites = await unit.register.sites_of_customer(customer_id)
    exact = [site for site in sites if site.id.casefold() == wanted]
    by_code = [
        site
        for site in sites
        if site.id.casefold().endswith(f"-{wanted}") or wanted in site.name.casefold().split()
    ]
    fitting = exact or by_code
    return fitting[0] if len(fitting) == 1 else None
