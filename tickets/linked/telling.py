"""What one side of a shared job tells the other: the same as the two ends of a hop in a chain hear.

The partner sees its own thread; the principal sees what the partner's desk says to it, files and states. A
desk reports for its people: words among them, notes and names stay at home (S79, S92).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tickets.card import Card
from tickets.evidence.collecting import merged
from tickets.evidence.demands import Proof
from tickets.known import Known
from tickets.linked.billing import told_work
from tickets.linked.copy import Job, Past, Said, SharedFile, Shown, Speaker, Standing
from tickets.parties import Audience, Role
from tickets.policy import Policy
from tickets.states import HandoffState, TicketState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Entry, EntryKind

TAKEN_ON = "taken_on"  # events of a linked ticket: our desk's answer to whoever handed us the job
TURNED_DOWN = "turned_down"

_DECIDED = frozenset(
    {
        "offered",
        "rework",
        "approved",
        "recalled",
        "expired",
        "evidence_missing",
        "cost_approved",
        "cost_refused",
    }
)
_REMINDERS = frozenset(
    {"pinged", "breached", "cost_asked"}
)  # the partner hears of these though the timeline is ours
_NEVER_HAD = frozenset({HandoffState.DECLINED, HandoffState.EXPIRED, HandoffState.RECALLED})
_AT_WORK = frozenset({HandoffState.ACCEPTED, HandoffState.EN_ROUTE, HandoffState.ON_SITE})


def job_of(card: Card, known: Known, evidence: Sequence[str]) -> Job:
    """The card as the partner's own Stafett shall have it; `evidence`: the lines that demand it."""
    asset, where, terms = known.asset, card.equipment, card.terms
    return Job(
        subject=card.subject,
        problem=card.problem,
        priority=card.priority,
        category=card.category,
        customer=where.customer,
        asset_id=where.asset_id,
        serial=where.serial,
        brand=asset.brand if asset else None,
        model=asset.model if asset else None,
        location=where.location,
        site=where.site,
        address=where.address,
        postal_code=where.postal_code,
        city=where.city,
        latitude=where.latitude,
        longitude=where.longitude,
        history=tuple(
            Past(number=each.number, at=each.at, subject=each.subject, outcome=each.outcome)
            for each in card.history
        ),
        terms=terms.text,
        window_start=terms.window_start,
        window_end=terms.window_end,
        accept_by=terms.accept_by,
        on_site_by=terms.on_site_by,
        resolve_by=terms.resolve_by,
        checklist=card.demands.steps,
        evidence=tuple(evidence),
        contact_name=card.contact.name,
        contact_phone=card.contact.phone,
        access=card.contact.access,
        partner_may_contact=card.contact.rule,
        approved_parts=card.costs.approved_parts,
        cost_cap=card.costs.cap,
        typed=tuple((part.value, text) for part, text in card.filled.items()),
    )


def told_downwards(
    seq: int,
    entries: Iterable[Entry],
    principal: str,
    after: int,
    files: Sequence[Attachment] = (),
    above: str | None = None,
) -> tuple[Said, ...]:
    """What the partner of that handoff is told, beyond item `after`; `files` go with the card.

    `above`: the desk that has handed the job to us. Its words go on as ours: nobody sees beyond a neighbour.
    """
    return tuple(
        _said(entry, files if entry.event == "offered" and not entry.attachments else (), principal, above)
        for entry in entries
        if entry.handoff == seq
        and (Audience.PARTNER in entry.audience or entry.event in _REMINDERS)
        and (entry.id or 0) > after
        and _is_from_above(entry)
    )


def told_upwards(ticket: Ticket, entries: Iterable[Entry], after: int) -> tuple[Said, ...]:
    """What whoever handed us the job is told, beyond item `after`: our desk's words, and files that our own
    partners have brought."""
    return tuple(
        _said(entry, (), "")
        for entry in entries
        if (entry.id or 0) > after and entry.kind is EntryKind.MESSAGE and goes_up(ticket, entry)
    )


