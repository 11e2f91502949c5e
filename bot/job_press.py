"""What a button of a job's page does, with the form around it: the same as in a chat, by the firm itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from bot.job_form import Filled
from handlers.acts import step_of
from handlers.arriving import is_about_a_time, span_of
from handlers.desk import Desk
from handlers.handing_on import about_below, hands_on, is_about_a_chain
from handlers.tell_partner_mail import language_of
from tickets import expected, handoffs, reports
from tickets.chains.tree import child_of
from tickets.evidence.demands import EvidenceKind, Standing
from tickets.evidence.job import evidence_of
from tickets.outcome import Outcome, Refused, Tell
from tickets.parties import Actor, Role
from tickets.spoken_times import Span
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Message
from tickets.work import costs
from tickets.work.lines import WorkLine
from tickets.work.reading import READERS

PROOF = "link"  # of an entry: it was written on the page that only the partner's mail names
BRING = "bring"  # the button that takes no step: here is what I have
ASKS = ("decline", "waiting", "hand_on", "reject_below")  # a press of these asks for more before it is a step

_FURTHEST = timedelta(days=366)  # whoever types a year wrong


@dataclass(frozen=True, slots=True)
class Job:
    """The ticket and which of its handoffs the page is about."""

    ticket: Ticket
    seq: int

    @property
    def handoff(self) -> Handoff:
        """The handoff as it is now."""
        return self.ticket.handoff(self.seq)


async def press(desk: Desk, job: Job, act: str, filled: Filled) -> tuple[Job, str]:
    """Takes in what was filled in, then the step; the job as it is then, and the word for what came of it.

    What was brought stays even where the step cannot be: nobody types or uploads twice. Refused: `ended`.
    """
    if not job.handoff.is_live:
        raise Refused("ended")
    if act in ASKS:
        return job, ""
    language = language_of(desk.house, job.handoff)
    read = _lines(desk, job, filled)
    job = await _brings(desk, job, filled, [line for line, _ in read if line is not None], language)
    try:
        _require_read(read)
        job, answer = await _steps(desk, job, act, filled, language)
    except Refused as refusal:
        return job, desk.texts.word(f"refused/{refusal.reason}", language, **refusal.facts)
    return job, desk.texts.word(f"toast/{answer}", language) if answer else ""


async def _steps(desk: Desk, job: Job, act: str, filled: Filled, language: str) -> tuple[Job, str | None]:
    ticket, seq, by = job.ticket, job.seq, by_firm(desk, job.handoff)
    given = await desk.given(ticket)
    if act == BRING:
        return job, "recorded"
    if is_about_a_chain(act):
        outcome = await _about_a_chain(desk, job, act, filled, language)
    elif is_about_a_time(act):
        span = _span(desk, act, filled)
        outcome = expected.expect(ticket, seq, span, given, desk.now, by=by)
    else:
        state, wait, note = step_of(act, desk.texts, language)
        note = _in_their_words(act, note, filled.one("why"))
        outcome = handoffs.answer(ticket, seq, state, given, desk.now, by=by, note=note, wait=wait)
        day = _day(filled.one("day"))
        if act == "wait_parts" and day is not None:
            further = expected.part_comes(outcome.ticket, seq, day, given, beside=outcome.notices)
            outcome = replace(outcome.then(further), answer=outcome.answer)
    return Job(await desk.carry_out(outcome), seq), outcome.answer


async def _about_a_chain(desk: Desk, job: Job, act: str, filled: Filled, language: str) -> Outcome:
    """Refused: `old_button` when what the page showed below is no more."""
    by = by_firm(desk, job.handoff)
    if act.startswith("to_"):
        return await hands_on(desk, job.ticket, job.seq, act, by)
    child = child_of(job.ticket, job.seq)
    if child is None or filled.one("below") != str(child.seq):
        raise Refused("old_button")
    why, cost = filled.one("why"), filled.one("sum")
    return await about_below(desk, job.ticket, child.seq, act, by, language, why, cost)


def _in_their_words(act: str, label: str, words: str) -> str:
    """A reason as it is told. Refused: `needs_reason` for one of their own without words."""
    if act == "decline_other":
        if not words:
            raise Refused("needs_reason")
        return words
    return ": ".join(filter(None, (label, words)))


async def _brings(desk: Desk, job: Job, filled: Filled, lines: list[WorkLine], language: str) -> Job:
    """Words, files, ticks, hours, parts and costs. A page that is sent twice brings them once."""
    handoff, by = job.handoff, by_firm(desk, job.handoff)
    ticket, given = job.ticket, await desk.given(job.ticket)
    evidence = evidence_of(handoff, ticket, given.known, desk.policy)
    source = f"page:{filled.once or uuid4().hex}"
    if await desk.unit.tickets.entry_by_source(source) is not None:
        return job
    said = list(_said(desk, filled, evidence, language))
    if lines and not said:
        said = [(filled.one("hours") or filled.one("part") or filled.one("cost"), ())]
    for place, (text, files) in enumerate(said):
        message = Message(
            author=by,
            at=desk.now,
            text=text,
            attachments=files,
            source=f"{source}:{place}" if place else source,
            proof=PROOF,
        )
        outcome = reports.partner_says(ticket, job.seq, message, await desk.given(ticket), desk.now)
        ticket = await desk.carry_out(outcome)
    for key in (*_newly_ticked(filled, evidence), *_no_longer_ticked(filled, evidence)):
        ticket = await desk.carry_out(
            handoffs.tick(ticket, job.seq, key, await desk.given(ticket), desk.now, by=by)
        )
    for line in lines:
        written = costs.write_down(ticket, job.seq, line, await desk.given(ticket), desk.now, by=by)
        ticket = await desk.carry_out(_shown_here(written))
    return Job(ticket, job.seq)


def _said(
    desk: Desk, filled: Filled, evidence: tuple[Standing, ...], language: str
) -> Iterator[tuple[str, tuple[Attachment, ...]]]:
    """What the form says as messages: photos of a stage under its name, then all the rest."""
    lines = [filled.one("words")]
    for each in evidence:
        kind, key = each.demand.kind, each.demand.key
        told = " ".join(filled.one(key).split())
        if kind is EvidenceKind.PHOTO and each.demand.stage and filled.under(key):
            yield desk.texts.word("evidence/name", language, standing=each), filled.under(key)
        elif kind is EvidenceKind.READING and told:
            lines.append(f"{each.demand.label} {told.removesuffix(each.demand.unit)} {each.demand.unit}")
        elif kind is EvidenceKind.SIGNATURE and told:
            lines.append(f"{desk.texts.word('evidence/signed', language)}: {told}")
    text = "\n".join(filter(None, lines))
    others = (*filled.under("photo"), *filled.under("files"))
    if text or others:
        yield text, others


def _newly_ticked(filled: Filled, evidence: tuple[Standing, ...]) -> list[str]:
    ticked = set(filled.fields.get("check", ()))
    checks = (each for each in evidence if each.demand.kind is EvidenceKind.CHECK and each.lacking)
    return [each.demand.key for each in checks if each.demand.key in ticked]


def _no_longer_ticked(filled: Filled, evidence: tuple[Standing, ...]) -> list[str]:
    """Steps that the page showed with a tick, which was taken away: it had been a mistake."""
    gone = set(filled.fields.get("ticked", ())) - set(filled.fields.get("check", ()))
    checks = (each for each in evidence if each.demand.kind is EvidenceKind.CHECK and not each.lacking)
    return [each.demand.key for each in checks if each.demand.key in gone]


def _lines(desk: Desk, job: Job, filled: Filled) -> list[tuple[WorkLine | None, str]]:
    """Hours, a part and a cost, as typed; None with how it is written for one that cannot be read."""
    if job.handoff.state is HandoffState.OFFERED:
        return []
    by = desk.policy.partner_name(job.handoff.partner_id)
    typed = [(filled.one(name), *rest) for name, *rest in _WORK]
    return [
        (READERS[command](f"{text} {unit}" if _is_number(text) else text, desk.now, by=by), usage)
        for text, command, unit, usage in typed
        if text
    ]


def _require_read(read: list[tuple[WorkLine | None, str]]) -> None:
    """Refused: `unreadable_arguments`."""
    for line, usage in read:
        if line is None:
            raise Refused("unreadable_arguments", usage=usage)


def _is_number(text: str) -> bool:
    return text.replace(",", ".").replace(".", "", 1).isdigit()


# Field, how it is read, what a bare number means, how it is written.
_WORK = (
    ("hours", "log", "h", "2.5 h"),
    ("part", "part", "", "ABC-12 x1"),
    ("cost", "cost", "kr", "350 kr taxi"),
)


def _shown_here(outcome: Outcome) -> Outcome:
    """Without the mail that would tell them what the page shows."""
    return replace(outcome, notices=tuple(each for each in outcome.notices if each.tell is not Tell.LOGGED))


def _span(desk: Desk, act: str, filled: Filled) -> Span:
    """Refused: `needs_time` for a moment that is none, or has passed."""
    zone = desk.policy.zone
    if act != "eta_at":
        return span_of(act, desk.now.astimezone(zone))
    try:
        at = datetime.fromisoformat(filled.one("at")).replace(tzinfo=zone)
    except ValueError:
        raise Refused("needs_time") from None
    if not desk.now <= at <= desk.now + _FURTHEST:
        raise Refused("needs_time")
    return Span(at)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def by_firm(desk: Desk, handoff: Handoff) -> Actor:
    """Whoever has the mail: the firm that it was written to."""
    name = desk.policy.partner_name(handoff.partner_id)
    return Actor(role=Role.PARTNER, name=name, id=handoff.email)
