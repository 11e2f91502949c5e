"""Mails as people write them: a greeting, several sentences, everything at once; and what we write back."""

import pytest

from sandbox.people import Person, picture
from tests.bot.test_partner_mail import WITH_FJELL, dishwasher, offered, state
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

YES = "Hei!\n\nVi tar jobben. Ola kommer i morgen kl 9.\n\nHilsen Tore\nFjell Service"


@pytest.fixture(scope="module")
def configuration() -> str:
    return WITH_FJELL


async def test_a_polite_yes_takes_the_job_and_says_when(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, YES)
    handoff = (await world.exported(job.number))["handoffs"][0]
    assert (handoff["state"], handoff["eta"] is not None) == ("accepted", True)


async def test_done_with_hours_and_a_story_is_done_with_its_hours(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Принято, приедем завтра")
    await tore.replies_by_mail(job.card, "Ferdig, brukte 2 timer. Alt virker.", attachments=[picture()])
    handoff = (await world.exported(job.number))["handoffs"][0]
    assert (handoff["state"], [line["quantity"] for line in handoff["work"]]) == ("done", [2.0])


async def test_a_no_with_its_reason_behind_a_comma_is_a_no(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Hei\n\nAvvist, bilen er på verksted\n\nMvh Tore")
    await world.desk.saw(f"#{job.number}", "bilen er på verksted")
    assert await state(world, job) == "declined"


async def test_a_condition_is_for_people_to_judge(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Hei! Vi tar den hvis dere betaler kjøringen.")
    await world.desk.saw("hvis dere betaler kjøringen")
    assert await state(world, job) == "offered"


async def test_who_is_not_understood_hears_once_how_to_answer_and_the_desk_decides_with_one_tap(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Dette ser vi på med en gang vi får sjanse.")
    answer = await tore.received(f"#{job.number}", "Tar dere jobben?", "«tar den»", "/accept")
    heard = await world.desk.saw("med en gang vi får sjanse", button="Akseptert")
    await tore.replies_by_mail(answer, "Som sagt ser vi på det.")
    await world.desk.saw("Som sagt ser vi på det", button="Akseptert")
    await world.settles()
    again = [
        each for each in tore.inbox() if "Tar dere jobben?" in each.text and f"#{job.number}" in each.subject
    ]
    await world.dina.presses("Akseptert", on=heard)
    assert (len(again), await state(world, job)) == (1, "accepted")
    (event,) = [e for e in (await world.exported(job.number))["entries"] if e.get("event") == "accepted"]
    assert (event["author"]["role"], event["text"]) == ("dispatcher", "Fjell Service AS")


async def test_a_machine_is_not_told_how_to_answer(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    automatic = {"Auto-Submitted": "auto-replied"}
    await tore.replies_by_mail(job.card, "Vi har mottatt henvendelsen din.", headers=automatic)
    heard = await world.desk.saw("mottatt henvendelsen din")
    await world.settles()
    assert [
        each for each in tore.inbox() if "Tar dere jobben?" in each.text and f"#{job.number}" in each.subject
    ] == []
    assert "Akseptert" not in str(heard)


async def test_commands_in_a_mail_are_lines_of_work(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    await tore.replies_by_mail(job.card, "/log 2.5h\n/cost 350 kr taxi")
    await tore.received(f"#{job.number}", "350")
    work = (await world.exported(job.number))["handoffs"][0]["work"]
    assert [line["quantity"] for line in work] == [2.5, 1.0]


async def test_a_command_that_cannot_be_read_is_answered(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    await tore.replies_by_mail(job.card, "/log masse")
    answer = await tore.received(f"#{job.number}", "/log 2.5h")
    assert answer.header("Auto-Submitted") == "auto-replied"


async def test_everything_in_one_mail_is_done_and_half_of_it_is_answered(world: World, tore: Person) -> None:
    number, card = await dishwasher(world, tore)
    await tore.replies_by_mail(card, "Hei! Vi tar den.\nBilde før.", attachments=[picture()])
    lacks = await tore.received(f"#{number} er nesten i mål")
    everything = "Ferdig.\nSjekkliste ok\n62 °C\nSignert av Kari Nes"
    photos = [picture(31, 31), picture(32, 32)]
    await tore.replies_by_mail(lacks, everything, attachments=photos)
    handoff = (await world.exported(number))["handoffs"][-1]
    assert ("bilde etter" in lacks.text, handoff["state"]) == (True, "done")


async def test_four_lines_in_one_mail_are_noted_in_one(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    words = "På vei. 2,5 timer, 40 km kjøring, taxi 350 kr.\n/cost 5000 kr pumpe\n/cost 200 kr slange"
    await tore.replies_by_mail(job.card, words)
    noted = await tore.received("Notert på", "taxi, 350 kr", "pumpe, 5 000 kr", "slange, 200 kr")
    waits = await tore.received(f"#{job.number}", "5 550 kr", "taket er 4 000 kr")
    await world.settles()
    later = [each for each in tore.inbox() if each.seq > job.card.seq and f"#{job.number}" in each.subject]
    assert {each.id for each in later} == {noted.id, waits.id}


async def test_who_writes_many_costs_one_by_one_still_hears_what_was_decided(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    for number in range(1, 22):
        await tore.replies_by_mail(job.card, f"/cost 100 kr del {number}")
    await tore.replies_by_mail(job.card, "/cost 2400 kr pumpe")
    await tore.received(f"#{job.number}", "4 500 kr", "taket er 4 000 kr")
    await world.dina.writes(f"/spend {job.number} yes", in_=world.desk)
    await tore.received(f"#{job.number}", "4 500 kr er godkjent")
    await tore.replies_by_mail(job.card, "ferdig")
    await world.dina.writes(f"/reject {job.number} bilde mangler", in_=world.desk)
    await tore.received(f"#{job.number}", "bilde mangler")
    await kari.received(f"[#{job.number}]", "tekniker har saken")


async def test_a_customers_flood_does_not_hold_what_a_partner_must_hear(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    for number in range(31):
        await kari.replies_by_mail(job.receipt, f"Hva skjer? Dette er mail nummer {number}")
    await world.desk.saw(f"#{job.number}", "på kort tid")
    await world.dina.writes(f"/recall {job.number}", in_=world.desk)
    await tore.received(f"#{job.number}", "trukket tilbake")


async def test_another_currency_than_the_caps_is_asked_for_in_its_own(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    await tore.replies_by_mail(job.card, "Fremme. Taxi 900 EUR, 2 timer.")
    await tore.received(f"#{job.number}", "900 EUR", "Skriv hva det blir i kr")
    handoff = (await world.exported(job.number))["handoffs"][0]
    assert (handoff["state"], [line["unit"] for line in handoff["work"]]) == ("on_site", ["h"])


async def test_done_while_a_cost_waits_is_answered(world: World, tore: Person, kari: Person) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "ok")
    await tore.replies_by_mail(job.card, "/cost 5000 kr pumpe")
    await tore.replies_by_mail(job.card, "Ferdig")
    assert await tore.received(f"#{job.number}", "kostnaden må godkjennes først")
    assert await state(world, job) == "waiting"


async def test_a_mail_says_who_pays_and_the_answer_says_how_it_was_understood(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Tar den")
    words = "På vei. 2,5 timer på garanti, taxi 350 kr. Kunden betaler.\n/cost 200 kr slange kjede\n/log 1h"
    await tore.replies_by_mail(job.card, words)
    noted = await tore.received("Notert på", "👤 Kunden betaler", "🏬 Kjeden betaler")
    assert "- 2,5 t på garanti 🏭 Produsenten betaler\n" in noted.text
    work = (await world.exported(job.number))["handoffs"][0]["work"]
    told = {(line["text"], line["payer"]) for line in work}
    assert told == {("på garanti", "maker"), ("taxi", "customer"), ("slange kjede", "network"), ("", None)}
