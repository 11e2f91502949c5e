"""What one desk tells the other of a shared job: what a neighbour in a chain hears, and not a word more."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.tickets.histories import histories
from tests.tickets.history import NAMES, History
from tests.tickets.world import DINA, GIVEN, KARI, KNOWN, NOW, OLA, POLICY, handed_off, message, ticket
from tickets import approval, conversation, dispatch, offers, reports
from tickets.card import build_card
from tickets.evidence.demands import Proof
from tickets.evidence.job import lines_of
from tickets.known import Principal
from tickets.linked import orders
from tickets.linked.copy import Job, Said, Speaker
from tickets.linked.known import facts_of, known_with, same_work
from tickets.linked.telling import digest, job_of, standing_of, told_downwards, told_standing, told_upwards
from tickets.moves import event
from tickets.outcome import Outcome, Party, Refused
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, STAFETT
from tickets.states import HandoffState as S
from tickets.states import TicketState, WaitReason
from tickets.timeline import Attachment, Entry

NORDLYS = Principal(name="Nordlys Service", address="service@nordlys.example", number="1001")
PHOTO = Attachment(filename="etter.jpg", content_type="image/jpeg", size=9, sha256="a" * 64, kind="photo")


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """As storage gives them ids."""
    return [replace(entry, id=number) for number, entry in enumerate(entries, start=1)]


def done(of: Outcome) -> list[Entry]:
    """The timeline after it."""
    return numbered(of.entries)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_a_partners_copy_has_its_own_thread_and_nothing_else(of: History) -> None:
    for handoff in of.ticket.handoffs:
        said = told_downwards(handoff.seq, numbered(of.entries), "Nordlys", 0)
        may = of.for_partner.get(handoff.seq, set())
        assert {word for item in said for word in of.said if word == item.text} <= may
        others = [name for id_, names in NAMES.items() if id_ != handoff.partner_id for name in names]
        card = build_card(of.ticket, handoff, KNOWN, POLICY)
        if handoff.parent is None:
            copy = repr((said, job_of(card, KNOWN, ())))
            assert [name for name in others if name in copy] == []


@settings(max_examples=150, deadline=None)
@given(histories)
def test_a_principals_copy_has_what_our_desk_says_and_no_name(of: History) -> None:
    said = told_upwards(of.ticket, numbered(of.entries), 0)
    told = repr((said, standing_of(of.ticket, of.entries)))
    assert {word.partition("-")[0] for word in of.said if word in told} <= {"reply"}
    told += repr(told_standing(of.ticket, of.entries, POLICY).work)
    assert [name for names in NAMES.values() for name in names if name in told] == []


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        (S.OFFERED, S.OFFERED),
        (S.ACCEPTED, S.ACCEPTED),
        (S.EN_ROUTE, S.EN_ROUTE),
        (S.ON_SITE, S.ON_SITE),
        (S.WAITING, S.WAITING),
        (S.DONE, S.ON_SITE),
        (S.REWORK, S.ON_SITE),
        (S.APPROVED, S.DONE),
        (S.DECLINED, S.OFFERED),
        (S.RECALLED, S.OFFERED),
    ],
)
def test_it_stands_where_our_desk_says_that_it_stands(state: S, stands: S) -> None:
    assert standing_of(handed_off(state), ()).state is stands


def test_our_desk_has_said_yes_before_anybody_has_it() -> None:
    shared = replace(GIVEN, known=replace(KNOWN, principal=NORDLYS))
    yes = orders.take_on(ticket(), (), shared, NOW, by=DINA)
    entries = done(yes)
    assert standing_of(yes.ticket, entries).state is S.ACCEPTED
    assert orders.take_on(yes.ticket, tuple(entries), shared, NOW, by=DINA).answer == "already"


def test_our_desk_says_no_with_a_reason_and_whoever_had_it_gives_it_back() -> None:
    shared = replace(GIVEN, known=replace(KNOWN, principal=NORDLYS))
    with pytest.raises(Refused, match="needs_reason"):
        orders.turn_down(handed_off(S.ACCEPTED), (), shared, NOW, by=DINA, reason=" ")
    no = orders.turn_down(handed_off(S.ACCEPTED), (), shared, NOW, by=DINA, reason="Ingen tid")
    assert (no.ticket.state, no.ticket.handoff(1).state) == (TicketState.CLOSED, S.RECALLED)
    assert (standing_of(no.ticket, done(no)).state, standing_of(no.ticket, done(no)).note) == (
        S.DECLINED,
        "Ingen tid",
    )


def test_nobody_is_answered_whom_there_is_not() -> None:
    with pytest.raises(Refused, match="not_linked"):
        orders.take_on(ticket(), (), GIVEN, NOW, by=DINA)
    with pytest.raises(Refused, match="not_linked"):
        orders.turn_down(ticket(), (), GIVEN, NOW, by=DINA, reason="Nei")


def test_the_desks_own_wait_is_told_with_its_reason() -> None:
    waits = dispatch.wait(ticket(), WaitReason.ACCESS, GIVEN, NOW, by=DINA).ticket
    assert (standing_of(waits, ()).state, standing_of(waits, ()).wait) == (S.WAITING, WaitReason.ACCESS)


def test_a_technicians_words_stay_and_the_files_go() -> None:
    had = handed_off(S.ACCEPTED)
    words = message(OLA, "Kunden er vanskelig", attachments=(PHOTO,))
    said = reports.partner_says(had, 1, words, GIVEN, NOW)
    (item,) = told_upwards(said.ticket, numbered(said.entries), 0)
    assert (item.text, [file.sha256 for file in item.files]) == ("", ["a" * 64])
    assert told_upwards(said.ticket, numbered(said.entries), item.n) == ()


def test_what_a_former_partner_brought_does_not_go() -> None:
    had = handed_off(S.ACCEPTED)
    said = reports.partner_says(had, 1, message(OLA, "", attachments=(PHOTO,)), GIVEN, NOW)
    back = offers.recall(said.ticket, GIVEN, NOW, by=DINA).ticket
    assert told_upwards(back, numbered(said.entries), 0) == ()


def test_evidence_goes_along_and_is_no_news_by_itself() -> None:
    had = handed_off(S.ACCEPTED)
    proof = Proof(key="photo:after", at=NOW, by=OLA.name)
    brought = had.with_handoff(replace(had.handoff(1), evidence=(proof,)))
    assert [each.key for each in standing_of(brought, ()).evidence] == ["photo:after"]
    assert digest(standing_of(brought, ())) == digest(standing_of(had, ()))
    assert digest(standing_of(handed_off(S.ON_SITE), ())) != digest(standing_of(had, ()))


def test_what_the_principal_decides_is_an_item() -> None:
    had = handed_off(S.DONE)
    no = approval.reject(had, GIVEN, NOW, by=DINA, reason="Drypper")
    (item,) = told_downwards(1, numbered(no.entries), "Nordlys", 0)
    assert (item.event, item.text, item.by, item.who) == ("rework", "Drypper", Speaker.DESK, "Nordlys")


def test_a_reminder_is_an_item_and_the_other_desk_hears_it() -> None:
    late = replace(event("pinged", STAFETT, NOW, INTERNAL_ONLY, handoff=1, text="on_site"), id=4)
    (item,) = told_downwards(1, [late], "Nordlys", 0)
    assert told_downwards(2, [late], "Nordlys", 0) == ()
    heard = orders.decided(handed_off(S.ACCEPTED), item, message(KARI), GIVEN, NOW)
    assert [(each.to, each.facts["event"]) for each in heard.notices] == [(Party.DISPATCHERS, "pinged")]
    assert orders.decided(handed_off(S.APPROVED), item, message(KARI), GIVEN, NOW).notices == ()


def test_a_customers_words_keep_their_name_and_the_desks_have_the_desks() -> None:
    had = handed_off(S.ACCEPTED)
    kari = conversation.requester_says(had, message(KARI, "Ring på"), GIVEN, NOW)
    dina = conversation.desk_tells_partner(kari.ticket, message(DINA, "Ta med pumpe"), GIVEN)
    said = told_downwards(1, numbered((*kari.entries, *dina.entries)), "Nordlys", 0)
    assert [(item.by, item.who) for item in said] == [
        (Speaker.CUSTOMER, KARI.name),
        (Speaker.DESK, "Nordlys"),
    ]


def test_internal_events_and_notes_are_no_items() -> None:
    note = conversation.note(ticket(), message(DINA, "Vanskelig kunde"))
    seen = event("seen", OLA, NOW, FOR_PARTNER, handoff=1)
    closed = event("closed", DINA, NOW, INTERNAL_ONLY)
    assert told_downwards(1, numbered((*note.entries, seen, closed)), "Nordlys", 0) == ()
    assert told_upwards(ticket(), numbered((*note.entries, closed)), 0) == ()


def whole_job() -> Job:
    had = handed_off(S.ACCEPTED)
    card = build_card(had, had.handoff(1), KNOWN, POLICY)
    return job_of(card, KNOWN, lines_of(had, KNOWN, POLICY))


def test_the_partners_card_says_what_the_principals_says() -> None:
    job = whole_job()
    known = known_with(replace(KNOWN, customer=None, site=None, asset=None, contract=None), job, NORDLYS)
    ours = ticket(facts=facts_of(job, "1001"), category=None, customer_id=None)
    had = offers.offer(
        ours, POLICY.partners["sor-kulde"], replace(GIVEN, known=known), NOW, by=DINA, reason="Dina"
    ).ticket
    card, theirs = (
        build_card(had, had.handoff(1), known, POLICY),
        build_card(handed_off(S.ACCEPTED), handed_off(S.ACCEPTED).handoff(1), KNOWN, POLICY),
    )
    assert (card.equipment, card.contact, card.costs) == (theirs.equipment, theirs.contact, theirs.costs)
    assert (card.demands.steps, card.terms.text) == (theirs.demands.steps, theirs.terms.text)
    assert (card.terms.reference, card.terms.contract) == (None, "")


def test_deadlines_that_moved_with_the_clock_are_no_other_job() -> None:
    job = whole_job()
    assert same_work(job, replace(job, on_site_by=NOW, history=()))
    assert not same_work(job, replace(job, access="Nøkkelboks 12"))


def test_an_approval_ends_it_and_a_taking_back_does_with_whoever_has_it() -> None:
    resolved = handed_off(S.APPROVED)
    approved = orders.decided(resolved, Said(n=1, at=NOW, event="approved"), message(KARI), GIVEN, NOW)
    back = orders.decided(
        handed_off(S.ON_SITE), Said(n=1, at=NOW, event="recalled"), message(KARI, "Ordnet"), GIVEN, NOW
    )
    assert (approved.ticket.state, back.ticket.state) == (TicketState.CLOSED, TicketState.CLOSED)
    assert back.ticket.handoff(1).state is S.RECALLED


def test_a_not_yet_opens_it_again_and_the_work_goes_back_to_whoever_did_it() -> None:
    not_yet = orders.decided(
        handed_off(S.APPROVED), Said(n=1, at=NOW, event="rework"), message(KARI, "Drypper"), GIVEN, NOW
    )
    assert not_yet.ticket.state is TicketState.REOPENED
    again = approval.reject(not_yet.ticket, GIVEN, NOW, by=DINA, reason="Drypper").ticket
    assert (again.handoff(1).state, again.state, again.handoff(1).ended_at) == (
        S.REWORK,
        TicketState.IN_PROGRESS,
        None,
    )


def test_whoever_is_above_our_principal_stays_unnamed_below() -> None:
    desk = replace(KARI, name=NORDLYS.name)
    theirs = conversation.requester_says(handed_off(), message(desk, "Ring før dere drar"), GIVEN, NOW)
    guest = conversation.requester_says(theirs.ticket, message(KARI, "Døra er blå"), GIVEN, NOW)
    timeline = numbered((*theirs.entries, *guest.entries))
    said = told_downwards(1, timeline, "Syd Kyl AB", 0, above=NORDLYS.name)
    heard = [(item.by, item.who) for item in said if item.text]
    assert heard == [(Speaker.DESK, "Syd Kyl AB"), (Speaker.CUSTOMER, KARI.name)]
