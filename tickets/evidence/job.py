"""A job's evidence: its demands, what a message adds, and whether it may be called done."""

from dataclasses import replace
from datetime import datetime

from tickets.evidence.collecting import collect, merged
from tickets.evidence.demands import Demand, Proof, Standing, read_demands, standing
from tickets.known import Known
from tickets.policy import Policy
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Message

_SEEN = frozenset({"photo", "video"})


def demands_of(ticket: Ticket, known: Known, policy: Policy) -> tuple[Demand, ...]:
    """What the contract and the category demand, in that order."""
    contract, category = known.contract, policy.categories.get(ticket.category or "")
    asked = [each for each in (contract, category) if each is not None]
    checklist = [step for each in asked for step in each.checklist]
    return read_demands(lines_of(ticket, known, policy), checklist)


def lines_of(ticket: Ticket, known: Known, policy: Policy) -> list[str]:
    """The lines that say so, as the operator has written them."""
    contract, category = known.contract, policy.categories.get(ticket.category or "")
    return [line for each in (contract, category) if each is not None for line in each.evidence]


def evidence_of(handoff: Handoff, ticket: Ticket, known: Known, policy: Policy) -> tuple[Standing, ...]:
    """Each demand with what is there of it."""
    return standing(demands_of(ticket, known, policy), handoff.evidence)


def lacking(handoff: Handoff, ticket: Ticket, known: Known, policy: Policy) -> tuple[Standing, ...]:
    """What must come before the job is done; nothing once a dispatcher has waived it."""
    if handoff.waived is not None:
        return ()
    return tuple(each for each in evidence_of(handoff, ticket, known, policy) if each.lacking)


def brought(
    handoff: Handoff, ticket: Ticket, message: Message, known: Known, policy: Policy, now: datetime
) -> tuple[Handoff, tuple[Proof, ...]]:
    """The handoff with what the message proves, and that alone."""
    new = collect(
        demands_of(ticket, known, policy),
        handoff.evidence,
        text=message.text,
        photos=sum(map(_is_photo, message.attachments)),
        now=now,
        by=message.author.name,
    )
    return (replace(handoff, evidence=merged(handoff.evidence, new)) if new else handoff), new


def _is_photo(file: Attachment) -> bool:
    """A picture is one also where it came as a file: too large for a chat's photo, or sent uncompressed."""
    return file.kind in _SEEN or (file.kind == "document" and file.content_type.startswith("image/"))


def ticked(handoff: Handoff, key: str, now: datetime, *, by: str) -> Handoff:
    """With a step of the checklist ticked, or no longer."""
    others = tuple(proof for proof in handoff.evidence if proof.key != key)
    if len(others) < len(handoff.evidence):
        return replace(handoff, evidence=others)
    return replace(handoff, evidence=(*others, Proof(key=key, at=now, by=by)))
