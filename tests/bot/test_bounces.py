"""Mail that comes back: mail and address are marked, the desk hears of it once, another channel steps in."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.people import Mail, Person
from tests.world import DESK, MailCase, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

CAME_BACK = "kom i retur"


async def bounces(
    world: World,
    mail: Mail,
    *,
    address: str,
    action: str = "failed",
    status: str = "5.1.1",
    message_id: str | None = None,
    to: str = DESK,
) -> Mail:
    """What the customer's server sends about a mail of ours (RFC 3464)."""
    raw = (
        f"From: MAILER-DAEMON@solsikken.example\nTo: {DESK}\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nThis is the mail system.\nReport {mail.seq} {action} {status}\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.solsikken.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} No mailbox here\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id or mail.message_id}\n\n--b--\n"
    )
    return await world.town.raw_mail(raw.encode(), sender="", to=to)


async def bounced(world: World, kari: Person) -> MailCase:
    """A case whose receipt did not reach her."""
    case = await world.case(kari)
    before = await world.town.moment()
    await bounces(world, case.receipt, address=kari.email)
    await world.desk.saw(kari.email, CAME_BACK, after=before)
    return case


def told(world: World, since: int) -> list[str]:
    """What the desk has heard about mail that came back."""
    return [m.text for m in world.desk.messages() if m.seq > since and CAME_BACK in m.text]


async def deliveries(world: World, case: MailCase, kind: str) -> list[dict[str, Any]]:
    """The ticket's mails of that kind, as an export has them."""
    found = (await world.exported(case.number))["deliveries"]
    return [each for each in found if each["kind"] == kind and each["channel"] == "mail"]


async def takes_it(world: World, case: MailCase) -> None:
    """The technician takes the job, so that the customer is to be told."""
    await world.ola.presses("Tar det", on=case.card)
    await world.settles()


async def hears_of_it(world: World, case: MailCase, kari: Person) -> list[str]:
    """She is mailed that somebody comes; how that mail stands."""
    before = await world.town.moment()
    await takes_it(world, case)
    await kari.received(case.name, after=before)
    await world.settles()
    return [mail["state"] for mail in await deliveries(world, case, "taken")]


async def test_a_bounce_marks_the_mail_and_is_on_its_tickets_timeline(world: World, kari: Person) -> None:
    case = await bounced(world, kari)
    (mail,) = await deliveries(world, case, "received")
    assert (mail["report"], mail["report_reason"]) == ("bounced", "550 5.1.1 No mailbox here")
    assert "bounced" in [entry["event"] for entry in (await world.exported(case.number))["entries"]]


async def test_the_desk_hears_of_an_address_once_with_whom_to_call(world: World, kari: Person) -> None:
    case = await bounced(world, kari)
    before = await world.town.moment()
    await bounces(world, case.receipt, address=kari.email, status="5.1.10")
    await world.settles()
    (notice,) = [text for text in told(world, 0) if kari.email in text]
    assert "Ring +47" in notice
    assert not told(world, before)


async def test_nothing_more_is_mailed_there(world: World, kari: Person) -> None:
    case = await bounced(world, kari)
    before = await world.town.moment()
    await takes_it(world, case)
    (withheld,) = await deliveries(world, case, "taken")
    assert (withheld["state"], withheld["last_error"]) == ("withheld", "unreachable")
    assert not [mail for mail in kari.inbox() if mail.seq > before]


async def test_until_they_write_again(world: World, kari: Person) -> None:
    case = await bounced(world, kari)
    await kari.mails(f"Sak #{case.number}", "Nå virker e-posten min igjen.", to=DESK)
    await world.settles()
    assert await hears_of_it(world, case, kari) == ["sent"]


async def test_or_a_dispatcher_says_that_it_works(world: World, kari: Person) -> None:
    case = await bounced(world, kari)
    notice = await world.desk.saw(kari.email, CAME_BACK, button="Den virker nå")
    await world.dina.presses("Den virker nå", on=notice)
    assert await hears_of_it(world, case, kari) == ["sent"]


