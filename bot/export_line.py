"""One ticket as a line of ``stafett export``. Its names are promises (INTERFACE)."""

from collections.abc import Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from storage.deliveries import Delivery
from storage.links import Link
from storage.their_numbers import TheirNumber
from tickets.account import Account
from tickets.chains.times import hops
from tickets.clarity import questions_before_start
from tickets.parties import party_of_partner
from tickets.policy import Policy
from tickets.register import Asset, Customer
from tickets.ticket import Ticket
from tickets.timeline import Entry

_NOT_TOLD = {"payload", "leased_until", "collapse_key"}  # of a delivery: how it is sent, not that it was


def export_line(
    ticket: Ticket,
    customer: Customer | None,
    asset: Asset | None,
    entries: Sequence[Entry],
    deliveries: Sequence[Delivery],
    shared: Sequence[Link],
    now: datetime,
    policy: Policy,
    account: Account | None = None,
    numbers: Sequence[TheirNumber] = (),
) -> dict[str, Any]:
    """JSON values. Moments are ISO 8601 in UTC, lengths of time are seconds, unknown is null.

    `shared`: with which other Stafett, and under which number there.
    `now`: up to when the time of a partner counts who still has the job.
    `account`: what the work has come to. `numbers`: under which other houses have it, with each handoff
    its partner's, the one that counts first.
    """
    line: dict[str, Any] = plain(ticket)
    line["filled"] = dict(ticket.filled)
    line["customer"] = plain(customer)
    line["asset"] = plain(asset)
    for told, handoff in zip(line["handoffs"], ticket.handoffs, strict=True):
        for line_told, written in zip(told["work"], handoff.work, strict=True):
            line_told["warranty"] = written.warranty
        told["questions_before_start"] = questions_before_start(handoff, entries)
        told["their_numbers"] = [
            plain(each) for each in numbers if each.party == party_of_partner(handoff.partner_id)
        ]
    line["hops"] = plain(hops(ticket, now, policy))
    line["account"] = _account(account) if account else None
    line["entries"] = plain(entries)
    line["attachments"] = [
        {"entry": entry.id, **plain(attachment)} for entry in entries for attachment in entry.attachments
    ]
    line["links"] = plain(shared)
    line["deliveries"] = [
        {name: value for name, value in plain(delivery).items() if name not in _NOT_TOLD}
        for delivery in deliveries
    ]
    return line


def _account(account: Account) -> dict[str, Any]:
    return {
        "evidence": [
            {
                "key": each.demand.key,
                "label": each.demand.label,
                "lacking": each.lacking,
                "value": each.proofs[-1].value if each.proofs else "",
                "outside": each.outside,
            }
            for each in account.evidence
        ],
        "ticked": account.ticked,
        "unticked": list(account.unticked),
        "sums": list(account.sums),
        "shares": plain(account.shares),
        "waived": account.waived,
    }


def plain(value: Any) -> Any:
    """`value` as JSON has it; sets are sorted, a length of time gets ``_seconds`` to its name."""
    if is_dataclass(value):
        named = [(field.name, getattr(value, field.name)) for field in fields(value)]
        return {
            f"{name}_seconds" if isinstance(each, timedelta) else name: plain(each) for name, each in named
        }
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case timedelta():
            return value.total_seconds()
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case Set():
            return sorted(plain(each) for each in value)
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value
