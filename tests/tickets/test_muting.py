"""A party that is muted: who is meant, what waits for the desk instead, and what follows when it ends."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.tickets.chains import chain
from tests.tickets.test_chasing import reminders, rests
from tests.tickets.world import (
    DINA,
    GIVEN,
    KARI,
    NORD,
    NOW,
    POLICY,
    SOR,
    at,
    events,
    handed_off,
    message,
    ticket,
    told,
)
from tickets import amending, clock, conversation, muting, offers
from tickets.chains.tree import choices, why_not
from tickets.muting import Untold
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import CUSTOMERS_SIDE, INTERNAL_ONLY, party_of_partner
from tickets.routing import ranked
from tickets.states import HandoffState, WaitReason
from tickets.ticket import Ticket
from tickets.work import customer
from tickets.work.money import Money

NORDS = party_of_partner(NORD.id)


def muted(of: Ticket, *parties: str) -> Ticket:
    for each in parties:
        of = muting.mute(of, each, GIVEN, NOW, by=DINA).ticket
    return of


@pytest.mark.parametrize("word", ["customer", "kunden", "Kunde", "kund", "клиент", "Заказчик"])
def test_the_customer_is_meant_in_five_languages(word: str) -> None:
    assert muting.meant(handed_off(), word, GIVEN, usage="") == CUSTOMERS_SIDE


@pytest.mark.parametrize("word", ["partner", "Partneren", "partnern", "партнёр", NORD.id, "nord elektro as"])
def test_the_partner_is_meant_by_a_word_or_its_name(word: str) -> None:
    assert muting.meant(handed_off(HandoffState.DONE), word, GIVEN, usage="") == NORDS


def test_the_muted_one_of_two_partners_is_meant_when_it_is_told_again() -> None:
    recalled = offers.recall(muted(handed_off(), NORDS), GIVEN, NOW, by=DINA).ticket
    second = offers.offer(recalled, SOR, GIVEN, NOW, by=DINA, reason="Dina").ticket
    assert muting.meant(second, "partner", GIVEN, usage="") == party_of_partner(SOR.id)
    assert muting.meant(second, "partner", GIVEN, usage="", muted=True) == NORDS


@pytest.mark.parametrize(
    ("of", "words", "reason"),
    [(ticket(), "partner", "nobody_has_it"), (handed_off(), "all", "unreadable_arguments")],
)
def test_nobody_is_muted_by_mistake(of: Ticket, words: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        muting.meant(of, words, GIVEN, usage="/mute N customer|partner")
    assert refusal.value.reason == reason


def test_neither_party_can_read_of_it() -> None:
    outcome = muting.mute(handed_off(), NORDS, GIVEN, NOW, by=DINA)
    back = muting.unmute(outcome.ticket, NORDS, GIVEN, NOW, by=DINA)
    entries = (*outcome.entries, *back.entries, muting.withheld(NORDS, "På vei", NOW))
    assert {entry.audience for entry in entries} == {INTERNAL_ONLY}
    assert {notice.to for notice in (*outcome.notices, *back.notices)} == {Party.DISPATCHERS}


def test_what_a_dispatcher_says_to_a_muted_party_is_refused() -> None:
    of = muted(handed_off(HandoffState.ACCEPTED), CUSTOMERS_SIDE, NORDS)
    with pytest.raises(Refused, match="muted"):
        conversation.desk_replies(of, message(DINA, "Vi kommer"))
    with pytest.raises(Refused, match="muted"):
        conversation.desk_tells_partner(of, message(DINA, "Ta med pumpe"), GIVEN)


def test_a_question_that_waits_is_the_desks_to_ask() -> None:
    waiting = rests(WaitReason.CUSTOMER, asked=("access",), asked_at=NOW)
    ours = reminders(muted(waiting, CUSTOMERS_SIDE), at(17, day=8))
    theirs = reminders(waiting, at(17, day=8))
    assert told(theirs[0][1], Party.REQUESTER) == [Tell.ASKED]
    assert [told(each, Party.REQUESTER) for _, each in ours] == [[]] * len(ours)
    assert told(ours[0][1], Party.DISPATCHERS) == [Tell.STILL_WAITS]


def test_a_reminder_of_a_muted_partners_promise_is_the_desks() -> None:
    of = muted(handed_off(HandoffState.ACCEPTED), NORDS)
    looked: list[Outcome] = []
    while not looked or not looked[-1].notices:
        moment = clock.next_look(of, POLICY)
        assert moment is not None
        looked.append(clock.look(of, POLICY, moment))
        of = looked[-1].ticket
    assert (told(looked[-1], Party.PARTNER), told(looked[-1], Party.DISPATCHERS)) == ([], [Tell.WARNING])
    assert looked[-1].notices[0].facts["partner"] == NORD.name


def test_a_muted_partner_is_offered_nothing_and_blocks_nothing() -> None:
    of = muted(replace(handed_off(), handoffs=()), NORDS)
    with pytest.raises(Refused, match="muted"):
        offers.offer(of, NORD, GIVEN, NOW, by=DINA, reason="Dina")
    assert {each.why_not for each in ranked(of, GIVEN, NOW) if each.partner == NORD} == {"muted"}
    next_one = offers.offer_next(of, GIVEN, NOW)
    assert [each.partner_id for each in next_one.ticket.handoffs] == [SOR.id]


def test_the_desk_hears_what_a_muted_partner_must_know_once_a_party() -> None:
    of = muted(handed_off(HandoffState.DONE), NORDS)
    tells = (Tell.REWORK, Tell.CARD_CHANGED, Tell.RECALLED)
    notices = [Notice(to=Party.PARTNER, tell=each, handoff=1) for each in tells]
    (heard,) = muting.unheard(of, notices, POLICY)
    assert heard.facts == {"what": (Untold.REWORK, Untold.RECALLED), "partner": NORD.name}
    assert muting.unheard(replace(of, muted=()), notices, POLICY) == ()


def test_words_of_a_muted_customer_still_reach_the_partner_and_the_desk() -> None:
    of = muted(handed_off(HandoffState.ACCEPTED), CUSTOMERS_SIDE)
    said = conversation.requester_says(of, message(KARI, "Den drypper"), GIVEN, NOW)
    assert (told(said, Party.PARTNER), told(said, Party.DISPATCHERS)) == ([Tell.RELAY], [Tell.HEARD])


def test_what_is_so_already_is_no_news() -> None:
    of = muted(handed_off(), CUSTOMERS_SIDE)
    assert events(muting.mute(of, CUSTOMERS_SIDE, GIVEN, NOW, by=DINA)) == []
    assert events(muting.unmute(of, NORDS, GIVEN, NOW, by=DINA)) == []


def test_no_partner_learns_that_its_subcontractor_is_muted() -> None:
    chained = chain.chain(2)
    alfa = chained.handoffs[1].partner_id
    back = replace(chained, handoffs=chained.handoffs[:1])
    assert alfa in [each.id for each in choices(back, 1, chain.CHAIN, NOW)]
    silent = replace(back, muted=(party_of_partner(alfa),))
    assert alfa not in [each.id for each in choices(silent, 1, chain.CHAIN, NOW)]
    assert why_not(chain.CHAIN_POLICY.partners[alfa], silent, 1, chain.CHAIN, NOW) == "asked"


def test_a_muted_customer_is_asked_for_no_price() -> None:
    asked = replace(handed_off(HandoffState.ACCEPTED), muted=(CUSTOMERS_SIDE,))
    live = replace(asked.handoffs[0], cost_asked=Decimal(5200))
    with pytest.raises(Refused, match="muted"):
        customer.ask(asked.with_handoff(live), Money(Decimal(5200), "kr"), NOW, by=DINA)


def test_files_that_follow_a_dispatchers_words_are_not_lost_silently() -> None:
    words = conversation.desk_replies(handed_off(), message(DINA, "Se bildet")).entries[0]
    grown = amending.album_grew(muted(handed_off(), CUSTOMERS_SIDE), words, "", GIVEN, NOW, by=DINA)
    (heard,) = muting.unheard(grown.ticket, grown.notices, POLICY)
    assert heard.facts["what"] == (Untold.WORDS,)
