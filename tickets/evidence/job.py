"""A job's evidence: its demands, what a message adds, and whether it may be called done."""

from dataclasses import replace
from datetime import datetime
from mimetypes import guess_type

from tickets.evidence.collecting import collect, merged
from tickets.evidence.demands import CHECKLIST, Demand, EvidenceKind, Proof, Standing, read_demands, standing
from tickets.known import Known
from tickets.policy import Policy
from tickets.states import HandoffKind
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Message

_PICTURES = ("image/", "video/")  # whatever way they came: as a photo, as a file, by mail
_NO_PICTURES = frozenset({"sticker", "animation"})  # show nothing of the job


def demands_of(ticket: Ticket, known: Known, policy: Policy) -> tuple[Demand, ...]:
    """What the contract and the category demand, in that order; then their checklist, to be ticked off even
    where it is not demanded, so that nothing on it is forgotten unseen (S45)."""
    contract, category = known.contract, policy.categories.get(ticket.category or "")
    asked = [each for each in (contract, category) if each is not None]
    checklist = [step for each in asked for step in each.checklist]
    demanded = read_demands(lines_of(ticket, known, policy), checklist)
    if any(each.kind is EvidenceKind.CHECK for each in demanded):
        return demanded
    return (*demanded, *(replace(each, required=False) for each in read_demands([CHECKLIST], checklist)))


def lines_of(ticket: Ticket, known: Known, policy: Policy) -> list[str]:
    """The lines that say so, as the operator has written them."""
    contract, category = known.contract, policy.categories.get(ticket.category or "")
    return [line for each in (contract, category) if each is not None for line in each.evidence]


def evidence_of(handoff: Handoff, ticket: Ticket, known: Known, policy: Policy) -> tuple[Standing, ...]:
    """Each demand with what is there of it; of the maker, who goes nowhere, none is asked."""
    if handoff.kind is HandoffKind.VENDOR:
        return ()
    return standing(demands_of(ticket, known, policy), handoff.evidence)


def lacking(handoff: Handoff, ticket: Ticket, known: Known, policy: Policy) -> tuple[Standing, ...]:
    """What must come before the job is done; nothing once a dispatcher has waived it."""
    if handoff.waived is not None:
        return ()
    standings = evidence_of(handoff, ticket, known, policy)
    return tuple(each for each in standings if each.lacking and each.demand.required)


def brought(
    handoff: Handoff, ticket: Ticket, message: Message, known: Known, policy: Policy, now: datetime
) -> tuple[Handoff, tuple[Proof, ...]]:
    """The handoff with what the message proves, and that alone."""
    new = collect(
        demands_of(ticket, known, policy),
        handoff.evidence,
        text=message.text,
        photos=sum(map(is_picture, message.attachments)),
        now=now,
        by=message.author.name,
    )
    new = tuple(replace(proof, source=message.source) for proof in new)
    return (replace(handoff, evidence=merged(handoff.evidence, new)) if new else handoff), new


def is_picture(file: Attachment) -> bool:
    """Whether it shows something, in what format and size ever: what a type does not tell its name may."""
    told = file.content_type.lower()
    if told == "application/octet-stream":
        told = guess_type(file.filename)[0] or ""
    return told.startswith(_PICTURES) and file.kind not in _NO_PICTURES


def ticked(handoff: Handoff, key: str, now: datetime, *, by: str) -> Handoff:
    """With a step of the checklist ticked, or no longer."""
    others = tuple(proof for proof in handoff.evidence if proof.key != key)
    if len(others) < len(handoff.evidence):
        return replace(handoff, evidence=others)
    return replace(handoff, evidence=(*others, Proof(key=key, at=now, by=by)))
