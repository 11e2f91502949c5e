"""A ticket, its handoffs and its targets: from values to rows and back."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import Row

from storage.keys import serial_key
from tickets.evidence.demands import Proof
from tickets.parties import Channel
from tickets.states import Because, HandoffKind, HandoffState, Priority, TargetKind, TicketState, WaitReason
from tickets.ticket import Facts, Handoff, Requester, Target, Ticket
from tickets.work.lines import WorkKind, WorkLine
from tickets.work.money import Money
from tickets.work.payers import Payer

TO_CUSTOMER = 0  # in targets.handoff: a promise to the customer, not by a partner

_FACTS = {field.name for field in fields(Facts)}
_MOMENTS = {field.name for field in fields(Facts) if datetime in get_args(field.type)}
_HANDOFF = [field.name for field in fields(Handoff)]


def ticket_values(ticket: Ticket) -> dict[str, Any]:
    """The row of `tickets`. `serial_key` is that of what the requester told; storage knows better when the
    asset is known."""
    return {
        "number": ticket.number,
        "state": ticket.state,
        "wait_reason": ticket.wait_reason,
        "waits_since": ticket.waits_since,
        "chased_at": ticket.chased_at,
        "priority": ticket.priority,
        "category": ticket.category,
        "subject": ticket.subject,
        "problem": ticket.problem,
        "requester_name": ticket.requester.name,
        "requester_channel": ticket.requester.channel,
        "requester_address": ticket.requester.address,
        "requester_language": ticket.requester.language,
        "requester_chat_id": ticket.requester.chat_id,
        "customer_id": ticket.customer_id,
        "contact_id": ticket.contact_id,
        "site_id": ticket.site_id,
        "asset_id": ticket.asset_id,
        "contract_id": ticket.contract_id,
        "serial_key": serial_key(ticket.facts.serial),
        "reference": ticket.facts.reference,
        "told": _told(ticket.facts),
        "filled": [list(pair) for pair in ticket.filled],
        "sla": ticket.sla,
        "asked": list(ticket.asked),
        "asked_at": ticket.asked_at,
        "muted": list(ticket.muted),
        "owner": ticket.owner,
        "owner_id": ticket.owner_id,
        "opened_at": ticket.opened_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "csat": ticket.csat,
        "merged_into": ticket.merged_into,
        "look_at": ticket.look_at,
        "due_at": min((target.due_at for target in ticket.targets if target.runs), default=None),
        "post_delivery": ticket.post_delivery,
        "version": ticket.version,
    }


def ticket_from(row: Row[Any], handoffs: Iterable[Handoff], targets: Iterable[Target]) -> Ticket:
    """The ticket of a row of `tickets` and its parts."""
    return Ticket(
        number=row.number,
        state=TicketState(row.state),
        wait_reason=None if row.wait_reason is None else WaitReason(row.wait_reason),
        waits_since=row.waits_since,
        chased_at=row.chased_at,
        priority=Priority(row.priority),
        category=row.category,
        subject=row.subject,
        problem=row.problem,
        requester=Requester(
            name=row.requester_name,
            channel=Channel(row.requester_channel),
            address=row.requester_address,
            language=row.requester_language,
            chat_id=row.requester_chat_id,
        ),
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        site_id=row.site_id,
        asset_id=row.asset_id,
        contract_id=row.contract_id,
        facts=_facts(row.told),
        filled=tuple((part, text) for part, text in row.filled),
        sla=row.sla,
        asked=tuple(row.asked),
        asked_at=row.asked_at,
        muted=tuple(row.muted),
        owner=row.owner,
        owner_id=row.owner_id,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        csat=row.csat,
        merged_into=row.merged_into,
        look_at=row.look_at,
        post_delivery=row.post_delivery,
        version=row.version,
        handoffs=tuple(handoffs),
        targets=tuple(targets),
    )


def handoff_values(number: int, handoff: Handoff) -> dict[str, Any]:
    """A row of `handoffs`, whose columns are named as the fields are."""
    values = {name: getattr(handoff, name) for name in _HANDOFF}
    lists = {
        "evidence": [_proof_values(proof) for proof in handoff.evidence],
        "work": [_line_values(line) for line in handoff.work],
    }
    return {"ticket": number, **values, **lists}


def handoff_from(row: Row[Any]) -> Handoff:
    """The handoff of a row."""
    values = {name: getattr(row, name) for name in _HANDOFF}
    evidence = tuple(_proof(told) for told in row.evidence)
    work = tuple(_line(told) for told in row.work)
    because = None if row.because is None else Because(row.because)
    goes_on = None if row.resumes_as is None else HandoffState(row.resumes_as)
    waits_on = None if row.resumes_wait is None else WaitReason(row.resumes_wait)
    parts = {
        "state": HandoffState(row.state),
        "kind": HandoffKind(row.kind),
        "because": because,
        "resumes_as": goes_on,
        "resumes_wait": waits_on,
        "evidence": evidence,
        "work": work,
    }
    return Handoff(**{**values, **parts})


def _line_values(line: WorkLine) -> dict[str, Any]:
    cost = {"amount": str(line.cost.amount), "currency": line.cost.currency} if line.cost else None
    return {
        "kind": line.kind,
        "quantity": str(line.quantity),
        "unit": line.unit,
        "text": line.text,
        "at": line.at.astimezone(UTC).isoformat(),
        "by": line.by,
        "cost": cost,
        "approved": line.approved,
        "returns": line.returns,
        "source": line.source,
        "payer": line.payer,
        "payer_settled": line.payer_settled,
    }


def _line(told: dict[str, Any]) -> WorkLine:
    """Rows from before there were payers say of a part whether it was `warranty`: the maker's."""
    told = dict(told)
    payer = Payer.MAKER if told.pop("warranty", False) else told.get("payer")
    cost = told["cost"]
    known = {
        "kind": WorkKind(told["kind"]),
        "quantity": Decimal(told["quantity"]),
        "at": datetime.fromisoformat(told["at"]),
        "cost": Money(Decimal(cost["amount"]), cost["currency"]) if cost else None,
        "payer": None if payer is None else Payer(payer),
    }
    return WorkLine(**{**told, **known})


