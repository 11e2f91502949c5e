"""Somebody says something about a ticket: who hears it, and what it changes.

The author's side decides the audience, here and once. A requester's words go to the partner who has the
baton; a partner's words go to the desk, never straight to the customer; a stranger's go to the desk alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tickets import expected, handoffs
from tickets.answers import read_answer
from tickets.arrival import Place, located
from tickets.chains.climbing import proves_along
from tickets.chains.passing import downwards, heard_again, hearing, upwards
from tickets.evidence.job import brought
from tickets.given import Given
from tickets.moves import enter, event, whoever_has_it
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_ALL, FOR_CUSTOMER, FOR_PARTNER, INTERNAL_ONLY, Actor, Audience, Role
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.thanks import only_thanks
from tickets.ticket import Ticket
from tickets.timeline import Entry, EntryKind, Message

REOPENS_WITHIN = timedelta(days=30)  # later words about a finished job are a new job (S22)


def requester_says(
    ticket: Ticket, message: Message, given: Given, now: datetime, *, automatic: bool = False
) -> Outcome:
    """Joins the requester's words: to the partner who has the baton, to the desk.

    One that waits for the customer goes on. A finished job reopens, unless they only thank for it or a
    machine wrote them (`automatic`): "your case is closed" from the customer's own system is no complaint.
    """
    live = ticket.live_handoff
    entry = _entry(message, FOR_ALL if live else FOR_CUSTOMER, handoff=live.seq if live else None)
    notices = [Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None})]
    if live:
        relay = {"role": "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=live.seq, entry=entry, facts={**relay})
        )
    outcome = Outcome(ticket=ticket, entries=(entry,), notices=tuple(notices), answer="continued")
    if live:
        outcome = outcome.then(downwards(ticket, entry, given))
    if not ticket.is_open:
        quiet = automatic or is_thanks(message)
        return outcome if quiet else outcome.then(reopen(ticket, given, now, message))
    if ticket.wait_reason is WaitReason.CUSTOMER:  # here are the words it waited for (I22)
        return replace(
            outcome.then(handoffs.go_on(ticket, given, now, by=message.author)), answer="continued"
        )
    return outcome


def is_thanks(message: Message) -> bool:
    """Whether it only says that all is well; a file may show that it is not."""
    return only_thanks(message.text) and all(file.kind == "sticker" for file in message.attachments)


def is_past(ticket: Ticket, now: datetime) -> bool:
    """Whether it was finished so long ago that further words are a new job."""
    finished_at = ticket.closed_at or ticket.resolved_at
    return not ticket.is_open and finished_at is not None and finished_at < now - REOPENS_WITHIN


def reopen(ticket: Ticket, given: Given, now: datetime, message: Message) -> Outcome:
    """A finished ticket is not finished. Refused: `not_now` while it is open."""
    if ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    reopened = enter(ticket, TicketState.REOPENED, given.policy, now)
    return Outcome(
        ticket=reopened,
        entries=(event("reopened", message.author, now, FOR_CUSTOMER),),
        notices=(
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts={"reason": "reopened"}),
            Notice(to=Party.REQUESTER, tell=Tell.REOPENED),
        ),
        answer="reopened",
    )


def partner_says(ticket: Ticket, seq: int, message: Message, given: Given, now: datetime) -> Outcome:
    """Joins a technician's words and files; a phrase that is a step of the job takes that step, and one that
    is a time says when they come.

    Files alone never move a job. Words for a finished job are kept and told to the desk; within a chain to
    the partner above, from where those of a running job go on up, hop by hop, as that partner's own.
    """
    entry = _entry(message, FOR_PARTNER, handoff=seq)
    heard = upwards(ticket, entry, given)
    outcome = Outcome(ticket=ticket, entries=(entry, *heard.entries), answer="recorded")
    outcome = outcome.then(_proves(ticket, seq, message, given, now))
    step = _step_in_words(outcome.ticket, seq, message.text, given, now, by=message.author)
    if step is not None:
        outcome = outcome.then(step)
    when = expected.in_words(outcome.ticket, seq, message.text, given, now, by=message.author, step=step)
    if when is not None:
        outcome = replace(outcome.then(when), answer=outcome.answer)
    where = None
    if message.place is not None:
        place = Place(*message.place)
        where = located(outcome.ticket, seq, place, given, now, by=message.author)
    if where is not None:
        outcome = replace(outcome.then(where), answer=outcome.answer)
    if (step is None and when is None and where is None) or message.attachments:
        outcome = replace(outcome, notices=(*outcome.notices, *heard.notices))
    return outcome


def _proves(ticket: Ticket, seq: int, message: Message, given: Given, now: datetime) -> Outcome:
    """What the message brings of the evidence; a reading beyond its limits is said at once."""
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        return Outcome(ticket=ticket)
    handoff, new = brought(handoff, ticket, message, given.known, given.policy, now)
    if not new:
        return Outcome(ticket=ticket)
    notices = [Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq)]
    entries: tuple[Entry, ...] = ()
    further = proves_along(ticket.with_handoff(handoff), seq, message, given, now)
    if outside := tuple(proof for proof in new if proof.outside):
        told = ", ".join(proof.value for proof in outside)
        entries = (event("reading_outside", message.author, now, FOR_PARTNER, handoff=seq, text=told),)
        facts: dict[str, object] = {"proofs": outside}
        notices.append(Notice(to=Party.PARTNER, tell=Tell.EVIDENCE_NOTED, handoff=seq, facts=facts))
    return Outcome(ticket=further.ticket, entries=entries, notices=(*notices, *further.notices))


def album_grew(
    ticket: Ticket,
    album: Entry,
    caption: str,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    copies: Sequence[Entry] = (),
) -> Outcome:
    """A further item of an album that was joined before: those who heard of the album hear of the item.

    `caption` is the item's own: it may stand on any item, and may be a step of the job. `copies` of the album
    in the other threads of a chain have grown with it.
    """
    facts: dict[str, object] = {"grew": True, "caption": caption, "partner": None}
    notices: list[Notice] = []
    outcome = Outcome(ticket=ticket)
    if album.author.role is Role.PARTNER and album.handoff is not None:
        notices += hearing(ticket, album, given, **facts)
        item = Message(author=by, at=now, text=album.text, attachments=album.attachments[-1:])
        outcome = _proves(ticket, album.handoff, item, given, now)
        step = _step_in_words(outcome.ticket, album.handoff, caption, given, now, by=by)
        outcome = outcome.then(step) if step is not None else outcome
    elif album.author.role is Role.PRINCIPAL:
        notices += hearing(ticket, album, given, **facts)
    elif _still_heard_by_a_partner(ticket, album):
        relay = facts | {"role": "desk" if by.role is Role.DISPATCHER else "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=album.handoff, entry=album, facts=relay)
        )
    if by.role in (Role.CUSTOMER, Role.STRANGER):
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=album, facts=facts))
    elif Audience.CUSTOMER in album.audience:
        notices.append(Notice(to=Party.REQUESTER, tell=Tell.REPLY, entry=album, facts=facts))
    notices += heard_again(ticket, copies, given, **facts)
    return replace(outcome, notices=(*outcome.notices, *notices), answer="recorded")


def corrected(ticket: Ticket, entry: Entry, given: Given, copies: Sequence[Entry] = ()) -> Outcome:
    """Somebody edited what they had written: those who heard the old words hear the new ones.

    `copies` of it in the other threads of a chain say the new words too.
    """
    facts: dict[str, object] = {"partner": None, "edited": True}
    if entry.author.role in (Role.PARTNER, Role.PRINCIPAL) and entry.handoff is not None:
        again = heard_again(ticket, (entry, *copies), given, edited=True)
        return Outcome(ticket=ticket, notices=again, answer="recorded")
    notices = [Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts=facts)]
    if entry.author.role is Role.CUSTOMER and _still_heard_by_a_partner(ticket, entry):
        relay = facts | {"role": "customer"}
        notices.append(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=entry.handoff, entry=entry, facts=relay)
        )
    notices += heard_again(ticket, copies, given, edited=True)
    return Outcome(ticket=ticket, notices=tuple(notices), answer="recorded")


def unplaced(ticket: Ticket, message: Message) -> Outcome:
    """Words whose writer was asked which ticket they are about. The desk sees them meanwhile; an entry they
    become where they belong."""
    entry = _entry(message, INTERNAL_ONLY)
    facts: dict[str, object] = {"partner": None, "stranger": "unplaced"}
    heard = Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts=facts)
    return Outcome(ticket=ticket, notices=(heard,), answer="parked")


def stranger_says(ticket: Ticket, message: Message, *, how: str) -> Outcome:
    """Words of somebody who takes no part: kept for the desk, shown to nobody else (I6, I9)."""
    entry = _entry(message, INTERNAL_ONLY)
    notice = Notice(
        to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None, "stranger": how}
    )
    return Outcome(ticket=ticket, entries=(entry,), notices=(notice,), answer="parked")


def let_in(ticket: Ticket, entry: Entry, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The desk lets the writer of a stranger's entry take part: the words are a customer's now, said anew.

    The entry itself stays as it was written: its audience is never widened.
    """
    writer = replace(entry.author, role=Role.CUSTOMER)
    words = Message(
        author=writer, at=entry.at, text=entry.text, attachments=entry.attachments, proof="let_in"
    )
    said = requester_says(ticket, words, given, now)
    notices = tuple(notice for notice in said.notices if notice.tell is not Tell.HEARD)
    added = event("participant_added", by, now, INTERNAL_ONLY, text=writer.name)
    return replace(said, entries=(added, *said.entries), notices=notices, answer="admitted")


