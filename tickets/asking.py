"""An incomplete card: the requester is asked once for what they know, and the answer completes it (S11)."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum

from tickets.card import Card
from tickets.card_parts import Part
from tickets.categories import category_of
from tickets.given import Given
from tickets.known import Known
from tickets.moves import enter, event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_CUSTOMER, STAFETT
from tickets.policy import Policy
from tickets.problem import states_problem
from tickets.states import TicketState, WaitReason
from tickets.ticket import Facts, Ticket


class Question(StrEnum):
    """What a requester can be asked. The desk's own parts of a card they cannot know."""

    PROBLEM = "problem"  # what is wrong
    MACHINE = "machine"  # which one it is
    ADDRESS = "address"  # where it stands
    PERSON = "person"  # whom to ask for, and their number
    ACCESS = "access"  # how to get in


class Incomplete(Refused):
    """A card that cannot be sent, as a refusal of the verb that would send it."""

    def __init__(self, card: Card) -> None:
        super().__init__("incomplete", missing=card.missing, problem=card.states_problem)
        self.card = card


_ITEM = re.compile(r"\s*(?P<number>[1-9])\s*[.):\-–]\s*(?P<words>\S.*)")


def questions(card: Card) -> tuple[Question, ...]:
    """What the requester may know of what lacks."""
    lacks_equipment, lacks_contact = Part.EQUIPMENT in card.missing, Part.CONTACT in card.missing
    asked = {
        Question.PROBLEM: not card.states_problem,
        Question.MACHINE: lacks_equipment and not (card.equipment.asset_id or card.equipment.serial),
        Question.ADDRESS: lacks_equipment and not (card.equipment.address or card.equipment.site),
        Question.PERSON: lacks_contact
        and not (card.contact.name or card.contact.phone or card.contact.through_us),
        Question.ACCESS: lacks_contact and not card.contact.access,
    }
    return tuple(question for question, lacks in asked.items() if lacks)


def incomplete(ticket: Ticket, card: Card, policy: Policy, now: datetime) -> Outcome:
    """The card cannot go: the desk hears what lacks; the requester is asked what they know, once."""
    asks = questions(card) if ticket.asked_at is None else ()
    return _asks(ticket, asks, card.missing, policy, now, problem=card.states_problem)


def is_vague(ticket: Ticket) -> bool:
    """Whether nothing tells what it is about ("Help! See the picture"), and nobody has been asked."""
    return ticket.category is None and ticket.asked_at is None and not states_problem(ticket.problem)


def vague(ticket: Ticket, policy: Policy, now: datetime) -> Outcome:
    """No route can go by what was said: the requester is asked what it is about."""
    has_machine = ticket.asset_id is not None or ticket.facts.serial is not None
    asks = (Question.PROBLEM,) if has_machine else (Question.PROBLEM, Question.MACHINE)
    return _asks(ticket, asks, (), policy, now, problem=False)


def _asks(
    ticket: Ticket,
    asks: tuple[Question, ...],
    missing: tuple[Part, ...],
    policy: Policy,
    now: datetime,
    *,
    problem: bool,
) -> Outcome:
    facts: dict[str, object] = {"missing": missing, "problem": problem, "asked": asks}
    desk = Notice(to=Party.DISPATCHERS, tell=Tell.INCOMPLETE, facts=facts)
    if not asks:
        return Outcome(ticket=ticket, notices=(desk,))
    waiting = enter(ticket, TicketState.WAITING, policy, now, WaitReason.CUSTOMER)
    return Outcome(
        ticket=replace(waiting, asked=asks, asked_at=now),
        entries=(event("asked", STAFETT, now, FOR_CUSTOMER, text=", ".join(asks)),),
        notices=(
            Notice(to=Party.REQUESTER, tell=Tell.ASKED, facts={"questions": asks}),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            desk,
        ),
    )


def answered(ticket: Ticket, text: str, told: Facts, found: Known, given: Given) -> Ticket:
    """The ticket with what the answer tells: by what was understood of it, else by the answer's own order.

    `found` is what the register has for what they named. What the ticket knew already stays.
    """
    asks = ticket.asked
    ticket = replace(
        ticket,
        asked=(),
        facts=_filled(ticket.facts, told),
        category=ticket.category or category_of(found.asset, text, given.policy),
    )
    if found.asset is not None and ticket.asset_id is None:
        ticket = replace(ticket, asset_id=found.asset.id, site_id=ticket.site_id or found.asset.site_id)
        if ticket.contract_id is None and found.contract is not None:
            ticket = replace(ticket, contract_id=found.contract.id)
    words = _by_number(text, asks)
    for question in asks:
        ticket = _with(ticket, question, words.get(question, ""), given)
    return ticket


def _by_number(text: str, asks: Sequence[str]) -> dict[str, str]:
    """An answer's words by question: its numbered lines, or all of it where only one was asked. Without a
    number it is what is wrong."""
    if len(asks) == 1:
        return {asks[0]: text.strip()}
    items = [item for line in text.splitlines() if (item := _ITEM.fullmatch(line))]
    if not items and Question.PROBLEM in asks and states_problem(text):
        return {Question.PROBLEM: text.strip()}  # an answer in one piece tells what is wrong, among the rest
    return {
        asks[int(item["number"]) - 1]: item["words"] for item in items if int(item["number"]) <= len(asks)
    }


def _with(ticket: Ticket, question: str, words: str, given: Given) -> Ticket:
    """Their own words, where nothing was understood of them."""
    if not words:
        return ticket
    match question:
        case Question.PROBLEM:
            return replace(ticket, problem=words)
        case Question.MACHINE if ticket.asset_id is None and ticket.facts.serial is None:
            return _type(ticket, Part.EQUIPMENT, words)
        case Question.ADDRESS if ticket.facts.site_address is None:
            return replace(ticket, facts=replace(ticket.facts, site_address=words))
        case Question.PERSON if ticket.facts.contact_name is None and ticket.facts.contact_phone is None:
            return replace(ticket, facts=replace(ticket.facts, contact_name=words))
        case Question.ACCESS if ticket.facts.access is None:
            return replace(ticket, facts=replace(ticket.facts, access=words))
    return ticket


def _type(ticket: Ticket, part: Part, words: str) -> Ticket:
    others = tuple((name, text) for name, text in ticket.filled if name != part.value)
    return replace(ticket, filled=(*others, (part.value, words)))


def _filled(known: Facts, told: Facts) -> Facts:
    new = {
        field.name: getattr(told, field.name) for field in fields(Facts) if getattr(known, field.name) is None
    }
    return replace(known, **new)