def goes_up(ticket: Ticket, entry: Entry) -> bool:
    """Whether the principal of a linked ticket hears of this."""
    if Audience.CUSTOMER in entry.audience:
        return entry.author.role is Role.DISPATCHER
    if Audience.PARTNER not in entry.audience or entry.author.role is not Role.PARTNER:
        return False
    handoff = ticket.handoff(entry.handoff or 0)
    return handoff.parent is None and handoff.state not in _NEVER_HAD and bool(entry.attachments)


def told_standing(ticket: Ticket, entries: Iterable[Entry], policy: Policy) -> Standing:
    """Where it stands, with the work that our people have written down."""
    return replace(standing_of(ticket, entries), work=told_work(ticket, policy))


def standing_of(ticket: Ticket, entries: Iterable[Entry]) -> Standing:
    """Where a linked ticket stands, as its principal hears it.

    Ours is done when our desk says so, not when our technician does: nobody's work is passed on unseen.
    """
    decided = _desks_answer(entries)
    if decided is not None and decided.event == TURNED_DOWN:
        return Standing(state=HandoffState.DECLINED, note=decided.text)
    roots = [each for each in ticket.handoffs if each.parent is None and each.state not in _NEVER_HAD]
    shown = _shown(roots)
    if ticket.state in (TicketState.RESOLVED, TicketState.CLOSED):
        return Standing(state=HandoffState.DONE, evidence=shown)
    live = ticket.live_handoff
    if ticket.state is TicketState.WAITING and (live is None or live.state is HandoffState.WAITING):
        return Standing(
            state=HandoffState.WAITING,
            wait=ticket.wait_reason,
            parts_on=live.parts_on if live else None,
            evidence=shown,
        )
    state = HandoffState.OFFERED
    if decided is not None or any(each.accepted_at for each in ticket.handoffs):
        state = HandoffState.ACCEPTED
    if live is not None:
        if live.state in _AT_WORK:
            state = live.state
        elif live.state in (HandoffState.DONE, HandoffState.REWORK):
            state = HandoffState.ON_SITE
    return Standing(
        state=state,
        eta=live.eta if live else None,
        eta_end=live.eta_end if live else None,
        evidence=shown,
    )


def digest(standing: Standing) -> str:
    """A mark of what is told at once; evidence goes along with the next step, or with its photo."""
    return hashlib.sha256(repr(replace(standing, evidence=())).encode()).hexdigest()


def _desks_answer(entries: Iterable[Entry]) -> Entry | None:
    answers = [entry for entry in entries if entry.event in (TAKEN_ON, TURNED_DOWN)]
    return answers[-1] if answers else None


def _shown(handoffs: Sequence[Handoff]) -> tuple[Shown, ...]:
    proofs: tuple[Proof, ...] = ()
    for handoff in handoffs:  # what one has brought, the next one need not bring again
        proofs = merged(proofs, handoff.evidence)
    return tuple(
        Shown(key=proof.key, at=proof.at, value=proof.value, outside=proof.outside) for proof in proofs
    )


def _is_from_above(entry: Entry) -> bool:
    if entry.kind is EntryKind.EVENT:
        return entry.event in _DECIDED or entry.event in _REMINDERS
    return entry.author.role in (Role.CUSTOMER, Role.DISPATCHER, Role.PRINCIPAL)


def _said(entry: Entry, files: Sequence[Attachment], desk: str, above: str | None = None) -> Said:
    customers = entry.author.role is Role.CUSTOMER and entry.author.name != above
    own_words = Audience.CUSTOMER in entry.audience or entry.author.role is not Role.PARTNER
    return Said(
        n=entry.id or 0,
        at=entry.at,
        by=Speaker.CUSTOMER if customers else Speaker.DESK,
        who=entry.author.name if customers else desk,
        text=entry.text if own_words else "",
        event=entry.event,
        files=tuple(
            SharedFile(
                name=file.filename,
                type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                kind=file.kind,
            )
            for file in entry.attachments or files
            if file.sha256 is not None
        ),
    )
