"""The page behind a mail's links: all that a card's buttons do in a chat, and what must come along."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from sandbox.people import Mail, Person, picture
from tests.bot.test_partner_mail import WITH_FJELL
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEMANDING = WITH_FJELL.replace(
    'parts = "Pakninger og pumpe"',
    'parts = "Pakninger og pumpe"\n'
    'evidence = ["photo before", "photo after", "checklist", "reading trykk 8-10 bar", "signature"]',
)
_PAGE = re.compile(r'(https?://[^"\s]+/job/[^"\s/]+)/')
_ONCE = re.compile(r'name="once" value="([0-9a-f]+)"')
_TICKS = [("check", "check:1"), ("check", "check:2")]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one job, as a browser has it."""

    url: str
    browser: aiohttp.ClientSession

    async def shows(self, act: str = "job") -> str:
        """What a look at it shows."""
        async with self.browser.get(f"{self.url}/{act}") as page:
            assert page.status == 200
            return await page.text()

    async def sends(self, act: str, *fields: tuple[str, str | bytes], once: str | None = None) -> str:
        """Fills it in (bytes are a photo) and presses; what it shows then."""
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("once", once or await self.once())
        form.add_field("files", b"", filename="", content_type="application/octet-stream")
        for name, value in fields:
            photo = isinstance(value, bytes)
            more: dict[str, Any] = {"filename": "foto.png", "content_type": "image/png"} if photo else {}
            form.add_field(name, value, **more)
        async with self.browser.post(f"{self.url}/{act}", data=form) as page:
            assert page.status == 200
            return await page.text()

    async def once(self) -> str:
        """What tells this sight of the page from the next."""
        found = _ONCE.search(await self.shows())
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    page: Page
    world: World

    async def handoff(self) -> dict[str, Any]:
        """As the export has it."""
        found: dict[str, Any] = (await self.world.exported(self.number))["handoffs"][0]
        return found


@pytest.fixture(scope="module")
def configuration() -> str:
    """Fjell work by mail, and must bring evidence."""
    return DEMANDING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(loop_scope="module")
async def kari(world: World) -> Person:
    return await world.kari()


@pytest_asyncio.fixture(loop_scope="module")
async def job(world: World, tore: Person, kari: Person, browser: aiohttp.ClientSession) -> Job:
    """Kari's mail has become a card in Tore's mailbox."""
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    card: Mail = await tore.received(f"[#{number}]")
    found = _PAGE.search(card.text)
    assert found
    return Job(number, Page(found[1], browser), world)


@pytest_asyncio.fixture(loop_scope="module")
async def taken(job: Job) -> Job:
    """Tore has said yes."""
    await job.page.sends("accept")
    return job


async def test_a_look_at_any_of_it_changes_nothing(job: Job) -> None:
    for act in ("accept", "decline", "decline_busy", "waiting", "wait_parts", "eta_30", "done", "bring"):
        await job.page.shows(act)
        async with job.page.browser.head(f"{job.page.url}/{act}") as page:
            assert page.status == 200
    assert (await job.handoff())["state"] == "offered"


async def test_a_reason_in_words_is_the_reason(job: Job) -> None:
    assert 'name="why"' in await job.page.sends("decline")
    assert "noen få ord" in await job.page.sends("decline_other")
    assert (await job.handoff())["state"] == "offered"
    await job.page.sends("decline_other", ("why", "Bilen står på verksted"))
    declined = await job.handoff()
    assert (declined["state"], declined["note"]) == ("declined", "Bilen står på verksted")


async def test_a_reason_by_thumb_takes_words_along(job: Job) -> None:
    await job.page.sends("decline_busy", ("why", "Ferie til uke 32"))
    assert (await job.handoff())["note"] == "Ikke tid: Ferie til uke 32"


async def test_a_time_by_thumb_reaches_the_customer(taken: Job, kari: Person) -> None:
    assert "eta_30" in await taken.page.shows()
    await taken.page.sends("eta_120")
    await kari.received(f"#{taken.number}: vi har et tidspunkt til deg")
    assert (await taken.handoff())["eta"] is not None


