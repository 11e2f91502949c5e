"""What of a card a technician must hear of when it changes: the job itself, not how far it is."""

import hashlib
from collections.abc import Mapping

from tickets.card import Card
from tickets.card_parts import Part

PROBLEM = "problem"


def essence(card: Card) -> dict[str, str]:
    """A short mark of each part (and of the ``problem``) that differs when the part says something else.

    States, evidence, hours and deadlines are no part of it: the technician has brought them, or is reminded.
    """
    equipment, contact, terms, costs = card.equipment, card.contact, card.terms, card.costs
    said: dict[str, tuple[object, ...]] = {
        PROBLEM: (card.subject, card.problem, card.priority),
        Part.EQUIPMENT: (
            *(equipment.machine, equipment.serial, equipment.asset_id),
            *(equipment.customer, equipment.site, equipment.location),
            *(equipment.address, equipment.postal_code, equipment.city),
        ),
        Part.CONTACT: (contact.name, contact.phone, contact.access),
        Part.TERMS: (terms.contract, terms.text, terms.window_start, terms.window_end, terms.reference),
        Part.DEMANDS: (card.demands.steps, tuple(each.demand.key for each in card.demands.evidence)),
        Part.PARTS: (costs.approved_parts, costs.cap),
        Part.HISTORY: (),
    }
    typed = {part.value: text for part, text in card.filled.items()}
    return {str(part): _mark((*facts, typed.get(str(part)))) for part, facts in said.items()}


def changed(before: Mapping[str, str], card: Card) -> tuple[str, ...]:
    """The parts that say something else than they did, by name."""
    return tuple(part for part, mark in essence(card).items() if before.get(part) != mark)


def _mark(facts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(tuple(map(str, facts))).encode()).hexdigest()[:16]
