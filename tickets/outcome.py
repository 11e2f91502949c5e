"""What follows from one thing that came in: changes, entries and notices; or a refusal."""

from dataclasses import dataclass, field
from enum import StrEnum

from tickets.ticket import Ticket
from tickets.timeline import Entry


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
    ASKED = "asked"  # requester: what we must know before anybody can come (`questions`; `again`)
    REPLY = "reply"  # requester: a dispatcher's words
    CONTINUED = "continued"  # requester: added to your case
    THANKS = "thanks"  # requester: for the answer to "how did we do?"
    REOPENED = "reopened"  # requester: we look at it again
    PROGRESS = "progress"  # requester, partner: where it stands, for a Stafett on their side
    COST_QUESTION = "cost_question"  # requester: do they approve the price? (`amount`, `note`, `question`)
    COST_NOTED = "cost_noted"  # requester: their answer is noted (`yes`, `amount`)
    CARD = "card"  # partner: the handoff card
    CARD_CHANGED = "card_changed"  # partner: the card as it is now, in place
    RELAY = "relay"  # partner: the customer's or the desk's words
    PARTS_DUE = "parts_due"  # partner: has the part come? (`day`)
    PING = "ping"  # partner: a promise is near
    RECALLED = "recalled"  # partner: taken back
    EXPIRED = "expired"  # partner: not answered in time
    APPROVED = "approved"  # partner: approved, thank you
    REWORK = "rework"  # partner: not yet right
    NEED_REASON = "need_reason"  # partner: why they declined (`declined`: they have)
    EVIDENCE_MISSING = "evidence_missing"  # partner: what lacks before it is done (`missing`)
    LOGGED = "logged"  # partner: a line of work is written down (`what`)
    STRUCK = "struck"  # partner: a line of work is crossed out (`what`, `reason`)
    COST_ASKED = "cost_asked"  # partner: above the cap, wait (`amount`, `cap`)
    COST_APPROVED = "cost_approved"  # partner: go on (`amount`, `note`)
    COST_REFUSED = "cost_refused"  # partner: no more than this (`amount`, `note`)
    EVIDENCE_NOTED = "evidence_noted"  # partner: a reading beyond its limits (`proofs`)
    HANDED_ON = "handed_on"  # principal: what became of what it handed on (`event`)
    SAID = "said"  # principal: words of the one it has handed it on to
    CANNOT = "cannot"  # partner: why what it asked for by mail cannot be (`said`)
    HOW_TO_ANSWER = "how_to_answer"  # partner: by which words an offer is taken, by mail
    TO_CHECK = "to_check"  # principal: the one it has handed it on to says done
    OPENED = "opened"  # dispatchers: a new ticket
    POST_CHANGED = "post_changed"  # dispatchers: the ticket's post as it is now, in place
    HEARD = "heard"  # dispatchers: somebody's words
    HAPPENED = "happened"  # dispatchers: an event of the ticket (`event`)
    COST_TO_APPROVE = "cost_to_approve"  # dispatchers, principal: above the cap (`amount`, `cap`, `partner`)
    COST_UNCLEAR = "cost_unclear"  # dispatchers: an answer to the price that is no clear yes or no
    TO_APPROVE = "to_approve"  # dispatchers: the partner says done
    NEEDS_DESK = "needs_desk"  # dispatchers: nobody has it (`reason`)
    SECOND_ASKED = "second_asked"  # dispatchers: another one must agree (`partner`, `partner_id`, `by`)
    STILL_WAITS = "still_waits"  # dispatchers: it waits, and nothing comes (`lacks`, `since`, `partner`)
    NOT_TOLD = "not_told"  # dispatchers: what a muted party does not hear (`what`, `partner`)
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
