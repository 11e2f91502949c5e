"""A partner hands its job on, takes it back, gets it back, and takes the finished work over."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.tickets.chains.chain import (
    ALFA,
    ANNE,
    BETA,
    CHAIN,
    CHAIN_POLICY,
    DELTA,
    GAMMA,
    chain,
    hand_on,
    states,
    takes,
)
from tests.tickets.world import DINA, KNOWN, NORD, NOW, OLA, OSLO, handed_off, message, told
from tickets import approval, clock, conversation, dispatch, handoffs, offers
from tickets.calendar import Calendar
from tickets.card import build_card
from tickets.chains import handing
from tickets.chains.times import hops
from tickets.chains.tree import choices
from tickets.known import Reach
from tickets.outcome import Party, Refused, Tell
from tickets.policy import Authorisation, Route
from tickets.routing import ranked
from tickets.states import HandoffState as S
from tickets.states import Priority, TicketState


def test_handing_on_makes_a_card_in_the_partners_own_name() -> None:
    made = hand_on(handed_off(S.ACCEPTED), 1, ALFA).ticket
    card = build_card(made, made.handoff(2), KNOWN, CHAIN_POLICY)
    assert (card.principal, card.terms.contract, card.terms.reference) == ("Nord Elektro AS", None, None)
    assert (made.handoff(2).parent, made.handoff(2).state) == (1, S.OFFERED)


def test_card_above_shows_the_next_in_the_chain_and_nobody_further() -> None:
    made = chain(4)
    shown = build_card(made, made.handoff(1), KNOWN, CHAIN_POLICY).below
    assert [(each.partner, each.state, each.technician) for each in shown] == [
        (ALFA.name, S.ACCEPTED, ANNE.name)
    ]


def test_only_an_accepted_job_is_handed_on() -> None:
    with pytest.raises(Refused, match="not_now"):
        hand_on(handed_off(S.OFFERED), 1, ALFA)
    assert choices(handed_off(S.DONE), 1, CHAIN, NOW) == ()


def test_only_to_a_subcontractor_of_its_own() -> None:
    with pytest.raises(Refused, match="not_your_subcontractor"):
        hand_on(handed_off(S.ACCEPTED), 1, GAMMA)
    assert [each.id for each in choices(handed_off(S.ACCEPTED), 1, CHAIN, NOW)] == ["alfa", "delta"]


def test_who_has_no_chat_is_no_choice() -> None:
    unreached = replace(CHAIN, reach={**CHAIN.reach, "alfa": Reach()})
    assert [each.id for each in choices(handed_off(S.ACCEPTED), 1, unreached, NOW)] == ["delta"]
    assert [each.id for each in choices(handed_off(S.ACCEPTED), 1, CHAIN, NOW)] == ["alfa", "delta"]


def test_customers_list_of_partners_holds_for_every_hop() -> None:
    picky = replace(KNOWN.customer, approved_partners=("nord-elektro", "alfa"))  # type: ignore[type-var]
    given = replace(CHAIN, known=replace(KNOWN, customer=picky))
    made = chain(2, given)
    assert choices(made, 2, given, NOW) == ()
    with pytest.raises(Refused, match="sub_cannot") as refused:
        hand_on(made, 2, BETA, given)
    assert refused.value.facts == {"partner": BETA.name, "why": "not_approved_partner"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"authorised": (Authorisation(brand="jura", until=date(2026, 10, 4)),)}, "authorisation_expired"),
        ({"capacity_per_week": 3}, "full"),
    ],
)
def test_each_hop_is_asked_what_the_first_one_was(changed: dict[str, Any], why: str) -> None:
    partners = {**CHAIN_POLICY.partners, ALFA.id: replace(ALFA, **changed)}
    given = replace(CHAIN, policy=replace(CHAIN_POLICY, partners=partners), load={ALFA.id: 3})
    with pytest.raises(Refused, match="sub_cannot") as refused:
        hand_on(handed_off(S.ACCEPTED), 1, ALFA, given)
    assert refused.value.facts["why"] == why
    assert [each.id for each in choices(handed_off(S.ACCEPTED), 1, given, NOW)] == ["delta"]


def test_what_the_route_needs_every_hop_needs() -> None:
    warranty = Route(when={}, offer=(NORD.id,), authorised=True)
    given = replace(CHAIN, policy=replace(CHAIN_POLICY, routes=(warranty,)))
    assert choices(handed_off(S.ACCEPTED), 1, given, NOW) == ()


def test_a_subcontractor_that_is_off_duty_is_the_partners_to_choose() -> None:
    sleeping = replace(ALFA, on_call=Calendar(OSLO, {6: ((time(9), time(10)),)}))
    given = replace(
        CHAIN, policy=replace(CHAIN_POLICY, partners={**CHAIN_POLICY.partners, ALFA.id: sleeping})
    )
    assert hand_on(handed_off(S.ACCEPTED), 1, ALFA, given).ticket.handoff(2).state is S.OFFERED


def test_one_at_a_time() -> None:
    with pytest.raises(Refused, match="handed_on") as refused:
        hand_on(chain(2), 1, DELTA)
    assert refused.value.facts["partner"] == ALFA.name


def test_handing_on_moves_the_ticket_nowhere() -> None:
    before = handed_off(S.ACCEPTED)
    after = hand_on(before, 1, ALFA).ticket
    assert (after.state, after.live_handoff) == (before.state, before.handoff(1))


def test_a_decline_goes_back_to_the_partner_above_and_not_to_the_desk() -> None:
    outcome = takes(hand_on(chain(2), 2, BETA).ticket, 3, S.DECLINED)
    assert states(outcome.ticket) == [S.ACCEPTED, S.ACCEPTED, S.DECLINED]
    assert told(outcome, Party.PRINCIPAL) == [Tell.HANDED_ON]
    assert set(told(outcome, Party.DISPATCHERS)) == {Tell.POST_CHANGED}
    assert [each.id for each in choices(outcome.ticket, 2, CHAIN, NOW)] == ["beta", "delta"]


def test_silence_within_a_chain_goes_back_too() -> None:
    made = hand_on(handed_off(S.ACCEPTED), 1, ALFA).ticket
    late = NOW + timedelta(days=1)
    offer = clock.expired_offer(made, late)
    assert offer == made.handoff(2)
    outcome = offers.expire(made, 2, CHAIN, late)
    assert told(outcome, Party.PRINCIPAL) == [Tell.HANDED_ON]
    assert states(outcome.ticket) == [S.ACCEPTED, S.EXPIRED]


def test_clock_looks_when_an_offer_within_a_chain_runs_out() -> None:
    made = hand_on(handed_off(S.ON_SITE), 1, ALFA).ticket
    alone = replace(made, targets=())
    assert clock.next_look(alone, CHAIN_POLICY) == made.handoff(2).expires_at


def test_a_broken_promise_within_a_chain_is_told_to_the_partner_above() -> None:
    made = chain(2)
    alone = replace(made, targets=tuple(each for each in made.targets if each.handoff == 2))
    outcome = clock.look(alone, CHAIN_POLICY, NOW + timedelta(days=60))
    assert set(told(outcome, Party.PRINCIPAL)) == {Tell.HANDED_ON}
    assert told(outcome, Party.DISPATCHERS) == []


def test_a_step_at_the_bottom_moves_everybody_above_and_the_customer_hears_once() -> None:
    outcome = takes(chain(4), 4, S.EN_ROUTE)
    assert states(outcome.ticket) == [S.EN_ROUTE] * 4
    assert told(outcome, Party.REQUESTER) == [Tell.EN_ROUTE]
    assert [notice.handoff for notice in outcome.notices if notice.tell is Tell.HANDED_ON] == [4, 3, 2]


def test_who_accepted_stays_the_technician_of_each_hop() -> None:
    made = takes(chain(3), 3, S.ON_SITE).ticket
    assert [each.technician for each in made.handoffs] == ["Ola Nordmann", "Anne Alfsen", "Bo Bengtsson"]


def test_a_wait_at_the_bottom_rests_the_ticket_and_going_on_wakes_it() -> None:
    waiting = takes(chain(4), 4, S.WAITING).ticket
    assert (waiting.state, states(waiting)) == (TicketState.WAITING, [S.WAITING] * 4)
    on_again = takes(waiting, 4, S.ACCEPTED).ticket
    assert (on_again.state, states(on_again)) == (TicketState.IN_PROGRESS, [S.ACCEPTED] * 4)


def test_desk_ends_the_wait_of_everybody() -> None:
    waiting = takes(chain(3), 3, S.WAITING).ticket
    outcome = handoffs.go_on(waiting, CHAIN, NOW, by=DINA)
    assert states(outcome.ticket) == [S.ACCEPTED] * 3


def test_done_at_the_bottom_is_for_the_partner_above_to_check() -> None:
    outcome = takes(chain(3), 3, S.DONE)
    assert states(outcome.ticket) == [S.ON_SITE, S.ON_SITE, S.DONE]
    assert Tell.TO_CHECK in told(outcome, Party.PRINCIPAL)
    assert Tell.TO_APPROVE not in told(outcome, Party.DISPATCHERS)


def test_partner_cannot_say_done_while_another_has_it() -> None:
    with pytest.raises(Refused, match="handed_on"):
        takes(chain(2), 1, S.DONE)
    assert states(takes(takes(chain(2), 2, S.DONE).ticket, 1, S.DONE).ticket) == [S.DONE, S.APPROVED]


def test_partner_sends_the_work_back() -> None:
    made = takes(chain(2), 2, S.DONE).ticket
    outcome = handing.send_back(made, 2, CHAIN, NOW, by=OLA, reason="Det drypper")
    assert states(outcome.ticket) == [S.ON_SITE, S.REWORK]
    assert Tell.REWORK in told(outcome, Party.PARTNER)
    assert build_card(outcome.ticket, outcome.ticket.handoff(2), KNOWN, CHAIN_POLICY).note == "Det drypper"


def test_partner_approves_and_may_say_done_itself() -> None:
    made = takes(chain(2), 2, S.DONE).ticket
    outcome = handing.approve(made, 2, CHAIN, NOW, by=OLA)
    assert states(outcome.ticket) == [S.ON_SITE, S.APPROVED]
    assert handing.approve(outcome.ticket, 2, CHAIN, NOW, by=OLA).answer == "already"


def test_taking_back_takes_back_from_all_below() -> None:
    made = takes(chain(4), 4, S.EN_ROUTE).ticket
    outcome = handing.take_back(made, 3, CHAIN, NOW, by=ANNE, note="Vi gjør det selv")
    assert states(outcome.ticket) == [S.ACCEPTED, S.ACCEPTED, S.RECALLED, S.RECALLED]
    assert told(outcome, Party.PARTNER).count(Tell.RECALLED) == 2


def test_what_the_desk_takes_back_is_taken_from_the_whole_chain() -> None:
    outcome = offers.recall(chain(4), CHAIN, NOW, by=DINA, note="Kunden har sagt opp")
    assert states(outcome.ticket) == [S.RECALLED] * 4
    heard = {
        notice.handoff: notice.facts["note"] for notice in outcome.notices if notice.tell is Tell.RECALLED
    }
    assert heard == {1: "Kunden har sagt opp", 2: "", 3: "", 4: ""}
    assert not [each for each in outcome.ticket.targets if each.handoff and each.runs]


def test_who_declines_after_all_takes_it_from_those_below() -> None:
    outcome = takes(chain(3), 2, S.DECLINED)
    assert states(outcome.ticket) == [S.ACCEPTED, S.DECLINED, S.RECALLED]


def test_desk_calls_it_done_over_everybodys_head() -> None:
    outcome = approval.done_without(chain(3), CHAIN, NOW, by=DINA, reason="Kari ringte")
    assert states(outcome.ticket) == [S.DONE, S.RECALLED, S.RECALLED]


def test_what_was_called_done_below_is_taken_over_by_the_desks_done_and_not_taken_back() -> None:
    made = takes(chain(2), 2, S.DONE).ticket
    outcome = approval.done_without(made, CHAIN, NOW, by=DINA, reason="Kari ringte")
    assert states(outcome.ticket) == [S.DONE, S.APPROVED]


def test_a_job_sent_back_by_the_desk_is_handed_on_with_what_is_wrong() -> None:
    made = takes(takes(chain(2), 2, S.DONE).ticket, 1, S.DONE).ticket
    made = approval.reject(made, CHAIN, NOW, by=DINA, reason="Mangler bilde").ticket
    made = hand_on(made, 1, ALFA).ticket
    assert build_card(made, made.handoff(3), KNOWN, CHAIN_POLICY).note == "Mangler bilde"


def test_who_works_below_is_not_moved_when_those_above_go_on() -> None:
    working = takes(chain(2), 2, S.ON_SITE).ticket
    waiting = takes(working, 1, S.WAITING).ticket
    assert states(dispatch.resume(waiting, CHAIN, NOW, by=DINA).ticket)[1] is S.ON_SITE


def test_only_a_live_job_is_handed_on_and_only_finished_work_judged() -> None:
    with pytest.raises(Refused, match="ended"):
        hand_on(offers.recall(chain(1), CHAIN, NOW, by=DINA).ticket, 1, ALFA)
    with pytest.raises(Refused, match="nothing_to_approve"):
        handing.send_back(chain(2), 2, CHAIN, NOW, by=OLA, reason="Drypper")
    with pytest.raises(Refused, match="nothing_to_approve"):
        handing.approve(chain(2), 2, CHAIN, NOW, by=OLA)
    with pytest.raises(Refused, match="needs_reason"):
        handing.send_back(takes(chain(2), 2, S.DONE).ticket, 2, CHAIN, NOW, by=OLA, reason=" ")


def test_an_offer_below_that_nobody_answers_goes_back_to_the_partner_above_and_to_nobody_else() -> None:
    outcome = offers.expire(hand_on(chain(1), 1, ALFA).ticket, 2, CHAIN, NOW)
    assert states(outcome.ticket) == [S.ACCEPTED, S.EXPIRED]
    assert told(outcome, Party.DISPATCHERS) == [Tell.POST_CHANGED]


def test_time_counts_for_each_hop_by_itself() -> None:
    made = hand_on(handed_off(S.ACCEPTED), 1, ALFA).ticket
    hour = timedelta(hours=1)
    made = handoffs.answer(made, 2, S.ACCEPTED, CHAIN, NOW + hour, by=ANNE).ticket
    made = handoffs.answer(made, 2, S.DONE, CHAIN, NOW + 4 * hour, by=ANNE).ticket
    first, second = hops(made, NOW + 5 * hour, CHAIN_POLICY)
    assert (first.having, first.own) == (5 * hour, 2 * hour)
    assert (second.depth, second.answering, second.having, second.own) == (1, hour, 3 * hour, 3 * hour)


def test_closing_ends_the_chain_and_opening_again_does_not_wake_it() -> None:
    closed = dispatch.close(chain(4), CHAIN, NOW, by=DINA).ticket
    again = conversation.reopen(closed, CHAIN, NOW, message(DINA, "Lekker igjen")).ticket
    assert states(again) == [S.RECALLED] * 4
    assert (again.state, again.live_handoff) == (TicketState.REOPENED, None)


def test_a_ticket_in_a_chain_is_not_merged_away() -> None:
    with pytest.raises(Refused, match="already_handed_off") as refused:
        dispatch.merge(chain(3), replace(chain(1), number=1002), CHAIN, NOW, by=DINA)
    assert refused.value.facts["partner"] == "Nord Elektro AS"


def test_a_new_priority_shows_on_every_card_of_the_chain() -> None:
    outcome = dispatch.set_priority(chain(3), Priority.CRITICAL, CHAIN, NOW, by=DINA)
    changed = [notice.handoff for notice in outcome.notices if notice.tell is Tell.CARD_CHANGED]
    assert changed == [1, 2, 3]


def test_routes_do_not_mind_whom_a_partner_has_asked() -> None:
    declined = takes(hand_on(handed_off(S.ACCEPTED), 1, ALFA).ticket, 2, S.DECLINED).ticket
    route = Route(when={}, offer=("nord-elektro", "alfa"))
    given = replace(CHAIN, policy=replace(CHAIN_POLICY, routes=(route,)))
    assert [each.partner.id for each in ranked(declined, given, NOW) if each.why_not is None] == ["alfa"]
