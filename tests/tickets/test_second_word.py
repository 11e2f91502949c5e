"""What a rule keeps with us goes out when two dispatchers want it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.tickets.world import DINA, GIVEN, NORD, NOW, POLICY, SOR, at, events, given, live, ticket
from tickets.outcome import Refused
from tickets.parties import Actor, Role
from tickets.policy import Authorisation
from tickets.second_word import agree, choose
from tickets.states import Because
from tickets.timeline import Entry

EVA = Actor(role=Role.DISPATCHER, name="Eva Vakt", id="tg:7009")
OURS = given(policy=replace(POLICY, never_outsource=({"customer": "fjord"},)))


def asked(by: Actor = DINA) -> tuple[Entry, ...]:
    return choose(ticket(), NORD, (), OURS, NOW, by=by).entries


def test_without_a_rule_one_word_is_enough() -> None:
    outcome = choose(ticket(), NORD, (), GIVEN, NOW, by=DINA, because=Because.PEAK)
    assert (live(outcome.ticket).partner_id, live(outcome.ticket).because) == (NORD.id, Because.PEAK)


def test_against_a_rule_another_is_asked() -> None:
    outcome = choose(ticket(), NORD, (), OURS, NOW, by=DINA)
    assert (outcome.ticket.handoffs, events(outcome)) == ((), ["second_asked"])


def test_who_asked_cannot_agree() -> None:
    with pytest.raises(Refused) as refused:
        agree(ticket(), NORD, asked(), OURS, NOW, by=DINA)
    assert refused.value.reason == "needs_another"
    assert events(choose(ticket(), NORD, asked(), OURS, NOW, by=DINA)) == ["second_asked"]


def test_second_word_hands_it_out() -> None:
    for outcome in (
        agree(ticket(), NORD, asked(), OURS, at(11), by=EVA),
        choose(ticket(), NORD, asked(), OURS, at(11), by=EVA),
    ):
        assert (live(outcome.ticket).partner_id, events(outcome)) == (NORD.id, ["second_agreed", "offered"])


def test_a_partner_whose_authorisation_has_ended_gets_it_when_it_is_said_again() -> None:
    ended = replace(NORD, authorised=(Authorisation(brand="jura", until=date(2026, 10, 4)),))
    around = given(policy=replace(POLICY, partners={NORD.id: ended}))
    told = choose(ticket(), ended, (), around, NOW, by=DINA)
    assert (told.ticket.handoffs, told.answer) == ((), "authorisation_expired")
    again = choose(ticket(), ended, told.entries, around, at(11), by=DINA)
    assert live(again.ticket).partner_id == NORD.id
    assert choose(ticket(), SOR, (), around, NOW, by=DINA).answer == "offered"


def test_word_for_one_partner_is_none_for_another() -> None:
    with pytest.raises(Refused) as refused:
        agree(ticket(), SOR, asked(), OURS, NOW, by=EVA)
    assert refused.value.reason == "old_button"


def test_an_old_word_is_no_word_for_a_new_offer() -> None:
    offered = agree(ticket(), NORD, asked(), OURS, at(11), by=EVA).ticket
    back = replace(offered, handoffs=(replace(live(offered), ended_at=at(12)),))
    with pytest.raises(Refused):
        agree(back, NORD, asked(), OURS, at(12), by=EVA)


def test_what_else_is_in_the_way_is_said_to_the_first() -> None:
    with pytest.raises(Refused) as refused:
        choose(ticket(), NORD, (), replace(OURS, reach={}), NOW, by=DINA)
    assert refused.value.reason == "partner_unreachable"
