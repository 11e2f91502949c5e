"""Who hears what somebody says, and what it changes."""

from dataclasses import replace

import pytest

from tests.tickets.world import (
    BORIS,
    DINA,
    GIVEN,
    KARI,
    NORD,
    OLA,
    at,
    events,
    handed_off,
    live,
    message,
    target,
    ticket,
    told,
)
from tickets import amending, conversation, dispatch, handoffs, offers, reports
from tickets.conversation import REOPENS_WITHIN
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_ALL, FOR_CUSTOMER, FOR_PARTNER, INTERNAL_ONLY
from tickets.states import HandoffState, TargetKind, TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.timeline import Attachment, Entry, EntryKind, entry_of

S = HandoffState
PHOTO = Attachment(filename="foto.jpg", content_type="image/jpeg", size=9, kind="photo")


def kari(made: Ticket, text: str = "Det haster", hour: int = 12) -> Outcome:
    return conversation.requester_says(made, message(KARI, text, at(hour)), GIVEN, at(hour))


def ola(made: Ticket, text: str = "", hour: int = 12, **changes: tuple[Attachment, ...]) -> Outcome:
    return reports.partner_says(made, 1, message(OLA, text, at(hour), **changes), GIVEN, at(hour))


def notice(outcome: Outcome, tell: Tell) -> Notice:
    return next(each for each in outcome.notices if each.tell is tell)


def test_requesters_words_reach_partner_and_desk() -> None:
    outcome = kari(handed_off(S.ACCEPTED))
    assert (outcome.entries[0].audience, outcome.entries[0].handoff) == (FOR_ALL, 1)
    assert notice(outcome, Tell.RELAY).entry is notice(outcome, Tell.HEARD).entry is outcome.entries[0]
    assert told(outcome, Party.REQUESTER) == []


def test_requesters_words_stay_at_the_desk_when_nobody_has_it() -> None:
    outcome = kari(ticket())
    assert (outcome.entries[0].audience, outcome.entries[0].handoff) == (FOR_CUSTOMER, None)
    assert told(outcome, Party.PARTNER) == []


def test_words_are_kept_as_they_came() -> None:
    words = message(KARI, "Hei", attachments=(PHOTO,), source="mail:1", proof="token")
    (entry,) = conversation.requester_says(ticket(), words, GIVEN, at(12)).entries
    assert (entry.text, entry.attachments, entry.source, entry.proof) == ("Hei", (PHOTO,), "mail:1", "token")


@pytest.mark.parametrize(
    "finished", [handed_off(S.APPROVED), dispatch.close(ticket(), GIVEN, at(11), by=DINA).ticket]
)
def test_requesters_words_reopen_a_finished_ticket(finished: Ticket) -> None:
    outcome = kari(finished)
    assert (outcome.ticket.state, outcome.answer) == (TicketState.REOPENED, "reopened")
    assert (outcome.ticket.resolved_at, outcome.ticket.closed_at) == (None, None)
    assert told(outcome, Party.REQUESTER) == [Tell.REOPENED]
    assert notice(outcome, Tell.NEEDS_DESK).facts == {"reason": "reopened"}


def test_thanks_for_a_finished_job_reach_the_desk_and_reopen_nothing() -> None:
    outcome = kari(handed_off(S.APPROVED), "Tusen takk for hjelpen!")
    assert (outcome.ticket.state, outcome.answer) == (TicketState.RESOLVED, "continued")
    assert (told(outcome, Party.DISPATCHERS), told(outcome, Party.REQUESTER)) == ([Tell.HEARD], [])


def test_thanks_with_a_photo_may_be_more_than_thanks() -> None:
    words = message(KARI, "Takk!", at(12), attachments=(PHOTO,))
    outcome = conversation.requester_says(handed_off(S.APPROVED), words, GIVEN, at(12))
    assert outcome.ticket.state is TicketState.REOPENED


def test_a_job_is_past_a_month_after_it_was_finished() -> None:
    solved = handed_off(S.APPROVED, at(10))
    assert not conversation.is_past(solved, at(9) + REOPENS_WITHIN)
    assert conversation.is_past(solved, at(11) + REOPENS_WITHIN)
    assert not conversation.is_past(ticket(), at(11) + REOPENS_WITHIN)


def test_reopened_ticket_goes_on_with_its_first_clock() -> None:
    solved = handed_off(S.APPROVED)
    reopened = kari(solved).ticket
    assert target(reopened, TargetKind.RESOLVE).started_at == solved.opened_at
    assert target(reopened, TargetKind.RESOLVE).runs


def test_open_ticket_cannot_be_reopened() -> None:
    with pytest.raises(Refused, match="not_now"):
        conversation.reopen(ticket(), GIVEN, at(12), message(DINA))


