"""The ticket with its handoffs, targets and timeline, as values that never change in place."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tickets.evidence.demands import Proof
from tickets.register import Asset, Contact, Contract, Customer, Site
from tickets.states import (
    ENDED_HANDOFFS,
    OPEN_STATES,
    Because,
    HandoffState,
    Priority,
    TargetKind,
    TicketState,
    WaitReason,
)
from tickets.work.lines import WorkLine


class Channel(StrEnum):
    """The way a party is reached."""

    MAIL = "mail"
    TELEGRAM = "telegram"


class Audience(StrEnum):
    """A side of the ticket. Dispatchers see everything; the others only what is addressed to them."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    INTERNAL = "internal"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """The person a ticket answers to, and how."""

    name: str | None
    channel: Channel
    address: str  # a mail address, or the chat id as text
    language: str
    chat_id: int | None = None  # set when the channel is Telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the requester told about the job. None: not told."""

    serial: str | None = None
    site_address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None  # E.164
    access: str | None = None
    window_start: datetime | None = None
    window_end: datetime | None = None
    reference: str | None = None  # the requester's own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One running promise: to the customer (`handoff` None) or by a partner (`handoff` its seq).

    `left` is the working time that was left at `since`: a pause writes it down, a resume counts on from
    there, so nothing is lost or won by pausing (I21).
    """

    kind: TargetKind
    handoff: int | None
    sla: str
    started_at: datetime
    due_at: datetime  # as promised now; while paused: as it was when the pause began
    total: timedelta  # working time from the start to the deadline
    since: datetime
    left: timedelta
    step: int = 0  # how many of the ladder's pings have been taken
    met_at: datetime | None = None
    breached_at: datetime | None = None  # the deadline that passed, not the moment we noticed
    paused_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether the clock still asks something of somebody."""
        return self.met_at is None and self.paused_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One giving of a ticket to one partner. Its key is the ticket's number and `seq`, from 1."""

    seq: int
    partner_id: str
    state: HandoffState
    offered_at: datetime
    reason: str  # why this partner: the route that matched, or who chose it
    because: Because | None = None  # why a partner at all
    chat_id: int | None = None  # where the card goes; None: by mail, or nowhere yet
    email: str | None = None
    expires_at: datetime | None = None  # when silence becomes a no
    accepted_at: datetime | None = None
    en_route_at: datetime | None = None
    on_site_at: datetime | None = None
    done_at: datetime | None = None
    ended_at: datetime | None = None
    technician: str | None = None  # who accepted, as the chat names them
    note: str | None = None  # the reason of a decline, wait, rejection or recall
    evidence: tuple[Proof, ...] = ()  # what the technician has brought
    work: tuple[WorkLine, ...] = ()  # hours, parts and expenses written down
    cost_asked: Decimal | None = None  # what it came to when it passed the cap, while nobody has answered
    approved_cost: Decimal | None = None  # up to what it may go, above the card's cap
    eta: datetime | None = None  # when the technician comes; the beginning where it is a span
    eta_end: datetime | None = None  # the span's end; None: a moment, or not told
    eta_told: datetime | None = None  # the beginning as the requester was told it
    parts_on: date | None = None  # the day on which the part comes that it waits for
    waived: str | None = None  # why a dispatcher let it be done without the rest: a deviation
    parent: int | None = None  # seq of the handoff this one is part of
    card_delivery: int | None = None  # the outbox row that carries the card

    @property
    def is_live(self) -> bool:
        """Whether the partner still has something to do or to answer."""
        return self.state not in ENDED_HANDOFFS

    @property
    def latest_at(self) -> datetime:
        """When it last took a step that is stamped."""
        stamps = (
            self.offered_at,
            self.accepted_at,
            self.en_route_at,
            self.on_site_at,
            self.done_at,
            self.ended_at,
        )
        return max(each for each in stamps if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A customer's problem, from the first word to the last.

    `number` is 0 until storage has given it one. `version` counts saved changes, so that two processes
    cannot both decide from the same past.
    """

    number: int
    state: TicketState
    requester: Requester
    subject: str
    problem: str
    priority: Priority
    opened_at: datetime
    sla: str
    wait_reason: WaitReason | None = None
    category: str | None = None
    customer_id: str | None = None
    contact_id: str | None = None
    site_id: str | None = None
    asset_id: str | None = None
    contract_id: str | None = None
    facts: Facts = Facts()
    filled: tuple[tuple[str, str], ...] = ()  # card parts a dispatcher typed: (part, text)
    asked: tuple[str, ...] = ()  # what the requester was asked and has not answered: tickets.asking.Question
    asked_at: datetime | None = None  # they are asked once
    owner: str | None = None  # the dispatcher who answers for it; None: the desk as a whole
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    csat: int | None = None  # 1-5; None: not answered
    merged_into: int | None = None
    handoffs: tuple[Handoff, ...] = ()
    targets: tuple[Target, ...] = ()
    look_at: datetime | None = None  # when the clock must look again; None: never
    post_delivery: int | None = None  # the outbox row that carries the dispatchers' post
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anything is still expected of us."""
        return self.state in OPEN_STATES

    @property
    def live_handoff(self) -> Handoff | None:
        """The partner who has the baton now; None when the desk has it."""
        return next((h for h in reversed(self.handoffs) if h.is_live and h.parent is None), None)

    def handoff(self, seq: int) -> Handoff:
        """The handoff with that number; KeyError when there is none."""
        for each in self.handoffs:
            if each.seq == seq:
                return each
        raise KeyError(seq)

    def with_handoff(self, changed: Handoff) -> "Ticket":
        """The same ticket with one handoff changed or added."""
        others = tuple(h for h in self.handoffs if h.seq != changed.seq)
        return replace(self, handoffs=tuple(sorted((*others, changed), key=lambda h: h.seq)))

    def targets_of(self, handoff: int | None) -> Iterator[Target]:
        """The promises to the customer (None) or of one handoff."""
        return (t for t in self.targets if t.handoff == handoff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register and the past say around a ticket. None: not found."""

    customer: Customer | None = None
    contact: Contact | None = None
    site: Site | None = None
    asset: Asset | None = None
    contract: Contract | None = None
    history: tuple["PastJob", ...] = ()  # on the same asset, newest first
    files: tuple["Attachment", ...] = ()  # what the requester has sent so far: it goes with the card
    partner_numbers: tuple[tuple[str, str], ...] = ()  # (partner id, what its ticket system calls the job)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a partner can be handed a card. Both None: not at all yet."""

    chat_id: int | None = None
    email: str | None = None
    unconfirmed: bool = False  # it has a chat, in which nobody has confirmed yet how we work (S24)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastJob:
    """One line of a machine's service history, whoever did the work (S28)."""

    number: int
    at: datetime
    subject: str
    outcome: str  # the last words of the one who finished it, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of an entry. Content lives in the file store under its hash.

    `sha256` is None until a file that waits at Telegram has been fetched.
    """

    filename: str
    content_type: str
    size: int
    sha256: str | None = None
    kind: str = "document"  # photo, video, animation, video_note, sticker, voice, audio, document
    telegram_file_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words and files from somebody, before it is decided who may see them."""

    author: Actor
    at: datetime
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    source: str | None = None  # natural key of the arrival, or of the album
    place: tuple[float, float] | None = None  # latitude and longitude, where they sent one
    proof: str | None = None  # how it was known to belong to the ticket
    identity: Identity | None = None  # whether a mail's sender is who they say; None: not a mail


class EntryKind(StrEnum):
    """What an item of the timeline is."""

    MESSAGE = "message"  # somebody's words or files
    EVENT = "event"  # something that happened: `event` names it
    NOTE = "note"  # a dispatcher's internal words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a ticket's timeline. Its audience is decided here and never widened.

    `audience` always holds INTERNAL. With PARTNER in it, `handoff` says which partner's thread it is.
    """

    kind: EntryKind
    at: datetime
    author: Actor
    audience: frozenset[Audience]
    text: str = ""
    event: str | None = None
    handoff: int | None = None
    attachments: tuple[Attachment, ...] = ()
    source: str | None = None  # natural key of the arrival (or album) it came with
    proof: str | None = None  # how it was known to belong here (DESIGN, rule 5)
    identity: Identity | None = None  # whether a mail's author is who they say; None: not a mail
    id: int | None = None  # given by storage

    @property
    def is_copy(self) -> bool:
        """Whether it says in one thread of a chain what was said in the next one."""
        return self.proof == PASSED_ON

    def __post_init__(self) -> None:
        if Audience.INTERNAL not in self.audience:
            raise ValueError("dispatchers see every entry")
        if Audience.PARTNER in self.audience and self.handoff is None:
            raise ValueError("a partner's entry belongs to one handoff")


PASSED_ON = "passed_on"  # the proof of an entry that was copied from the thread beside it in a chain

INTERNAL_ONLY = frozenset({Audience.INTERNAL})
FOR_PARTNER = frozenset({Audience.INTERNAL, Audience.PARTNER})
FOR_CUSTOMER = frozenset({Audience.INTERNAL, Audience.CUSTOMER})
FOR_ALL = frozenset(Audience)


class Party(StrEnum):
    """Whom a notice is for."""

    REQUESTER = "requester"
    PARTNER = "partner"  # the notice's handoff says which
    PRINCIPAL = "principal"  # the partner who handed on what the notice's handoff is
    DISPATCHERS = "dispatchers"


class Tell(StrEnum):
    """What a notice says. The comment says to whom."""

    RECEIVED = "received"  # requester: we have it, the number, the promised times
    TAKEN = "taken"  # requester: somebody will come
    EN_ROUTE = "en_route"  # requester: the technician is on the way
    ETA = "eta"  # requester: when the technician comes
    DELAYED = "delayed"  # requester: it waits, and for what
    RESOLVED = "resolved"  # requester: it works, and how did we do?
    ASKED = "asked"  # requester: what we must know before anybody can come (`questions`)
    REPLY = "reply"  # requester: a dispatcher's words
    CONTINUED = "continued"  # requester: added to your case
    THANKS = "thanks"  # requester: for the answer to "how did we do?"
    REOPENED = "reopened"  # requester: we look at it again
    CARD = "card"  # partner: the handoff card
    CARD_CHANGED = "card_changed"  # partner: the card as it is now, in place
    RELAY = "relay"  # partner: the customer's or the desk's words
    PARTS_DUE = "parts_due"  # partner: has the part come? (`day`)
    PING = "ping"  # partner: a promise is near
    RECALLED = "recalled"  # partner: taken back
    EXPIRED = "expired"  # partner: not answered in time
    APPROVED = "approved"  # partner: approved, thank you
    REWORK = "rework"  # partner: not yet right
    EVIDENCE_MISSING = "evidence_missing"  # partner: what lacks before it is done (`missing`)
    LOGGED = "logged"  # partner: a line of work is written down (`what`)
    COST_ASKED = "cost_asked"  # partner: above the cap, wait (`amount`, `cap`)
    COST_APPROVED = "cost_approved"  # partner: go on (`amount`, `note`)
    COST_REFUSED = "cost_refused"  # partner: no more than this (`amount`, `note`)
    EVIDENCE_NOTED = "evidence_noted"  # partner: a reading beyond its limits (`proofs`)
    HANDED_ON = "handed_on"  # principal: what became of what it handed on (`event`)
    SAID = "said"  # principal: words of the one it has handed it on to
    TO_CHECK = "to_check"  # principal: the one it has handed it on to says done
    OPENED = "opened"  # dispatchers: a new ticket
    POST_CHANGED = "post_changed"  # dispatchers: the ticket's post as it is now, in place
    HEARD = "heard"  # dispatchers: somebody's words
    HAPPENED = "happened"  # dispatchers: an event of the ticket (`event`)
    COST_TO_APPROVE = "cost_to_approve"  # dispatchers: above the cap (`amount`, `cap`, `partner`)
    TO_APPROVE = "to_approve"  # dispatchers: the partner says done
    NEEDS_DESK = "needs_desk"  # dispatchers: nobody has it (`reason`)
    SECOND_ASKED = "second_asked"  # dispatchers: another one must agree (`partner`, `partner_id`, `by`)
    INCOMPLETE = "incomplete"  # dispatchers: the card lacks parts
    BREACH = "breach"  # dispatchers: a promise is broken
    WARNING = "warning"  # dispatchers: a promise is near and the desk has the baton


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell somebody. `facts` are plain values for the template."""

    to: Party
    tell: Tell
    handoff: int | None = None
    entry: Entry | None = None  # whose words are passed on
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from one thing that came in: the ticket from now on, its new entries, whom to tell.

    `answer` names the short answer for the one who acted (a button's toast, a command's line).
    """

    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    answer: str | None = None

    def then(self, other: "Outcome") -> "Outcome":
        """This outcome followed by one that was computed from its ticket."""
        return Outcome(
            ticket=other.ticket,
            entries=self.entries + other.entries,
            notices=self.notices + other.notices,
            answer=other.answer or self.answer,
        )


class Refused(Exception):
    """A verb that cannot be done now. `reason` names the kind answer; `facts` fill it."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts
