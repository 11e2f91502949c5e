"""The practice page in a real browser, with the application behind it: what one plays is what happens."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from sandbox.people import Chat, Person
from tests.sandbox.practice import CHROMIUM, QUIET
from tests.world import LEAKS, Case, World

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(20_000)
        yield page
        await browser.close()


async def visit(page: Page, world: World, me: Person) -> None:
    """The page as that person; a hash alone does not load it anew."""
    await page.goto("about:blank")
    await page.goto(f"{world.sandbox.url}/#as={me.id}")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")


async def column(page: Page, chat: Chat) -> Locator:
    chip = page.locator(f".chip[data-chat-id='{chat.id}']")
    if await chip.get_attribute("aria-pressed") == "false":
        await chip.click()
    return page.locator(f"section.chat[data-chat-id='{chat.id}']")


async def test_accept_is_pressed_and_the_customers_mail_arrives(
    world: World, kari: Person, page: Page
) -> None:
    case: Case = await world.case(kari)
    await visit(page, world, world.ola)
    group = await column(page, world.nord)
    card = group.locator(f"[data-message-id='{case.card.message_id}']")
    await card.get_by_role("button", name="Tar det").click()
    await expect(page.locator("#toasts")).to_contain_text("Oppdraget er deres. Takk!")
    await expect(card).to_contain_text("Ola Hansen")
    await visit(page, world, kari)
    letter = page.locator("[data-mail-id]", has_text="en tekniker har saken din")
    await expect(letter).to_be_visible()


async def test_a_mail_written_on_the_page_becomes_a_card(world: World, kari: Person, page: Page) -> None:
    before = await world.town.moment()
    await visit(page, world, kari)
    await page.get_by_role("button", name="New mail").click()
    await page.get_by_role("textbox", name="To").fill("service@nordlys.example")
    await page.get_by_role("textbox", name="Subject").fill("Lekker")
    await page.get_by_role("textbox", name="Mail text").fill(LEAKS)
    await page.get_by_role("button", name="Send", exact=True).last.click()
    card = await world.nord.saw("WMF-77120934", button="Tar det", after=before)
    assert "Nøkkelboks 4471" in card.text


async def test_words_in_the_chat_are_answered_there(world: World, ivan: Person, page: Page) -> None:
    await visit(page, world, ivan)
    chat = await column(page, ivan.chat)
    await chat.get_by_role("textbox", name="Message").fill("Касса EV-00318844 не печатает чеки")
    await chat.get_by_role("textbox", name="Message").press("Enter")
    await expect(chat).to_contain_text("Приняли вашу заявку")