def desk_replies(ticket: Ticket, message: Message) -> Outcome:
    """A dispatcher's words to the requester. Refused: `needs_text`."""
    _require_text(message)
    entry = _entry(message, FOR_CUSTOMER)
    return Outcome(
        ticket=ticket,
        entries=(entry,),
        notices=(Notice(to=Party.REQUESTER, tell=Tell.REPLY, entry=entry),),
        answer="sent",
    )


def desk_tells_partner(ticket: Ticket, message: Message, given: Given) -> Outcome:
    """A dispatcher's words to the partner who has the baton. Refused: `needs_text`, `nobody_has_it`."""
    _require_text(message)
    live = whoever_has_it(ticket)
    entry = _entry(message, FOR_PARTNER, handoff=live.seq)
    told = Outcome(
        ticket=ticket,
        entries=(entry,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=live.seq, entry=entry, facts={"role": "desk"}),
        ),
        answer="sent",
    )
    return told.then(downwards(ticket, entry, given))


def note(ticket: Ticket, message: Message, *, told: bool = False) -> Outcome:
    """A dispatcher's words for dispatchers; `told`: they were not said where the others hear them.

    Refused: `needs_text`.
    """
    _require_text(message)
    entry = replace(_entry(message, INTERNAL_ONLY), kind=EntryKind.NOTE)
    heard = Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None})
    return Outcome(ticket=ticket, entries=(entry,), notices=(heard,) if told else (), answer="noted")


