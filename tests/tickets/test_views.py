"""Each party's view holds what that party may know, and the desk's holds everything."""

from dataclasses import fields, replace

import pytest

from tests.tickets.world import (
    DINA,
    GIVEN,
    KARI,
    KNOWN,
    NORD,
    OLA,
    POLICY,
    STANDARD,
    at,
    handed_off,
    message,
    ticket,
)
from tickets import conversation, reports
from tickets.card import Card, build_card
from tickets.desk_view import desk_view
from tickets.known import Known
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, STAFETT, Audience
from tickets.states import HandoffState
from tickets.timeline import Entry, EntryKind
from tickets.views import CustomerView, Line, customer_view, partner_view


def timeline() -> list[Entry]:
    """Kari asks, Ola answers, Dina replies and notes."""
    made, at_noon = handed_off(HandoffState.ACCEPTED), at(12)
    said = [
        conversation.requester_says(made, message(KARI, "Når kommer dere?", at_noon), GIVEN, at_noon),
        reports.partner_says(made, 1, message(OLA, "Jeg ringer i forveien", at_noon), GIVEN, at_noon),
        conversation.desk_replies(made, message(DINA, "Klokka to", at_noon)),
        conversation.note(made, message(DINA, "Ola er treg", at_noon)),
    ]
    return [entry for outcome in said for entry in outcome.entries]


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_customer_reads_its_words_and_the_desks() -> None:
    view = customer_view(handed_off(), KNOWN, POLICY, timeline())
    assert texts(view.lines) == ["Når kommer dere?", "Klokka to"]
    assert [line.who for line in view.lines] == [KARI.name, None]


def test_customer_sees_our_promises_not_the_partners() -> None:
    sooner = tuple(replace(each, due_at=at(11)) if each.handoff else each for each in handed_off().targets)
    view = customer_view(replace(handed_off(), targets=sooner), KNOWN, POLICY, ())
    assert (view.on_site_by, view.resolve_by) == (at(10, day=8), at(10, day=12))


def test_customers_view_has_no_room_for_a_partner() -> None:
    names = {field.name for field in fields(CustomerView)}
    assert not names & {"partner", "technician", "handoffs", "card", "promises"}


def test_partner_reads_its_own_thread() -> None:
    made = handed_off()
    card = build_card(made, made.handoff(1), KNOWN, POLICY)
    view = partner_view(card, POLICY, NORD.id, timeline())
    assert (texts(view.lines), view.partner) == (["Når kommer dere?", "Jeg ringer i forveien"], NORD.name)


def test_second_partner_reads_nothing_of_the_first() -> None:
    made = handed_off()
    card: Card = replace(build_card(made, made.handoff(1), KNOWN, POLICY), seq=2)
    assert partner_view(card, POLICY, "gone", timeline()).lines == ()
    assert partner_view(card, POLICY, "gone", ()).partner == "gone"


def test_desk_reads_everything_with_names() -> None:
    view = desk_view(handed_off(), KNOWN, POLICY, timeline())
    assert [line.who for line in view.lines] == [KARI.name, OLA.name, DINA.name, DINA.name]
    assert len(view.promises) == 6
    assert {promise.partner for promise in view.promises} == {None, NORD.name}


def test_desk_sees_who_has_it_and_since_when() -> None:
    (line,) = desk_view(handed_off(HandoffState.ON_SITE), KNOWN, POLICY, ()).handoffs
    assert (line.partner, line.state, line.technician) == (NORD.name, HandoffState.ON_SITE, OLA.name)


def test_nothing_known_is_shown_as_nothing() -> None:
    view = desk_view(ticket(promised=False), Known(), POLICY, ())
    assert (view.customer, view.machine, view.site, view.promises) == (None, None, None, ())


def test_machine_without_brand_is_named_by_its_id() -> None:
    assert KNOWN.asset is not None
    plain = replace(KNOWN, asset=replace(KNOWN.asset, brand=None, model=None))
    assert customer_view(ticket(), plain, POLICY, ()).machine == "A-7"


def test_every_entry_is_the_desks_to_see() -> None:
    with pytest.raises(ValueError, match="dispatchers see every entry"):
        Entry(kind=EntryKind.NOTE, at=at(11), author=DINA, audience=frozenset({Audience.CUSTOMER}))


def test_partners_entry_belongs_to_one_handoff() -> None:
    with pytest.raises(ValueError, match="belongs to one handoff"):
        Entry(kind=EntryKind.EVENT, at=at(11), author=STAFETT, audience=FOR_PARTNER)
    assert Entry(kind=EntryKind.NOTE, at=at(11), author=DINA, audience=INTERNAL_ONLY).handoff is None


def test_handoff_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        ticket().handoff(1)


def test_partner_who_left_the_configuration_is_named_by_its_id() -> None:
    assert GIVEN.partner_name(NORD.id) == NORD.name
    assert replace(GIVEN, policy=replace(POLICY, partners={})).partner_name(NORD.id) == NORD.id


def test_sla_that_left_the_configuration_is_the_default() -> None:
    assert POLICY.sla("gone") is POLICY.sla(None) is STANDARD
