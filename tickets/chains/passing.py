"""Words and files in a chain: said in one thread, and copied hop by hop in the neighbour's name.

An entry belongs to one thread, which the two partners at its ends share. Who stands further off gets a copy
of their own, said by their neighbour: no name of anybody else travels.
"""

from collections.abc import Iterable
from dataclasses import replace

from tickets.chains.tree import above, below, firm, reports_for_those_below
from tickets.given import Given
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_PARTNER, Actor, Audience, Role
from tickets.ticket import Handoff, Ticket
from tickets.timeline import PASSED_ON, Entry

_LONGEST_SOURCE = 200  # of a chat's message or album; a mail's may be longer, and is neither edited nor grows


def upwards(ticket: Ticket, entry: Entry, given: Given) -> Outcome:
    """A partner's words on their way to the desk: the copies, and who hears of each.

    Those of a former partner reach its neighbour and go no further.
    """
    copies: list[Entry] = []
    notices = list(hearing(ticket, entry, given))
    said = entry
    while (parent := _above(ticket, said)) is not None and parent.is_live:
        if not ticket.handoff(_thread(said)).is_live:
            break
        told = _reported(said, parent, given)
        if told is None:
            break
        said = _copy(told, parent, firm(parent, given))
        copies.append(said)
        notices += hearing(ticket, said, given)
    return Outcome(ticket=ticket, entries=tuple(copies), notices=tuple(notices))


def downwards(ticket: Ticket, entry: Entry, given: Given) -> Outcome:
    """Words for the one who has the job, as everyone below hears them: copies, each said by the one above."""
    copies: list[Entry] = []
    notices: list[Notice] = []
    seq = _thread(entry)
    speaker = ticket.handoff(seq)
    for handoff in below(ticket, seq):
        copies.append(_copy(entry, handoff, firm(speaker, given, Role.PRINCIPAL)))
        notices += hearing(ticket, copies[-1], given)
        speaker = handoff
    return Outcome(ticket=ticket, entries=tuple(copies), notices=tuple(notices))


def hearing(ticket: Ticket, entry: Entry, given: Given, **facts: object) -> tuple[Notice, ...]:
    """Who at the other end of its thread hears of an entry of a partner's, or of what was copied to one."""
    seq = _thread(entry)
    handoff = ticket.handoff(seq)
    partner = given.partner_name(handoff.partner_id)
    if entry.author.role is Role.PRINCIPAL:
        if not handoff.is_live:  # a former partner hears nothing more (S20)
            return ()
        relay = facts | {"role": "principal"}
        return (Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=seq, entry=entry, facts=relay),)
    told = facts | {"partner": partner}
    if handoff.parent is None:
        return (Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, handoff=seq, entry=entry, facts=told),)
    if not ticket.handoff(handoff.parent).is_live:
        return ()
    return (Notice(to=Party.PRINCIPAL, tell=Tell.SAID, handoff=seq, entry=entry, facts=told),)


def heard_again(ticket: Ticket, copies: Iterable[Entry], given: Given, **facts: object) -> tuple[Notice, ...]:
    """Who hears that the original of these copies was edited, or has grown by a file."""
    return tuple(notice for copy in copies for notice in hearing(ticket, copy, given, **facts))


def keeps_words(ticket: Ticket, entry: Entry, copy: Entry, given: Given) -> bool:
    """Whether the copy has the words of the entry, or its files alone, as somebody between reports for those
    below."""
    if copy.author.role is not Role.PARTNER:
        return True
    seq = _thread(copy)
    between = [each for each in above(ticket, _thread(entry)) if each.seq >= seq]
    return not any(reports_for_those_below(each, given.policy) for each in between)


def copy_sources(ticket: Ticket, source: str) -> list[str]:
    """Under which natural keys copies of the entry with that one may be found."""
    return [_copy_source(source, handoff.seq) for handoff in ticket.handoffs]


def _reported(said: Entry, by: Handoff, given: Given) -> Entry | None:
    """What of it this partner reports upwards; None: nothing."""
    if not reports_for_those_below(by, given.policy):
        return said
    return replace(said, text="") if said.attachments else None


def _copy(said: Entry, handoff: Handoff, author: Actor) -> Entry:
    source = said.source
    if source is not None and said.is_copy:
        source = source.rpartition(":")[0]
    return replace(
        said,
        author=author,
        audience=FOR_PARTNER,
        handoff=handoff.seq,
        proof=PASSED_ON,
        identity=None,
        source=_copy_source(source, handoff.seq) if source and len(source) < _LONGEST_SOURCE else None,
        id=None,
    )


def _copy_source(source: str, seq: int) -> str:
    return f"{source}:{seq}"


def _above(ticket: Ticket, entry: Entry) -> Handoff | None:
    parent = ticket.handoff(_thread(entry)).parent
    return ticket.handoff(parent) if parent is not None else None


def _thread(entry: Entry) -> int:
    if entry.handoff is None or Audience.PARTNER not in entry.audience:
        raise ValueError("only an entry of a partner's thread is passed on")
    return entry.handoff
