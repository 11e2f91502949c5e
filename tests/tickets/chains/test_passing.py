"""Words, files and evidence in a chain: hop by hop, each time in the neighbour's name."""

from dataclasses import asdict, replace

import pytest

from tests.tickets.chains.chain import (
    ALFA,
    ANNE,
    BETA,
    BO,
    CHAIN,
    CHAIN_POLICY,
    GAMMA,
    GRO,
    PHOTO,
    chain,
    hand_on,
    says,
    takes,
)
from tests.tickets.world import DINA, KARI, KNOWN, NORD, NOW, OLA, message, told
from tickets import amending, conversation, handoffs
from tickets.card import build_card
from tickets.chains import handing
from tickets.desk_view import desk_view
from tickets.given import Given
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import Role
from tickets.policy import Category, Reporting
from tickets.states import HandoffState as S
from tickets.ticket import Ticket
from tickets.timeline import Entry
from tickets.views import partner_view


def demanding() -> Given:
    coffee = Category(id="coffee", checklist=("Foto etter",), evidence=("photo", "checklist"))
    return replace(CHAIN, policy=replace(CHAIN_POLICY, categories={"coffee": coffee}))


def consolidated() -> Given:
    alfa = replace(ALFA, reporting=Reporting.CONSOLIDATED)
    return replace(CHAIN, policy=replace(CHAIN_POLICY, partners={**CHAIN_POLICY.partners, ALFA.id: alfa}))


def threads(outcome: Outcome) -> list[tuple[int | None, str, str]]:
    return [(each.handoff, each.author.name, each.text) for each in outcome.entries]


def lines(of: Ticket, seq: int, entries: tuple[Entry, ...]) -> list[tuple[str | None, str]]:
    card = build_card(of, of.handoff(seq), KNOWN, CHAIN_POLICY)
    view = partner_view(card, CHAIN_POLICY, of.handoff(seq).partner_id, entries)
    return [(line.who, line.text) for line in view.lines]


def test_words_from_the_bottom_reach_the_desk_in_the_first_partners_name() -> None:
    outcome = says(chain(4), 4, "Pumpa er tett", CHAIN, PHOTO)
    assert threads(outcome) == [
        (4, GRO.name, "Pumpa er tett"),
        (3, "Beta Vann AB", "Pumpa er tett"),
        (2, "Alfa Rør AS", "Pumpa er tett"),
        (1, "Nord Elektro AS", "Pumpa er tett"),
    ]
    assert all(each.attachments == (PHOTO,) for each in outcome.entries)
    (heard,) = (notice for notice in outcome.notices if notice.to is Party.DISPATCHERS)
    assert heard.entry is outcome.entries[3]


def test_each_hears_its_neighbour_once() -> None:
    outcome = says(chain(4), 4, "Pumpa er tett")
    heard = [lines(outcome.ticket, seq, outcome.entries) for seq in (1, 2, 3, 4)]
    assert heard == [
        [("Alfa Rør AS", "Pumpa er tett")],
        [("Beta Vann AB", "Pumpa er tett")],
        [("Gro Gammel", "Pumpa er tett")],
        [("Gro Gammel", "Pumpa er tett")],
    ]


def test_desks_timeline_shows_the_original_once() -> None:
    outcome = says(chain(4), 4, "Pumpa er tett")
    view = desk_view(outcome.ticket, KNOWN, CHAIN_POLICY, outcome.entries)
    assert [(line.who, line.text) for line in view.lines] == [("Gro Gammel", "Pumpa er tett")]
    assert [(each.partner, each.depth) for each in view.handoffs][::3] == [(NORD.name, 0), (GAMMA.name, 3)]


def test_customers_words_go_down_as_each_neighbours() -> None:
    words = message(KARI, "Vi stenger kl. 15")
    outcome = conversation.requester_says(chain(3), words, CHAIN, NOW)
    assert threads(outcome) == [
        (1, KARI.name, "Vi stenger kl. 15"),
        (2, "Nord Elektro AS", "Vi stenger kl. 15"),
        (3, "Alfa Rør AS", "Vi stenger kl. 15"),
    ]
    assert told(outcome, Party.PARTNER) == [Tell.RELAY] * 3
    assert lines(outcome.ticket, 1, outcome.entries) == [(KARI.name, "Vi stenger kl. 15")]


def test_desks_words_go_down_and_its_name_does_not() -> None:
    outcome = conversation.desk_tells_partner(chain(4), message(DINA, "Husk nøkkel"), CHAIN)
    assert [each.author.name for each in outcome.entries][1:] == [NORD.name, "Alfa Rør AS", "Beta Vann AB"]
    assert "Dina" not in str([asdict(each) for each in outcome.entries[1:]])


