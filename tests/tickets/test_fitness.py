"""What keeps a partner from a job, each with its reason: who is kept from it is never offered it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.tickets.world import GIVEN, KNOWN, NOW, OFFICE, POLICY, SOR, at, given, ticket
from tickets import offers
from tickets.given import Given
from tickets.policy import Authorisation, Partner, Policy, Route
from tickets.routing import Candidate, nobody, ranked
from tickets.states import Because, Priority
from tickets.ticket import Facts, Ticket

JURA = Authorisation(brand="jura")
EVENING = at(20)


def policy(sor: Partner = SOR, **changes: Any) -> Policy:
    return replace(POLICY, partners={**POLICY.partners, SOR.id: sor}, **changes)


def seen(
    sor: Partner, route: Route | None = None, now: datetime = NOW, made: Ticket | None = None, **around: Any
) -> Candidate:
    """Sør Kulde as the route sees it."""
    routes = (replace(route or Route(when={}, offer=()), offer=(SOR.id,)),)
    ranking = ranked(made or ticket(), given(policy=policy(sor, routes=routes), **around), now)
    return next(each for each in ranking if each.partner.id == SOR.id)


@pytest.mark.parametrize(
    ("changes", "why_not"),
    [
        ({"excluded": frozenset({"coffee"})}, "excluded"),
        ({"excluded": frozenset({"jura"})}, "excluded"),
        ({"excluded": frozenset({"till"})}, None),
        ({"authorised": (replace(JURA, until=date(2026, 10, 4)),)}, "authorisation_expired"),
        ({"authorised": (replace(JURA, until=date(2026, 10, 5)),)}, None),
        ({"authorised": (replace(JURA, until=date(2026, 1, 1), category="till"),)}, None),
        ({"authorised": (replace(JURA, until=date(2026, 1, 1)), JURA)}, None),
        ({"on_call": OFFICE}, None),
        ({"capacity_per_week": 3}, None),
    ],
)
def test_scope_and_authorisation_have_their_reasons(changes: dict[str, Any], why_not: str | None) -> None:
    assert seen(replace(SOR, **changes)).why_not == why_not


@pytest.mark.parametrize(("jobs", "why_not"), [(2, None), (3, "full"), (4, "full")])
def test_full_partner_is_passed_over(jobs: int, why_not: str | None) -> None:
    assert seen(replace(SOR, capacity_per_week=3), load={SOR.id: jobs}).why_not == why_not


def test_outside_their_hours_only_what_the_route_says_reaches_them() -> None:
    sor, critical = replace(SOR, on_call=OFFICE), ticket(priority=Priority.CRITICAL)
    assert seen(sor, now=EVENING).why_not == "off_duty"
    assert seen(sor, now=EVENING, made=critical).why_not is None
    never = Route(when={}, offer=(), outside_hours=frozenset())
    assert seen(sor, never, EVENING, critical).why_not == "off_duty"


def test_warranty_jobs_need_the_makers_word() -> None:
    warranty = Route(when={}, offer=(), authorised=True)
    assert seen(SOR, warranty).why_not == "not_authorised"
    assert seen(replace(SOR, authorised=(JURA,)), warranty).why_not is None
    assert seen(replace(SOR, authorised=(JURA,)), warranty, known=replace(KNOWN, asset=None)).why_not


def test_route_may_need_what_only_some_have() -> None:
    cooling = Route(when={}, offer=(), needs=frozenset({"f-gas"}))
    assert seen(SOR, cooling).why_not == "lacks_needs"
    assert seen(replace(SOR, has=frozenset({"f-gas", "lift"})), cooling).why_not is None


def test_exclusive_region_goes_before_every_route() -> None:
    rule = Route(when={"postal_code": "01*"}, offer=(SOR.id,), because=Because.GEOGRAPHY)
    around = given(policy=policy(exclusive=(rule,)))
    first, second = ranked(ticket(), around, NOW)
    assert (first.partner.id, first.because, first.why_not) == (SOR.id, Because.GEOGRAPHY, None)
    assert second.why_not == "exclusive_region"
    elsewhere = ranked(ticket(facts=Facts(postal_code="1300")), around, NOW)
    assert elsewhere[0].partner.id != SOR.id


def test_route_may_depend_on_the_hour() -> None:
    routes = (Route(when={"hours": "office"}, offer=(SOR.id,)), Route(when={}, offer=("nord-elektro",)))
    around = given(policy=policy(routes=routes, calendars={"office": OFFICE}))
    assert ranked(ticket(), around, NOW)[0].because is Because.ON_CALL
    assert ranked(ticket(), around, EVENING)[0].partner.id == "nord-elektro"


def test_what_stays_with_us_is_offered_to_nobody() -> None:
    around = given(policy=policy(never_outsource=({"customer": "fjord"},)))
    ranking = ranked(ticket(), around, NOW)
    assert {each.why_not for each in ranking} == {"never_outsource"}
    assert nobody(ticket(), ranking) == "never_outsource"


def test_hops_tell_whom_the_routes_chose_and_whom_they_passed() -> None:
    full = replace(POLICY.partners["nord-elektro"], capacity_per_week=1)
    partners = {full.id: full, SOR.id: SOR}
    around = given(policy=replace(POLICY, partners=partners), load={full.id: 1})
    outcome = offers.offer_next(ticket(), around, NOW)
    assert outcome.entries[0].text == "sor-kulde: category coffee | trade\nnord-elektro full"
    assert outcome.ticket.handoff(1).because is Because.TRADE


PARTNERS = st.builds(
    lambda skills, excluded, area, capacity, office, until: replace(
        SOR,
        skills=skills,
        excluded=excluded,
        postal_codes=area,
        capacity_per_week=capacity,
        on_call=OFFICE if office else None,
        authorised=(replace(JURA, until=until),),
    ),
    st.frozensets(st.sampled_from(["coffee", "till"])),
    st.frozensets(st.sampled_from(["coffee", "jura", "till"]), max_size=1),
    st.sampled_from([(), ("0*",), ("9*",)]),
    st.sampled_from([None, 1, 5]),
    st.booleans(),
    st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)]),
)


@for_all(PARTNERS, st.integers(0, 6), st.sampled_from([NOW, EVENING]), st.sampled_from(Priority))
def test_who_never_fits_is_never_offered(sor: Partner, jobs: int, now: datetime, priority: Priority) -> None:
    around = given(policy=policy(sor, routes=(Route(when={}, offer=(SOR.id,)),)), load={SOR.id: jobs})
    outcome = offers.offer_next(ticket(priority=priority), around, now)
    fits = (
        (not sor.skills or "coffee" in sor.skills)
        and not sor.excluded & {"coffee", "jura"}
        and sor.postal_codes != ("9*",)
        and (sor.capacity_per_week is None or jobs < sor.capacity_per_week)
        and (sor.on_call is None or now == NOW or priority is Priority.CRITICAL)
        and sor.authorised[0].until != date(2026, 1, 1)
    )
    assert [handoff.partner_id for handoff in outcome.ticket.handoffs] == ([SOR.id] if fits else [])


def test_ranking_names_every_partner_once() -> None:
    assert sorted(each.partner.id for each in ranked(ticket(), GIVEN, NOW)) == sorted(POLICY.partners)


def test_nobody_in_reach_is_said_to_the_desk() -> None:
    away: Given = given(reach={})
    assert nobody(ticket(), ranked(ticket(), away, NOW)) == "nobody_reachable"
