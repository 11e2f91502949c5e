"""What the customer reads: one supplier, and nobody behind it (S3)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from templates import Texts
from templates.languages import shipped
from tests.templates.world import CUSTOMER, FACTS, NOW
from tickets.known import Known, PastJob
from tickets.parties import FOR_CUSTOMER, FOR_PARTNER, INTERNAL_ONLY, Actor, Channel, Role
from tickets.policy import Partner, Policy
from tickets.states import HandoffState, Priority, TicketState, WaitReason
from tickets.ticket import Facts, Handoff, Requester, Ticket
from tickets.timeline import Entry, EntryKind
from tickets.views import CustomerView, customer_view

SECRETS = ("Sekretpartner", "Sekrettekniker", "@sekret", "Sekretnotat", "Sekretdispatcher", "SO-7788", "4790")
REQUESTER = [name for name in FACTS if name.startswith("requester/")]


def with_secrets(state: TicketState, wait: WaitReason | None) -> CustomerView:
    """Kari's view of a ticket in which everything she shall not know is unmistakable."""
    technician = Actor(role=Role.PARTNER, name="Sekrettekniker", id="tg:@sekret")
    dispatcher = Actor(role=Role.DISPATCHER, name="Sekretdispatcher")
    handoff = Handoff(
        seq=1,
        partner_id="sekret",
        state=HandoffState.ACCEPTED,
        offered_at=NOW,
        reason="Sekretnotat",
        technician="Sekrettekniker",
        email="vakt@sekretpartner.example",
        cost_asked=Decimal(4790),
        price_asked="5 200 kr",
        cost_since=NOW,
        note="Sekretnotat",
    )
    ticket = Ticket(
        number=1001,
        state=state,
        wait_reason=wait,
        requester=Requester(
            name="Kari Nordmann", channel=Channel.MAIL, address="kari@kaffe.example", language="nb"
        ),
        subject="Kaffemaskinen brygger ikke",
        problem="Feil 8",
        priority=Priority.HIGH,
        opened_at=NOW,
        sla="standard",
        facts=Facts(reference="PO-7781"),
        owner="Sekretdispatcher",
        handoffs=(handoff,),
    )
    entries = [
        Entry(
            kind=EntryKind.MESSAGE, at=NOW, author=technician, audience=FOR_PARTNER, text="@sekret", handoff=1
        ),
        Entry(kind=EntryKind.NOTE, at=NOW, author=dispatcher, audience=INTERNAL_ONLY, text="Sekretnotat"),
        Entry(kind=EntryKind.MESSAGE, at=NOW, author=dispatcher, audience=FOR_CUSTOMER, text="Vi kommer"),
    ]
    policy = Policy(
        desk_name="Nordlys Service",
        desk_address="service@nordlys.example",
        language="nb",
        zone=ZoneInfo("Europe/Oslo"),
        slas={},
        default_sla="standard",
        partners={"sekret": Partner(id="sekret", name="Sekretpartner", sla="standard", language="nb")},
    )
    past = PastJob(number=874, at=NOW, subject="Lekker", outcome="Sekretnotat", partner="sekret")
    known = Known(partner_numbers=(("sekret", "SO-7788"),), history=(past,))
    return customer_view(ticket, known, policy, entries)


@pytest.mark.parametrize("language", shipped())
@pytest.mark.parametrize("name", REQUESTER)
def test_no_text_names_whoever_does_the_work(texts: Texts, name: str, language: str) -> None:
    for state in TicketState:
        waits = list(WaitReason) if state is TicketState.WAITING else [None]
        for view in (with_secrets(state, wait) for wait in waits):
            facts: dict[str, Any] = {
                key: [view] if key == "views" else view if key == "view" else value
                for key, value in FACTS[name].items()
            }
            mail = texts.mail(name, language, **facts)
            said = "\n".join((texts.chat(name, language, **facts), mail.subject, mail.text, mail.html))
            assert not [secret for secret in SECRETS if secret.lower() in said.lower()]


@pytest.mark.parametrize("name", REQUESTER)
def test_nobody_is_told_to_ask_somebody_else(texts: Texts, name: str) -> None:
    said = texts.mail(name, "en", **FACTS[name]).text.lower()
    assert not [word for word in ("contact ", "partner", "subcontractor", "call ") if word in said]


def test_mails_of_a_case_share_a_subject_that_threads(texts: Texts) -> None:
    received = texts.mail("requester/received", "nb", **FACTS["requester/received"])
    resolved = texts.mail("requester/resolved", "nb", **FACTS["requester/resolved"])
    assert received.subject == resolved.subject == "Sak [#1001]: Kaffemaskinen brygger ikke (PO-7781)"


def test_a_reference_in_the_subject_is_not_repeated(texts: Texts) -> None:
    view = replace(CUSTOMER, subject="PO-7781: kaffemaskin\nnede")
    mail = texts.mail("requester/received", "nb", view=view, now=NOW)
    assert mail.subject == "Sak [#1001]: PO-7781: kaffemaskin nede"