def test_partners_words_to_its_own_go_down_and_not_to_the_desk() -> None:
    outcome = handing.principal_says(chain(3), 2, message(OLA, "Ta med stige"), CHAIN, NOW)
    assert [(each.handoff, each.author.role) for each in outcome.entries] == [
        (2, Role.PRINCIPAL),
        (3, Role.PRINCIPAL),
    ]
    assert told(outcome, Party.DISPATCHERS) == []


def test_nobody_speaks_to_one_who_has_it_no_more() -> None:
    declined = takes(chain(2), 2, S.DECLINED).ticket
    with pytest.raises(Refused, match="sub_ended"):
        handing.principal_says(declined, 2, message(OLA, "Hei"), CHAIN, NOW)
    late = says(declined, 2, "Lykke til")
    assert (threads(late), told(late, Party.PRINCIPAL)) == ([(2, ANNE.name, "Lykke til")], [Tell.SAID])


def test_who_reports_for_those_below_keeps_their_words_and_passes_their_files() -> None:
    given = consolidated()
    made = chain(3, given)
    assert [each.handoff for each in says(made, 3, "Kunden er sur", given).entries] == [3]
    with_photo = says(made, 3, "Kunden er sur", given, PHOTO)
    assert threads(with_photo)[1:] == [(2, "Alfa Rør AS", ""), (1, "Nord Elektro AS", "")]


def test_evidence_from_the_bottom_counts_all_the_way_up() -> None:
    given = demanding()
    made = says(chain(3, given), 3, "", given, PHOTO).ticket
    made = handoffs.tick(made, 3, "check:1", given, NOW, by=BO).ticket
    assert [len(each.evidence) for each in made.handoffs] == [2, 2, 2]
    assert {proof.by for proof in made.handoff(1).evidence} == {NORD.name}
    for seq in (3, 2, 1):
        made = takes(made, seq, S.DONE, given).ticket
    assert made.handoff(1).state is S.DONE


def test_a_tick_from_below_leaves_the_one_that_is_there() -> None:
    given = demanding()
    made = handoffs.tick(chain(2, given), 1, "check:1", given, NOW, by=OLA).ticket
    made = handoffs.tick(made, 2, "check:1", given, NOW, by=ANNE).ticket
    assert [[proof.key for proof in each.evidence] for each in made.handoffs] == [["check:1"], ["check:1"]]


def test_evidence_lacks_for_everybody() -> None:
    with pytest.raises(Refused, match="evidence_missing"):
        takes(chain(3, demanding()), 3, S.DONE, demanding())


def test_what_the_partner_brought_need_not_be_brought_again() -> None:
    given = demanding()
    brought = says(chain(1), 1, "", given, PHOTO).ticket
    handed = hand_on(brought, 1, ALFA, given).ticket
    assert [proof.by for proof in handed.handoff(2).evidence] == [NORD.name]
    assert len(says(handed, 1, "", given, PHOTO).ticket.handoff(2).evidence) == 1


def test_edits_and_albums_follow_the_copies() -> None:
    said = says(chain(3), 3, "Trenger to timer", CHAIN, PHOTO)
    original, *copies = (replace(each, text="Trenger tre timer") for each in said.entries)
    again = amending.corrected(said.ticket, original, CHAIN, copies)
    assert [(each.to, each.handoff) for each in again.notices] == [
        (Party.PRINCIPAL, 3),
        (Party.PRINCIPAL, 2),
        (Party.DISPATCHERS, 1),
    ]
    grown = amending.album_grew(said.ticket, original, "", CHAIN, NOW, by=BO, copies=copies)
    assert [each.to for each in grown.notices if each.facts.get("grew")] == [
        each.to for each in again.notices
    ]


def test_words_that_are_a_step_are_one_piece_of_news_a_hop() -> None:
    outcome = says(chain(3), 3, "på vei")
    assert [notice.handoff for notice in outcome.notices if notice.to is Party.PRINCIPAL] == [3, 2]
    assert Tell.SAID not in told(outcome, Party.PRINCIPAL)


def test_what_was_told_before_goes_along_when_the_job_is_handed_on() -> None:
    made = chain(1)
    asked = conversation.requester_says(made, message(KARI, "Vi stenger kl. 15"), CHAIN, NOW)
    answered = says(made, 1, "Kommer snart")
    outcome = handing.hand_on(made, 1, ALFA, CHAIN, NOW, by=OLA, timeline=(*asked.entries, *answered.entries))
    assert threads(outcome)[1:] == [(2, NORD.name, "Vi stenger kl. 15")]
    further = takes(outcome.ticket, 2, S.ACCEPTED).ticket
    again = handing.hand_on(further, 2, BETA, CHAIN, NOW, by=ANNE, timeline=outcome.entries)
    assert threads(again)[1:] == [(3, ALFA.name, "Vi stenger kl. 15")]
