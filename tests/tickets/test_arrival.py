"""A location as proof of arrival."""

from dataclasses import replace

import pytest

from tests.tickets.world import GIVEN, KNOWN, OLA, at, events, given, handed_off, message, told
from tickets import reports
from tickets.arrival import Place, located, metres_between
from tickets.outcome import Party, Tell
from tickets.register import Site
from tickets.states import HandoffState
from tickets.ticket import Ticket

S = HandoffState
SITE = Place(59.9127, 10.7461)
KAI = Site(
    id="kai",
    customer_id="fjord",
    name="Kaikontoret",
    address="Kaigata 1",
    latitude=59.9127,
    longitude=10.7461,
)
AT_SITE = given(known=replace(KNOWN, site=KAI))


def test_distances_are_those_of_a_map() -> None:
    assert metres_between(SITE, Place(60.3913, 5.3221)) == pytest.approx(305_000, rel=0.01)  # Oslo to Bergen
    assert metres_between(SITE, SITE) == 0


def test_near_the_site_is_on_site() -> None:
    sent = replace(message(OLA, "📍", at(12)), place=(59.9140, 10.7461))
    outcome = reports.partner_says(handed_off(S.EN_ROUTE), 1, sent, AT_SITE, at(12))
    assert outcome.ticket.handoff(1).state is S.ON_SITE
    assert outcome.entries[-1].text == "📍 59.91400, 10.74610 · 145 m"


def test_far_from_it_the_desk_sees_the_distance() -> None:
    outcome = located(handed_off(S.EN_ROUTE), 1, Place(59.95, 10.75), AT_SITE, at(12), by=OLA)
    assert outcome is not None
    assert (outcome.ticket.handoff(1).state, events(outcome)) == (S.EN_ROUTE, ["located"])
    assert (told(outcome, Party.DISPATCHERS), told(outcome, Party.REQUESTER)) == ([Tell.HAPPENED], [])


@pytest.mark.parametrize("made", [handed_off(S.OFFERED), handed_off(S.ON_SITE), handed_off(S.DONE)])
def test_a_place_answers_no_offer_and_moves_nobody_who_is_there(made: Ticket) -> None:
    assert located(made, 1, SITE, AT_SITE, at(12), by=OLA) is None


def test_a_site_without_coordinates_proves_nothing() -> None:
    assert located(handed_off(S.EN_ROUTE), 1, SITE, GIVEN, at(12), by=OLA) is None


def test_a_live_location_on_its_way_is_no_news() -> None:
    far = located(handed_off(S.EN_ROUTE), 1, Place(59.95, 10.75), AT_SITE, at(12), by=OLA, moving=True)
    near = located(handed_off(S.EN_ROUTE), 1, SITE, AT_SITE, at(12), by=OLA, moving=True)
    assert far is None
    assert near is not None
