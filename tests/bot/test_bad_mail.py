"""Mail as it should not be: a clear answer or a kept mail, and nothing lost."""

from email.message import EmailMessage

import pytest

from sandbox.people import File, Person
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

NO_HEADER = b"From: %s\r\nTo: service@nordlys.example\r\nSubject: Lekker\r\n\r\n" + LEAKS.encode()


async def test_a_mail_without_message_id_is_a_ticket_once(world: World, kari: Person) -> None:
    raw = NO_HEADER % kari.email.encode()
    for _ in range(2):
        assert (await world.town.raw_mail(raw, sender=kari.email, to=DESK)).was_accepted
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    await world.settles()
    assert len(kari.inbox()) == 1
    assert (await world.exported(number))["asset_id"] == "K-2041"


async def test_an_empty_mail_is_a_ticket_that_the_desk_sees_and_its_writer_is_asked(
    world: World, kari: Person
) -> None:
    mail = await world.town.raw_mail(
        f"From: {kari.email}\r\nTo: {DESK}\r\n\r\n".encode(), sender=kari.email, to=DESK
    )
    assert mail.was_accepted
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    await world.desk.saw(f"#{number}", "Hva som er galt", "Jeg har spurt kunden")
    await kari.received("Hva er galt, og siden når?")


async def test_a_mail_of_25_mb_arrives_whole(world: World, kari: Person) -> None:
    video = File("video.mp4", bytes(18 * 1024 * 1024), "video/mp4")  # 25 MB as base64
    mail = await kari.mails("Lekker", LEAKS, to=DESK, attachments=[video])
    assert mail.was_accepted
    receipt = await kari.received("Vi har fått saken din", within=30)
    (file,) = (await world.exported(number_in(receipt.subject)))["entries"][0]["attachments"]
    assert (file["size"], file["filename"]) == (18 * 1024 * 1024, "video.mp4")


async def test_a_mail_above_the_limit_is_refused(world: World, kari: Person) -> None:
    huge = File("film.mp4", bytes(24 * 1024 * 1024), "video/mp4")
    mail = await kari.mails("Lekker", LEAKS, to=DESK, attachments=[huge])
    assert (mail.accepted or "").startswith("552 5.3.4")


async def test_a_mail_to_an_unknown_address_is_refused(world: World, kari: Person) -> None:
    mail = await kari.mails("Lekker", LEAKS, to="servise@nordlys.example")
    assert (mail.accepted or "").startswith("550 5.1.1")


@pytest.mark.parametrize(
    "garbage", [b"\x00\xff\xfe\r\n" * 400, b"\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--"]
)
async def test_garbage_is_kept_and_shown_to_the_desk(world: World, garbage: bytes) -> None:
    before = await world.town.moment()
    assert (await world.town.raw_mail(garbage, sender="kari@solsikken.example", to=DESK)).was_accepted
    await world.desk.saw("kari@solsikken.example", after=before)


async def test_a_mail_without_a_sender_is_worked_on_and_answered_by_nobody(world: World) -> None:
    before = await world.town.moment()
    raw = f"To: {DESK}\r\nSubject: Lekker igjen\r\n\r\n{LEAKS}".encode()
    assert (await world.town.raw_mail(raw, sender="", to=DESK)).was_accepted
    post = await world.desk.saw("Lekker igjen", after=before)
    await world.settles()
    assert number_in(post.text)
    assert [mail for mail in world.town.mails_sent() if mail.seq > before] == []


async def test_a_mail_from_our_own_address_is_shown_and_opens_nothing(world: World) -> None:
    before, tickets = await world.town.moment(), await world.tickets()
    raw = f"From: {DESK}\r\nTo: {DESK}\r\nMessage-ID: <own@x>\r\nSubject: Ekko\r\n\r\nHallo".encode()
    await world.town.raw_mail(raw, sender=DESK, to=DESK)
    await world.desk.saw("Ekko", after=before)
    await world.settles()
    assert [mail for mail in world.town.mails_sent() if mail.seq > before] == []
    assert await world.tickets() == tickets


async def test_our_own_mail_come_back_changes_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.exported(case.number)
    await world.town.raw_mail(await case.receipt.raw(), sender=DESK, to=DESK)
    assert (await world.exported(case.number))["entries"] == before["entries"]
    assert await world.tickets() == case.number - 1000


async def test_hostile_words_are_words(world: World, kari: Person) -> None:
    hostile = "<b>Kaffemaskin</b> & \u202eמכונה <3 🔥 _i_ [x](y) WMF-77120934"
    case = await world.case(kari, f"{hostile} lekker", subject=hostile)
    assert "<b>Kaffemaskin</b> & " in case.card.text
    assert "<3 🔥 _i_ [x](y)" in case.card.text
    assert "<b>Kaffemaskin</b>" in (await world.desk.saw(case.name)).text


async def test_a_hostile_name_breaks_no_message(world: World) -> None:
    before = await world.town.moment()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = '"<script>_i & 🦊" <fox@example.org>', DESK, "Hjelp"
    mail.set_content("Noe er galt.")
    await world.town.raw_mail(mail.as_bytes(), sender="fox@example.org", to=DESK)
    assert "<script>_i & 🦊" in (await world.desk.saw("fox@example.org", after=before)).text


async def test_a_problem_of_4000_characters_fits_on_the_card(world: World, kari: Person) -> None:
    case = await world.case(kari, f"{LEAKS}\n" + "Vann på gulvet & <overalt>. " * 150)
    assert "Nøkkelboks 4471" in case.card.text
    assert case.card.text.count("Vann på gulvet & <overalt>.") == 150
    assert len((await world.exported(case.number))["problem"]) > 4000
