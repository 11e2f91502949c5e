"""The dispatchers' chat: commands that do and show, refused kindly, obeyed from dispatchers alone."""

import pytest
import pytest_asyncio

from sandbox.people import Person, picture
from tests.world import DESK, Case, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def offered(world: World) -> Case:
    """A ticket to ask about, which nothing happens to."""
    return await world.case(await world.kari())


async def asks(world: World, command: str) -> str:
    """What the bot answers Dina."""
    said = await world.dina.writes(command, in_=world.desk)
    answer = await world.desk.saw(lambda message: message.reply_to == said.message_id, after=said)
    return answer.text


async def incomplete(world: World) -> int:
    """A ticket of Bakeri Berg's, which has no machine, site or contract in the register."""
    before = await world.town.moment()
    liv = await world.town.person("Liv Berg", email="liv@bakeri.example", language="nb")
    await liv.mails("Kaffemaskin", "Kaffemaskinen lekker. Vi er i Storgata 5, 0155 Oslo.", to=DESK)
    return number_in((await world.desk.saw("Kortet er ikke sendt ennå", after=before)).text)


async def test_a_command_that_is_edited_is_not_done_again(world: World, kari: Person) -> None:
    case = await world.case(kari)
    said = await world.dina.writes(f"/reply {case.number} Vi kommer i kveld", in_=world.desk)
    told = await kari.received("Vi kommer i kveld")
    await world.dina.edits(said, f"/reply {case.number} Vi kommer i morgen")
    await world.desk.saw("Skriv kommandoen på nytt", after=told)
    assert not [mail for mail in kari.inbox() if "i morgen" in mail.text]


async def test_queue_shows_what_is_open(world: World, kari: Person) -> None:
    case = await world.case(kari)
    shown = await asks(world, "/queue")
    assert case.name in shown
    assert "Nord Elektro AS · Tilbudt" in shown


async def test_ticket_shows_everything(world: World, kari: Person) -> None:
    case = await world.case(kari)
    shown = await asks(world, f"/ticket {case.number}")
    told = ("Kafé Solsikken AS", kari.email, "K-2041", "Tilbudt")
    assert [word for word in told if word not in shown] == []


async def test_a_reply_to_a_tickets_message_needs_no_number(world: World, kari: Person) -> None:
    case = await world.case(kari)
    post = await world.desk.saw(case.name, "Kafé Solsikken")
    said = await world.dina.writes("/sla", in_=world.desk, reply_to=post)
    assert case.name in (await world.desk.saw("Til kunden", after=said)).text


async def test_plain_words_under_a_ticket_are_a_note_for_us(world: World, kari: Person) -> None:
    case = await world.case(kari)
    post = await world.desk.saw(case.name, "Kafé Solsikken")
    await world.dina.writes("Kunden er viktig", reply_to=post)
    await world.desk.saw("Notert, bare for oss.")
    (entry,) = [e for e in (await world.exported(case.number))["entries"] if e["text"] == "Kunden er viktig"]
    assert entry["audience"] == ["internal"]
    assert not [m for m in world.nord.messages() if "viktig" in m.text]


async def test_a_reply_reaches_the_customer_as_a_persons_words(world: World, kari: Person) -> None:
    case = await world.case(kari)
    assert "Sendt." in await asks(world, f"/reply {case.number} Vi kommer kl. 10 & <tar med> deler")
    mail = await kari.received("Vi kommer kl. 10 & <tar med> deler")
    assert (mail.header("Auto-Submitted"), mail.in_reply_to is not None) == (None, True)


