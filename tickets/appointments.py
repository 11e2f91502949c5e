"""A time for the visit: the customer's calendar accepts one, declines it, or proposes another."""

from dataclasses import replace
from datetime import datetime, tzinfo
from enum import StrEnum

from tickets import handoffs
from tickets.chains.passing import downwards
from tickets.chains.tree import below
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_ALL, FOR_CUSTOMER
from tickets.states import WaitReason
from tickets.ticket import Facts, Handoff, Ticket
from tickets.timeline import Entry, Message


class Answer(StrEnum):
    """What a calendar says about a time."""

    AGREED = "agreed"
    MAYBE = "maybe"
    DECLINED = "declined"
    PROPOSED = "proposed"
    CANCELLED = "cancelled"


Window = tuple[datetime | None, datetime | None]  # from when, until when

_SETS = (Answer.AGREED, Answer.PROPOSED)
_UNSETS = (Answer.DECLINED, Answer.CANCELLED)


def answer_time(
    ticket: Ticket,
    answer: Answer,
    window: Window,
    message: Message,
    given: Given,
    now: datetime,
) -> Outcome:
    """The requester's answer about the time `window`. It is theirs to wish: the card shows what they agreed
    to or propose, and no longer what they declined. A finished ticket stays finished: the desk hears of it.
    """
    facts = _wished(ticket.facts, answer, window)
    changed = ticket.is_open and facts != ticket.facts
    live = ticket.live_handoff
    entry = _entry(answer, window, message, live, given.policy.zone)
    copies: tuple[Entry, ...] = ()
    notices = [_news(entry, window, message)]
    if changed:
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED))
    if live is not None and changed:
        having = (live, *below(ticket, live.seq))
        notices += (Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq) for each in having)
    if live is not None and (changed or answer is not Answer.AGREED):
        relay: dict[str, object] = {"role": "customer"}
        notices.append(Notice(to=Party.PARTNER, tell=Tell.RELAY, handoff=live.seq, entry=entry, facts=relay))
        further = downwards(ticket, entry, given)
        copies = further.entries
        notices += further.notices
    outcome = Outcome(
        ticket=replace(ticket, facts=facts) if changed else ticket,
        entries=(entry, *copies),
        notices=tuple(notices),
        answer="continued",
    )
    if ticket.wait_reason is WaitReason.CUSTOMER and answer is not Answer.MAYBE:
        return outcome.then(handoffs.go_on(outcome.ticket, given, now, by=message.author))
    return outcome


def _wished(facts: Facts, answer: Answer, window: Window) -> Facts:
    start, end = window
    if answer in _SETS and start is not None:
        return replace(facts, window_start=start, window_end=end)
    if answer in _UNSETS and (start is None or start == facts.window_start):
        return replace(facts, window_start=None, window_end=None)
    return facts


def _entry(answer: Answer, window: Window, message: Message, live: Handoff | None, zone: tzinfo) -> Entry:
    said = "\n".join(filter(None, (_written(*window, zone), message.text.strip())))
    happened = event(
        f"window_{answer}",
        message.author,
        message.at,
        FOR_ALL if live else FOR_CUSTOMER,
        handoff=live.seq if live else None,
        text=said,
    )
    return replace(happened, source=message.source, proof=message.proof, identity=message.identity)


def _news(entry: Entry, window: Window, message: Message) -> Notice:
    told: dict[str, object] = {"event": entry.event, "by": message.author.name, "note": message.text.strip()}
    start, end = window
    if start is not None:
        told |= {"window_start": start, "window_end": end}
    return Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=told)


def _written(start: datetime | None, end: datetime | None, zone: tzinfo) -> str:
    """The time in digits, which read alike in every language."""
    if start is None:
        return ""
    begins = start.astimezone(zone)
    if end is None:
        return f"{begins:%Y-%m-%d %H:%M}"
    ends = end.astimezone(zone)
    same_day = begins.date() == ends.date()
    return (
        f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"
        if same_day
        else f"{begins:%Y-%m-%d %H:%M} – {ends:%Y-%m-%d %H:%M}"
    )
