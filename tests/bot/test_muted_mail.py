"""Muted parties that have nothing but mail: a partner, and the customer of several cases (I7)."""

import pytest

from sandbox.people import Person
from tests.bot.test_partner_mail import WITH_FJELL, Job, offered
from tests.world import DESK, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def configuration() -> str:
    """Fjell work by mail."""
    return WITH_FJELL


async def accepted(world: World, tore: Person, kari: Person) -> Job:
    """Fjell's job, and nothing on its way."""
    job = await offered(world, tore, kari)
    await tore.replies_by_mail(job.card, "Vi tar den")
    await world.settles()
    return job


async def types(world: World, command: str) -> int:
    """Dina's command, when all that follows from it has left."""
    await world.dina.writes(f"/{command}", in_=world.desk)
    await world.settles()
    return await world.town.moment()


def mailed(person: Person, job: Job, since: int) -> list[str]:
    return [each.subject for each in person.inbox() if each.seq > since and f"#{job.number}" in each.subject]


async def test_a_muted_partner_is_mailed_nothing(world: World, tore: Person, kari: Person) -> None:
    job = await accepted(world, tore, kari)
    since = await types(world, f"mute {job.number} partner")
    await kari.replies_by_mail(job.receipt, "Bruk bakdøra.")
    await types(world, f"priority {job.number} critical")
    await types(world, f"card {job.number} contact Ring Mona i stedet")
    await tore.replies_by_mail(job.card, "/log 2h")
    await world.passes(hours=3)
    await types(world, f"recall {job.number}")
    assert mailed(tore, job, since) == []
    line = await world.exported(job.number)
    kept = {each["kind"]: each["last_error"] for each in line["deliveries"] if each["state"] == "withheld"}
    assert kept.keys() >= {"relay", "card_changed", "logged", "recalled"}
    assert set(kept.values()) == {"muted"}


async def test_what_a_muted_partner_mails_moves_its_job(world: World, tore: Person, kari: Person) -> None:
    job = await accepted(world, tore, kari)
    await types(world, f"mute {job.number} partner")
    await tore.replies_by_mail(job.card, "på vei")
    await kari.received(f"[#{job.number}]", "på vei")
    assert (await world.exported(job.number))["handoffs"][0]["state"] == "en_route"


async def test_told_again_it_gets_one_card_that_says_what_is_new(
    world: World, tore: Person, kari: Person
) -> None:
    job = await accepted(world, tore, kari)
    since = await types(world, f"mute {job.number} Fjell Service AS")
    await kari.replies_by_mail(job.receipt, "Bruk bakdøra.")
    await types(world, f"card {job.number} contact Ring Mona i stedet")
    await types(world, f"unmute {job.number} partner")
    assert len(mailed(tore, job, since)) == 1
    assert "Ring Mona i stedet" in (await tore.received(f"#{job.number}", "Mona", after=since)).text


async def test_a_muted_customer_who_asks_how_far_it_is_hears_of_others_alone(
    world: World, tore: Person, kari: Person
) -> None:
    first = await offered(world, tore, kari)
    await kari.mails("Kverna bråker", "Kverna WMF-77120934 bråker.", to=DESK)
    second = number_in((await kari.received("Kverna")).subject)
    since = await types(world, f"mute {first.number} customer")
    await kari.mails("Status", "Status?", to=DESK)
    answer = await kari.received(f"#{second}", after=since)
    assert f"#{first.number}" not in answer.text
    since = await types(world, f"mute {second} customer")
    await kari.mails("Status", "Er det noe nytt?", to=DESK)
    await world.settles()
    assert [mail.subject for mail in kari.inbox() if mail.seq > since] == []
