"""Costs in a chain: each hop's cap asks whoever the hop is from, then the next one up whose cap is passed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as any_
from hypothesis import settings
from hypothesis import strategies as st

from tests.tickets.chains.chain import ALFA, BETA, CHAIN, TECHNICIANS, chain, states, takes
from tests.tickets.world import DINA, KNOWN, NOW, handed_off, told
from tickets.account import account_of
from tickets.card import build_card
from tickets.chains import handing
from tickets.chains.times import hops
from tickets.given import Given
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import Role
from tickets.policy import Reporting
from tickets.states import HandoffState as S
from tickets.states import TicketState
from tickets.ticket import Ticket
from tickets.work.approval import is_asked
from tickets.work.costs import decide_below, decide_cost, write_down
from tickets.work.lines import WorkKind, WorkLine
from tickets.work.money import Money


def spends(of: Ticket, seq: int, amount: int, given: Given = CHAIN, currency: str = "NOK") -> Outcome:
    by = TECHNICIANS[of.handoff(seq).partner_id]
    line = WorkLine(
        kind=WorkKind.EXTRA,
        quantity=Decimal(1),
        unit="pcs",
        text="pumpe",
        at=NOW,
        by=by.name,
        cost=Money(Decimal(amount), currency),
    )
    return write_down(of, seq, line, given, NOW, by=by)


def says(of: Ticket, seq: int, *, yes: bool) -> Outcome:
    """The partner above that handoff answers."""
    parent = of.handoff(of.handoff(seq).parent or 0)
    return decide_below(of, seq, CHAIN, NOW, by=TECHNICIANS[parent.partner_id], yes=yes)


def asked(of: Ticket) -> list[int]:
    return [each.seq for each in of.handoffs if is_asked(each)]


def heard(outcome: Outcome, tell: Tell) -> list[tuple[Party, int | None]]:
    return [(each.to, each.handoff) for each in outcome.notices if each.tell is tell]


def with_cap(amount: str, depth: int = 3) -> Ticket:
    """A chain in which Alfa has set Beta a cap of its own."""
    made = chain(2)
    made = handing.hand_on(made, 2, BETA, CHAIN, NOW, by=TECHNICIANS["alfa"], cap=amount).ticket
    return takes(made, depth, S.ACCEPTED).ticket


def test_a_hops_own_cap_stops_it_at_the_partner_above_and_nobody_else_hears() -> None:
    outcome = spends(with_cap("500 NOK"), 3, 700)
    assert (asked(outcome.ticket), states(outcome.ticket)) == ([3], [S.ACCEPTED, S.ACCEPTED, S.WAITING])
    assert heard(outcome, Tell.COST_TO_APPROVE) == [(Party.PRINCIPAL, 3)]
    assert outcome.ticket.state is TicketState.IN_PROGRESS


@pytest.mark.parametrize("depth", [1, 3])
def test_what_no_cap_can_count_does_not_pass_it_unseen(depth: int) -> None:
    with pytest.raises(Refused) as refused:
        spends(chain(depth), depth, 9000, currency="EUR")
    assert (refused.value.reason, refused.value.facts) == (
        "wrong_currency",
        {"amount": "9 000 EUR", "currency": "NOK"},
    )
    assert spends(chain(depth), depth, 100, currency="kr").ticket.handoff(depth).work


def test_a_cap_of_ones_own_is_in_the_currency_of_those_above() -> None:
    with pytest.raises(Refused, match="wrong_currency"):
        with_cap("500 EUR")
    assert with_cap("500 kr").handoff(3).cap == "500 kr"


def test_a_line_more_while_the_partner_above_is_asked_asks_nobody_behind_its_back() -> None:
    of = spends(chain(3), 3, 9000).ticket
    outcome = spends(of, 3, 0)
    assert (asked(outcome.ticket), heard(outcome, Tell.COST_TO_APPROVE)) == ([3], [])
    assert not outcome.ticket.handoff(3).cost_passed
    assert asked(spends(outcome.ticket, 3, 1).ticket) == [3]


def test_a_yes_within_the_upper_cap_is_the_last_word() -> None:
    outcome = says(spends(with_cap("500 NOK"), 3, 700).ticket, 3, yes=True)
    assert (asked(outcome.ticket), outcome.ticket.handoff(3).state) == ([], S.ACCEPTED)
    assert heard(outcome, Tell.COST_APPROVED) == [(Party.PARTNER, 3)]
    assert spends(outcome.ticket, 3, 1).ticket.handoff(3).cost_asked == Decimal(701)


def test_above_every_cap_each_is_asked_in_turn_and_the_desk_last() -> None:
    of = spends(chain(3), 3, 9000).ticket
    for seq in (3, 2):
        assert asked(of) == [seq]
        of = says(of, seq, yes=True).ticket
    assert (asked(of), of.state) == ([1], TicketState.WAITING)
    done = decide_cost(of, CHAIN, NOW, by=DINA, yes=True)
    assert heard(done, Tell.COST_APPROVED) == [(Party.PARTNER, 1), (Party.PARTNER, 2), (Party.PARTNER, 3)]
    assert {each.state for each in done.ticket.handoffs} == {S.ACCEPTED}


def test_who_waits_is_named_by_no_sum_but_its_own() -> None:
    of = spends(chain(2), 2, 1500).ticket
    outcome = spends(of, 1, 900)  # Nord's own, on top of Alfa's
    assert asked(outcome.ticket) == [1]
    outcome = spends(spends(chain(2), 1, 900).ticket, 2, 1500)
    (waits,) = [n for n in outcome.notices if n.tell is Tell.COST_ASKED and n.handoff == 2]
    assert (asked(outcome.ticket), waits.facts["amount"]) == ([1], "")


def test_a_no_in_the_middle_comes_down_and_the_desk_is_never_asked() -> None:
    of = says(spends(chain(3), 3, 9000).ticket, 3, yes=True).ticket
    outcome = says(of, 2, yes=False)
    assert heard(outcome, Tell.COST_REFUSED) == [(Party.PARTNER, 2), (Party.PARTNER, 3)]
    assert (asked(outcome.ticket), told(outcome, Party.DISPATCHERS)) == ([], [Tell.POST_CHANGED])


def test_no_word_of_the_desk_goes_further_than_its_partner() -> None:
    of = says(spends(chain(2), 2, 9000).ticket, 2, yes=True).ticket
    outcome = decide_cost(of, CHAIN, NOW, by=DINA, yes=False, why="Kunden bytter maskin")
    notes = [each.facts["note"] for each in outcome.notices if each.tell is Tell.COST_REFUSED]
    assert notes == ["Kunden bytter maskin", ""]
    below = [entry for entry in outcome.entries if entry.handoff == 2]
    assert [(entry.author.role, entry.author.name) for entry in below] == [
        (Role.PRINCIPAL, "Nord Elektro AS")
    ]


def test_nobody_goes_on_while_the_cost_is_asked() -> None:
    of = spends(chain(2), 2, 9000).ticket
    with pytest.raises(Refused, match="cost_waits"):
        takes(of, 2, S.ON_SITE)
    assert takes(of, 2, S.WAITING, note="venter på deler").answer == "waiting"


def test_a_bigger_sum_is_asked_about_anew_on_every_hop() -> None:
    of = says(spends(chain(2), 2, 9000).ticket, 2, yes=True).ticket
    more = spends(of, 2, 500)
    assert heard(more, Tell.COST_TO_APPROVE) == [(Party.PRINCIPAL, 2)]
    again = says(more.ticket, 2, yes=True)
    assert heard(again, Tell.COST_TO_APPROVE) == [(Party.DISPATCHERS, 1)]
    assert again.ticket.handoff(1).cost_asked == Decimal(9500)


def test_an_answer_to_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="no_cost_asked"):
        says(chain(2), 2, yes=True)


def test_cards_show_what_the_next_one_down_has_come_to() -> None:
    of = spends(with_cap("500 NOK"), 3, 400).ticket
    shown = [build_card(of, each, KNOWN, CHAIN.policy) for each in of.handoffs]
    assert [each.below[0].spent for each in shown[:2]] == ["400 NOK", "400 NOK"]
    assert [each.costs.cap for each in shown] == ["2000 NOK", "2000 NOK", "500 NOK"]


def consolidated() -> Given:
    """Alfa reports for those below it."""
    alfa = replace(ALFA, reporting=Reporting.CONSOLIDATED)
    return replace(CHAIN, policy=replace(CHAIN.policy, partners={**CHAIN.policy.partners, ALFA.id: alfa}))


def test_what_is_spent_below_one_that_reports_for_them_is_seen_and_asked_about_by_it_alone() -> None:
    given = consolidated()
    outcome = spends(chain(3, given), 3, 9000, given)
    assert heard(outcome, Tell.COST_TO_APPROVE) == [(Party.PRINCIPAL, 3)]
    yes = decide_below(outcome.ticket, 3, given, NOW, by=TECHNICIANS["alfa"], yes=True)
    assert (asked(yes.ticket), yes.ticket.handoff(3).approved_cost) == ([], Decimal(9000))
    shown = [build_card(yes.ticket, each, KNOWN, given.policy).below for each in yes.ticket.handoffs]
    assert [each.spent for below in shown for each in below] == ["", "9 000 NOK"]


def test_its_own_lines_are_what_the_desk_sums_and_asks_about() -> None:
    given = consolidated()
    made = spends(chain(3, given), 3, 500, given).ticket
    made = spends(made, 2, 2500, given).ticket
    account = account_of(made, KNOWN, given.policy)
    assert (asked(made), account and account.sums) == ([2], ("2 500 NOK",))
    assert [each.sums for each in hops(made, NOW, given.policy)] == [(), ("2 500 NOK",), ("500 NOK",)]
    assert [each.settled_by for each in hops(made, NOW, given.policy)] == ["nord-elektro", "alfa", "alfa"]


def test_who_reports_for_itself_is_settled_by_itself_and_summed_for_the_desk() -> None:
    made = spends(spends(chain(3), 3, 500).ticket, 2, 300).ticket
    account = account_of(made, KNOWN, CHAIN.policy)
    assert (account.sums if account else ()) == ("800 NOK",)
    assert [each.settled_by for each in hops(made, NOW, CHAIN.policy)] == ["nord-elektro", "alfa", "beta"]


def test_a_cap_of_its_own_holds_for_all_further_down() -> None:
    made = handing.hand_on(
        handed_off(S.ACCEPTED), 1, ALFA, CHAIN, NOW, by=TECHNICIANS["nord-elektro"], cap="300 NOK"
    ).ticket
    made = takes(made, 2, S.ACCEPTED).ticket
    made = handing.hand_on(made, 2, BETA, CHAIN, NOW, by=TECHNICIANS["alfa"]).ticket
    assert build_card(made, made.handoff(3), KNOWN, CHAIN.policy).costs.cap == "300 NOK"


@any_(st.lists(st.tuples(st.integers(1, 3), st.integers(100, 3000)), min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_whoever_answers_in_whatever_order_nothing_is_left_hanging(
    costs: list[tuple[int, int]], data: st.DataObject
) -> None:
    of = chain(3)
    for seq, amount in costs:
        of = spends(of, seq, amount).ticket
        if data.draw(st.booleans()) and asked(of):
            of = answered(of, data.draw(st.sampled_from(asked(of))), yes=data.draw(st.booleans()))
    for _ in range(20):
        if not asked(of):
            break
        of = answered(of, data.draw(st.sampled_from(asked(of))), yes=True)
    assert asked(of) == []
    assert [each.cost_asked for each in of.handoffs] == [None] * 3
    assert {each.state for each in of.handoffs} == {S.ACCEPTED}


def answered(of: Ticket, seq: int, *, yes: bool) -> Ticket:
    if of.handoff(seq).parent is None:
        return decide_cost(of, CHAIN, NOW, by=DINA, yes=yes).ticket
    return says(of, seq, yes=yes).ticket