async def test_a_time_to_the_minute(taken: Job, kari: Person) -> None:
    coming = f"{taken.world.clock():%Y}-12-31T14:30"
    assert "som ikke har vært" in await taken.page.sends("eta_at", ("at", "2001-01-01T08:00"))
    await taken.page.sends("eta_at", ("at", coming))
    assert (await taken.handoff())["eta"] == coming.replace("T14:30", "T13:30:00+00:00")


async def test_waiting_says_for_what_and_until_when(taken: Job, kari: Person) -> None:
    assert 'name="day"' in await taken.page.sends("waiting")
    await taken.page.sends("wait_parts", ("why", "Pumpe bestilt"), ("day", "2031-03-06"))
    waiting = await taken.handoff()
    assert (waiting["state"], waiting["note"], waiting["parts_on"]) == (
        "waiting",
        "Pumpe bestilt",
        "2031-03-06",
    )
    await kari.received(f"#{taken.number}: vi skaffer en del")


async def test_done_says_what_is_missing_and_keeps_what_came(taken: Job) -> None:
    shown = await taken.page.sends("done", ("photo:before", picture()), ("words", "Byttet pakning"), *_TICKS)
    assert "bilde etter, trykk (bar), navnet på den som signerte" in shown
    assert "☑ bilde før" in shown
    handoff = await taken.handoff()
    assert (handoff["state"], len(handoff["evidence"])) == ("accepted", 3)


async def test_a_tick_made_by_mistake_is_taken_away_on_the_page(taken: Job) -> None:
    shown = await taken.page.sends("bring", *_TICKS)
    assert 'name="ticked" value="check:2"' in shown
    await taken.page.sends("bring", ("ticked", "check:1"), ("ticked", "check:2"), ("check", "check:1"))
    assert [each["key"] for each in (await taken.handoff())["evidence"]] == ["check:1"]


async def test_done_with_all_of_it(taken: Job) -> None:
    shown = await taken.page.sends(
        "done",
        ("photo:before", picture()),
        ("photo:after", picture(30, 30)),
        ("reading:trykk", "8,9"),
        ("signature", "Kari Nes"),
        ("hours", "2,5"),
        ("part", "ABC-12 x2"),
        ("cost", "350"),
        *_TICKS,
    )
    assert "Notert. Takk!" in shown
    handoff = await taken.handoff()
    assert handoff["state"] == "done"
    assert [(line["kind"], line["quantity"]) for line in handoff["work"]] == [
        ("hours", 2.5),
        ("part", 2.0),
        ("extra", 1.0),
    ]
    assert {proof["value"] for proof in handoff["evidence"]} == {"", "8.9 bar", "Kari Nes"}


async def test_what_cannot_be_read_keeps_the_rest(taken: Job) -> None:
    shown = await taken.page.sends("done", ("hours", "mange"), ("words", "Ventilen var tett"))
    assert "2.5 h" in shown
    await taken.world.desk.saw(f"#{taken.number}", "Ventilen var tett")
    assert (await taken.handoff())["work"] == []


async def test_a_page_sent_twice_says_it_once(taken: Job) -> None:
    once = await taken.page.once()
    for _ in range(2):
        await taken.page.sends("bring", ("words", "Hvor er stoppekranen?"), ("hours", "1"), once=once)
    ticket = await taken.world.exported(taken.number)
    assert len([entry for entry in ticket["entries"] if "stoppekranen" in entry["text"]]) == 1
    assert len(ticket["handoffs"][0]["work"]) == 1


async def test_a_file_that_is_too_big_is_named(taken: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.job_form.MEGABYTES", 0)
    shown = await taken.page.sends("bring", ("files", picture()), ("words", "Bilde av typeskiltet"))
    assert "foto.png" in shown
    await taken.world.desk.saw(f"#{taken.number}", "Bilde av typeskiltet")


async def test_the_page_of_a_job_that_is_over_takes_nothing(taken: Job) -> None:
    await taken.world.dina.writes(f"/recall {taken.number}", in_=taken.world.desk)
    await taken.world.settles()
    shown = await taken.page.sends("bring", ("words", "Er det noen der?"), once="0" * 32)
    assert ("ikke lenger hos" in shown, "<form" in shown) == (True, False)
