"""What of a card a technician must hear of when it changes: the job itself, not how far it is."""

import hashlib
from collections.abc import Mapping

from tickets.card import Card, Part

PROBLEM = "problem"


def essence(card: Card) -> dict[str, str]:
    """A short mark of each part (and of the ``problem``) that differs when the part says something else.

    States, evidence, hours and deadlines are no part of it: the technician has brought them, or is reminded.
    """
    said: dict[str, tuple[object, ...]] = {
        PROBLEM: (card.subject, card.problem, card.priority),
        Part.EQUIPMENT: (
            *(card.machine, card.serial, card.asset_id, card.customer, card.site, card.location),
            *(card.address, card.postal_code, card.city),
        ),
        Part.CONTACT: (card.contact_name, card.contact_phone, card.access),
        Part.TERMS: (card.contract, card.terms, card.window_start, card.window_end, card.reference),
        Part.DEMANDS: (card.demands, tuple(each.demand.key for each in card.evidence)),
        Part.PARTS: (card.approved_parts, card.cost_cap),
        Part.HISTORY: (),
    }
    typed = {part.value: text for part, text in card.filled.items()}
    return {str(part): _mark((*facts, typed.get(str(part)))) for part, facts in said.items()}


def changed(before: Mapping[str, str], card: Card) -> tuple[str, ...]:
    """The parts that say something else than they did, by name."""
    return tuple(part for part, mark in essence(card).items() if before.get(part) != mark)


def _mark(facts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(tuple(map(str, facts))).encode()).hexdigest()[:16]