@pytest.mark.parametrize("who", ["desk", "partner"])
def test_answer_that_was_waited_for_starts_the_clock(who: str) -> None:
    made = handed_off(S.ACCEPTED)
    if who == "desk":
        waits = dispatch.wait(made, WaitReason.CUSTOMER, GIVEN, at(11), by=DINA).ticket
    else:
        waits = handoffs.answer(made, 1, S.WAITING, GIVEN, at(11), by=OLA, wait=WaitReason.CUSTOMER).ticket
    outcome = kari(waits)
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.IN_PROGRESS, None)
    assert (live(outcome.ticket).state, outcome.answer) == (S.ACCEPTED, "continued")
    assert target(outcome.ticket, TargetKind.RESOLVE, 1).runs
    assert told(outcome, Party.REQUESTER) == []


def test_answer_the_desk_waited_for_comes_back_to_the_desk() -> None:
    waits = dispatch.wait(ticket(), WaitReason.CUSTOMER, GIVEN, at(11), by=DINA).ticket
    outcome = kari(waits)
    assert outcome.ticket.state is TicketState.NEW
    assert events(outcome) == [None, "resumed"]


def test_words_do_not_end_another_wait() -> None:
    waits = dispatch.wait(ticket(), WaitReason.PARTS, GIVEN, at(11), by=DINA).ticket
    assert kari(waits).ticket == waits


def test_technicians_words_are_for_the_desk_and_never_for_the_requester() -> None:
    outcome = ola(handed_off(S.ON_SITE), "Pumpa er sprukket")
    assert (outcome.entries[0].audience, outcome.entries[0].handoff) == (FOR_PARTNER, 1)
    assert told(outcome, Party.REQUESTER) == told(outcome, Party.PARTNER) == []
    assert notice(outcome, Tell.HEARD).facts == {"partner": NORD.name}
    assert outcome.answer == "recorded"


def test_technicians_phrase_takes_its_step() -> None:
    outcome = ola(handed_off(S.ACCEPTED), "Fremme nå")
    assert (live(outcome.ticket).state, outcome.answer) == (S.ON_SITE, "on_site")
    assert [entry.text for entry in outcome.entries] == ["Fremme nå", "Fremme nå"]
    assert Tell.HEARD not in told(outcome, Party.DISPATCHERS)


def test_plain_yes_accepts_an_offer_and_nothing_else() -> None:
    assert live(ola(handed_off(), "Ok 👍").ticket).state is S.ACCEPTED
    waits = handed_off(S.WAITING)
    assert ola(waits, "Ok 👍").ticket == waits


def test_phrase_of_a_wait_gives_its_reason() -> None:
    made = ola(handed_off(S.ON_SITE), "Kommer ikke inn").ticket
    assert (made.wait_reason, live(made).note) == (WaitReason.ACCESS, "Kommer ikke inn")


def test_phrase_that_is_no_step_now_is_just_words() -> None:
    outcome = ola(handed_off(S.ON_SITE), "På vei")
    assert live(outcome.ticket).state is S.ON_SITE
    assert (outcome.answer, Tell.HEARD in told(outcome, Party.DISPATCHERS)) == ("recorded", True)


def test_files_alone_never_move_a_job() -> None:
    outcome = ola(handed_off(S.ON_SITE), attachments=(PHOTO,))
    assert live(outcome.ticket).state is S.ON_SITE
    assert outcome.entries[0].attachments == (PHOTO,)


def test_phrase_under_a_photo_moves_the_job_and_shows_the_photo() -> None:
    outcome = ola(handed_off(S.ON_SITE), "Ferdig", attachments=(PHOTO,))
    assert live(outcome.ticket).state is S.DONE
    assert Tell.HEARD in told(outcome, Party.DISPATCHERS)


@pytest.mark.parametrize("ended", [S.APPROVED, S.RECALLED, S.EXPIRED])
def test_words_for_a_finished_job_are_kept_and_change_nothing(ended: HandoffState) -> None:
    made = handed_off(ended)
    outcome = ola(made, "Ferdig")
    assert (outcome.ticket, outcome.entries[0].text) == (made, "Ferdig")
    assert told(outcome, Party.DISPATCHERS) == [Tell.HEARD]


def test_stranger_is_heard_by_the_desk_alone() -> None:
    outcome = conversation.stranger_says(handed_off(), message(BORIS, "Jeg er sjefen"), how="cc")
    assert outcome.entries[0].audience == INTERNAL_ONLY
    assert [(each.to, each.tell) for each in outcome.notices] == [(Party.DISPATCHERS, Tell.HEARD)]
    assert (notice(outcome, Tell.HEARD).facts["stranger"], outcome.answer) == ("cc", "parked")


