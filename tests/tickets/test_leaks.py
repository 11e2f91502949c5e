"""Whatever happens to a ticket, no party is shown what is not addressed to it (S3, S70, I4, I26)."""

from dataclasses import asdict

from hypothesis import given, settings

from tests.tickets.histories import CUSTOMERS, histories, spending_histories
from tests.tickets.history import KNOWN, NAMES, PARTNERS_NAMES, PAST, POLICY, History
from tests.tickets.world import BORIS, DINA, KARI
from tickets import muting
from tickets.card import build_card
from tickets.chains.tree import child_of
from tickets.outcome import Party, Tell
from tickets.parties import INTERNAL_ONLY, Audience
from tickets.states import MAY_HAND_ON
from tickets.ticket import Handoff, Ticket
from tickets.views import customer_view, partner_view
from tickets.work.money import read_money
from tickets.work.payers import Payer


@given(histories)
@settings(max_examples=150, deadline=None)
def test_customer_is_shown_its_own_words_and_the_desks_replies(of: History) -> None:
    shown = str(asdict(customer_view(of.ticket, KNOWN, POLICY, of.entries)))
    assert {words for words in of.said if words in shown} <= of.for_customer
    assert not [name for name in (*PARTNERS_NAMES, *PAST.values()) if name in shown]
    assert DINA.name not in shown


@given(histories)
@settings(max_examples=150, deadline=None)
def test_partner_is_shown_its_own_job_alone(of: History) -> None:
    for handoff in of.ticket.handoffs:
        card = build_card(of.ticket, handoff, KNOWN, POLICY)
        shown = str(asdict(partner_view(card, POLICY, handoff.partner_id, of.entries)))
        allowed = of.for_partner.get(handoff.seq, set())
        if handoff.parent is not None:  # whoever goes on with work that was sent back reads what is wrong
            theirs = of.for_partner.get(handoff.parent, set())
            allowed = allowed | {words for words in theirs if words.startswith(("rejection", "wrong"))}
        assert {words for words in of.said if words in shown} <= allowed
        near = neighbours(of.ticket, handoff)
        assert not [
            name for partner, names in NAMES.items() if partner not in near for name in names if name in shown
        ]
        assert {words for words in PAST.values() if words in shown} == {PAST[handoff.partner_id]}
        assert BORIS.name not in shown
        if handoff.parent is not None:
            assert POLICY.desk_name not in shown
            assert DINA.name not in shown


@given(spending_histories)
@settings(max_examples=150, deadline=None)
def test_the_customer_is_asked_for_nothing_that_another_pays(of: History) -> None:
    for notice in of.notices:
        if notice.to is Party.REQUESTER and notice.tell is Tell.COST_QUESTION:
            amount = read_money(str(notice.facts["amount"]))
            assert amount is not None
            assert amount.amount % CUSTOMERS == 0


@given(spending_histories)
@settings(max_examples=150, deadline=None)
def test_who_pays_by_the_desks_word_is_told_to_no_party(of: History) -> None:
    decided = [entry for entry in of.entries if (entry.event or "").startswith("pays_")]
    assert all(entry.audience == INTERNAL_ONLY for entry in decided)
    for notice in of.notices:
        assert notice.facts.get("payer") in (None, Payer.MAKER)
        assert notice.to is Party.PARTNER or "payer" not in notice.facts
    shown = [customer_view(of.ticket, KNOWN, POLICY, of.entries)] + [
        partner_view(build_card(of.ticket, each, KNOWN, POLICY), POLICY, each.partner_id, of.entries)
        for each in of.ticket.handoffs
    ]
    assert not [view for view in shown if "pays_" in str(asdict(view)) or "Payer." in str(asdict(view))]


def neighbours(of: Ticket, handoff: Handoff) -> set[str]:
    """The partners whose names this one may know."""
    parent = {of.handoff(handoff.parent).partner_id} if handoff.parent is not None else set()
    return {handoff.partner_id} | parent | {h.partner_id for h in of.handoffs if h.parent == handoff.seq}


