"""Who may be asked, in what order, and why not."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.tickets.world import GIVEN, KNOWN, NORD, NOW, OLA, POLICY, SOR, given, handed_off, ticket
from tickets import handoffs, offers
from tickets.calendar import Duration
from tickets.fitness import unfit
from tickets.given import Given
from tickets.hops import as_told
from tickets.known import Reach
from tickets.policy import Partner, Route
from tickets.routing import Candidate, nobody, ranked
from tickets.states import Because, HandoffState, Priority, TicketState
from tickets.ticket import Facts, Ticket


def candidates(made: Ticket, around: Given, now: datetime = NOW) -> tuple[Candidate, ...]:
    return tuple(each for each in ranked(made, around, now) if each.why_not is None)


def names(made: Ticket, around: Given = GIVEN) -> list[str]:
    return [candidate.partner.id for candidate in candidates(made, around, NOW)]


def routed(*routes: Route) -> Given:
    return given(policy=replace(POLICY, routes=routes))


def to(partner: Partner, **when: str) -> Route:
    return Route(when=when, offer=(partner.id,))


def test_partners_are_asked_in_the_routes_order() -> None:
    assert names(ticket()) == [NORD.id, SOR.id]
    assert names(ticket(), routed(Route(when={}, offer=(SOR.id, NORD.id)))) == [SOR.id, NORD.id]


def test_first_route_that_matches_decides_alone() -> None:
    around = routed(to(SOR, category="till"), to(NORD, category="coffee"), to(SOR))
    assert names(ticket(), around) == [NORD.id]


def test_route_carries_its_reason_and_its_time_to_answer() -> None:
    around = routed(
        Route(
            when={"category": "coffee", "postal_code": "0*"},
            offer=(NORD.id,),
            accept_within=Duration(30, "m"),
        )
    )
    (candidate,) = candidates(ticket(), around)
    assert candidate.reason == "category coffee, postal_code 0*"
    assert candidate.accept_within == Duration(30, "m")


def test_route_without_conditions_takes_everything() -> None:
    (candidate,) = candidates(ticket(category=None), routed(to(SOR)))
    assert candidate.reason == "any"


@pytest.mark.parametrize(
    "when",
    [
        {"category": "COFFEE"},
        {"postal_code": "0*"},
        {"postal_code": "015?"},
        {"customer": "fjord"},
        {"brand": "Jura"},
        {"priority": "normal"},
        {"category": "coffee", "customer": "fj*"},
    ],
)
def test_conditions_are_patterns_over_what_is_known(when: dict[str, str]) -> None:
    assert names(ticket(), routed(to(NORD, **when))) == [NORD.id]


@pytest.mark.parametrize(
    "when", [{"category": "till"}, {"postal_code": "5*"}, {"customer": "other"}, {"colour": "red"}]
)
def test_every_condition_must_hold(when: dict[str, str]) -> None:
    assert names(ticket(), routed(to(NORD, **when))) == []
    assert names(ticket(), routed(to(NORD, **{"priority": "normal"} | when))) == []


def test_condition_on_what_nobody_knows_does_not_hold() -> None:
    around = given(known=replace(KNOWN, asset=None), policy=replace(POLICY, routes=(to(NORD, brand="*"),)))
    assert names(ticket(), around) == []


def test_told_postal_code_goes_before_the_registers() -> None:
    elsewhere = ticket(facts=Facts(postal_code="5003"))
    assert names(elsewhere) == [SOR.id]
    assert unfit(NORD, elsewhere, GIVEN) == "outside_area"


@pytest.mark.parametrize("state", [HandoffState.DECLINED, HandoffState.EXPIRED, HandoffState.RECALLED])
def test_nobody_is_asked_twice(state: HandoffState) -> None:
    assert names(handed_off(state)) == [SOR.id]


def test_partner_who_is_not_configured_is_passed_over() -> None:
    around = routed(Route(when={}, offer=("gone", SOR.id)))
    assert names(ticket(), around) == [SOR.id]


def test_customers_approved_partners_bind() -> None:
    assert KNOWN.customer is not None
    around = given(known=replace(KNOWN, customer=replace(KNOWN.customer, approved_partners=(SOR.id,))))
    assert names(ticket(), around) == [SOR.id]
    assert unfit(NORD, ticket(), around) == "not_approved_partner"


@pytest.mark.parametrize(
    ("partner", "reason"),
    [
        (replace(NORD, skills=frozenset({"till"})), "no_skill"),
        (replace(NORD, brands=frozenset({"bosch"})), "no_brand"),
        (replace(NORD, postal_codes=("7*",)), "outside_area"),
        (NORD, None),
    ],
)
def test_unfit_partner_has_a_reason(partner: Partner, reason: str | None) -> None:
    assert unfit(partner, ticket(), GIVEN) == reason


def test_partner_without_limits_takes_what_nobody_knows() -> None:
    unknown = ticket(category=None, facts=Facts(), priority=Priority.LOW)
    assert unfit(SOR, unknown, given(known=replace(KNOWN, asset=None, site=None))) is None
    assert unfit(NORD, unknown, given(known=replace(KNOWN, asset=None, site=None))) is None


def reopened() -> Ticket:
    """Nord's approved work, which does not hold: on a route that names Sør first."""
    made = handed_off(HandoffState.APPROVED)
    return replace(made, state=TicketState.REOPENED)


