"""What machines mail: never answered, never shown to a customer or partner, never lost."""

from datetime import timedelta

import pytest

from sandbox.people import Person
from tests.world import DESK, LEAKS, MailCase, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

AWAY = "Jeg er på ferie til mandag og leser ikke e-post."


async def bounce_of(world: World, case: MailCase, kari: Person) -> None:
    """What kari's server sends when it cannot deliver our receipt (RFC 3464)."""
    receipt = case.receipt
    await world.town.raw_mail(
        (
            f"From: MAILER-DAEMON@solsikken.example\nTo: {DESK}\nSubject: Undelivered Mail\n"
            "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nThis is the mail system. Your message could not be delivered.\n"
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.solsikken.example\n\n"
            f"Final-Recipient: rfc822; {kari.email}\nAction: failed\nStatus: 5.1.1\n\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nFrom: {DESK}\nTo: {kari.email}\n"
            f"Subject: {receipt.subject}\nMessage-ID: {receipt.message_id}\n\n--b--\n"
        ).encode(),
        sender="",
        to=DESK,
    )


async def test_an_absence_note_is_kept_for_the_desk_alone(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await kari.replies_by_mail(case.receipt, AWAY, headers={"Auto-Submitted": "auto-replied"})
    await world.desk.saw(AWAY, case.name, "Et automatisk svar")
    await world.settles()
    assert not [mail for mail in kari.inbox() if mail.seq > before]
    assert not [message for message in world.nord.messages() if AWAY in message.text]


async def test_the_desk_sees_when_somebody_is_back(world: World, kari: Person) -> None:
    case = await world.case(kari)
    away = f"Jeg er på ferie og er tilbake {world.clock() + timedelta(days=20):%d.%m.%Y}."
    for _ in range(2):
        await kari.replies_by_mail(case.receipt, away, headers={"Auto-Submitted": "auto-replied"})
    await world.desk.saw(case.name, "Er borte, tilbake")
    said = [entry["text"] for entry in (await world.exported(case.number))["entries"]]
    assert said.count(away) == 1


async def test_whoever_is_away_only_the_desk_sees_it(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    note = "I am out of the office until Monday."
    await world.boris.replies_by_mail(case.receipt, note, headers={"Auto-Submitted": "auto-replied"})
    await world.desk.saw(case.name, note, "Et automatisk svar", after=before)
    await world.settles()
    assert not [mail for mail in world.town.mails_sent() if mail.seq > before]
    assert not [message for message in world.nord.messages() if note in message.text]


async def test_an_absence_note_reopens_nothing(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(case.receipt, AWAY, headers={"Auto-Submitted": "auto-replied"})
    await world.desk.saw(AWAY, case.name)
    assert (await world.exported(case.number))["state"] == "resolved"


async def test_a_receipt_is_noted_on_the_mail_that_was_read(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.exported(case.number)
    await kari.replies_by_mail(
        case.receipt, "Meldingen ble lest.", subject=f"Lest: {case.receipt.subject}", quote=False
    )
    after = await world.exported(case.number)
    (mail,) = [each for each in after["deliveries"] if each["kind"] == "received"]
    assert (mail["report"], after["entries"]) == ("read", before["entries"])


async def test_an_absence_note_out_of_the_blue_opens_nothing(world: World, kari: Person) -> None:
    tickets = await world.tickets()
    before = await world.town.moment()
    await kari.mails("Automatisk svar: Nyhetsbrev", AWAY, to=DESK, headers={"Auto-Submitted": "auto-replied"})
    assert await world.tickets() == tickets
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_bounce_of_our_mail_is_told_to_the_desk_with_its_ticket(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await bounce_of(world, case, kari)
    await world.desk.saw(case.name, "E-posten vår til", "kom i retur", after=before)
    await world.settles()
    assert not [mail for mail in world.town.mails_sent() if mail.seq > before]


async def test_a_machines_request_is_a_ticket_without_an_answer(world: World, kari: Person) -> None:
    before = await world.town.moment()
    await kari.mails("Alarm", LEAKS, to=DESK, headers={"Auto-Submitted": "auto-generated"})
    card = await world.nord.saw("WMF-77120934", after=before, button="Tar det")
    await world.ola.presses("Tar det", on=card)
    await world.settles()
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_mail_with_an_empty_return_path_gets_no_answer(world: World, kari: Person) -> None:
    before = await world.town.moment()
    raw = f"From: {kari.email}\nTo: {DESK}\nSubject: Alarm\nMessage-ID: <n@x>\n\n{LEAKS}\n"
    await world.town.raw_mail(raw.encode(), sender="", to=DESK)
    await world.nord.saw("WMF-77120934", after=before)
    await world.settles()
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_person_behind_a_machines_case_hears_of_it_again(world: World, kari: Person) -> None:
    before = await world.town.moment()
    await kari.mails("Alarm", LEAKS, to=DESK, headers={"Auto-Submitted": "auto-generated"})
    card = await world.nord.saw("WMF-77120934", after=before, button="Tar det")
    await kari.mails(f"Sak #{number_in(card.text)}", "Hei, det er Kari. Når kommer dere?", to=DESK)
    await world.desk.saw("det er Kari")
    await world.ola.presses("Tar det", on=card)
    assert await kari.received("en tekniker", after=before)


async def test_a_machines_words_on_a_finished_case_are_not_answered(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    before = await world.town.moment()
    await kari.replies_by_mail(case.receipt, "Saken er lukket hos oss.", headers={"Precedence": "bulk"})
    await world.desk.saw("Saken er lukket hos oss.")
    assert (await world.exported(case.number))["state"] == "resolved"
    assert not [mail for mail in kari.inbox() if mail.seq > before]


def newsletter(sender: str, subject: str) -> bytes:
    return (
        f"From: Kaffenytt <{sender}>\nTo: {DESK}\nSubject: {subject}\nList-Id: <nytt.kaffe.example>\n"
        f"List-Unsubscribe: <https://kaffe.example/ut>\nPrecedence: bulk\n\n{subject}: halv pris på bønner.\n"
    ).encode()


async def test_a_newsletter_opens_nothing_but_by_a_tap(world: World) -> None:
    tickets = await world.tickets()
    for subject in ("Novembertilbud", "Desembertilbud"):
        raw = newsletter("nytt@kaffe.example", subject)
        await world.town.raw_mail(raw, sender="nytt@kaffe.example", to=DESK)
    notice = await world.desk.saw("Kaffenytt", button="Lag en sak av det")
    assert (await world.tickets(), "Novembertilbud" in notice.text) == (tickets, True)
    assert not [m for m in world.desk.messages() if "Desembertilbud" in m.text]
    await world.dina.presses("Lag en sak av det", on=notice)
    await world.desk.saw("Novembertilbud", "Kaffenytt", after=notice)
    assert await world.tickets() == tickets + 1


async def test_a_customer_who_writes_through_a_list_is_a_customer(world: World, kari: Person) -> None:
    before = await world.town.moment()
    await kari.mails("Lekker", LEAKS, to=DESK, headers={"List-Id": "<drift.solsikken.example>"})
    await world.nord.saw("WMF-77120934", after=before)
    await world.settles()
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_stranger_gets_one_receipt_a_day(world: World) -> None:
    boris = world.boris
    for subject in ("Første", "Andre"):
        await boris.mails(subject, "Noe er galt hos oss.", to=DESK)
    await world.settles()
    assert [
        mail.subject for mail in boris.inbox() if "Første" in mail.subject or "Andre" in mail.subject
    ] == [boris.inbox()[0].subject]
