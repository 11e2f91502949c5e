"""A practice world with its page open in a browser, for the page's tests."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import aiosmtplib
from aiogram import Bot
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from playwright.async_api import ConsoleMessage, Locator, Page, expect

from sandbox.people import Chat, Person, Sandbox, Town

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The system's browser, None where there is none."""

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Practice:
    """A little world, the bot that an application would run, and the page that shows it all."""

    sandbox: Sandbox
    town: Town
    kari: Person
    ola: Person
    nord: Chat
    bot: Bot
    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    async def visit(self, me: Person) -> None:
        await self.page.goto(f"{self.sandbox.url}/#as={me.id}")
        await expect(self.page.locator("#live")).to_have_attribute("data-state", "live")

    def column(self, chat: Chat) -> Locator:
        return self.page.locator(f"section.chat[data-chat-id='{chat.id}']")

    async def show(self, chat: Chat) -> Locator:
        chip = self.page.locator(f".chip[data-chat-id='{chat.id}']")
        if await chip.get_attribute("aria-pressed") == "false":
            await chip.click()
        return self.column(chat)

    async def offers_card(self) -> int:
        row = [InlineKeyboardButton(text=text, callback_data=text.lower()) for text in ("Accept", "Decline")]
        markup = InlineKeyboardMarkup(inline_keyboard=[row])
        return (await self.bot.send_message(self.nord.id, "#1001 charger", reply_markup=markup)).message_id

    async def pressed(self) -> CallbackQuery:
        """The next press that the bot hears of."""
        return await anext(update.callback_query async for update in self._updates() if update.callback_query)

    async def heard(self, words: str) -> Message:
        """The next message with these words that the bot hears."""
        messages = (update.message async for update in self._updates())
        return await anext(
            heard async for heard in messages if heard and words in (heard.text or heard.caption or "")
        )

    async def _updates(self) -> AsyncIterator[Update]:
        offset = None
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1
                yield update

    async def application_mails(self, html: str, subject: str = "[#1001] We have your case") -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "Nordlys <service@example.no>", self.kari.email, subject
        mail.set_content("Your case is #1001.")
        mail.add_alternative(html, subtype="html")
        await aiosmtplib.send(mail, hostname=self.sandbox.host, port=self.sandbox.smtp_port)