SOR_FIRST = routed(Route(when={}, offer=(SOR.id, NORD.id)))


def test_whoever_did_the_work_is_asked_first_when_it_does_not_hold() -> None:
    first, second, *_ = ranked(reopened(), SOR_FIRST, NOW)
    assert (first.partner.id, first.because, first.why_not) == (NORD.id, Because.DID_IT, None)
    assert (second.partner.id, second.why_not) == (SOR.id, None)


def test_they_are_asked_first_off_the_route_too_but_not_where_they_may_not_come() -> None:
    assert names(reopened(), routed(to(SOR))) == [NORD.id, SOR.id]
    full = replace(routed(to(SOR)), load={NORD.id: 5})
    policy = replace(full.policy, partners={NORD.id: replace(NORD, capacity_per_week=5), SOR.id: SOR})
    assert names(reopened(), replace(full, policy=policy)) == [SOR.id]


def test_whoever_says_no_to_doing_it_again_has_had_their_chance() -> None:
    offered = offers.offer_next(reopened(), SOR_FIRST, NOW).ticket
    seq = offered.handoffs[-1].seq
    declined = handoffs.answer(offered, seq, HandoffState.DECLINED, SOR_FIRST, NOW, by=OLA).ticket
    assert declined.handoffs[-1].partner_id == SOR.id
    assert [each.why_not for each in ranked(declined, SOR_FIRST, NOW)][:2] == ["asked", "asked"]


def test_reason_says_that_it_is_done_again_or_that_the_route_does_not_name_them() -> None:
    assert [each.reason for each in ranked(reopened(), SOR_FIRST, NOW)] == ["reopened", "any"]
    assert [each.why_not for each in ranked(ticket(), routed(to(SOR)), NOW)] == [None, "not_on_route"]


def test_a_route_can_be_for_one_model() -> None:
    assert names(ticket(), routed(to(SOR, model="x8"), to(NORD))) == [SOR.id]
    assert names(ticket(), routed(to(SOR, model="z10"), to(NORD))) == [NORD.id]


TILLS_ONLY = replace(NORD, skills=frozenset({"till"}))


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        (routed(), "no_route"),
        (given(policy=replace(POLICY, partners={NORD.id: TILLS_ONLY})), "nobody_fits"),
        (given(reach={}), "nobody_reachable"),
        (given(reach={NORD.id: Reach(unconfirmed=True)}), "nobody_confirmed"),
    ],
)
def test_the_desk_hears_why_nobody_was_asked(around: Given, reason: str) -> None:
    assert nobody(ticket(), ranked(ticket(), around, NOW)) == reason


def test_desk_reads_why_somebody_was_chosen_with_names_and_words() -> None:
    around = routed(
        Route(when={"category": "coffee", "customer": "fjord", "postal_code": "0*"}, offer=(NORD.id,))
    )
    entry = offers.offer_next(ticket(), around, NOW).entries[0]
    told = as_told(entry, KNOWN, POLICY)
    assert told == "Nord Elektro AS: category kaffemaskin, customer Fjordkontoret AS, postal_code 0* | trade"
    left = offers.offer_next(ticket(), given(reach={}), NOW).entries[0]
    assert as_told(left, KNOWN, POLICY).splitlines()[1:] == [
        "Nord Elektro AS unreachable",
        "Sør Kulde AS unreachable",
    ]
