"""What a partner's people say from a job: words and files, evidence, and the steps and times among them."""

from dataclasses import replace
from datetime import datetime

from tickets import expected, handoffs
from tickets.arrival import Place, located
from tickets.chains.climbing import proves_along
from tickets.chains.passing import upwards
from tickets.evidence.job import brought
from tickets.given import Given
from tickets.messages import read_message
from tickets.moves import desk_hears, event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.timeline import Entry, Message, entry_of


def partner_says(
    ticket: Ticket, seq: int, message: Message, given: Given, now: datetime, *, parks: bool = False
) -> Outcome:
    """Joins a technician's words and files; a phrase that is a step of the job takes that step, and one that
    is a time says when they come.

    Files alone never move a job. Words for a finished job are kept and told to the desk; within a chain to
    the partner above, from where those of a running job go on up, hop by hop, as that partner's own. The
    first words after a no without a reason are the reason. `parks`: words that moved nothing are put before
    the desk with what it may decide in the partner's stead (fact `may_decide`, the handoff's number).
    """
    entry = entry_of(message, FOR_PARTNER, handoff=seq)
    heard = upwards(ticket, entry, given)
    if ticket.handoff(seq).lacks_reason and message.text.strip():
        return _says_why(
            ticket,
            seq,
            message,
            given,
            Outcome(ticket=ticket, entries=(entry, *heard.entries), notices=heard.notices),
        )
    outcome = Outcome(ticket=ticket, entries=(entry, *heard.entries), answer="recorded")
    outcome = outcome.then(proves(ticket, seq, message, given, now))
    step = step_in_words(outcome.ticket, seq, message.text, given, now, by=message.author)
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
        moved = step is not None or when is not None or not message.text.strip()
        told = (
            _parked(heard.notices, seq)
            if parks and not moved and ticket.handoff(seq).is_live
            else heard.notices
        )
        outcome = replace(outcome, notices=(*outcome.notices, *told))
    return outcome


def _parked(notices: tuple[Notice, ...], seq: int) -> tuple[Notice, ...]:
    """The desk's news of the words with what it may decide; a partner above in a chain reads for itself."""
    return tuple(
        replace(each, facts=each.facts | {"may_decide": seq})
        if each.tell is Tell.HEARD and each.handoff == seq
        else each
        for each in notices
    )


def _says_why(ticket: Ticket, seq: int, message: Message, given: Given, said: Outcome) -> Outcome:
    """Why it was declined: one line for the desk, which has found somebody else meanwhile."""
    handoff = replace(ticket.handoff(seq), note=message.text.strip())
    notices = said.notices
    if handoff.parent is None and not message.attachments:
        partner = given.partner_name(handoff.partner_id)
        notices = desk_hears("declined", seq, partner=partner, by=message.author.name, note=handoff.note)
    return replace(said, ticket=ticket.with_handoff(handoff), notices=notices, answer="recorded")


def proves(ticket: Ticket, seq: int, message: Message, given: Given, now: datetime) -> Outcome:
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


def step_in_words(
    ticket: Ticket, seq: int, text: str, given: Given, now: datetime, *, by: Actor
) -> Outcome | None:
    """The step that a technician's words take; None when they are just words, or take none now."""
    handoff = ticket.handoff(seq)
    said = read_message(text, offered=handoff.state is HandoffState.OFFERED)
    if said is None or not handoff.is_live:
        return None
    answer = said.answer
    bare = answer.state is HandoffState.DECLINED and not said.more
    note = "" if bare else text
    try:
        taken = handoffs.answer(ticket, seq, answer.state, given, now, by=by, wait=answer.wait, note=note)
        why = Notice(to=Party.PARTNER, tell=Tell.NEED_REASON, handoff=seq, facts={"declined": True})
        return replace(taken, notices=(*taken.notices, why)) if bare else taken
    except Refused as refusal:
        if refusal.reason != "evidence_missing":
            return None
        missing = Notice(to=Party.PARTNER, tell=Tell.EVIDENCE_MISSING, handoff=seq, facts=refusal.facts)
        return Outcome(ticket=ticket, notices=(missing,))
