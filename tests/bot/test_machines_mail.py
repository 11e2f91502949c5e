"""What machines mail: never answered, never shown to a customer or partner, never lost."""

import pytest

from sandbox.people import Person
from tests.world import DESK, LEAKS, MailCase, World

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
    await world.nord.saw("WMF-77120934", after=before)
    await world.settles()
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_machines_words_on_a_finished_case_are_not_answered(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    before = await world.town.moment()
    await kari.replies_by_mail(case.receipt, "Saken er lukket hos oss.", headers={"Precedence": "bulk"})
    await world.desk.saw("Saken er lukket hos oss.")
    assert (await world.exported(case.number))["state"] == "resolved"
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_a_stranger_gets_one_receipt_a_day(world: World) -> None:
    boris = world.boris
    for subject in ("Første", "Andre"):
        await boris.mails(subject, "Noe er galt hos oss.", to=DESK)
    await world.settles()
    assert [
        mail.subject for mail in boris.inbox() if "Første" in mail.subject or "Andre" in mail.subject
    ] == [boris.inbox()[0].subject]
