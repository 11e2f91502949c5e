"""An incomplete card: what the requester is asked, once, and what their answer completes."""

from dataclasses import replace
from typing import Any

import pytest

from tests.tickets.world import DINA, GIVEN, KNOWN, NOW, POLICY, events, given, ticket, told
from tickets import dispatch, intake, offers
from tickets.asking import Question, answered, vague
from tickets.card_parts import Part
from tickets.given import Given
from tickets.known import Known
from tickets.outcome import Outcome, Party, Tell
from tickets.problem import states_problem
from tickets.register import Asset
from tickets.states import TicketState, WaitReason
from tickets.ticket import Facts, Ticket

NOWHERE = given(known=replace(KNOWN, asset=None, site=None, contact=None))
NOBODY_KNOWS: dict[str, Any] = {"facts": Facts(), "requester": replace(ticket().requester, name=None)}


def offered(around: Given, **changes: Any) -> Outcome:
    return offers.offer_next(ticket(**changes), around, NOW)


def asked_of(outcome: Outcome) -> tuple[str, ...]:
    return outcome.ticket.asked


def test_what_the_requester_can_know_is_asked_and_the_ticket_waits_for_them() -> None:
    outcome = offered(NOWHERE, **NOBODY_KNOWS)
    assert asked_of(outcome) == (Question.MACHINE, Question.ADDRESS, Question.PERSON, Question.ACCESS)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.CUSTOMER)
    assert told(outcome, Party.REQUESTER) == [Tell.ASKED]
    assert events(outcome) == ["asked"]


def test_the_desk_hears_all_that_lacks_and_what_was_asked() -> None:
    outcome = offered(given(known=replace(NOWHERE.known, contract=None)), **NOBODY_KNOWS)
    (incomplete,) = [each for each in outcome.notices if each.tell is Tell.INCOMPLETE]
    assert incomplete.facts["missing"] == tuple(part for part in Part if part is not Part.DEMANDS)
    assert incomplete.facts["asked"] == asked_of(outcome)


def test_what_only_the_desk_can_know_asks_nobody_else() -> None:
    outcome = offered(given(known=replace(KNOWN, contract=None)))
    assert (asked_of(outcome), outcome.ticket.state) == ((), TicketState.NEW)
    assert told(outcome, Party.DISPATCHERS) == [Tell.INCOMPLETE]


def test_they_are_asked_once() -> None:
    once = offered(NOWHERE, **NOBODY_KNOWS).ticket
    again = offers.offer_next(replace(once, asked=(), state=TicketState.NEW), NOWHERE, NOW)
    assert told(again, Party.REQUESTER) == []
    assert told(again, Party.DISPATCHERS) == [Tell.INCOMPLETE]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Se vedlegg!",
        "см. вложение",
        "See attached.",
        "Se bilaga",
        "Hei",
        "Hjelp!!",
        "…",
        "Se bilde",
        "Hei, se vedlagt bilde. Mvh Kari",
        "Hei Ola!\nRing meg\n\nMed vennlig hilsen\nKari Nordmann\nKafé Solsikken, +47 912 34 567",
        "Hej, se bifogad bild. Vänliga hälsningar Åsa",
        "Hej, kan I ringe til mig? Venlig hilsen Bo",
        "Здравствуйте! Перезвоните мне, пожалуйста. С уважением, Иван",
        "Hi, please see attached. Thanks",
        "Please call me. Best regards, Tom",
    ],
)
def test_a_problem_that_says_nothing_is_asked_for(words: str) -> None:
    assert not states_problem(words)
    assert asked_of(offered(given(), problem=words)) == (Question.PROBLEM,)


@pytest.mark.parametrize(
    "words",
    [
        "Lekker",
        "Feil 8",
        "Не печатает",
        "Se vedlegg, den lekker",
        "ERR-41",
        "Hei, maskinen står. Mvh Kari",
        "Hei heisen står",
        "Bildet viser at pumpa er sprukket",
        "Best would be a new pump",
        "Ring meg, det renner vann!",
    ],
)
def test_few_words_can_state_a_problem(words: str) -> None:
    assert states_problem(words)


def after(text: str, facts: Facts | None = None, known: Known | None = None) -> Ticket:
    waiting = offered(NOWHERE, **NOBODY_KNOWS).ticket
    return answered(waiting, text, facts or Facts(), known or Known(), NOWHERE)


