"""A partner who has nothing but mail: the card, words and links as steps, files, numbers, who sees what."""

import re
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar

from sandbox.people import File, Mail, Person, picture
from tests.world import DESK, LEAKS, World, number_in
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

FJELL = "jobb@fjell.example"
WITH_FJELL = CONFIGURATION.replace(
    'offer = ["nord-elektro", "syd-kyl"]', 'offer = ["fjell", "nord-elektro"]'
).replace(
    "[[routes]]",
    f'[[partners]]\nid = "fjell"\nname = "Fjell Service AS"\nemail = "{FJELL}"\n\n[[routes]]',
    1,
)
WISH = "Kaffemaskinen WMF-77120934 lekker vann. Kan noen komme 3. desember mellom kl. 09 og 11?"
SECRETS = ("Fjell", "fjell.example", "Tore Tekniker", "FS-", "hemmelig")
_ACCEPT = re.compile(r'https?://[^"\s]+/job/[^"\s]+/accept')


@pytest.fixture(scope="module")
def configuration() -> str:
    """Fjell work by mail."""
    return WITH_FJELL


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    card: Mail
    receipt: Mail


async def offered(world: World, tore: Person, kari: Person, text: str = LEAKS, **more: Any) -> Job:
    """Kari's mail has become a card in Tore's mailbox."""
    await kari.mails("Kaffemaskinen lekker", text, to=DESK, **more)
    receipt = await kari.received("Vi har fått saken din")
    number = number_in(receipt.subject)
    return Job(number, await tore.received(f"[#{number}]"), receipt)


async def dishwasher(world: World, tore: Person) -> tuple[int, Mail]:
    """A job that asks for evidence, in Tore's mailbox: its number and its card."""
    hanna = await world.town.person("Hanna Dahl", email="hanna@hotell.example", language="nb")
    await hanna.mails("Oppvaskmaskinen HB-5501", "Den vasker ikke rent.", to=DESK)
    number = number_in((await hanna.received("Vi har fått saken din")).subject)
    await world.dina.writes(f"/recall {number}", in_=world.desk)
    await world.dina.writes(f"/handoff {number} fjell", in_=world.desk)
    return number, await tore.received(f"#{number}")


async def state(world: World, job: Job) -> str:
    return str((await world.exported(job.number))["handoffs"][0]["state"])


def reply_to(mail: Mail) -> str:
    return str(mail.header("Reply-To")).rpartition("<")[2].strip(">")


async def test_the_card_comes_whole_with_its_files(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari, attachments=[picture()])
    said = ("WMF-77120934", "Markveien 12", "Nøkkelboks 4471", "Steng vannet", "4 000 kr", "lekker vann")
    assert [words for words in said if words not in job.card.text or words not in (job.card.html or "")] == []
    assert await job.card.attachments[0].download() == picture()
    assert (job.card.to, job.card.header("Auto-Submitted")) == ([FJELL], "auto-generated")


async def test_a_time_that_is_asked_for_comes_as_a_calendar(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari, WISH)
    (file,) = [each for each in job.card.attachments if each.name.endswith(".ics")]
    (event,) = Calendar.from_ical(await file.download()).walk("VEVENT")
    assert (event["dtstart"].dt.hour, event["dtend"].dt.hour) == (8, 10)  # UTC
    assert "Markveien 12" in event["location"]


@pytest.mark.parametrize("client", ["outlook", "gmail", "apple", "plain"])
async def test_words_are_steps(world: World, tore: Person, kari: Person, client: Any) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Vi tar den.\n\nHilsen Tore", client=client)
    await kari.received(f"[#{job.number}]", "tekniker")
    assert await state(world, job) == "accepted"


