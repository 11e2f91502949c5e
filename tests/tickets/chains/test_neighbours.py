"""What is for one neighbour alone: judged work, words taken back, a place, a time."""

from dataclasses import replace

from tests.tickets.chains.chain import ALFA, ANNE, CHAIN, PHOTO, chain, takes
from tests.tickets.test_arrival import KAI
from tests.tickets.world import KNOWN, NOW, OLA, message, told
from tickets import expected
from tickets.arrival import Place, located
from tickets.chains.handing import principal_says
from tickets.outcome import Party, Tell
from tickets.parties import FOR_PARTNER
from tickets.seen import step_taken_back
from tickets.spoken_times import Span
from tickets.states import HandoffState as S
from tickets.timeline import Entry, EntryKind


def test_words_to_one_that_says_done_are_the_verdict() -> None:
    done = takes(chain(2), 2, S.DONE).ticket
    good = principal_says(done, 2, message(OLA, "Godkjent!"), CHAIN, NOW)
    bad = principal_says(done, 2, message(OLA, "Ikke godkjent: bilde mangler"), CHAIN, NOW)
    assert [each.ticket.handoff(2).state for each in (good, bad)] == [S.APPROVED, S.REWORK]
    assert bad.ticket.handoff(2).note == "bilde mangler"


def test_words_with_a_photo_are_words() -> None:
    done = takes(chain(2), 2, S.DONE).ticket
    said = principal_says(done, 2, message(OLA, "Godkjent", attachments=(PHOTO,)), CHAIN, NOW)
    assert (said.ticket.handoff(2).state, said.entries[0].text) == (S.DONE, "Godkjent")


def test_before_that_they_judge_nothing() -> None:
    said = principal_says(chain(2), 2, message(OLA, "Godkjent"), CHAIN, NOW)
    assert (said.ticket.handoff(2).state, told(said, Party.PARTNER)) == (S.ACCEPTED, [Tell.RELAY])


def test_a_time_is_told_by_one_and_passed_on_by_the_others() -> None:
    outcome = expected.expect(chain(3), 3, Span(NOW), CHAIN, NOW, by=ANNE)
    assert [(each.handoff, each.is_copy) for each in outcome.entries] == [(3, False), (2, True), (1, True)]
    assert [each.eta for each in outcome.ticket.handoffs] == [NOW] * 3


def test_a_step_taken_back_below_is_the_one_aboves_to_judge() -> None:
    was = Entry(kind=EntryKind.MESSAGE, at=NOW, author=ANNE, audience=FOR_PARTNER, text="ferdig", handoff=2)
    outcome = step_taken_back(takes(chain(2), 2, S.DONE).ticket, was, "ikke ferdig", CHAIN)
    assert [(each.to, each.tell) for each in outcome.notices] == [(Party.PRINCIPAL, Tell.HANDED_ON)]
    assert outcome.notices[0].facts["partner"] == ALFA.name


def test_how_far_away_somebody_is_goes_no_further_than_one_hop() -> None:
    given = replace(CHAIN, known=replace(KNOWN, site=KAI))
    outcome = located(chain(3), 3, Place(59.95, 10.75), given, NOW, by=ANNE)
    assert outcome is not None
    assert [(each.to, each.handoff) for each in outcome.notices] == [(Party.PRINCIPAL, 3)]