def test_desk_replies_to_the_requester_alone() -> None:
    outcome = conversation.desk_replies(handed_off(), message(DINA, "Vi kommer i morgen"))
    assert outcome.entries[0].audience == FOR_CUSTOMER
    assert [(each.to, each.tell) for each in outcome.notices] == [(Party.REQUESTER, Tell.REPLY)]


def test_desk_tells_the_partner_alone() -> None:
    outcome = conversation.desk_tells_partner(handed_off(), message(DINA, "Ring vaktmesteren"), GIVEN)
    assert (outcome.entries[0].audience, outcome.entries[0].handoff) == (FOR_PARTNER, 1)
    assert [(each.to, each.handoff) for each in outcome.notices] == [(Party.PARTNER, 1)]


def test_desk_cannot_tell_a_partner_that_is_not_there() -> None:
    with pytest.raises(Refused, match="nobody_has_it"):
        conversation.desk_tells_partner(ticket(), message(DINA, "Hei"), GIVEN)


def test_note_is_told_to_nobody() -> None:
    outcome = conversation.note(handed_off(), message(DINA, "Vrien kunde"))
    assert (outcome.entries[0].kind, outcome.entries[0].audience) == (EntryKind.NOTE, INTERNAL_ONLY)
    assert outcome.notices == ()


def test_desk_must_say_something() -> None:
    for verb in (conversation.desk_replies, conversation.note):
        with pytest.raises(Refused, match="needs_text"):
            verb(handed_off(), message(DINA, " "))
    with pytest.raises(Refused, match="needs_text"):
        conversation.desk_tells_partner(handed_off(), message(DINA, " "), GIVEN)
    assert conversation.note(ticket(), message(DINA, attachments=(PHOTO,))).entries


def said(outcome: Outcome) -> Entry:
    return replace(outcome.entries[0], id=1)


def test_correction_reaches_those_who_heard_the_old_words() -> None:
    heard = kari(handed_off(S.ACCEPTED))
    outcome = amending.corrected(heard.ticket, said(heard), GIVEN)
    assert told(outcome, Party.PARTNER) == [Tell.RELAY]
    assert notice(outcome, Tell.HEARD).facts["edited"]


def test_correction_does_not_follow_a_former_partner() -> None:
    heard = kari(handed_off(S.ACCEPTED))
    back = offers.recall(heard.ticket, GIVEN, at(13), by=DINA).ticket
    assert told(amending.corrected(back, said(heard), GIVEN), Party.PARTNER) == []
    assert told(amending.album_grew(back, said(heard), "", GIVEN, at(13), by=KARI), Party.PARTNER) == []


def test_technicians_correction_is_for_the_desk() -> None:
    heard = ola(handed_off(S.ON_SITE), "Pumpa er sprukken")
    outcome = amending.corrected(heard.ticket, said(heard), GIVEN)
    assert [(each.to, each.facts["partner"]) for each in outcome.notices] == [(Party.DISPATCHERS, NORD.name)]


def test_album_grows_for_those_who_heard_of_it() -> None:
    album = kari(handed_off(S.ACCEPTED))
    outcome = amending.album_grew(album.ticket, said(album), "to bilder", GIVEN, at(12), by=KARI)
    assert told(outcome, Party.PARTNER) == [Tell.RELAY]
    assert outcome.entries == ()


def test_caption_on_any_item_of_an_album_may_take_a_step() -> None:
    album = ola(handed_off(S.ON_SITE), attachments=(PHOTO,))
    outcome = amending.album_grew(album.ticket, said(album), "Ferdig", GIVEN, at(12), by=OLA)
    assert live(outcome.ticket).state is S.DONE
    again = amending.album_grew(outcome.ticket, said(album), "På vei", GIVEN, at(12), by=OLA)
    assert live(again.ticket).state is S.DONE


def test_mended_words_about_what_is_wrong_mend_the_card() -> None:
    job = handed_off()
    old = replace(entry_of(message(KARI, job.problem), FOR_CUSTOMER), id=1)
    outcome = amending.corrected(job, replace(old, text="Den piper også"), GIVEN, was=job.problem)
    assert outcome.ticket.problem == "Den piper også"
    assert told(outcome, Party.PARTNER) == [Tell.CARD_CHANGED]


def test_other_mended_words_leave_it() -> None:
    job = handed_off()
    old = replace(entry_of(message(KARI, "Kode 1111"), FOR_CUSTOMER), id=1)
    assert amending.corrected(job, replace(old, text="Kode 2222"), GIVEN, was="Kode 1111").ticket == job
