"""A whole job by mail in each of the five languages: yes, when, waiting, hours, done; and a no."""

import pytest

from sandbox.people import Person, picture
from tests.bot.test_partner_mail import WITH_FJELL, offered, state
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Yes, a time, on the way, waiting for a part, hours, done.
JOBS = {
    "nb": (
        "Vi tar den",
        "Er der i morgen 9-10",
        "På vei",
        "Venter på deler til torsdag",
        "Brukte 2 timer",
        "Ferdig",
    ),
    "sv": (
        "Vi tar det",
        "På plats i morgon 9-10",
        "På väg",
        "Väntar på delar till torsdag",
        "2 timmar",
        "Klart",
    ),
    "da": (
        "Vi tager den",
        "Er der i morgen 9-10",
        "På vej",
        "Venter på dele til torsdag",
        "2 timer",
        "Færdig",
    ),
    "ru": ("Берём", "Будем завтра 9-10", "Выехали", "Ждём запчасти до четверга", "2 часа", "Готово"),
    "en": (
        "We take it",
        "There tomorrow 9-10",
        "On our way",
        "Waiting for parts until Thursday",
        "2 hours",
        "Done",
    ),
}
NOES = {
    "nb": "Kan ikke: bilen er på verksted",
    "sv": "Kan inte: bilen är på verkstad",
    "da": "Kan ikke: bilen er på værksted",
    "ru": "Не можем: машина в ремонте",
    "en": "Declined: the van is at the garage",
}


@pytest.fixture(scope="module")
def configuration() -> str:
    return WITH_FJELL


@pytest.mark.parametrize("language", JOBS)
async def test_a_whole_job_in_words(world: World, tore: Person, kari: Person, language: str) -> None:
    job = await offered(world, tore, kari)
    yes, when, coming, waiting, hours, done = JOBS[language]
    became = []
    for words in (yes, when, coming, waiting):
        await tore.replies_by_mail(job.card, words)
        became.append(await state(world, job))
    told = (await world.exported(job.number))["handoffs"][0]
    assert (became, told["parts_on"] is not None) == (["accepted", "accepted", "en_route", "waiting"], True)
    await kari.received(f"#{job.number}: vi har et tidspunkt til deg")
    await tore.replies_by_mail(job.card, hours)
    await tore.replies_by_mail(job.card, done, attachments=[picture()])
    handoff = (await world.exported(job.number))["handoffs"][0]
    assert (handoff["state"], [line["quantity"] for line in handoff["work"]]) == ("done", [2.0])


@pytest.mark.parametrize("language", NOES)
async def test_a_no_and_why(world: World, tore: Person, kari: Person, language: str) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, NOES[language])
    await world.desk.saw(f"#{job.number}", NOES[language].partition(": ")[2])
    assert await state(world, job) == "declined"


async def test_a_bare_no_is_asked_why_and_the_answer_is_the_reason(
    world: World, tore: Person, kari: Person
) -> None:
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Nei")
    question = await tore.received(f"#{job.number}", "Hvorfor kan dere ikke ta")
    assert await state(world, job) == "declined"
    await tore.replies_by_mail(question, "Ingen ledige før jul")
    assert (await world.exported(job.number))["handoffs"][0]["note"] == "Ingen ledige før jul"
