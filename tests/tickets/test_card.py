"""The card has its six parts, each from the best source there is."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.tickets.world import KNOWN, NOW, POLICY, at, handed_off, live
from tickets.card import Card, build_card
from tickets.card_parts import Part
from tickets.known import Known, PastJob
from tickets.states import HandoffState
from tickets.ticket import Facts, Ticket


def card(made: Ticket | None = None, known: Known = KNOWN) -> Card:
    made = made or handed_off()
    return build_card(made, live(made), known, POLICY)


def test_known_machine_makes_a_whole_card() -> None:
    made = card()
    assert (made.is_complete, made.missing) == (True, ())
    there, costs = made.equipment, made.costs
    assert (there.machine, there.serial, there.address) == ("Jura X8", "118-4407", "Kaigata 1")
    assert (made.terms.contract, costs.approved_parts, costs.cap) == ("Gull", "Pakninger", "2000 NOK")


def test_card_names_the_principal_and_the_job() -> None:
    made = card()
    assert (made.principal, made.number, made.seq) == ("Nordlys Service", 1001, 1)
    assert made.problem == "Det renner vann under maskinen."


def test_demands_are_the_contracts_and_the_categorys() -> None:
    assert KNOWN.contract is not None
    strict = replace(KNOWN, contract=replace(KNOWN.contract, checklist=("HMS-kort",)))
    assert card(known=strict).demands.steps == ("HMS-kort", "Foto etter")


def test_what_the_requester_told_goes_before_the_register() -> None:
    told = Facts(
        serial="NEW-1",
        site_address="Torget 2",
        postal_code="5003",
        city="Bergen",
        contact_name="Liv",
        contact_phone="+4790000000",
        access="Bakdør",
        window_start=NOW,
        reference="PO-9",
    )
    made = card(handed_off(facts=told))
    there = made.equipment
    assert (there.serial, there.address) == ("NEW-1", "Torget 2")
    assert (there.postal_code, there.city) == ("5003", "Bergen")
    assert (made.contact.name, made.contact.phone, made.contact.access) == ("Liv", "+4790000000", "Bakdør")
    assert (made.terms.window_start, made.terms.reference) == (NOW, "PO-9")


def test_requester_is_the_contact_when_nobody_else_is_named() -> None:
    made = card()
    assert (made.contact.name, made.contact.phone) == ("Kari Berg", "+4791234567")


def test_card_shows_the_times_to_keep() -> None:
    made = card()
    dues: list[datetime | None] = [made.terms.accept_by, made.terms.on_site_by, made.terms.resolve_by]
    assert dues == [at(14), at(10, day=8), at(10, day=12)]


def test_machine_without_earlier_jobs_has_a_history_that_says_so() -> None:
    past = PastJob(number=900, at=at(9, day=1), subject="Avkalking", outcome="Ferdig", partner="nord-elektro")
    assert card().history == ()
    assert card(known=replace(KNOWN, history=(past,))).history == (past,)


def test_another_partners_words_about_an_earlier_job_are_not_on_the_card() -> None:
    told = "Faktura 12 400 kr. Ring Per 912 34 567"
    past = PastJob(
        number=900, at=at(9, day=1), subject="Avkalking", outcome=told, partner="syd-kyl", done=("ABC-12",)
    )
    (shown,) = card(known=replace(KNOWN, history=(past,))).history
    assert shown.outcome == "ABC-12"


@pytest.mark.parametrize("part", Part)
def test_typed_part_stands_for_the_missing_one(part: Part) -> None:
    bare = Known()
    made = replace(handed_off(), facts=Facts(), filled=((part.value, "none"),))
    shown = build_card(made, live(made), bare, POLICY)
    assert shown.filled == {part: "none"}
    assert part not in shown.missing


def test_nothing_known_lacks_everything_but_the_categorys_demands() -> None:
    made = replace(handed_off(), facts=Facts())
    assert set(build_card(made, live(made), Known(), POLICY).missing) == set(Part) - {Part.DEMANDS}


def test_empty_problem_is_no_card() -> None:
    made = replace(handed_off(), problem=" ")
    assert not build_card(made, live(made), KNOWN, POLICY).is_complete


def test_rejection_stands_on_the_card_while_it_is_reworked() -> None:
    assert card(handed_off(HandoffState.REWORK)).note == "Drypper"
    assert card(handed_off(HandoffState.WAITING)).note is None


def test_serial_alone_identifies_a_machine_the_register_lacks() -> None:
    missing = card(known=replace(KNOWN, asset=None)).missing
    assert Part.EQUIPMENT not in missing
    assert Part.HISTORY in missing


def test_unknown_category_demands_nothing_of_its_own() -> None:
    made = handed_off()
    assert build_card(made, live(made), KNOWN, replace(POLICY, categories={})).missing == (Part.DEMANDS,)
