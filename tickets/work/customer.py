"""The customer's word on a cost, where their contract asks for it: after the desk's yes, before work goes on.

They are asked for the price that they will be billed, and never learn whose work it is. The answer counts
once, for the question it answers; a dispatcher who was told it on the telephone can give it in their stead.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tickets.chains.tree import work_of
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_CUSTOMER, INTERNAL_ONLY, STAFETT, Actor
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry, EntryKind, Message
from tickets.work.approval import agree, is_asked, refuse
from tickets.work.caps import asked_sum, cap_of
from tickets.work.money import Money, find_money, read_money

EXPIRES = timedelta(days=14)  # a link that lies in a mailbox for longer approves nothing


def price_to_ask(ticket: Ticket, handoff: Handoff, given: Given, why: str = "") -> Money | None:
    """What the customer has to approve: the amount that the desk names, else what it has come to.

    None: the contract does not ask for their word on such a price.
    """
    rule = given.known.contract.customer_approval if given.known.contract else None
    if rule is None or given.known.principal is not None:
        return None
    named = find_money(why)
    price = named[0] if named else asked_sum(ticket, handoff, cap_of(handoff, ticket, given))
    above = read_money(rule)
    return price if above is None or not price.fits(above) or price.amount > above.amount else None


def ask(ticket: Ticket, price: Money, now: datetime, *, by: Actor, why: str = "") -> Outcome:
    """Asks the requester. `why`: the desk's words to them, perhaps with the price in it."""
    handoff = ticket.live_handoff
    if handoff is None or not is_asked(handoff):
        raise Refused("no_cost_asked")
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
        "kinds": tuple(dict.fromkeys(line.kind for line in work_of(ticket, asked.seq) if line.cost)),
        "note": note,
        "question": question_of(asked),
        "again": again,
    }
    return Notice(to=Party.REQUESTER, tell=Tell.COST_QUESTION, facts=facts)


def question_of(handoff: Handoff) -> int | None:
    """What names the question that the customer is asked now, in seconds since 1970; None: none."""
    if handoff.price_asked is None or handoff.cost_since is None or not is_asked(handoff):
        return None
    return int(handoff.cost_since.timestamp())


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
    decide = agree if yes else refuse
    return replace(heard.then(decide(ticket, handoff.seq, given, now, by=STAFETT)), answer="thanks")


def in_their_stead(ticket: Ticket, given: Given, now: datetime, *, by: Actor, why: str) -> Outcome:
    """A dispatcher has their yes by other ways and says how. Refused: `customer_asked` without words."""
    handoff = ticket.live_handoff
    if handoff is None or handoff.price_asked is None:
        raise Refused("no_cost_asked")
    if not why.strip():
        raise Refused("customer_asked", number=ticket.number)
    noted = event("cost_yes", by, now, INTERNAL_ONLY, text=f"{handoff.price_asked}: {why}")
    return Outcome(ticket=ticket, entries=(noted,)).then(agree(ticket, handoff.seq, given, now, by=STAFETT))


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
