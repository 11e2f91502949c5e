"""A chain in which nobody has a chat: a partner hands on, answers, approves and sends back by mail."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from sandbox.people import Mail, Person, picture
from tests.bot.test_partner_mail import WITH_FJELL
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIK = "post@vik.example"
CHAINED = (
    WITH_FJELL.replace(
        'name = "Fjell Service AS"', 'name = "Fjell Service AS"\nsubcontractors = ["vik", "syd-kyl"]'
    )
    .replace('name = "Nord Elektro AS"', 'name = "Nord Elektro AS"\nsubcontractors = ["vik"]')
    .replace(
        "[[routes]]",
        f'[[partners]]\nid = "vik"\nname = "Vik Rör AB"\nlanguage = "sv"\nemail = "{VIK}"\n\n[[routes]]',
        1,
    )
)
_PAGE = re.compile(r'(https?://[^"\s]+/job/[^"\s/]+)/')
_BELOW = re.compile(r'name="(below|sum)" value="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Job:
    """Kari's case, which Fjell has taken: the card in Tore's mailbox, and its page."""

    number: int
    card: Mail
    page: str
    browser: aiohttp.ClientSession

    async def presses(self, act: str, **fields: str) -> str:
        """A button of Fjell's page, with what it asks for; what the page says then."""
        async with self.browser.get(f"{self.page}/job") as shown:
            form = dict(_BELOW.findall(await shown.text())) | fields
        async with self.browser.post(f"{self.page}/{act}", data=form) as page:
            assert page.status == 200
            return await page.text()


@pytest.fixture(scope="module")
def configuration() -> str:
    return CHAINED


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vera(world: World) -> Person:
    """Works for Vik, Fjell's subcontractor, who writes Swedish."""
    return await world.town.person("Vera Vik", email=VIK, language="sv")


@pytest_asyncio.fixture(loop_scope="module")
async def job(world: World, tore: Person, kari: Person) -> AsyncIterator[Job]:
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    card = await tore.received(f"[#{number}]")
    await tore.replies_by_mail(card, "Vi tar den")
    await kari.received(f"[#{number}]", "tekniker har saken")
    found = _PAGE.search(card.text)
    assert found
    async with aiohttp.ClientSession() as browser:
        yield Job(number, card, found[1], browser)


async def handed_on(job: Job, tore: Person, vera: Person) -> Mail:
    """Fjell hands it on in words, and Vik takes it; Vik's card."""
    await tore.replies_by_mail(job.card, "Gi videre til Vik")
    card = await vera.received(f"[#{job.number}]", "Från Fjell Service AS")
    await vera.replies_by_mail(card, "Vi tar det")
    await tore.received(f"#{job.number}", "Vik Rör AB", "Akseptert")
    return card


async def states(world: World, job: Job) -> list[str]:
    return [each["state"] for each in (await world.exported(job.number))["handoffs"]]


async def test_handed_on_from_the_page(world: World, job: Job, vera: Person) -> None:
    asked = await job.presses("hand_on")
    (act,) = re.findall(r'/(to_[0-9a-f]{8})"[^>]*>Vik Rör AB', asked)
    await job.presses(act)
    await vera.received(f"[#{job.number}]", "Från Fjell Service AS")
    assert await states(world, job) == ["accepted", "offered"]


async def test_an_answer_to_news_of_the_subcontractor_goes_there(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "Vilken port?", attachments=[picture()])
    asked = await tore.received("Vilken port?", "Vik Rör AB")
    await tore.replies_by_mail(asked, "Port B, bak huset")
    answer = await vera.received("Port B, bak huset", "Fjell Service AS")
    assert answer.references[0] == card.message_id
    await world.settles()
    assert not [each for each in world.desk.messages() if each.from_bot and "Port B" in each.text]


