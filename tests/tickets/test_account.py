"""The account of a job: what whoever approves it is shown of evidence, work, sums and what is wrong."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.world import COFFEE, KNOWN, NOW, OLA, POLICY, handed_off, ticket
from tickets.account import Account, account_of
from tickets.evidence.demands import Proof
from tickets.evidence.job import lacking
from tickets.policy import Category, Policy
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work.lines import WorkKind, WorkLine, in_all
from tickets.work.money import Money
from tickets.work.reading import READERS

STEPS = ("Rens filteret", "Kvittering til kunden")


def policy(*evidence: str) -> Policy:
    category: Category = replace(COFFEE, checklist=STEPS, evidence=evidence)
    return replace(POLICY, categories={"coffee": category})


def account(made: Ticket, *evidence: str) -> Account:
    found = account_of(made, KNOWN, policy(*evidence))
    assert found is not None
    return found


def with_proofs(*proofs: tuple[str, str, bool]) -> Ticket:
    made = handed_off(HandoffState.ON_SITE)
    brought = tuple(Proof(key=key, at=NOW, by="Ola", value=value, outside=out) for key, value, out in proofs)
    return made.with_handoff(replace(made.handoff(1), evidence=brought))


def spends(*written: tuple[str, str]) -> list[WorkLine]:
    lines = [READERS[command](text, NOW, by=OLA.name) for command, text in written]
    return [line for line in lines if line is not None]


def test_nobody_has_had_it() -> None:
    assert account_of(ticket(), KNOWN, POLICY) is None
    assert account_of(handed_off(), KNOWN, POLICY) is None


def test_what_is_there_what_is_wrong_and_what_lacks_stand_apart() -> None:
    made = with_proofs(("photo:before", "", False), ("reading:p", "12 bar", True))
    found = account(made, "photo before", "photo after", "reading p 8-9 bar")
    keys = [[each.demand.key for each in group] for group in (found.there, found.outside, found.lacking)]
    assert keys == [["photo:before"], ["reading:p"], ["photo:after"]]


def test_side_tasks_that_nobody_demands_are_listed_until_they_are_ticked_and_stop_nothing() -> None:
    made = with_proofs(("check:1", "", False))
    assert (account(made).ticked, account(made).unticked) == (1, ("Kvittering til kunden",))
    assert lacking(made.handoff(1), made, KNOWN, policy()) == ()
    assert [each.demand.key for each in lacking(made.handoff(1), made, KNOWN, policy("checklist"))] == [
        "check:2"
    ]


def test_work_is_summed_by_hours_kilometres_and_currency() -> None:
    lines = spends(
        ("log", "2.5h"), ("log", "30 min reise"), ("log", "80 km"), ("cost", "350 kr taxi"),
        ("cost", "1 200 NOK hotell"), ("part", "ABC-12 x2"), ("cost", "10 EUR bom"),
    )  # fmt: skip
    assert in_all(lines) == ("3 h", "80 km", "1 550 NOK", "10 EUR")


def test_work_of_those_below_counts_for_the_partner_whom_the_desk_chose() -> None:
    made = handed_off(HandoffState.ON_SITE)
    above = replace(made.handoff(1), work=tuple(spends(("log", "1h"))))
    below = replace(above, seq=2, parent=1, work=tuple(spends(("log", "2h"), ("cost", "100 kr"))))
    assert account(made.with_handoff(above).with_handoff(below)).sums == ("3 h", "100 kr")


@pytest.mark.parametrize("ended", [HandoffState.DECLINED, HandoffState.EXPIRED])
def test_a_later_no_does_not_hide_the_work_that_was_done(ended: HandoffState) -> None:
    made = with_proofs(("check:1", "", False))
    refused = replace(made.handoff(1), seq=2, state=ended, evidence=())
    assert account(made.with_handoff(refused)).ticked == 1


@given(st.lists(st.tuples(st.integers(min_value=1, max_value=10**6), st.sampled_from(["kr", "NOK", "EUR"]))))
def test_no_amount_is_lost_in_the_sums(costs: list[tuple[int, str]]) -> None:
    lines = [
        WorkLine(
            kind=WorkKind.EXTRA,
            quantity=Decimal(1),
            unit="pcs",
            text="",
            at=NOW,
            by="Ola",
            cost=Money(Decimal(amount), currency),
        )
        for amount, currency in costs
    ]
    told = sum(Decimal(each.rsplit(" ", 1)[0].replace(" ", "")) for each in in_all(lines))
    assert told == sum(amount for amount, _ in costs)