@pytest.mark.parametrize(
    ("on_site", "solved", "said"),
    [
        (
            True,
            True,
            "senest i morgen kl. 12.00. Vi regner med at alt virker igjen senest man. 9. nov. 16.00.",
        ),
        (True, False, "En tekniker er hos deg senest i morgen kl. 12.00."),
        (False, True, "Vi regner med at alt virker igjen senest man. 9. nov. 16.00."),
        (False, False, "Du hører fra oss så snart vi har en tid."),
    ],
)
def test_an_acknowledgement_promises_what_is_promised(
    texts: Texts, on_site: bool, solved: bool, said: str
) -> None:
    view = replace(
        CUSTOMER,
        on_site_by=CUSTOMER.on_site_by if on_site else None,
        resolve_by=CUSTOMER.resolve_by if solved else None,
    )
    assert said in texts.mail("requester/received", "nb", view=view, now=NOW).text


def test_what_we_did_not_understand_is_not_made_up(texts: Texts) -> None:
    unknown = replace(
        CUSTOMER,
        machine=None,
        site=None,
        reference=None,
        window_start=None,
        window_end=None,
        requester_name=None,
    )
    mail = texts.mail("requester/received", "nb", view=unknown, now=NOW)
    assert mail.text.startswith("Vi har fått saken din: #1001\n\nHei!\n\nEn tekniker")
    assert "Sted" not in mail.text


@pytest.mark.parametrize(
    ("wait", "headline"),
    [
        (WaitReason.PARTS, "#1001: vi skaffer en del"),
        (WaitReason.CUSTOMER, "#1001: vi trenger et svar fra deg"),
        (WaitReason.ACCESS, "#1001: hvordan kommer vi inn?"),
        (WaitReason.APPROVAL, "#1001: arbeidet er gjort, vi går over det"),
        (None, "#1001: vi finner en ny tid til deg"),
    ],
)
def test_a_delay_begins_with_what_we_do_about_it(
    texts: Texts, wait: WaitReason | None, headline: str
) -> None:
    view = replace(CUSTOMER, state=TicketState.WAITING, wait_reason=wait)
    assert texts.mail("requester/delayed", "nb", view=view, now=NOW).text.startswith(headline + "\n")


def test_a_visit_that_is_called_off_leaves_the_promise_that_stands(texts: Texts) -> None:
    mail = texts.mail("requester/delayed", "nb", view=CUSTOMER, now=NOW, called_off=True)
    assert "Besøket vi varslet, kan dessverre ikke bli som planlagt." in mail.text
    assert "En tekniker er hos deg senest" in mail.text


def test_satisfaction_is_one_tap_from_the_mail(texts: Texts) -> None:
    mail = texts.mail("requester/resolved", "nb", view=CUSTOMER, score_url="https://n.example/s/T", now=NOW)
    assert all(f'href="https://n.example/s/T/{score}"' in mail.html for score in range(1, 6))
    assert "😀 svært bra: https://n.example/s/T/5\n" in mail.text


def test_without_a_page_for_it_nobody_is_asked(texts: Texts) -> None:
    mail = texts.mail("requester/resolved", "nb", view=CUSTOMER, score_url=None, now=NOW)
    assert "Hvordan gjorde vi det?" not in mail.text
    chat = texts.chat("requester/resolved", "nb", view=CUSTOMER, score_url=None, now=NOW)
    assert "Hvordan gjorde vi det?" in chat  # the buttons stand under the message


def test_a_case_closed_without_work_claims_none(texts: Texts) -> None:
    view = replace(CUSTOMER, state=TicketState.CLOSED)
    said = texts.chat("requester/resolved", "nb", view=view, score_url=None, now=NOW)
    assert said.startswith("<b>#1001: vi har lukket saken din</b>")
    assert "ferdige" not in said


def test_numbers_are_counted_the_russian_way(texts: Texts) -> None:
    said = [
        texts.chat("requester/status", "ru", views=[CUSTOMER] * count, desk="", now=NOW).split("</b>")[0]
        for count in (1, 2, 5, 21)
    ]
    assert said == [
        "<b>У вас 1 открытая заявка",
        "<b>У вас 2 открытые заявки",
        "<b>У вас 5 открытых заявок",
        "<b>У вас 21 открытая заявка",
    ]


def test_a_window_that_has_passed_keeps_its_date(texts: Texts) -> None:
    later = NOW + timedelta(days=9)
    assert "fre. 6. nov. 09–12" in texts.chat("requester/received", "nb", view=CUSTOMER, now=later)


def test_a_promise_that_has_passed_is_not_made_again(texts: Texts) -> None:
    for name in ("requester/taken", "requester/reopened"):
        said = texts.chat(name, "nb", view=CUSTOMER, now=NOW + timedelta(days=9))
        assert "Du hører fra oss så snart vi har en tid." in said
