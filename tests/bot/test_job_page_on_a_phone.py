"""The page of a job by mail in a real browser, as wide as a phone: thumbs, photos, and what it answers."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, async_playwright, expect

from sandbox.people import Person, picture
from tests.bot.test_job_page import DEMANDING
from tests.bot.test_partner_mail import offered
from tests.sandbox.practice import CHROMIUM, QUIET
from tests.world import World

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system"),
]
PHOTO: FilePayload = {"name": "IMG_1.png", "mimeType": "image/png", "buffer": picture()}


@pytest.fixture(scope="module")
def configuration() -> str:
    return DEMANDING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phone() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 390, "height": 780})
        page.set_default_timeout(20_000)
        yield page
        await browser.close()


async def test_a_whole_job_by_thumb(world: World, tore: Person, kari: Person, phone: Page) -> None:
    job = await offered(world, tore, kari)
    link = next(word for word in job.card.text.split() if word.endswith("/accept"))
    await phone.goto(link)
    await phone.get_by_role("button", name="Tar det").click()
    await expect(phone.locator("body")).to_contain_text("Oppdraget er deres")
    await phone.get_by_role("button", name="2 t").click()
    await expect(phone.locator("body")).to_contain_text("Dere er ventet")
    for stage in ("bilde før", "bilde etter"):
        await phone.get_by_label(stage, exact=False).first.set_input_files(PHOTO)
    for step in ("Steng vannet", "Bilde før og etter"):
        await phone.get_by_label(step).check()
    await phone.get_by_label("Timer").fill("1,5")
    await phone.get_by_role("button", name="Ferdig").click()
    await expect(phone.locator("body")).to_contain_text("Mangler: trykk (bar), navnet på den som signerte")
    await phone.get_by_label("trykk").fill("9")
    await phone.get_by_label("navnet på den").fill("Kari Nes")
    await phone.get_by_role("button", name="Ferdig").click()
    await expect(phone.locator("body")).to_contain_text("Notert. Takk!")
    handoff = (await world.exported(job.number))["handoffs"][0]
    assert (handoff["state"], [line["quantity"] for line in handoff["work"]]) == ("done", [1.5])
    assert len(handoff["evidence"]) == 6


async def test_nothing_is_wider_than_the_phone(world: World, tore: Person, kari: Person, phone: Page) -> None:
    job = await offered(world, tore, kari)
    await phone.goto(next(word for word in job.card.text.split() if word.endswith("/decline")))
    assert await phone.evaluate("document.documentElement.scrollWidth") == 390
    await phone.get_by_label("Med egne ord").fill("Ferie")
    await phone.get_by_role("button", name="Annen grunn").click()
    await expect(phone.locator("body")).to_contain_text("spør noen andre")
    assert (await world.exported(job.number))["handoffs"][0]["note"] == "Ferie"
