"""Writing work down on a job, and the answers to what passes its cap (S36)."""

from dataclasses import replace
from datetime import datetime

from tickets.card import build_card
from tickets.given import Given
from tickets.moves import event, whoever_has_it
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor, Role
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Message
from tickets.work import customer
from tickets.work.approval import AT_WORK, agree, is_asked, question_of, refuse, stop
from tickets.work.caps import asked_sum, cap_of, caps_over
from tickets.work.lines import WorkLine, said
from tickets.work.parts import is_approved
from tickets.work.yes_or_no import yes_or_no

__all__ = ["AT_WORK", "decide_below", "decide_cost", "in_words", "told_at_once", "write_down"]


def write_down(
    ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor
) -> Outcome:
    """The line is on the job. Passing a cap puts the job to rest until whoever it is from has said yes or no.

    Refused: `ended` when the job is no longer this partner's, `not_now` before it is accepted,
    `wrong_currency` (facts: `amount`, `currency`) for an amount that a cap cannot count.
    """
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if handoff.state is HandoffState.OFFERED:
        raise Refused("not_now", state=handoff.state)
    _require_countable(line, handoff, ticket, given)
    may_be_used = build_card(ticket, handoff, given.known, given.policy).costs.approved_parts
    line = replace(line, approved=is_approved(line, may_be_used))
    written = replace(handoff, work=(*handoff.work, line))
    entry = event("work", by, now, FOR_PARTNER, handoff=seq, text=said(line))
    payer = None if line.payer_settled else line.payer  # their words' alone: the desk's word is its own
    noted: dict[str, object] = {"what": said(line), "key": line.key, "payer": payer}
    outcome = Outcome(
        ticket=ticket.with_handoff(written),
        entries=(entry,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.PARTNER, tell=Tell.LOGGED, handoff=seq, facts=noted),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="recorded",
    )
    return outcome.then(stop(outcome.ticket, seq, given, now, by=by))


def _require_countable(line: WorkLine, handoff: Handoff, ticket: Ticket, given: Given) -> None:
    for cap in caps_over(handoff, ticket, given) if line.cost is not None else ():
        if line.cost is not None and not line.cost.fits(cap):
            raise Refused("wrong_currency", amount=str(line.cost), currency=cap.currency)


def told_at_once(written: Outcome) -> Outcome:
    """Several lines of one message, where each notice is a mail: one says what is noted, and of questions
    only the last one, which has the sum, is asked."""
    logged = tuple(each.facts for each in written.notices if each.tell is Tell.LOGGED)
    last = {(each.to, each.tell, each.handoff): each for each in written.notices}
    notices = (
        replace(each, facts={**each.facts, "lines": logged}) if each.tell is Tell.LOGGED else each
        for each in last.values()
    )
    return replace(written, notices=tuple(notices))


def decide_cost(
    ticket: Ticket, given: Given, now: datetime, *, by: Actor, yes: bool, why: str = ""
) -> Outcome:
    """A dispatcher's answer to a cost above the cap: go on with it, or do no more than the cap allows.

    Where the contract asks for the customer's word the first yes asks them; a second one, with words, says
    that they have said yes otherwise.
    Refused: `nobody_has_it`, `no_cost_asked`, `customer_asked`.
    """
    handoff = whoever_has_it(ticket)
    if yes and is_asked(handoff):
        if handoff.price_asked is not None:
            return customer.in_their_stead(ticket, given, now, by=by, why=why)
        if (price := customer.price_to_ask(ticket, handoff, given, why)) is not None:
            return customer.ask(ticket, price, now, by=by, why=why)
    answer = agree if yes else refuse
    return answer(ticket, handoff.seq, given, now, by=by, why=why)


def in_words(
    ticket: Ticket, seq: int, question: int, message: Message, given: Given, now: datetime
) -> Outcome | None:
    """The partner's words about the cost of its subcontractor, which answer that question; None: neither a
    clear yes nor a clear no.

    Refused: `sum_changed` (facts: `partner`, `amount`) once it has come to more, and as `decide_below`.
    """
    yes, child = yes_or_no(message.text), ticket.handoff(seq)
    if yes is None or message.attachments:
        return None
    if is_asked(child) and question_of(child) != question:
        amount = asked_sum(ticket, child, cap_of(child, ticket, given))
        raise Refused("sum_changed", partner=given.partner_name(child.partner_id), amount=str(amount))
    return decide_below(ticket, seq, given, now, by=message.author, yes=yes)


def decide_below(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, yes: bool) -> Outcome:
    """A partner's answer to the cost of the subcontractor to which it has handed on.

    Refused: `no_cost_asked`, `sub_ended`.
    """
    child = ticket.handoff(seq)
    if not child.is_live:
        raise Refused("sub_ended", partner=given.partner_name(child.partner_id))
    answer = agree if yes else refuse
    return answer(ticket, seq, given, now, by=replace(by, role=Role.PRINCIPAL))
