"""The practice page in a real browser: what a visitor sees, presses and writes."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile
from playwright.async_api import Browser, FilePayload, async_playwright, expect

from sandbox.model import ChatType
from sandbox.people import Sandbox, picture
from sandbox.server import running
from sandbox.settings import Settings
from tests.sandbox.practice import CHROMIUM, QUIET, Practice
from tests.sandbox.takes_mail import taking_mail

TRICK = "<img src=x onerror=window.tricked=1>"
LATE_NEWS = """
  window.EventSource = class extends EventSource {
    set onmessage(hear) { super.onmessage = (event) => setTimeout(() => hear(event), 300); }
  };
"""
PHOTO = FilePayload(name="panel.png", mimeType="image/png", buffer=picture())

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def practice(browser: Browser) -> AsyncIterator[Practice]:
    async with taking_mail() as address, Sandbox.start(app_smtp=address) as sandbox, sandbox.town() as town:
        kari = await town.person("Kari Nordmann", email="kari@example.no", language="nb", role="customer")
        ola = await town.person("Ola Hansen", language="nb", role="technician")
        nord = await town.supergroup("Nord Elektro - Nordlys", [ola])
        await kari.starts()
        session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
        async with Bot(sandbox.token, session=session) as bot:
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            practice = Practice(sandbox, town, kari, ola, nord, bot, page)
            page.on("console", practice.listen)
            page.on("pageerror", lambda error: practice.complaints.append(str(error)))
            yield practice
            await page.close()


async def test_the_page_shows_the_people_and_the_chats_without_a_complaint(practice: Practice) -> None:
    await practice.offers_card()
    await practice.visit(practice.ola)
    await expect(practice.page.get_by_role("radio", name="Ola Hansen")).to_be_checked()
    await expect(practice.column(practice.nord).get_by_text("#1001 charger")).to_be_visible()
    assert practice.complaints == []


async def test_a_press_reaches_the_bot_and_its_answer_appears(practice: Practice) -> None:
    await practice.offers_card()
    await practice.visit(practice.ola)
    button = practice.column(practice.nord).get_by_role("button", name="Accept")
    await button.click()
    query = await practice.pressed()
    assert (query.data, query.from_user.id) == ("accept", practice.ola.id)
    await expect(button).to_have_attribute("aria-busy", "true")
    await query.answer("Thank you, Ola").as_(practice.bot)
    await expect(practice.page.locator("#toasts")).to_contain_text("Thank you, Ola")
    await expect(button).to_have_attribute("aria-busy", "false")


async def test_an_answer_that_alerts_waits_for_an_ok(practice: Practice) -> None:
    await practice.offers_card()
    await practice.visit(practice.ola)
    await practice.column(practice.nord).get_by_role("button", name="Decline").click()
    query = await practice.pressed()
    await query.answer("This job is taken already", show_alert=True).as_(practice.bot)
    sheet = practice.page.get_by_role("alertdialog")
    await expect(sheet).to_contain_text("This job is taken already")
    await sheet.get_by_role("button", name="OK").click()
    await expect(sheet).to_have_count(0)


async def test_somebody_outside_the_group_is_told_why_nothing_happens(practice: Practice) -> None:
    await practice.offers_card()
    await practice.visit(practice.kari)
    column = await practice.show(practice.nord)
    await column.get_by_role("button", name="Accept").click()
    await expect(practice.page.locator("#toasts")).to_contain_text("Kari Nordmann is not in")
    await column.get_by_role("button", name="Be Ola Hansen").click()
    await expect(column.get_by_role("textbox", name="Message")).to_be_visible()


async def test_a_photo_with_words_reaches_the_bot(practice: Practice) -> None:
    await practice.visit(practice.kari)
    column = await practice.show(practice.kari.chat)
    await column.get_by_role("textbox", name="Message").fill("It blinks red")
    await column.locator("input[type=file]").set_input_files([PHOTO])
    await column.get_by_role("button", name="Send", exact=True).click()
    await expect(column.locator(".message.out", has_text="It blinks red").locator("img")).to_be_visible()
    heard = await practice.heard("It blinks red")
    assert heard.photo
    assert heard.chat.id == practice.kari.id


async def test_several_photos_become_an_album(practice: Practice) -> None:
    await practice.visit(practice.kari)
    column = await practice.show(practice.kari.chat)
    await column.locator("input[type=file]").set_input_files([PHOTO, PHOTO, PHOTO])
    await column.get_by_role("button", name="Send", exact=True).click()
    await expect(column.locator(".pictures .picture")).to_have_count(3)
    updates = [update for update in await practice.bot.get_updates(timeout=5) if update.message]
    albums = {update.message.media_group_id for update in updates if update.message and update.message.photo}
    assert len(albums) == 1
    assert None not in albums


async def test_a_reply_leads_back_to_what_it_answers(practice: Practice) -> None:
    card = await practice.offers_card()
    await practice.visit(practice.ola)
    column = practice.column(practice.nord)
    await column.locator(f"[data-message-id='{card}']").dblclick(position={"x": 120, "y": 12})
    await column.get_by_role("textbox", name="Message").fill("fremme nå")
    await column.get_by_role("textbox", name="Message").press("Enter")
    answered = (await practice.heard("fremme nå")).reply_to_message
    assert answered
    assert answered.message_id == card
    await column.locator(".snippet").click()
    await expect(column.locator(f"[data-message-id='{card}']")).to_have_class(re.compile("flash"))


async def test_own_words_can_be_edited(practice: Practice) -> None:
    await practice.ola.writes("on my wya", in_=practice.nord)
    await practice.visit(practice.ola)
    column = practice.column(practice.nord)
    await column.get_by_text("on my wya").click(button="right")
    await practice.page.get_by_role("menuitem", name="Edit").click()
    await column.get_by_role("textbox", name="Message").fill("on my way")
    await column.get_by_role("textbox", name="Message").press("Enter")
    await expect(column.locator(".message", has_text="on my way")).to_contain_text("edited")


async def test_a_deep_link_to_the_bot_presses_start(practice: Practice) -> None:
    link = f"https://t.me/{practice.sandbox.bot_username}?start=invite42"
    await practice.bot.send_message(practice.nord.id, f"Come in: {link}")
    await practice.visit(practice.ola)
    await practice.column(practice.nord).get_by_role("link", name=link).click()
    await expect(practice.column(practice.ola.chat)).to_contain_text("/start")
    assert (await practice.heard("/start invite42")).chat.id == practice.ola.id


async def test_a_chat_begun_by_a_press_is_shown_even_when_the_news_of_it_come_after_the_answer(
    practice: Practice,
) -> None:
    await practice.town.supergroup("Cooling", [practice.ola])  # groups come first, and two fit
    await practice.page.add_init_script(LATE_NEWS)
    await practice.visit(practice.ola)
    await practice.page.get_by_role("button", name="Start @").click()
    await expect(practice.column(practice.ola.chat)).to_contain_text("/start")


async def test_a_topic_is_where_its_words_go(practice: Practice) -> None:
    forum = await practice.town.supergroup("Cooling", [practice.ola], topics=True)
    topic = await forum.opens_topic("#1002 cold room", by=practice.ola)
    await practice.visit(practice.ola)
    column = await practice.show(forum)
    await column.get_by_role("tab", name="#1002 cold room").click()
    await column.get_by_role("textbox", name="Message").fill("on site")
    await column.get_by_role("textbox", name="Message").press("Enter")
    await expect(column.locator(".message.out")).to_contain_text("on site")
    assert (await forum.saw("on site", by=practice.ola)).topic == topic


async def test_mail_arrives_and_opens(practice: Practice) -> None:
    await practice.visit(practice.kari)
    await practice.application_mails("<p>Your case is <b>#1001</b>, in colour.</p>")
    row = practice.page.locator("[data-mail-id]", has_text="We have your case")
    await row.click()
    letter = practice.page.locator("article.letter")
    await expect(letter.frame_locator("iframe").get_by_text("in colour")).to_be_visible()
    await letter.get_by_role("button", name="Plain text").click()
    await expect(letter.get_by_text("Your case is #1001.")).to_be_visible()


async def test_a_reply_by_mail_shows_what_the_mail_server_said(practice: Practice) -> None:
    await practice.visit(practice.kari)
    await practice.application_mails("<p>Your case is #1001.</p>")
    await practice.page.locator("[data-mail-id]").click()
    await practice.page.get_by_role("button", name="Reply", exact=True).click()
    await practice.page.get_by_role("textbox", name="Mail text").fill("The gate is closed at eleven")
    await practice.page.get_by_role("button", name="Send", exact=True).last.click()
    letter = practice.page.locator("article.letter")
    await expect(letter.frame_locator("iframe").get_by_text("The gate is closed at eleven")).to_be_visible()
    await expect(letter.locator(".smtp")).to_contain_text("SMTP: 250")


async def test_what_strangers_call_themselves_and_write_stays_words(practice: Practice) -> None:
    stranger = await practice.town.person(TRICK, email="stranger@example.no", role=TRICK)
    await stranger.starts()
    await stranger.writes(f"{TRICK}<script>window.tricked=1</script>")
    await practice.bot.send_photo(
        stranger.id, BufferedInputFile(PHOTO["buffer"], f"{TRICK}.png"), caption=TRICK
    )
    await practice.visit(stranger)
    await practice.show(stranger.chat)
    await expect(practice.column(stranger.chat).locator(".words", has_text=TRICK)).to_have_count(2)
    await practice.application_mails(
        f"{TRICK}<script>parent.tricked=1</script><p>Harmless</p>", subject=TRICK
    )
    await practice.page.locator("[data-mail-id]", has_text=TRICK).click()
    await expect(practice.page.frame_locator("article iframe").get_by_text("Harmless")).to_be_visible()
    assert await practice.page.evaluate("window.tricked") is None


async def test_the_page_finds_its_way_back_to_a_restarted_sandbox(practice: Practice) -> None:
    async with Sandbox.start() as first:
        port = int(first.url.rpartition(":")[2])
        await practice.page.goto(first.url)
        await expect(practice.page.locator("#live")).to_have_attribute("data-state", "live")
    await expect(practice.page.locator("#live")).to_have_attribute("data-state", "connecting")
    async with Sandbox.start(port=port) as second, second.town() as town:
        await town.person("Ingrid Dahl", role="dispatcher")
        await expect(practice.page.get_by_role("radio", name="Ingrid Dahl")).to_be_attached()
        await expect(practice.page.locator("#live")).to_have_attribute("data-state", "live")


async def test_ten_thousand_messages_leave_the_page_light(browser: Browser) -> None:
    async with running(Settings(limits="off")) as server:
        kari = server.world.add_person("Kari Nordmann")
        chat = server.world.add_chat(ChatType.SUPERGROUP, "Nordlys", members={kari.id})
        for number in range(10_000):
            server.world.post(chat, kari.id, {"text": f"word {number}"})
        page = await browser.new_page()
        await page.goto(server.url)
        await expect(page.locator(".message", has_text="word 9999")).to_be_in_viewport()
        assert await page.locator(".message").count() < 400
        await page.locator(".scroller").evaluate("node => node.scrollTo(0, 0)")
        await expect(page.locator(".message", has_text="word 9800")).to_be_attached()
        await page.get_by_role("button", name="To the newest message").click()
        await expect(page.locator(".message", has_text="word 9999")).to_be_in_viewport()
        await page.close()


async def test_a_phone_shows_one_pane_at_a_time(practice: Practice) -> None:
    await practice.page.set_viewport_size({"width": 390, "height": 844})
    await practice.visit(practice.kari)
    await expect(practice.page.get_by_role("region", name="Mailbox")).to_be_hidden()
    await practice.page.get_by_role("button", name="Mail", exact=True).click()
    await expect(practice.page.get_by_role("region", name="Mailbox")).to_be_visible()
    await expect(practice.page.get_by_role("main")).to_be_hidden()
