"""Somebody's first words become a ticket that knows what can be known."""

from dataclasses import replace
from typing import Any

import pytest

from tests.tickets.world import (
    GIVEN,
    KARI,
    KNOWN,
    NORD,
    NOW,
    POLICY,
    REQUESTER,
    STANDARD,
    at,
    given,
    live,
    message,
    target,
    ticket,
    told,
)
from tickets import intake
from tickets.intake import Request
from tickets.known import Known
from tickets.outcome import Outcome, Party, Tell
from tickets.parties import FOR_CUSTOMER
from tickets.policy import Category
from tickets.states import Priority, TargetKind, TicketState
from tickets.ticket import Facts

UNKNOWN = Known()


def request(text: str = "Det renner vann under maskinen.", subject: str = "Hjelp", **changes: Any) -> Request:
    words = message(KARI, text, source="mail:1", proof="new")
    made = Request(
        requester=REQUESTER,
        subject=subject,
        message=words,
        facts=Facts(serial="118-4407"),
        priority=Priority.NORMAL,
    )
    return replace(made, **changes)


def opened(made: Request, known: Known = KNOWN) -> Outcome:
    return intake.open_ticket(made, known, POLICY, NOW)


def test_ticket_knows_whose_it_is_and_what_it_is_about() -> None:
    made = opened(request()).ticket
    assert (made.number, made.state, made.opened_at) == (0, TicketState.NEW, NOW)
    assert (made.customer_id, made.contact_id, made.site_id, made.asset_id) == ("fjord", "kari", "kai", "A-7")
    assert (made.contract_id, made.sla, made.facts.serial) == ("gold", "standard", "118-4407")


def test_first_words_are_the_first_entry() -> None:
    (entry,) = opened(request()).entries
    assert (entry.audience, entry.author, entry.source, entry.proof) == (FOR_CUSTOMER, KARI, "mail:1", "new")
    assert entry.text == "Det renner vann under maskinen."


def test_promises_count_from_the_opening() -> None:
    made = opened(request(priority=Priority.CRITICAL)).ticket
    assert target(made, TargetKind.ACCEPT).due_at == at(10, 30)
    assert {each.handoff for each in made.targets} == {None}


def test_contracts_sla_goes_before_the_default() -> None:
    assert KNOWN.contract is not None
    gold = replace(POLICY, slas={"standard": STANDARD, "gold": replace(STANDARD, name="gold")})
    known = replace(KNOWN, contract=replace(KNOWN.contract, sla="gold"))
    assert intake.open_ticket(request(), known, gold, NOW).ticket.sla == "gold"
    assert intake.open_ticket(request(), UNKNOWN, gold, NOW).ticket.sla == "standard"


def test_requester_and_dispatchers_are_told() -> None:
    outcome = opened(request(relative=900))
    assert told(outcome, Party.REQUESTER) == [Tell.RECEIVED]
    assert told(outcome, Party.DISPATCHERS) == [Tell.OPENED]
    assert outcome.notices[-1].facts == {"relative": 900}


def test_machine_that_writes_gets_no_automatic_answer() -> None:
    outcome = opened(request(automatic=True))
    assert told(outcome, Party.REQUESTER) == []
    assert told(outcome, Party.DISPATCHERS) == [Tell.OPENED]


def test_subject_is_the_problem_when_the_body_is_empty() -> None:
    made = opened(request(" \n", "Kassen er død ")).ticket
    assert (made.subject, made.problem) == ("Kassen er død", "Kassen er død")


def test_first_line_is_the_subject_when_there_is_none() -> None:
    made = opened(request("\n\nMaskinen lekker.\nDet haster.", "")).ticket
    assert (made.subject, made.problem) == ("Maskinen lekker.", "Maskinen lekker.\nDet haster.")


def test_long_first_line_is_cut_between_words() -> None:
    subject = opened(request("ord " * 40, "")).ticket.subject
    assert len(subject) <= 80
    assert subject.endswith("ord…")


def test_photo_alone_has_neither_subject_nor_problem() -> None:
    made = opened(request("", "")).ticket
    assert (made.subject, made.problem) == ("", "")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Kaffemaskinen lekker", "coffee"),
        ("KAFFEMASKIN!", "coffee"),
        ("Сломалась кофемашина", "coffee"),
        ("(kaffemaskin) virker ikke", "coffee"),
        ("Kassen er død", "till"),
        ("Søppelkassen er full", None),
        ("Noe annet", None),
    ],
)
def test_category_is_given_away_by_the_start_of_a_word(text: str, category: str | None) -> None:
    assert opened(request(text), UNKNOWN).ticket.category == category


def test_subject_gives_the_category_away_too() -> None:
    assert opened(request("Den lekker", "Kaffemaskin"), UNKNOWN).ticket.category == "coffee"


def test_first_category_that_fits_is_taken() -> None:
    assert opened(request("Kassen står ved kaffemaskinen"), UNKNOWN).ticket.category == "coffee"


def test_words_with_signs_are_words_not_patterns() -> None:
    odd = replace(POLICY, categories={"odd": Category(id="odd", words=("c++ (x",))})
    assert intake.open_ticket(request("Noe c++ (x) her"), UNKNOWN, odd, NOW).ticket.category == "odd"


def test_machine_goes_before_the_words() -> None:
    assert opened(request("Kassen er død")).ticket.category == "coffee"
    assert opened(request(category="till")).ticket.category == "till"


def test_machine_of_a_category_nobody_configured_leaves_it_to_the_words() -> None:
    assert KNOWN.asset is not None
    known = replace(KNOWN, asset=replace(KNOWN.asset, category="gone"))
    assert opened(request("Kassen er død"), known).ticket.category == "till"


def test_known_customers_ticket_is_handed_off() -> None:
    outcome = intake.hand_off_new(ticket(), GIVEN, NOW)
    assert live(outcome.ticket).partner_id == NORD.id


def test_unknown_customers_ticket_is_the_dispatchers_to_judge() -> None:
    outcome = intake.hand_off_new(ticket(), given(known=UNKNOWN), NOW)
    assert outcome.ticket.live_handoff is None
    assert [(each.tell, each.facts) for each in outcome.notices] == [
        (Tell.NEEDS_DESK, {"reason": "unknown_customer"})
    ]