@given(histories)
@settings(max_examples=150, deadline=None)
def test_what_is_told_within_a_chain_names_neighbours_only(of: History) -> None:
    for notice in of.notices:
        if notice.to not in (Party.PARTNER, Party.PRINCIPAL) or notice.handoff is None:
            continue
        handoff = of.ticket.handoff(notice.handoff)
        hearer = handoff
        if notice.to is Party.PRINCIPAL and handoff.parent is not None:
            hearer = of.ticket.handoff(handoff.parent)
        said = str((notice.facts, notice.entry.author.name if notice.entry else ""))
        near = neighbours(of.ticket, hearer)
        assert not [n for partner, names in NAMES.items() if partner not in near for n in names if n in said]


@given(histories)
@settings(max_examples=150, deadline=None)
def test_a_chain_hangs_together(of: History) -> None:
    for handoff in of.ticket.handoffs:
        if handoff.parent is not None and handoff.is_live:
            parent = of.ticket.handoff(handoff.parent)
            assert parent.state in MAY_HAND_ON
            assert child_of(of.ticket, parent.seq) == handoff
    running = [each for each in of.ticket.targets if each.handoff is not None and each.runs]
    assert all(of.ticket.handoff(each.handoff or 0).is_live for each in running)


@given(histories)
@settings(max_examples=150, deadline=None)
def test_words_passed_on_are_addressed_to_whom_they_reach(of: History) -> None:
    for notice in of.notices:
        if notice.to is Party.REQUESTER:
            assert notice.entry is None or Audience.CUSTOMER in notice.entry.audience
            assert not [name for name in PARTNERS_NAMES if name in str(notice.facts)]
        if notice.to in (Party.PARTNER, Party.PRINCIPAL) and notice.entry is not None:
            assert Audience.PARTNER in notice.entry.audience
            assert notice.entry.handoff == notice.handoff


@given(histories)
@settings(max_examples=150, deadline=None)
def test_nobody_hears_an_echo_of_its_own_words(of: History) -> None:
    for notice in of.notices:
        author = notice.entry.author if notice.entry else None
        assert not (notice.to is Party.REQUESTER and author is KARI)
        if notice.entry is None or notice.handoff is None or author is None:
            continue
        handoff = of.ticket.handoff(notice.handoff)
        hearer = handoff if notice.to is Party.PARTNER else None
        if notice.to is Party.PRINCIPAL and handoff.parent is not None:
            hearer = of.ticket.handoff(handoff.parent)
        assert not (hearer and author.name in NAMES[hearer.partner_id])


@given(histories)
@settings(max_examples=150, deadline=None)
def test_neither_party_is_shown_that_anybody_is_muted(of: History) -> None:
    shown = [str(asdict(customer_view(of.ticket, KNOWN, POLICY, of.entries)))]
    for handoff in of.ticket.handoffs:
        card = build_card(of.ticket, handoff, KNOWN, POLICY)
        shown.append(str(asdict(partner_view(card, POLICY, handoff.partner_id, of.entries))))
    assert not [view for view in shown if "muted" in view]


@given(histories)
@settings(max_examples=150, deadline=None)
def test_neither_the_desk_nor_the_clock_addresses_a_muted_party(of: History) -> None:
    for _, outcome, _ in of.steps:
        aimed = [each for each in outcome.notices if each.tell in (Tell.REPLY, Tell.PING, Tell.CARD)]
        assert not [each for each in aimed if muting.hearer(outcome.ticket, each) in outcome.ticket.muted]


@given(histories)
@settings(max_examples=150, deadline=None)
def test_verdict_of_the_customer_reaches_no_partner(of: History) -> None:
    verdicts = [entry for entry in of.entries if entry.event == "csat"]
    assert all(Audience.PARTNER not in entry.audience for entry in verdicts)
    assert not [each for each in of.notices if each.to is Party.PARTNER and each.facts.get("event") == "csat"]
