"""The customer's word on a cost, where their contract asks for it: after the desk's yes, before work goes on.

They are asked for the price that they will be billed: what the maker, a chain or we ourselves pay is no
question to them, and they never learn whose work it is. The answer counts once, for the question it answers;
a dispatcher who was told it on the telephone can give it in their stead.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from tickets.given import Given
from tickets.moves import event
from tickets.muting import require_heard
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import CUSTOMERS_SIDE, FOR_CUSTOMER, INTERNAL_ONLY, STAFETT, Actor
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry, EntryKind, Message
from tickets.work import approval
from tickets.work.approval import agree, ask_again, is_asked, refuse
from tickets.work.caps import asked_sum, cap_of, cap_on_card
from tickets.work.lines import WorkKind, total
from tickets.work.money import Money, find_money, read_money
from tickets.work.shares import customers_lines

EXPIRES = timedelta(days=14)  # a link that lies in a mailbox for longer approves nothing


def price_to_ask(ticket: Ticket, handoff: Handoff, given: Given, why: str = "") -> Money | None:
    """What the customer has to approve: the amount that the desk names, else what their part has come to.

    None: the contract does not ask for their word on such a price, or they have given it.
    """
    rule = given.known.contract.customer_approval if given.known.contract else None
    if rule is None or given.known.principal is not None:
        return None
    part, named = their_part(ticket, handoff, given), find_money(why)
    price, limit = named[0] if named else part, read_money(rule)
    limits = (
        (Money(Decimal(0), part.currency), part),
        (cap_on_card(handoff, ticket, given) if limit is None else None, part),
        (limit, price),
        (read_money(handoff.price_agreed), part),
    )
    return price if all(above is None or _is_above(told, above) for above, told in limits) else None


def their_part(ticket: Ticket, handoff: Handoff, given: Given) -> Money:
    """What the customer pays of it, in the cap's currency."""
    lines = customers_lines(ticket, handoff.seq, given.known, given.policy)
    return total(lines, asked_sum(ticket, handoff, cap_of(handoff, ticket, given)))


def _is_above(price: Money, limit: Money) -> bool:
    """Amounts that cannot be compared are asked about."""
    return not price.fits(limit) or price.amount > limit.amount


def kinds_asked(ticket: Ticket, given: Given) -> tuple[WorkKind, ...]:
    """What the price that the customer is asked about is for."""
    live = ticket.live_handoff
    lines = customers_lines(ticket, live.seq, given.known, given.policy) if live else ()
    return tuple(dict.fromkeys(line.kind for line in lines if line.cost))


def lapsed(was: Ticket, ticket: Ticket, given: Given) -> Outcome:
    """The sum that the customer is asked about has changed: no answer counts, and the desk is asked again."""
    before, now = was.live_handoff, ticket.live_handoff
    if before is None or now is None or now.price_asked is None or not is_asked(now):
        return Outcome(ticket=ticket)
    if their_part(was, before, given) == their_part(ticket, now, given):
        return Outcome(ticket=ticket)
    return ask_again(ticket.with_handoff(replace(now, price_asked=None)), now.seq, given)


