"""A technician's words that were edited: the evidence and the time they told are as they say now."""

from dataclasses import replace
from datetime import datetime

from tickets import expected
from tickets.chains.tree import above, below
from tickets.evidence.collecting import merged
from tickets.evidence.demands import EvidenceKind, Proof
from tickets.given import Given
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Actor
from tickets.reports import proves
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry, Message


def says_now(ticket: Ticket, was: Entry, words: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """`was` is the entry before the edit. No step is taken by an edit: it stands, and the desk sees it."""
    if was.handoff is None or was.source is None or not ticket.handoff(was.handoff).is_live:
        return Outcome(ticket=ticket)
    outcome = _proves_now(ticket, was, words, given, now)
    handoff, zone = ticket.handoff(was.handoff), given.policy.zone
    if expected.told_in(handoff, ticket, was.text, was.at, zone) is None:
        return outcome
    when = expected.in_words(outcome.ticket, was.handoff, words, given, now, by=by, step=None)
    return outcome.then(when) if when is not None else outcome


def _proves_now(ticket: Ticket, was: Entry, words: str, given: Given, now: datetime) -> Outcome:
    """What the old words proved counts no more, what the new ones prove does; newer readings stay."""
    seq = was.handoff or 0
    chain = (ticket.handoff(seq), *above(ticket, seq), *below(ticket, seq))
    without = ticket
    for each in chain:
        left = tuple(proof for proof in each.evidence if proof.source != was.source)
        without = without.with_handoff(replace(each, evidence=left))
    message = Message(
        author=was.author, at=was.at, text=words, attachments=was.attachments, source=was.source
    )
    outcome = proves(without, seq, message, given, now)
    changed = outcome.ticket
    for each in chain:
        newer = tuple(proof for proof in each.evidence if _is_newer(proof, was))
        mended = changed.handoff(each.seq)
        changed = changed.with_handoff(replace(mended, evidence=merged(mended.evidence, newer)))
    altered = [each.seq for each in chain if _told(each) != _told(changed.handoff(each.seq))]
    if not altered:
        return Outcome(ticket=ticket)
    notices = tuple(notice for notice in outcome.notices if notice.tell is not Tell.CARD_CHANGED)
    cards = tuple(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each) for each in altered)
    post = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
    return replace(outcome, ticket=changed, notices=(*cards, *notices, post))


def _is_newer(proof: Proof, was: Entry) -> bool:
    photo = proof.key.startswith(EvidenceKind.PHOTO)
    return proof.source != was.source and proof.at > was.at and not photo


def _told(handoff: Handoff) -> list[tuple[str, str, bool]]:
    return sorted((proof.key, proof.value, proof.outside) for proof in handoff.evidence)
