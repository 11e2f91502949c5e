"""The account of a shared job: the partner's lines under our caps, each once, none that we crossed out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.tickets.world import DINA, GIVEN, NOW, OLA, POLICY, handed_off, told
from tickets.linked.answers import stands
from tickets.linked.billing import told_work
from tickets.linked.copy import Standing, Worked
from tickets.outcome import Outcome, Party, Tell
from tickets.parties import Actor, Role
from tickets.states import HandoffState as S
from tickets.ticket import Ticket
from tickets.timeline import Entry
from tickets.work import mending
from tickets.work.costs import decide_cost, write_down
from tickets.work.lines import said
from tickets.work.reading import read_cost, read_log

SYD = Actor(role=Role.PARTNER, name="Syd Kyl AB", id="jobb@sydkyl.example")


def worked(amount: int, key: str = "a", currency: str = "NOK") -> Worked:
    cost = {"amount": Decimal(amount), "currency": currency}
    return Worked(key=key, kind="extra", quantity=Decimal(1), unit="pcs", text="pump", at=NOW, **cost)  # type: ignore[arg-type]


def hears(ticket: Ticket, *lines: Worked, state: S = S.ON_SITE, timeline: tuple[Entry, ...] = ()) -> Outcome:
    standing = Standing(state=state, work=lines)
    return stands(ticket, 1, standing, GIVEN, NOW, by=SYD, timeline=timeline)


def lines(of: Ticket) -> list[str]:
    return [said(each) for each in of.handoff(1).work]


def test_their_lines_are_ours_once_however_often_they_are_told() -> None:
    once = hears(handed_off(S.ON_SITE), worked(100), worked(250, "b"))
    again = hears(once.ticket, worked(100), worked(250, "b"))
    assert lines(again.ticket) == ["pump, 100 NOK", "pump, 250 NOK"]
    assert ({each.by for each in again.ticket.handoff(1).work}, again.entries) == ({SYD.name}, ())
    assert Tell.LOGGED not in told(once, Party.PARTNER)


def test_what_they_cross_out_is_crossed_out() -> None:
    once = hears(handed_off(S.ON_SITE), worked(100), worked(250, "b")).ticket
    assert lines(hears(once, worked(250, "b")).ticket) == ["pump, 250 NOK"]
    assert lines(stands(once, 1, Standing(state=S.ON_SITE), GIVEN, NOW, by=SYD).ticket) == lines(once)


def test_what_our_desk_has_crossed_out_stays_so() -> None:
    once = hears(handed_off(S.ON_SITE), worked(100), worked(250, "b")).ticket
    struck = mending.strike(once, 2, GIVEN, NOW, by=DINA, reason="Ikke avtalt")
    again = hears(struck.ticket, worked(100), worked(250, "b"), timeline=struck.entries)
    assert lines(again.ticket) == ["pump, 100 NOK"]


def test_above_our_cap_the_work_rests_and_our_desk_is_asked() -> None:
    outcome = hears(handed_off(S.ON_SITE), worked(9000), state=S.DONE)
    assert outcome.ticket.handoff(1).state is S.WAITING
    assert told(outcome, Party.DISPATCHERS).count(Tell.COST_TO_APPROVE) == 1
    yes = decide_cost(outcome.ticket, GIVEN, NOW, by=DINA, yes=True).ticket
    assert hears(yes, worked(9000), state=S.DONE).ticket.handoff(1).state is S.DONE


def test_what_no_cap_can_count_is_kept_without_a_price_and_told() -> None:
    outcome = hears(handed_off(S.ON_SITE), worked(9000, currency="EUR"))
    again = hears(outcome.ticket, worked(9000, currency="EUR"))
    assert lines(again.ticket) == ["pump, 9 000 EUR"]
    assert [each.event for each in outcome.entries if each.event == "work_uncounted"] == ["work_uncounted"]
    assert Tell.HAPPENED not in told(again, Party.DISPATCHERS)


def test_a_job_that_is_not_taken_has_no_account() -> None:
    assert lines(hears(handed_off(S.OFFERED), worked(100), state=S.OFFERED).ticket) == []
    assert lines(hears(handed_off(S.OFFERED), worked(100)).ticket) == ["pump, 100 NOK"]


@pytest.mark.parametrize(("amount", "tells"), [("100 NOK taxi", 2), ("9000 NOK pumpe", None)])
def test_nothing_new_is_told_while_our_own_desk_is_asked(amount: str, tells: int | None) -> None:
    of = handed_off(S.ON_SITE)
    for line in (read_log("2 h", NOW, by="Ola"), read_cost(amount, NOW, by="Ola")):
        assert line is not None
        of = write_down(of, 1, line, GIVEN, NOW, by=OLA).ticket
    work = told_work(of, POLICY)
    assert (None if work is None else len(work)) == tells
    assert "Ola" not in repr(work)


def test_a_line_keeps_its_name_while_it_says_the_same() -> None:
    line = read_cost("100 NOK taxi", NOW, by="Ola")
    assert line is not None
    of = write_down(handed_off(S.ON_SITE), 1, line, GIVEN, NOW, by=OLA).ticket
    (before,) = told_work(of, POLICY) or ()
    (after,) = told_work(of.with_handoff(replace(of.handoff(1), state=S.DONE)), POLICY) or ()
    assert before == after