def ask(ticket: Ticket, price: Money, now: datetime, *, by: Actor, why: str = "") -> Outcome:
    """Asks the requester. `why`: the desk's words to them, perhaps with the price in it. Refused: `muted`."""
    handoff = ticket.live_handoff
    if handoff is None or not is_asked(handoff):
        raise Refused("no_cost_asked")
    require_heard(ticket, CUSTOMERS_SIDE)
    words = (find_money(why) or (None, why))[1].strip()
    asked = replace(handoff, price_asked=str(price), cost_since=now)
    text = ": ".join(filter(None, (str(price), words)))
    return Outcome(
        ticket=ticket.with_handoff(asked),
        entries=(event("customer_asked", by, now, FOR_CUSTOMER, text=text),),
        notices=(
            _question(ticket, asked, note=words),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="customer_asked",
    )


def asks_again(ticket: Ticket, handoff: Handoff) -> Notice:
    """The same question once more: an answer to either of the two counts."""
    return _question(ticket, handoff, again=True)


def _question(ticket: Ticket, asked: Handoff, *, note: str = "", again: bool = False) -> Notice:
    facts: dict[str, object] = {
        "amount": asked.price_asked,
        "note": note,
        "question": question_of(asked),
        "again": again,
    }
    return Notice(to=Party.REQUESTER, tell=Tell.COST_QUESTION, facts=facts)


def question_of(handoff: Handoff) -> int | None:
    """What names the question that the customer is asked now, in seconds since 1970; None: none."""
    return approval.question_of(handoff) if handoff.price_asked is not None else None


def open_question(ticket: Ticket, question: int, now: datetime) -> Handoff | None:
    """The handoff about whose cost that question still is; None when it is answered, changed or too old."""
    handoff = ticket.live_handoff
    if handoff is None or handoff.cost_since is None or question_of(handoff) != question:
        return None
    return handoff if now < handoff.cost_since + EXPIRES else None


def answers(
    ticket: Ticket,
    question: int,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    yes: bool,
    message: Message | None = None,
) -> Outcome:
    """The requester's yes or no, by button, link or in words (`message`), which no partner hears.

    Refused: `question_over` when it is answered, has changed, or is too old.
    """
    handoff = open_question(ticket, question, now)
    if handoff is None:
        raise Refused("question_over")
    name, price = "cost_yes" if yes else "cost_no", handoff.price_asked or ""
    said = () if message is None else (_said(message),)
    facts: dict[str, object] = {"event": name, "by": by.name, "note": price}
    heard = Outcome(
        ticket=ticket,
        entries=(*said, event(name, by, now, FOR_CUSTOMER, text=price)),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),),
    )
    if message is not None:
        noted = Notice(to=Party.REQUESTER, tell=Tell.COST_NOTED, facts={"yes": yes, "amount": price})
        heard = replace(heard, notices=(*heard.notices, noted))
    decided = (agree if yes else refuse)(
        _agreed(ticket, handoff) if yes else ticket, handoff.seq, given, now, by=STAFETT
    )
    return replace(heard.then(decided), answer="thanks")


def in_their_stead(ticket: Ticket, given: Given, now: datetime, *, by: Actor, why: str) -> Outcome:
    """A dispatcher has their yes by other ways and says how. Refused: `customer_asked` without words."""
    handoff = ticket.live_handoff
    if handoff is None or handoff.price_asked is None:
        raise Refused("no_cost_asked")
    if not why.strip():
        raise Refused("customer_asked", number=ticket.number)
    noted = event("cost_yes", by, now, INTERNAL_ONLY, text=f"{handoff.price_asked}: {why}")
    agreed = agree(_agreed(ticket, handoff), handoff.seq, given, now, by=STAFETT)
    return Outcome(ticket=ticket, entries=(noted,)).then(agreed)


def _agreed(ticket: Ticket, handoff: Handoff) -> Ticket:
    return ticket.with_handoff(replace(handoff, price_agreed=handoff.price_asked))


def unclear(ticket: Ticket, message: Message) -> Outcome:
    """Words that answer the question and are no clear yes or no of whoever may say it: a dispatcher looks."""
    entry = _said(message)
    heard = Notice(to=Party.DISPATCHERS, tell=Tell.HEARD, entry=entry, facts={"partner": None})
    look = Notice(to=Party.DISPATCHERS, tell=Tell.COST_UNCLEAR)
    return Outcome(ticket=ticket, entries=(entry,), notices=(heard, look), answer="recorded")


def _said(message: Message) -> Entry:
    return Entry(
        kind=EntryKind.MESSAGE,
        at=message.at,
        author=message.author,
        audience=FOR_CUSTOMER,
        text=message.text,
        attachments=message.attachments,
        source=message.source,
        proof=message.proof,
        identity=message.identity,
    )
