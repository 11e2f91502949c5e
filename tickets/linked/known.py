"""What is known around a linked ticket: what the principal's card says, in the place of a register's rows."""

from dataclasses import replace

from tickets.known import Known, PastJob, Principal
from tickets.linked.copy import Job
from tickets.register import Asset, Contract, Customer, Site
from tickets.ticket import Facts


def known_with(known: Known, job: Job, principal: Principal) -> Known:
    """What our own register says, completed by the card of whoever handed us the job.

    The end customer is the card's. What the job must bring is what the principal demands.
    """
    ours = known.customer or Customer(id="", name="")
    has_machine = any((job.asset_id, job.serial, job.brand, job.model))
    return replace(
        known,
        customer=replace(ours, name=job.customer or principal.name),
        asset=known.asset or (_asset(job) if has_machine else None),
        site=known.site or _site(job),
        contract=Contract(
            id="",
            customer_id="",
            name="",
            sla=known.contract.sla if known.contract else "",
            terms=job.terms,
            checklist=job.checklist,
            approved_parts=job.approved_parts,
            cost_cap=job.cost_cap,
            partner_may_contact=job.partner_may_contact,
            evidence=job.evidence,
        ),
        history=known.history
        or tuple(
            PastJob(number=each.number, at=each.at, subject=each.subject, outcome=each.outcome)
            for each in job.history
        ),
        principal=principal,
    )


def facts_of(job: Job, number: str) -> Facts:
    """What the requester has told, by the card; `number` is theirs."""
    return Facts(
        serial=job.serial,
        site_address=job.address,
        postal_code=job.postal_code,
        city=job.city,
        contact_name=job.contact_name,
        contact_phone=job.contact_phone,
        access=job.access,
        window_start=job.window_start,
        window_end=job.window_end,
        reference=number,
    )


def same_work(one: Job, other: Job) -> bool:
    """Whether both ask for the same; deadlines that moved with the clock are no news."""
    return _essence(one) == _essence(other)


def _essence(job: Job) -> Job:
    return replace(job, history=(), accept_by=None, on_site_by=None, resolve_by=None)


def _asset(job: Job) -> Asset:
    return Asset(
        id=job.asset_id or "",
        serial=job.serial,
        model=job.model,
        brand=job.brand,
        category=job.category,
        customer=job.customer,
        site=job.site,
        address=job.address,
        postal_code=job.postal_code,
        city=job.city,
        location=job.location,
    )


def _site(job: Job) -> Site | None:
    if not any((job.site, job.address, job.latitude)):
        return None
    return Site(
        id="",
        customer_id="",
        name=job.site or "",
        address=job.address,
        postal_code=job.postal_code,
        city=job.city,
        access=job.access,
        contact_name=job.contact_name,
        contact_phone=job.contact_phone,
        latitude=job.latitude,
        longitude=job.longitude,
    )