async def test_the_work_is_sent_back_and_approved_in_words(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "klart")
    question = await tore.received(f"#{job.number}", "Vik Rör AB er ferdig")
    await tore.replies_by_mail(question, "Ikke godkjent: bilde av typeskiltet mangler")
    again = await vera.received("bilde av typeskiltet mangler")
    await vera.replies_by_mail(again, "klart")
    assert await states(world, job) == ["on_site", "done"]
    await tore.replies_by_mail(question, "Godkjent, takk!")
    await vera.received(f"#{job.number}", "godkänt")
    assert await states(world, job) == ["on_site", "approved"]


async def test_the_work_is_sent_back_and_approved_on_the_page(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "klart")
    assert "/approve_below" in (await tore.received(f"#{job.number}", "Vik Rör AB er ferdig")).text
    assert "Hva er ikke i orden" in await job.presses("reject_below")
    await job.presses("rework_other", why="Pumpa lager lyd")
    await vera.replies_by_mail(await vera.received("Pumpa lager lyd"), "klart")
    assert await states(world, job) == ["on_site", "done"]
    await job.presses("approve_below")
    assert await states(world, job) == ["on_site", "approved"]


async def test_a_job_is_taken_back_on_the_page(world: World, job: Job, tore: Person, vera: Person) -> None:
    await handed_on(job, tore, vera)
    await job.presses("recall_below")
    await vera.received(f"#{job.number}", "dragits tillbaka")
    assert await states(world, job) == ["accepted", "recalled"]