async def test_the_whole_job_in_words(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    for words, becomes in (("accept", "accepted"), ("på vei", "en_route"), ("ferdig", "done")):
        await tore.replies_by_mail(job.card, words)
        assert await state(world, job) == becomes
    await world.dina.writes(f"/reject {job.number} bilde mangler", in_=world.desk)
    sent_back = await tore.received("bilde mangler")
    assert sent_back.references[0] == job.card.message_id
    await tore.replies_by_mail(sent_back, "klar", attachments=[picture()])
    assert await state(world, job) == "done"


async def test_declined_with_a_reason_goes_to_the_next(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Declined: no time")
    await world.nord.saw(f"#{job.number}", button="Tar det")
    first = (await world.exported(job.number))["handoffs"][0]
    assert (first["state"], "no time" in first["note"]) == ("declined", True)


async def test_a_link_is_looked_at_and_then_pressed(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    (link,) = set(_ACCEPT.findall(job.card.html or ""))
    assert link in job.card.text
    async with aiohttp.ClientSession() as browser:
        async with browser.get(link) as page:
            assert (page.status, 'method="post"' in await page.text()) == (200, True)
        assert await state(world, job) == "offered"
        async with browser.post(link) as page:
            assert "Oppdraget er deres" in await page.text()
    assert await state(world, job) == "accepted"


async def test_the_page_says_why_something_cannot_be(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    (link,) = set(_ACCEPT.findall(job.card.html or ""))
    await world.dina.writes(f"/recall {job.number}", in_=world.desk)
    await tore.received(f"#{job.number}", "trukket tilbake")
    async with aiohttp.ClientSession() as browser:
        async with browser.post(link) as page:
            assert (page.status, "ikke lenger hos" in await page.text()) == (200, True)
        async with browser.get(link.replace("-j", "-c")) as page:
            assert page.status == 404


async def test_the_page_of_a_job_taken_back_keeps_nothing_of_the_customer(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari, f"{LEAKS} Ring Mona 40 55 66 77, kode 9182.")
    (link,) = set(_ACCEPT.findall(job.card.html or ""))
    await world.dina.writes(f"/recall {job.number}", in_=world.desk)
    await tore.received(f"#{job.number}", "trukket tilbake")
    async with aiohttp.ClientSession() as browser, browser.get(link) as page:
        shown = await page.text()
    assert f"#{job.number}" in shown
    assert [each for each in ("9182", "Mona", "lekker") if each in shown] == []


async def test_a_link_declines_with_a_reason(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    link = _ACCEPT.findall(job.card.html or "")[0].replace("/accept", "/decline")
    async with aiohttp.ClientSession() as browser:
        async with browser.get(link) as page:
            assert "/decline_busy" in await page.text()
        async with browser.post(f"{link}_busy") as page:
            assert page.status == 200
    await world.nord.saw(f"#{job.number}", button="Tar det")


async def test_files_and_words_come_both_ways(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Pakningen er slitt.", attachments=[picture(30, 30)])
    heard = await world.desk.saw("Pakningen er slitt.", "Fjell Service AS")
    assert heard is not None
    await kari.replies_by_mail(job.receipt, "Vi stenger klokken 15.", attachments=[picture(40, 40)])
    passed_on = await tore.received("Vi stenger klokken 15.")
    assert (passed_on.in_reply_to is not None, passed_on.references[0]) == (True, job.card.message_id)
    assert await passed_on.attachments[0].download() == picture(40, 40)


async def test_a_partners_answer_is_in_no_customers_thread(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    assert reply_to(job.card) != reply_to(job.receipt)
    await tore.replies_by_mail(job.card, "Kunden er vanskelig.")
    ticket = await world.exported(job.number)
    (entry,) = [each for each in ticket["entries"] if "vanskelig" in each["text"]]
    assert (entry["audience"], entry["proof"]) == (["internal", "partner"], "reply_address")


async def test_a_stranger_at_the_partners_address_waits_for_the_desk(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    tickets = await world.tickets()
    await world.boris.mails("Ferdig", "ferdig", to=reply_to(job.card))
    news = await world.desk.saw("skriver som Fjell Service AS", button="Det er fra dem")
    assert (await state(world, job), await world.tickets()) == ("offered", tickets)
    await world.dina.presses("Det er fra dem", on=news)
    assert await state(world, job) == "done"


async def test_only_what_the_job_needs_is_mailed_anew(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    await world.settles()
    before = await world.town.moment()
    await world.dina.writes(f"/priority {job.number} critical", in_=world.desk)
    anew = await tore.received("Nytt siden forrige e-post", "Hva som er galt", after=before)
    assert (anew.in_reply_to is not None, anew.references[0]) == (True, job.card.message_id)
    cards = [each for each in tore.inbox() if f"[#{job.number}]" in each.subject]
    assert len(cards) == 2


async def test_their_number_is_learned_kept_shown_and_found(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.mails(f"[FS-55012] Re: {job.card.subject}", "Mottatt hos oss.", to=reply_to(job.card))
    await world.desk.saw("Mottatt hos oss.")
    await kari.replies_by_mail(job.receipt, "Døra er blå.")
    assert "FS-55012" in (await tore.received("Døra er blå.")).subject
    await world.desk.saw(f"#{job.number}", after=await world.dina.writes("/find FS-55012", in_=world.desk))
    await world.desk.saw(f"#{job.number}", "Fjell Service AS", "FS-55012")


async def test_two_ticket_systems_make_one_ticket(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    tickets = await world.tickets()
    for count in range(5):
        await tore.mails(
            f"[FS-7{job.number}] Registrert: {job.card.subject if not count else 'Sak'}",
            f"Saken er oppdatert, melding {count}.",
            to=reply_to(job.card),
            headers={"Auto-Submitted": "auto-replied"} if count % 2 == 0 else {},
        )
        await kari.replies_by_mail(job.receipt, f"Hører dere noe? {count}")
        await tore.received(f"Hører dere noe? {count}")
    assert await world.tickets() == tickets
    assert [mail for mail in kari.inbox() if "oppdatert, melding" in mail.text] == []


async def test_an_absence_note_is_for_the_desk_alone(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    heard = len(kari.inbox())
    await tore.replies_by_mail(
        job.card, "Jeg er på ferie til mandag.", headers={"Auto-Submitted": "auto-replied"}
    )
    await world.desk.saw("på ferie til mandag")
    await world.settles()
    assert (await state(world, job), len(kari.inbox())) == ("offered", heard)


async def test_nothing_of_the_partner_is_in_the_customers_mails(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    for words in ("[FS-1] ok", "hemmelig beskjed", "på vei", "fremme", "ferdig"):
        await tore.replies_by_mail(job.card, words.removeprefix("[FS-1] "), subject=f"[FS-1] {words}")
        await world.settles()
    await world.dina.writes(f"/approve {job.number}", in_=world.desk)
    await kari.received("nå skal det virke igjen")
    raws = [(await mail.raw()).decode("utf-8", "replace") + mail.text for mail in kari.inbox()]
    assert [word for word in SECRETS for raw in raws if word in raw] == []


async def test_a_phones_picture_and_a_film_prove_the_work_by_mail_too(world: World, tore: Person) -> None:
    number, card = await dishwasher(world, tore)
    phone = File("IMG_0001.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400))
    await tore.replies_by_mail(card, "Tar det. Bilde før.", attachments=[phone])
    film = File("etter.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(400))
    await tore.replies_by_mail(card, "Film etter", attachments=[film])
    (handoff,) = [each for each in (await world.exported(number))["handoffs"] if each["state"] != "recalled"]
    assert [proof["key"] for proof in handoff["evidence"]] == ["photo:before", "photo:after"]


async def test_a_card_that_comes_back_goes_to_the_next(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    report = (
        f"From: MAILER-DAEMON@fjell.example\nTo: {job.card.envelope_from}\nSubject: Undeliverable\n"
        "Message-ID: <dsn-1@fjell.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nNo such user.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; fjell.example\n\n"
        f"Final-Recipient: rfc822; {FJELL}\nAction: failed\nStatus: 5.1.1\n\n--x--\n"
    )
    await world.town.raw_mail(report.encode(), sender="", to=job.card.envelope_from)
    await world.nord.saw(f"#{job.number}", button="Tar det")
    await world.desk.saw(FJELL)
    assert [each["state"] for each in (await world.exported(job.number))["handoffs"]] == [
        "expired",
        "offered",
    ]
