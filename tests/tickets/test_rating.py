"""What we think of a partner's work: of approved work only, for us only, and a tie-breaker."""

from dataclasses import replace
from typing import Any

import pytest

from tests.tickets.chains import chain
from tests.tickets.world import DINA, GIVEN, NORD, NOW, POLICY, SOR, at, given, handed_off, ticket
from tickets import rating
from tickets.known import Rated
from tickets.outcome import Outcome, Party, Refused
from tickets.parties import INTERNAL_ONLY
from tickets.policy import Route
from tickets.routing import ranked
from tickets.states import HandoffState
from tickets.ticket import Ticket

APPROVED = handed_off(HandoffState.APPROVED)


def rated(words: str, of: Ticket = APPROVED) -> Outcome:
    return rating.rate(of, rating.read(words, of), GIVEN, at(12), by=DINA)


def test_approved_work_is_rated_with_a_word_for_why() -> None:
    outcome = rated("4 ryddig arbeid")
    handoff = outcome.ticket.handoff(1)
    assert (handoff.rating, handoff.rating_note, outcome.ticket.csat) == (4, "ryddig arbeid", None)
    assert (outcome.entries[0].event, outcome.entries[0].text) == ("rated", "4/5: ryddig arbeid")


def test_only_we_hear_of_a_rating() -> None:
    outcome = rated("1 sølte")
    assert {entry.audience for entry in outcome.entries} == {INTERNAL_ONLY}
    assert {notice.to for notice in outcome.notices} == {Party.DISPATCHERS}


def test_second_rating_counts_and_keeps_the_word_it_does_not_say_anew() -> None:
    again = rated("2", rated("4 ryddig").ticket)
    assert (again.ticket.handoff(1).rating, again.ticket.handoff(1).rating_note) == (2, "ryddig")
    assert (rated("2", again.ticket).answer, rated("2", again.ticket).entries) == ("already", ())


@pytest.mark.parametrize("words", ["", "0", "6", "-1", "45", "bra", "4.5", "²", "nord-elektro"])
def test_what_is_no_number_from_1_to_5_is_refused(words: str) -> None:
    with pytest.raises(Refused, match="bad_rating"):
        rated(words)


@pytest.mark.parametrize("state", [each for each in HandoffState if each is not HandoffState.APPROVED])
def test_work_that_is_not_approved_is_not_rated(state: HandoffState) -> None:
    with pytest.raises(Refused, match="nothing_to_rate"):
        rated("5", handed_off(state))


def test_each_partner_of_a_chain_has_a_rating_of_its_own() -> None:
    top = replace(APPROVED.handoff(1), partner_id="alfa")
    below = replace(top, seq=2, partner_id="beta", parent=1)
    both = ticket(handoffs=(top, below))
    named, unnamed = rated("beta 2 sen", both).ticket, rated("5/5", both).ticket
    assert [each.rating for each in named.handoffs] == [None, 2]
    assert [each.rating for each in unnamed.handoffs] == [5, None]
    assert "beta" in chain.CHAIN_POLICY.partners


def first(route: dict[str, Any], **ratings: Rated) -> str:
    routes = (Route(when={}, offer=(NORD.id, SOR.id), **route),)
    names = {"nord": NORD.id, "sor": SOR.id}
    around = given(
        policy=replace(POLICY, routes=routes), ratings={names[key]: each for key, each in ratings.items()}
    )
    return ranked(ticket(), around, NOW)[0].partner.id


def test_ratings_decide_only_where_the_route_leaves_it_to_them() -> None:
    worse, better = Rated(points=6, jobs=3), Rated(points=15, jobs=3)
    assert first({}, nord=worse, sor=better) == NORD.id
    assert first({"best_rated_first": True}, nord=worse, sor=better) == SOR.id


def test_without_ratings_the_configured_order_stands_and_newcomers_begin_as_good() -> None:
    assert first({"best_rated_first": True}) == NORD.id
    assert first({"best_rated_first": True}, nord=Rated(points=3, jobs=1)) == SOR.id
    assert first({"best_rated_first": True}, sor=Rated(points=3, jobs=1)) == NORD.id


def test_those_off_the_route_stand_by_their_rating_and_keep_their_reason() -> None:
    around = given(
        policy=replace(POLICY, routes=()),
        ratings={NORD.id: Rated(points=2, jobs=2), SOR.id: Rated(points=5, jobs=1)},
    )
    ranking = ranked(ticket(), around, NOW)
    assert [each.partner.id for each in ranking[:2]] == [SOR.id, NORD.id]
    assert (ranking[0].why_not, ranking[0].rated) == ("not_on_route", Rated(points=5, jobs=1))
