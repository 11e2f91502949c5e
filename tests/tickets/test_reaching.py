"""Whom a partner may call, and that what it may not know stands nowhere on its card."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given as holds
from hypothesis import strategies as st

from tests.tickets.world import KARI, KNOWN, NORD, NOW, POLICY, given, handed_off, live, message, ticket
from tickets import conversation, offers
from tickets.asking import questions
from tickets.card import Card, build_card
from tickets.card_parts import Part
from tickets.known import Known, Principal
from tickets.linked.known import known_with
from tickets.linked.telling import job_of
from tickets.parties import Role
from tickets.reaching import unreachable
from tickets.states import HandoffState, MayContact
from tickets.ticket import Facts
from tickets.views import for_partner, partner_view

SECRETS = ("912 34 567", "91234567", "kari@fjord.example")
SIGNED = "Det renner vann under maskinen. Ring meg på 912 34 567! Mvh Kari, kari@fjord.example"
BEFORE = (HandoffState.OFFERED, HandoffState.ACCEPTED, HandoffState.WAITING)
AWAY = (HandoffState.EN_ROUTE, HandoffState.ON_SITE)


def agreed(rule: MayContact) -> Known:
    assert KNOWN.contract is not None
    return replace(KNOWN, contract=replace(KNOWN.contract, partner_may_contact=rule))


def card(rule: MayContact, state: HandoffState = HandoffState.OFFERED) -> Card:
    made = handed_off(state, problem=SIGNED)
    return build_card(made, live(made), agreed(rule), POLICY)


def shown(made: Card) -> str:
    told = replace(made, contact=replace(made.contact, phones=()))  # what is looked for is no part of a text
    return str(asdict(told))


@pytest.mark.parametrize("state", [*BEFORE, *AWAY])
def test_never_is_never_and_names_nobody(state: HandoffState) -> None:
    made = card(MayContact.NEVER, state)
    assert [each for each in (*SECRETS, "Kari Berg") if each in shown(made)] == []
    assert (made.is_complete, made.contact.through_us) == (True, True)


@pytest.mark.parametrize("state", BEFORE)
def test_before_the_technician_sets_off_there_is_a_name_and_no_number(state: HandoffState) -> None:
    made = card(MayContact.ON_SITE, state)
    assert [each for each in SECRETS if each in shown(made)] == []
    assert (made.contact.name, made.contact.through_us, made.is_complete) == ("Kari Berg", True, True)


@pytest.mark.parametrize("state", AWAY)
def test_on_the_way_the_number_is_there(state: HandoffState) -> None:
    made = card(MayContact.ON_SITE, state)
    assert (made.contact.phone, made.contact.through_us) == ("+4791234567", False)
    assert made.problem == SIGNED


def test_where_nothing_is_agreed_they_may_be_called() -> None:
    assert build_card(handed_off(), live(handed_off()), KNOWN, POLICY).contact.phone == "+4791234567"
    assert card(MayContact.YES).contact.phone == "+4791234567"


def test_a_contact_that_nobody_knows_is_still_asked_for() -> None:
    unnamed = ticket(requester=replace(ticket().requester, name=None), facts=Facts())
    made = offers.offer(unnamed, NORD, given(), NOW, by=KARI, reason="x").ticket
    known = replace(agreed(MayContact.ON_SITE), contact=None)
    assert Part.CONTACT in build_card(made, live(made), known, POLICY).missing
    never = build_card(
        made, live(made), replace(known, site=None, contract=agreed(MayContact.NEVER).contract), POLICY
    )
    assert [str(each) for each in questions(never) if each == "person"] == []


def test_the_customers_words_in_the_thread_leave_the_number_and_the_writer_out() -> None:
    made = handed_off(HandoffState.ACCEPTED)
    said = conversation.requester_says(made, message(KARI, SIGNED), given(), NOW)
    made_card = build_card(made, live(made), agreed(MayContact.NEVER), POLICY)
    (line,) = partner_view(made_card, POLICY, NORD.id, said.entries).lines
    assert [each for each in (*SECRETS, "Kari Berg") if each in f"{line.who} {line.text}"] == []
    assert line.text.startswith("Det renner vann")


def test_what_a_principal_passes_on_leaves_the_number_out_and_keeps_its_own_name() -> None:
    above = replace(KARI, role=Role.PRINCIPAL, name="Nord Elektro AS")
    (entry,) = conversation.requester_says(handed_off(), message(above, SIGNED), given(), NOW).entries
    passed = for_partner(entry, card(MayContact.ON_SITE))
    assert [each for each in SECRETS if each in passed.text] == []
    assert passed.author.name == "Nord Elektro AS"


def test_another_desk_has_the_rule_and_no_number() -> None:
    made = card(MayContact.NEVER)
    job = job_of(made, agreed(MayContact.NEVER), ())
    theirs = known_with(Known(), job, Principal(name="Nordlys", number="1001", address="a@nordlys.example"))
    assert (job.contact_name, job.contact_phone) == (None, None)
    assert theirs.contract is not None
    assert theirs.contract.partner_may_contact is MayContact.NEVER


@holds(
    spaces=st.lists(st.sampled_from(["", " ", ".", "-", "\u00a0"]), min_size=7, max_size=7),
    front=st.sampled_from(["", "+47 ", "0047", "(+47) "]),
)
def test_a_number_is_found_however_it_is_spelt(spaces: list[str], front: str) -> None:
    digits = "91234567"
    spelt = (
        front + digits[0] + "".join(space + digit for space, digit in zip(spaces, digits[1:], strict=True))
    )
    text = unreachable(f"Ring {spelt}, takk", ["+4791234567"])
    assert not any(each.isdigit() for each in text)
    assert (text.startswith("Ring "), text.endswith(", takk")) == (True, True)


def test_serial_numbers_times_and_sums_stay() -> None:
    text = "WMF-77120934, s/n 77120934, 12 500 kr, feil 1024, 5.10.2026 kl. 09:30"
    assert unreachable(text, ["+4791234567"]) == text
