"""After the job: one tap of satisfaction, thanks that reopen nothing, complaints that do."""

import re

import aiohttp
import pytest

from sandbox.people import Mail, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LINK = re.compile(r'https?://[^"\s]+/score/[^"\s]+/5')


async def asked(kari: Person) -> Mail:
    return await kari.received("Hvordan gjorde vi det?")


async def link_of(kari: Person) -> str:
    found = _LINK.search((await asked(kari)).html or "")
    assert found
    return found[0]


async def closed(world: World, ivan: Person) -> Case:
    case = await world.till_case(ivan)
    await world.dina.writes(f"/close {case.number}", in_=world.desk)
    await ivan.saw("Как мы справились?")
    return case


async def test_looking_at_the_score_page_counts_nothing(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    async with aiohttp.ClientSession() as scanner, scanner.get(await link_of(kari)) as page:
        assert (page.status, 'method="post"' in await page.text()) == (200, True)
    assert (await world.exported(case.number))["csat"] is None


async def test_a_tap_on_the_page_counts_and_can_be_changed(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    link = await link_of(kari)
    async with aiohttp.ClientSession() as browser:
        for score in (5, 2):
            async with browser.post(f"{link[:-1]}{score}") as thanks:
                assert thanks.status == 200
    assert (await world.exported(case.number))["csat"] == 2
    await world.desk.saw(case.name, "🙁 dårlig")


async def test_a_link_that_we_did_not_sign_is_not_found(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    forged = re.sub(r"/score/\d+", f"/score/{case.number + 1}", await link_of(kari))
    async with aiohttp.ClientSession() as stranger, stranger.post(forged) as answer:
        assert answer.status == 404


async def test_a_digit_by_mail_counts(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(await asked(kari), "4", client="outlook")
    await world.desk.saw(case.name, "🙂 bra")
    line = await world.exported(case.number)
    assert (line["csat"], line["state"]) == (4, "resolved")


async def test_a_tap_in_the_chat_counts_and_the_partner_never_hears(world: World, ivan: Person) -> None:
    case = await closed(world, ivan)
    await world.settles()
    before = await world.town.moment()
    await ivan.presses("😀", on=await ivan.saw("Как мы справились?"))
    await world.desk.saw(case.name, "😀 svært bra")
    assert (await world.exported(case.number))["csat"] == 5
    assert not [message for message in world.syd.messages() if message.seq > before]


async def test_nobody_rates_another_customers_case(world: World, ivan: Person) -> None:
    case = await closed(world, ivan)
    other = await world.ivan()
    answer = await other.presses("Press", on=await world.plants(f"s:{case.number}:1", other.chat))
    assert answer.alert
    assert (await world.exported(case.number))["csat"] is None


async def test_an_open_case_is_not_rated(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    answer = await ivan.presses("Press", on=await world.plants(f"s:{case.number}:5", ivan.chat))
    assert answer.alert
    assert (await world.exported(case.number))["csat"] is None


@pytest.mark.parametrize("words", ["Takk!", "Hei!\n\nTusen takk for hjelpen, nå virker den 👍\n\nMvh Kari"])
async def test_thanks_reopen_nothing(world: World, kari: Person, words: str) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(await asked(kari), words)
    await world.desk.saw(case.name, "akk")
    assert (await world.exported(case.number))["state"] == "resolved"


async def test_a_complaint_reopens_and_is_answered(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(await asked(kari), "Takk, men den lekker fortsatt.")
    assert f"{case.name}: vi er på saken igjen" in (await kari.received("på saken igjen")).text
    await world.desk.saw(case.name, "Kunden sier at det fortsatt ikke virker", button="Finn partner")


async def test_a_reopened_case_can_go_to_the_same_partner_again(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await kari.replies_by_mail(await asked(kari), "Den lekker fortsatt.")
    await world.desk.saw(case.name, "fortsatt ikke virker")
    before = await world.town.moment()
    await world.dina.writes(f"/handoff {case.number} nord-elektro", in_=world.desk)
    card = await world.nord.saw(case.name, button="Tar det", after=before)
    assert card.message_id != case.card.message_id


async def test_words_long_after_a_job_was_finished_are_a_new_job(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    await world.settles()
    await world.passes(days=31)
    before = await world.town.moment()
    await kari.replies_by_mail(await asked(kari), "Nå lekker den igjen.")
    await world.desk.saw("Nå lekker den igjen.", f"Hører kanskje til {case.name}", after=before)
    assert (await world.exported(case.number))["state"] == "resolved"