async def test_a_photo_with_reply_as_its_caption_goes_along(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/reply {case.number} Slik ser den ut", photo=picture(), in_=world.desk)
    mail = await kari.received("Slik ser den ut")
    assert [await file.download() for file in mail.attachments] == [picture()]


async def test_a_photo_under_a_ticket_with_tell_reaches_the_partner(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/tell {case.number} Slik ser den ut", photo=picture(40, 40), in_=world.desk)
    await world.nord.saw("Slik ser den ut", case.name)
    assert (await world.nord.saw(lambda m: m.photo and m.reply_to == case.card.message_id)).photo


async def test_tell_reaches_the_partner(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await asks(world, f"/tell {case.number} Ring før dere kommer")
    relayed = await world.nord.saw("Ring før dere kommer", "fra Nordlys Service")
    assert relayed.reply_to == case.card.message_id


async def test_recall_takes_it_back_and_says_why(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/recall {case.number} Kunden fikset det selv", in_=world.desk)
    await world.desk.saw(case.name, "Trukket tilbake", "Nord Elektro AS", "Kunden fikset det selv")
    await world.nord.saw(case.name, "trukket tilbake", "Kunden fikset det selv")
    assert (
        await world.nord.saw(case.name, "Trukket tilbake", lambda m: m.message_id == case.card.message_id)
    ).buttons == []


async def test_reject_needs_a_reason_and_the_partner_hears_it(world: World, kari: Person) -> None:
    case = await world.done(kari)
    assert "Skriv en grunn" in await asks(world, f"/reject {case.number}")
    await world.dina.writes(f"/reject {case.number} Den drypper ennå", in_=world.desk)
    await world.desk.saw(case.name, "Sendt tilbake", "Den drypper ennå")
    await world.nord.saw(case.name, "Den drypper ennå", "ikke helt ferdig")
    card = await world.nord.saw(case.name, "Sendt tilbake", button="Ferdig")
    await world.ola.presses("Ferdig", on=card)
    await world.desk.saw(case.name, "er ferdig", button="Godkjenn", after=card)


async def test_approve_by_thumb_resolves_and_asks_the_customer(world: World, kari: Person) -> None:
    case = await world.done(kari)
    answer = await world.dina.presses("Godkjenn", on=await world.desk.saw(case.name, button="Godkjenn"))
    assert answer.text == "Godkjent."
    assert "Hvordan gjorde vi det?" in (await kari.received("nå skal det virke igjen")).text
    await world.nord.saw(case.name, "Takk for godt arbeid!")


async def test_approve_twice_changes_nothing(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    assert "allerede" in await asks(world, f"/approve {case.number}")
    await world.settles()
    assert len([mail for mail in kari.inbox() if "nå skal det virke igjen" in mail.text]) == 1


async def test_an_incomplete_card_is_not_sent_until_its_parts_are_typed(world: World) -> None:
    number = await incomplete(world)
    lacking = await world.desk.saw(f"#{number}", "Det mangler")
    parts = [
        part
        for part in ("equipment", "history", "terms", "contact")
        if f"/card {number} {part}" in lacking.text
    ]
    assert "Kortet er ikke komplett" in await asks(world, f"/handoff {number} nord-elektro")
    for part in parts:
        await asks(world, f"/card {number} {part} ingen")
    card = await world.nord.saw(f"#{number}", button="Tar det")
    assert len(parts) == 4
    assert card.text.count("\ningen") == 4


async def test_a_partner_nobody_knows_is_named_with_those_there_are(world: World, kari: Person) -> None:
    case = await world.case(kari)
    answer = await asks(world, f"/handoff {case.number} sor-elektro")
    assert "Det finnes ingen partner sor-elektro" in answer
    assert "nord-elektro, syd-kyl" in answer


async def test_handoff_to_another_needs_a_recall_first(world: World, kari: Person) -> None:
    case = await world.case(kari)
    assert "/recall" in await asks(world, f"/handoff {case.number} syd-kyl")
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await asks(world, f"/handoff {case.number} syd-kyl")
    await world.syd.saw(case.name, button="Tar det")


async def test_wait_tells_the_customer_and_resume_goes_on(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await asks(world, f"/wait {case.number} customer")
    await kari.received("vi trenger et svar fra deg")
    await kari.replies_by_mail(case.receipt, "Her er svaret: kode 9.")
    assert (await world.exported(case.number))["state"] == "handed_off"


async def test_new_opens_a_ticket_for_somebody_who_called(world: World, kari: Person) -> None:
    answer = await asks(world, f"/new {kari.email} Kaffemaskinen WMF-77120934 lekker")
    number = number_in(answer)
    assert (await kari.received(f"Vi har fått saken din: #{number}")).to == [kari.email]
    requester = (await world.exported(number))["requester"]
    assert (requester["channel"], requester["address"]) == ("mail", kari.email)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/ticket 99999999999999", "Det finnes ingen sak"),
        ("/ticket", "Hvilken mener du?"),
        ("/ticket -1", "Hvilken mener du?"),
        ("/approve", "Hvilken mener du?"),
        ("/tikket 1", "Mente du /ticket?"),
        ("/xyzzy", "/help viser hva som finnes"),
        ("/priority {n} urgent", "critical, high, normal eller low"),
        ("/wait {n} godot", "customer, parts, access, approval"),
        ("/approve {n}", "ingenting å godkjenne"),
        ("/merge {n} x", "/merge N INTO"),
        ("/merge {n} {n}", "seg selv"),
        ("/card {n} teeth none", "/card N equipment"),
        ("/note {n}", "Skriv teksten også"),
        ("/reply {n}", "Skriv teksten også"),
        ("/resume {n}", "Det går ikke nå"),
        ("/reopen {n}", "Det går ikke nå"),
        ("/new Kari ringte", "/new EMAIL"),
        ("/find", "/find"),
        ("/history", "/history SERIAL"),
        ("/help", "/queue"),
        ("/partners", "nord-elektro"),
        ("/history wmf 77120934", "Jobber på wmf 77120934"),
        ("/quarantine", "karantene"),
    ],
)
async def test_every_command_answers(world: World, offered: Case, command: str, answer: str) -> None:
    assert answer in await asks(world, command.format(n=offered.number))


async def test_why_a_job_is_reopened_stays(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await asks(world, f"/reopen {case.number} Kari ringte, det drypper igjen")
    line = await world.exported(case.number)
    notes = [entry["text"] for entry in line["entries"] if entry["kind"] == "note"]
    assert (line["state"], notes[-1]) == ("reopened", "Kari ringte, det drypper igjen")


async def test_a_command_of_another_room_is_unknown_here(world: World) -> None:
    assert "Jeg kjenner ikke /jobs" in await asks(world, "/jobs")


async def test_a_stranger_among_dispatchers_is_not_obeyed(world: World, kari: Person) -> None:
    case = await world.case(kari)
    eva = await world.town.person("Eva", language="nb")
    await eva.joins(world.desk)
    await eva.writes(f"/close {case.number}", in_=world.desk)
    door = await world.desk.saw("Eva", "jeg kjenner ikke vedkommende", button="Slipp inn")
    assert (await world.exported(case.number))["state"] == "handed_off"
    await world.dina.presses("Slipp inn", on=door)
    await eva.writes(f"/close {case.number}", in_=world.desk)
    await kari.received("vi har lukket saken din")


async def test_an_anonymous_admin_is_not_obeyed(world: World, kari: Person) -> None:
    case = await world.case(kari)
    said = await world.dina.writes(f"/close {case.number}", in_=world.desk, anonymous=True)
    await world.desk.saw("Slå av «Forbli anonym»", after=said)
    assert (await world.exported(case.number))["state"] == "handed_off"


async def test_words_to_nobody_are_nobodys_business(world: World) -> None:
    before = await world.town.moment()
    await world.dina.writes("Skal vi spise lunsj?", in_=world.desk)
    await world.settles()
    assert not [m for m in world.desk.messages() if m.from_bot and m.seq > before]
