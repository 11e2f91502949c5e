"""What a partner's Stafett says moves our handoff as the partner would, and never closes a ticket."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.world import GIVEN, KNOWN, NOW, at, events, handed_off, message, told
from tickets.evidence.demands import Proof
from tickets.linked import answers
from tickets.linked.copy import Shown, Standing
from tickets.moves import event
from tickets.outcome import Outcome, Party, Tell
from tickets.parties import FOR_PARTNER, STAFETT, Actor, Role
from tickets.states import HandoffState as S
from tickets.states import TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.timeline import Attachment

SYD = Actor(role=Role.PARTNER, name="Nord Elektro AS", id="jobb@nord.example")


def stands(of: Ticket, state: S, **more: Any) -> Outcome:
    """They say that it stands so, having heard everything."""
    rest = {name: more.pop(name) for name in ("timeline", "given") if name in more}
    return answers.stands(
        of, 1, Standing(state=state, **more), rest.pop("given", GIVEN), NOW, by=SYD, seen=99, **rest
    )


@pytest.mark.parametrize(
    ("was", "state", "becomes"),
    [
        (S.OFFERED, S.OFFERED, S.OFFERED),
        (S.OFFERED, S.ACCEPTED, S.ACCEPTED),
        (S.OFFERED, S.ON_SITE, S.ON_SITE),
        (S.ACCEPTED, S.WAITING, S.WAITING),
        (S.WAITING, S.ACCEPTED, S.ACCEPTED),
        (S.EN_ROUTE, S.ACCEPTED, S.ACCEPTED),
        (S.ON_SITE, S.EN_ROUTE, S.ON_SITE),
        (S.REWORK, S.ACCEPTED, S.REWORK),
        (S.REWORK, S.DONE, S.DONE),
        (S.DONE, S.ACCEPTED, S.DONE),
        (S.APPROVED, S.ON_SITE, S.APPROVED),
        (S.RECALLED, S.DONE, S.RECALLED),
    ],
)
def test_a_standing_is_a_step_where_one_may_follow(was: S, state: S, becomes: S) -> None:
    assert stands(handed_off(was), state).ticket.handoff(1).state is becomes


@pytest.mark.parametrize("state", [S.APPROVED, S.RECALLED, S.EXPIRED, S.REWORK])
def test_what_is_ours_to_decide_is_not_theirs(state: S) -> None:
    assert stands(handed_off(S.DONE), state).ticket == handed_off(S.DONE)


def test_done_waits_for_our_approval_and_the_customer_hears_nothing() -> None:
    outcome = stands(handed_off(S.ON_SITE), S.DONE)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.APPROVAL)
    assert (told(outcome, Party.REQUESTER), Tell.TO_APPROVE in told(outcome, Party.DISPATCHERS)) == ([], True)


def test_done_from_before_our_not_yet_is_no_news() -> None:
    had = handed_off(S.REWORK)
    no = replace(event("rework", STAFETT, NOW, FOR_PARTNER, handoff=1), id=7)
    early = answers.stands(had, 1, Standing(state=S.DONE), GIVEN, NOW, by=SYD, timeline=[no], seen=6)
    late = answers.stands(had, 1, Standing(state=S.DONE), GIVEN, NOW, by=SYD, timeline=[no], seen=7)
    assert (early.ticket.handoff(1).state, late.ticket.handoff(1).state) == (S.REWORK, S.DONE)


def test_a_no_has_its_reason_and_the_next_is_asked() -> None:
    outcome = stands(handed_off(S.OFFERED), S.DECLINED, note="Ingen tid")
    assert (outcome.ticket.handoff(1).note, outcome.ticket.handoff(2).state) == ("Ingen tid", S.OFFERED)


def test_a_no_that_comes_too_late_is_the_desks_to_hear() -> None:
    outcome = stands(handed_off(S.ON_SITE), S.DECLINED, note="Bilen er stjålet")
    (notice,) = outcome.notices
    assert (notice.to, notice.facts["note"]) == (Party.DISPATCHERS, "Bilen er stjålet")
    assert outcome.ticket.handoff(1).state is S.ON_SITE


def test_done_without_what_we_demand_is_told_to_both_desks() -> None:
    assert KNOWN.contract is not None
    strict = replace(GIVEN, known=replace(KNOWN, contract=replace(KNOWN.contract, evidence=("signature",))))
    outcome = stands(handed_off(S.ON_SITE), S.DONE, given=strict)
    assert (outcome.ticket.handoff(1).state, events(outcome)) == (S.ON_SITE, ["evidence_missing"])
    assert Tell.EVIDENCE_MISSING in told(outcome, Party.PARTNER)
    brought = (Shown(key="signature", at=NOW, value="Kari"),)
    again = stands(outcome.ticket, S.DONE, given=strict, evidence=brought)
    assert again.ticket.handoff(1).state is S.DONE


def test_their_evidence_takes_the_place_of_theirs_and_leaves_ours() -> None:
    had = handed_off(S.ON_SITE)
    ours = Proof(key="photo", at=NOW, by="Dina Vakt")
    had = had.with_handoff(replace(had.handoff(1), evidence=(ours,)))
    once = stands(had, S.ON_SITE, evidence=(Shown(key="reading:p", at=NOW, value="8 bar"),)).ticket
    twice = stands(once, S.ON_SITE, evidence=(Shown(key="reading:p", at=NOW, value="9 bar"),)).ticket
    assert [(each.by, each.value) for each in twice.handoff(1).evidence] == [
        ("Dina Vakt", ""),
        (SYD.name, "9 bar"),
    ]


def test_when_somebody_comes_is_told_to_the_customer_once() -> None:
    eta = at(14)
    first = stands(handed_off(S.OFFERED), S.ACCEPTED, eta=eta)
    again = stands(first.ticket, S.ACCEPTED, eta=eta)
    moved = stands(first.ticket, S.ACCEPTED, eta=eta + timedelta(hours=1))
    assert first.ticket.handoff(1).eta == eta
    assert told(first, Party.REQUESTER).count(Tell.TAKEN) == 1
    assert (told(again, Party.REQUESTER), told(moved, Party.REQUESTER)) == ([], [Tell.ETA])


def test_the_day_of_a_part_is_told() -> None:
    day = at(12, day=9).date()
    outcome = stands(handed_off(S.ACCEPTED), S.WAITING, wait=WaitReason.PARTS, parts_on=day)
    assert outcome.ticket.handoff(1).parts_on == day


def test_words_that_look_like_a_step_are_words() -> None:
    outcome = answers.heard(handed_off(S.ACCEPTED), 1, message(SYD, "ferdig"), GIVEN)
    assert (outcome.ticket.handoff(1).state, outcome.entries[0].text) == (S.ACCEPTED, "ferdig")
    assert outcome.entries[0].audience == FOR_PARTNER


def test_a_photo_is_heard_by_the_desk_and_by_nobody_else() -> None:
    photo = Attachment(filename="a.jpg", content_type="image/jpeg", size=3, sha256="b" * 64, kind="photo")
    outcome = answers.heard(handed_off(S.ACCEPTED), 1, message(SYD, attachments=(photo,)), GIVEN)
    assert (told(outcome, Party.DISPATCHERS), told(outcome, Party.REQUESTER)) == ([Tell.HEARD], [])


standings = st.builds(
    Standing,
    state=st.sampled_from(list(S)),
    note=st.sampled_from(["", "Ingen tid"]),
    wait=st.sampled_from([None, *WaitReason]),
    eta=st.sampled_from([None, at(14), at(15)]),
    parts_on=st.sampled_from([None, at(14).date()]),
    evidence=st.sampled_from([(), (Shown(key="photo", at=NOW),)]),
)


@given(st.sampled_from([S.OFFERED, S.ACCEPTED, S.ON_SITE, S.DONE, S.REWORK]), st.lists(standings, max_size=8))
def test_whatever_they_say_twice_is_as_once_and_resolves_nothing(was: S, said: list[Standing]) -> None:
    of = handed_off(was)
    for standing in said:
        of = answers.stands(of, 1, standing, GIVEN, NOW, by=SYD, seen=99).ticket
        again = answers.stands(of, 1, standing, GIVEN, NOW, by=SYD, seen=99)
        assert again.ticket.handoff(1) == of.handoff(1)
        assert Tell.RESOLVED not in told(again, Party.REQUESTER)
    assert of.is_open