def _step_in_words(
    ticket: Ticket, seq: int, text: str, given: Given, now: datetime, *, by: Actor
) -> Outcome | None:
    """The step that a technician's words take; None when they are just words, or take none now."""
    handoff = ticket.handoff(seq)
    answer = read_answer(text, offered=handoff.state is HandoffState.OFFERED)
    if answer is None or not handoff.is_live:
        return None
    try:
        return handoffs.answer(ticket, seq, answer.state, given, now, by=by, wait=answer.wait, note=text)
    except Refused as refusal:
        if refusal.reason != "evidence_missing":
            return None
        missing = Notice(to=Party.PARTNER, tell=Tell.EVIDENCE_MISSING, handoff=seq, facts=refusal.facts)
        return Outcome(ticket=ticket, notices=(missing,))


def _still_heard_by_a_partner(ticket: Ticket, entry: Entry) -> bool:
    """Whether what follows on these words still reaches a partner: a former one hears nothing more (S20)."""
    return entry.handoff is not None and (
        Audience.PARTNER in entry.audience and ticket.handoff(entry.handoff).is_live
    )


def _entry(message: Message, audience: frozenset[Audience], handoff: int | None = None) -> Entry:
    return Entry(
        kind=EntryKind.MESSAGE,
        at=message.at,
        author=message.author,
        audience=audience,
        text=message.text,
        handoff=handoff,
        attachments=message.attachments,
        source=message.source,
        proof=message.proof,
        identity=message.identity,
    )


def _require_text(message: Message) -> None:
    if not message.text.strip() and not message.attachments:
        raise Refused("needs_text")