async def test_a_press_about_who_is_there_no_more_does_nothing(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    await handed_on(job, tore, vera)
    async with job.browser.post(f"{job.page}/recall_below", data={"below": "7"}) as page:
        assert "for gammel" in await page.text()
    assert await states(world, job) == ["accepted", "accepted"]


async def test_who_has_mail_and_who_has_a_chat_need_not_know(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    await tore.replies_by_mail(job.card, "Gi videre til Syd Kyl")
    card = await world.syd.saw(f"#{job.number}", "Från Fjell Service AS", button="Tar det")
    await world.per.presses("Tar det", on=card)
    await world.per.writes("Ventilen läcker", photo=picture(), reply_to=card)
    heard = await tore.received("Ventilen läcker", "Syd Kyl AB")
    assert [each.content_type.partition("/")[0] for each in heard.attachments] == ["image"]
    await tore.replies_by_mail(heard, "Byt ut den")
    await world.syd.saw(f"#{job.number}", "Byt ut den", "Fjell Service AS")
    await world.per.presses("Klart", on=await world.syd.saw(f"#{job.number}", button="Klart"))
    await tore.replies_by_mail(await tore.received(f"#{job.number}", "Syd Kyl AB er ferdig"), "godkjent")
    await world.syd.saw(f"#{job.number}", "godkänt")
    assert await states(world, job) == ["on_site", "approved"]


async def test_a_chat_hands_on_to_a_mailbox_and_judges_in_words(
    world: World, kari: Person, vera: Person
) -> None:
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    await world.dina.writes(f"/recall {number}", in_=world.desk)
    await world.dina.writes(f"/handoff {number} nord-elektro", in_=world.desk)
    for button in ("Tar det", "Gi videre", "Vik Rör AB"):
        await world.ola.presses(button, on=await world.nord.saw(f"#{number}", button=button))
    card = await vera.received(f"[#{number}]", "Från Nord Elektro AS")
    await vera.replies_by_mail(card, "Vi tar det")
    await vera.replies_by_mail(card, "klart")
    question = await world.nord.saw(f"#{number}", "Vik Rör AB er ferdig")
    await world.ola.writes("Ikke godkjent: bilde mangler", reply_to=question)
    await vera.received(f"#{number}", "bilde mangler")
    assert [each["state"] for each in (await world.exported(number))["handoffs"]][-2:] == [
        "on_site",
        "rework",
    ]


async def test_a_subcontractors_mails_are_from_the_one_above(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await world.dina.writes(f"/tell {job.number} Husk vernesko", in_=world.desk)
    await vera.received("Husk vernesko", "Fjell Service AS")
    await world.settles()
    mails = [each for each in vera.inbox() if f"[#{job.number}]" in each.subject]
    assert {str(each.header("From")).partition(" <")[0] for each in mails} == {"Fjell Service AS"}
    told = "\n".join(f"{each.subject}\n{each.text}\n{each.html}" for each in mails)
    assert (card in mails, [name for name in ("Nordlys Service", "Dina", "Tore") if name in told]) == (
        True,
        [],
    )


async def test_why_it_cannot_be_handed_on_is_answered(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    await handed_on(job, tore, vera)
    await tore.replies_by_mail(job.card, "Gi videre til Vik")
    answer = await tore.received(f"#{job.number}", "Vik Rör AB har den nå")
    assert answer.header("Auto-Submitted") == "auto-replied"
    await world.desk.saw(f"#{job.number}", "Gi videre til Vik")


async def test_a_cost_below_is_answered_from_the_mail_and_for_its_sum(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "/cost 4300 kr pump")
    asked = await tore.received(f"#{job.number}", "Vik Rör AB", "4 300 kr")
    assert f"{job.page}/cost_yes_below" in asked.text
    assert "for gammel" in await job.presses("cost_yes_below", sum="430")
    await job.presses("cost_yes_below")
    assert await world.desk.saw(f"#{job.number}", "4 300 kr", button="Fortsett")
    assert (await states(world, job))[1] == "waiting"


async def test_no_more_from_the_mail_comes_down_at_once(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "/cost 4300 kr pump")
    await tore.received(f"#{job.number}", "Vik Rör AB", "4 300 kr")
    await job.presses("cost_no_below")
    assert await vera.received(f"[#{job.number}]", "inte mer än 4 300 kr")
    assert await states(world, job) == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("words", "becomes"), [("Ja, kjør på. Mvh Tore", "accepted"), ("Nei, for dyrt", "accepted")]
)
async def test_a_cost_below_is_answered_in_words(
    world: World, job: Job, tore: Person, vera: Person, words: str, becomes: str
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "/cost 4300 kr pump")
    asked = await tore.received(f"#{job.number}", "Vik Rör AB", "4 300 kr", "«ja» eller «nei»")
    await tore.replies_by_mail(asked, words)
    if words.startswith("Nei"):
        assert await vera.received(f"[#{job.number}]", "inte mer än 4 300 kr")
    else:  # its own cap is the same: the desk has the last word
        await world.desk.saw(f"#{job.number}", "4 300 kr", button="Fortsett")
        await world.dina.writes(f"/spend {job.number} yes", in_=world.desk)
        assert await vera.received(f"[#{job.number}]", "4 300 kr är godkänt")
    assert await states(world, job) == ["accepted", becomes]
    assert not [each for each in vera.inbox() if words in each.text]


async def test_a_yes_in_words_is_for_the_sum_that_was_asked_about(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "/cost 4300 kr pump")
    asked = await tore.received(f"#{job.number}", "Vik Rör AB", "4 300 kr")
    await world.passes(minutes=1)
    await vera.replies_by_mail(card, "/cost 900 kr slang")
    await tore.received(f"#{job.number}", "Vik Rör AB", "5 200 kr")
    await tore.replies_by_mail(asked, "ja")
    assert await tore.received(f"#{job.number}", "siden kommet til 5 200 kr")
    assert (await states(world, job))[1] == "waiting"


async def test_other_words_about_a_cost_go_to_the_subcontractor_and_are_no_yes(
    world: World, job: Job, tore: Person, vera: Person
) -> None:
    card = await handed_on(job, tore, vera)
    await vera.replies_by_mail(card, "/cost 4300 kr pump")
    asked = await tore.received(f"#{job.number}", "Vik Rör AB", "4 300 kr")
    await tore.replies_by_mail(asked, "Ja, men finnes det en brukt pumpe?")
    assert await vera.received(f"#{job.number}", "finnes det en brukt pumpe?")
    assert await tore.received(f"#{job.number}", "Ja eller nei til 4 300 kr?")
    assert (await states(world, job))[1] == "waiting"