def _proof_values(proof: Proof) -> dict[str, Any]:
    return {**asdict(proof), "at": proof.at.astimezone(UTC).isoformat()}


def _proof(told: dict[str, Any]) -> Proof:
    return Proof(**{**told, "at": datetime.fromisoformat(told["at"])})


def target_values(number: int, target: Target) -> dict[str, Any]:
    """A row of `targets`."""
    return {
        "ticket": number,
        "handoff": TO_CUSTOMER if target.handoff is None else target.handoff,
        "kind": target.kind,
        "sla": target.sla,
        "started_at": target.started_at,
        "due_at": target.due_at,
        "total_seconds": target.total.total_seconds(),
        "since": target.since,
        "left_seconds": target.left.total_seconds(),
        "step": target.step,
        "met_at": target.met_at,
        "breached_at": target.breached_at,
        "paused_at": target.paused_at,
    }


def target_from(row: Row[Any]) -> Target:
    """The target of a row."""
    return Target(
        kind=TargetKind(row.kind),
        handoff=None if row.handoff == TO_CUSTOMER else row.handoff,
        sla=row.sla,
        started_at=row.started_at,
        due_at=row.due_at,
        total=timedelta(seconds=row.total_seconds),
        since=row.since,
        left=timedelta(seconds=row.left_seconds),
        step=row.step,
        met_at=row.met_at,
        breached_at=row.breached_at,
        paused_at=row.paused_at,
    )


def _told(facts: Facts) -> dict[str, str]:
    """What was told and nothing else, so that a fact added to the domain needs no migration."""
    told = {name: getattr(facts, name) for name in _FACTS}
    return {
        name: value.astimezone(UTC).isoformat() if name in _MOMENTS else value
        for name, value in told.items()
        if value is not None
    }


def _facts(told: dict[str, str]) -> Facts:
    known: dict[str, Any] = {name: value for name, value in told.items() if name in _FACTS}
    for name in _MOMENTS & known.keys():
        known[name] = datetime.fromisoformat(known[name])
    return Facts(**known)