def test_what_was_understood_completes_the_card() -> None:
    facts = Facts(serial="118-4407", site_address="Kaigata 1", contact_name="Per", access="Kode 4471")
    complete = after("…", facts)
    assert (complete.facts, complete.asked) == (facts, ())
    sent = offers.offer_next(complete, given(known=replace(NOWHERE.known, customer=KNOWN.customer)), NOW)
    assert sent.ticket.state in (TicketState.HANDED_OFF, TicketState.WAITING)


def test_a_machine_of_the_register_brings_its_site() -> None:
    asset = Asset(id="A-7", site_id="kai")
    assert after("A-7", known=Known(asset=asset)).site_id == "kai"
    assert after("A-7", known=Known(asset=asset)).asset_id == "A-7"


def test_numbered_answers_are_put_where_they_were_asked() -> None:
    told_ = after("1. den røde i gangen\n2) Kaigata 1, Oslo\n3: Per i resepsjonen\n4 - bare å gå inn")
    assert dict(told_.filled) == {"equipment": "den røde i gangen"}
    assert (told_.facts.site_address, told_.facts.contact_name) == ("Kaigata 1, Oslo", "Per i resepsjonen")
    assert told_.facts.access == "bare å gå inn"


def test_what_an_answer_leaves_out_stays_as_it_was() -> None:
    asks = (Question.PROBLEM.value, Question.ADDRESS.value)
    told_ = answered(replace(ticket(), asked=asks), "2. Kaigata 1", Facts(), Known(), NOWHERE)
    assert (told_.problem, told_.facts.site_address) == (ticket().problem, "Kaigata 1")


def test_a_machine_of_the_register_brings_its_contract_where_none_is_known() -> None:
    found = Known(asset=Asset(id="A-7", site_id="kai"), contract=KNOWN.contract)
    assert after("A-7", known=found).contract_id == "gold"
    theirs = answered(ticket(contract_id="silver", asset_id=None), "A-7", Facts(), found, NOWHERE)
    assert theirs.contract_id == "silver"


def test_what_was_understood_counts_before_the_order_of_lines() -> None:
    facts = Facts(access="Kode 4471")
    assert after("4. Per har kode 4471", facts).facts.access == "Kode 4471"


def test_the_answer_to_a_single_question_is_all_of_it() -> None:
    around = given(known=replace(KNOWN, site=replace(KNOWN.site, access=None) if KNOWN.site else None))
    waiting = offered(around).ticket
    assert waiting.asked == (Question.ACCESS,)
    complete = answered(waiting, "Ingen kode,\nbare ring på.", Facts(), Known(), around)
    assert complete.facts.access == "Ingen kode,\nbare ring på."
    assert told(offers.offer_next(complete, around, NOW), Party.PARTNER) == [Tell.CARD]


def test_what_the_ticket_knew_is_not_overwritten() -> None:
    waiting = replace(offered(NOWHERE, **NOBODY_KNOWS).ticket, facts=Facts(serial="118-4407"))
    assert answered(waiting, "…", Facts(serial="X-1"), Known(), NOWHERE).facts.serial == "118-4407"


def test_a_dispatcher_may_fill_what_nobody_answered() -> None:
    around = given(known=replace(KNOWN, site=replace(KNOWN.site, access=None) if KNOWN.site else None))
    waiting = offered(around).ticket
    filled = dispatch.fill(waiting, Part.CONTACT, "none", NOW, by=DINA).ticket
    assert told(offers.offer_next(filled, around, NOW), Party.PARTNER) == [Tell.CARD]


def test_who_tells_nothing_a_route_could_go_by_is_asked() -> None:
    said = ticket(category=None, problem="Hei, se vedlagt", facts=Facts())
    outcome = intake.hand_off_new(said, given(policy=replace(POLICY, routes=())), NOW)
    assert outcome.ticket.asked == (Question.PROBLEM, Question.MACHINE)
    assert told(outcome, Party.DISPATCHERS) == [Tell.POST_CHANGED, Tell.INCOMPLETE]


def test_a_problem_that_no_route_knows_is_the_desks() -> None:
    said = ticket(category=None, problem="Porten går ikke ned")
    outcome = intake.hand_off_new(said, given(policy=replace(POLICY, routes=())), NOW)
    assert (outcome.ticket.asked, told(outcome, Party.DISPATCHERS)) == ((), [Tell.NEEDS_DESK])


def test_an_answer_in_one_piece_says_what_is_wrong_and_of_what_kind_it_is() -> None:
    asked = vague(ticket(category=None, problem="se vedlagt", facts=Facts()), POLICY, NOW).ticket
    changed = answered(asked, "Kaffemaskinen i butikken lekker.", Facts(), Known(), GIVEN)
    assert (changed.category, changed.problem) == ("coffee", "Kaffemaskinen i butikken lekker.")
