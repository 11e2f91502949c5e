"""Meeting Telegram: who the bot is, and that updates come the way the configuration says."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, User

from bot.moments import growing
from bot.settings.sections import TelegramSettings
from handlers.menus import menu
from handlers.rooms import ALLOWED_UPDATES
from storage.store import Store
from templates import Texts
from templates.languages import SOURCE, shipped

_log = structlog.get_logger()

_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=1)


def make_bot(settings: TelegramSettings) -> Bot:
    """The bot that calls. Close its session when done."""
    server = TelegramAPIServer.from_base(settings.api_base.rstrip("/"))
    return Bot(settings.token.get_secret_value(), session=AiohttpSession(api=server))


async def meet(
    bot: Bot, settings: TelegramSettings, store: Store, texts: Texts, stop: asyncio.Event
) -> User | None:
    """Who we are, as soon as Telegram answers; None when stopped first.

    Switches between polling and webhook, shows customers their commands in each language, and keeps the
    bot's name for `stafett invite`.
    """
    attempts = 0
    while not stop.is_set():
        try:
            me = await bot.get_me()
            await _set_way_in(bot, settings)
        except (TelegramAPIError, ClientDecodeError) as error:
            _log.warning("telegram_unreachable", error=type(error).__name__, reason=error.message)
            await _sleep(stop, growing(_FIRST_PAUSE, attempts, _LONGEST_PAUSE))
            attempts += 1
        else:
            async with store.unit() as unit:
                await unit.facts.put("bot_username", me.username or "")
                await unit.commit()
            _log.info("telegram_met", bot=me.username)
            await _show_customers_menu(bot, texts)
            return me
    return None


async def _set_way_in(bot: Bot, settings: TelegramSettings) -> None:
    if settings.updates == "webhook":
        await bot.set_webhook(
            settings.webhook_url,
            secret_token=settings.webhook_secret.get_secret_value(),
            allowed_updates=list(ALLOWED_UPDATES),
        )
    elif (await bot.get_webhook_info()).url:
        await bot.delete_webhook(drop_pending_updates=False)


async def _show_customers_menu(bot: Bot, texts: Texts) -> None:
    """A menu is a help, not a must: without it everything works."""
    scope = BotCommandScopeAllPrivateChats()
    try:
        for language in (None, *shipped()):
            commands = [
                BotCommand.model_validate(each) for each in menu("customer", texts, language or SOURCE)
            ]
            await bot.set_my_commands(commands, scope, language_code=language)
    except (TelegramAPIError, ClientDecodeError) as error:
        _log.warning("menu_not_shown", error=type(error).__name__)


async def _sleep(stop: asyncio.Event, pause: timedelta) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(pause.total_seconds()):
            await stop.wait()
