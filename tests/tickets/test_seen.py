"""Reactions and words taken back move nothing."""

import pytest

from tests.tickets.world import GIVEN, OLA, at, handed_off
from tickets.outcome import Tell
from tickets.parties import FOR_PARTNER
from tickets.seen import seen, step_taken_back
from tickets.states import HandoffState
from tickets.timeline import Entry, EntryKind

S = HandoffState


def words(text: str) -> Entry:
    return Entry(kind=EntryKind.MESSAGE, at=at(12), author=OLA, audience=FOR_PARTNER, text=text, handoff=1)


def test_a_thumb_on_an_offered_card_is_seen_and_no_yes() -> None:
    outcome = seen(handed_off(S.OFFERED), 1, "👍", at(12), by=OLA, source="seen:1")
    assert outcome.ticket.handoff(1).state is S.OFFERED
    assert (outcome.entries[0].event, outcome.entries[0].source, outcome.notices) == ("seen", "seen:1", ())


def test_a_step_taken_back_is_told_and_undoes_nothing() -> None:
    outcome = step_taken_back(handed_off(S.DONE), words("ferdig"), "ikke ferdig", GIVEN)
    assert outcome.ticket.handoff(1).state is S.DONE
    assert [each.tell for each in outcome.notices] == [Tell.HAPPENED]
    assert outcome.notices[0].facts["note"] == "ferdig → ikke ferdig"


@pytest.mark.parametrize(("was", "now"), [("ferdig", "Ferdig!"), ("Byttet pumpe", "Byttet pumpa")])
def test_other_corrections_are_only_corrections(was: str, now: str) -> None:
    assert step_taken_back(handed_off(S.DONE), words(was), now, GIVEN).notices == ()