async def test_held_addresses_are_listed_and_released_by_command(world: World, kari: Person) -> None:
    await bounced(world, kari)
    before = await world.dina.writes("/held", in_=world.desk)
    await world.desk.saw(f"/release {kari.email}", after=before)
    before = await world.dina.writes(f"/release {kari.email}", in_=world.desk)
    await world.desk.saw("E-post går dit igjen", after=before)
    before = await world.dina.writes(f"/release {kari.email}", in_=world.desk)
    assert await world.desk.saw("Ingenting er stoppet", after=before)


async def test_a_dispatchers_words_that_cannot_arrive_are_not_lost_silently(
    world: World, kari: Person
) -> None:
    case = await bounced(world, kari)
    before = await world.dina.writes(f"/reply {case.number} Passer det i morgen?", in_=world.desk)
    await world.desk.saw(case.name, CAME_BACK, after=before)
    assert (await deliveries(world, case, "reply"))[0]["state"] == "withheld"


async def test_a_delay_is_noted_and_told_to_nobody(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await bounces(world, case.receipt, address=kari.email, action="delayed", status="4.4.1")
    (mail,) = await deliveries(world, case, "received")
    assert mail["report"] == "delayed"
    assert not told(world, before)


async def test_a_full_mailbox_is_told_and_tried_again(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await bounces(world, case.receipt, address=kari.email, status="5.2.2")
    await world.desk.saw(kari.email, "Postkassen er full")
    before = await world.town.moment()
    await takes_it(world, case)
    assert await kari.received(case.name, after=before)


async def test_a_bounce_of_what_we_never_sent_does_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before, tickets = await world.town.moment(), await world.tickets()
    await bounces(world, case.receipt, address=kari.email, message_id="<made-up@nordlys.example>")
    assert await world.tickets() == tickets
    assert not told(world, before)
    await takes_it(world, case)
    await kari.received(case.name, after=before)


async def test_an_address_behind_theirs_takes_nothing_from_theirs(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await bounces(world, case.receipt, address="kari.privat@gmail.example")
    await world.desk.saw(kari.email, CAME_BACK)
    before = await world.town.moment()
    await takes_it(world, case)
    assert await kari.received(case.name, after=before)


async def test_a_bounce_that_says_nothing_is_known_by_where_it_came_back(world: World, kari: Person) -> None:
    case = await world.case(kari)
    raw = (
        f"From: postmaster@solsikken.example\nTo: {case.receipt.envelope_from}\nReturn-Path: <>\n"
        "Subject: Undelivered Mail Returned to Sender\n\nSorry, no such user.\n"
    )
    await world.town.raw_mail(raw.encode(), sender="", to=case.receipt.envelope_from)
    assert await world.desk.saw(case.name, kari.email, CAME_BACK)


async def test_what_a_server_refuses_at_once_is_the_same(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.town.fault("smtp", "550")
    await takes_it(world, case)
    await world.desk.saw(case.name, kari.email, CAME_BACK)
    (mail,) = await deliveries(world, case, "taken")
    assert (mail["state"], mail["report"]) == ("failed", "bounced")


async def test_a_chat_says_what_mail_could_not(world: World, kari: Person) -> None:
    case = await world.case(kari)
    async with world.application.store.unit() as unit:
        code = await unit.people.invite("customer", kari.email, world.clock(), timedelta(days=1))
        await unit.commit()
    await kari.starts(code)
    await kari.saw("Nordlys Service")
    await bounces(world, case.receipt, address=kari.email)
    await kari.saw(case.name)
    await world.desk.saw(kari.email, "ingenting er tapt")
    before = await world.town.moment()
    await takes_it(world, case)
    assert await kari.saw(case.name, after=before)


async def test_mail_says_what_a_chat_could_not(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.blocks_bot()
    before = await world.town.moment()
    await world.per.presses("Tar det", on=case.card)
    mail = await ivan.received(case.name, after=before)
    assert mail.header("Auto-Submitted")
    await world.desk.saw(case.name)
