"""The Telegram side: updates in, words and cards out, files fetched."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import structlog
from aiogram import Bot

from bot.courier import Courier
from bot.fetcher import Fetcher
from bot.parts import Parts
from bot.reader import WordReader
from bot.telegram import make_bot, meet
from bot.update_decider import UpdateDecider
from bot.updates import UpdateLoop
from bot.webhook import webhook_route

_log = structlog.get_logger()


def open_telegram(parts: Parts, stack: AsyncExitStack) -> None:
    """Once Telegram answers, updates are decided and what waits is sent; mail does not wait for it."""
    telegram = parts.settings.telegram
    if not telegram.on:
        _log.warning("no_telegram", mend="set telegram.token")
        return
    bot = make_bot(telegram)
    stack.push_async_callback(bot.session.close)
    updates = UpdateLoop(
        store=parts.store,
        api_base=telegram.api_base,
        token=telegram.token.get_secret_value(),
        bell=parts.bells.inbox,
        now=parts.now,
    )
    if telegram.updates == "webhook":
        path = urlsplit(telegram.webhook_url).path or "/"
        parts.routes.append(webhook_route(path, telegram.webhook_secret.get_secret_value(), updates))

    async def talk(stop: asyncio.Event) -> None:
        me = await meet(bot, telegram, parts.store, parts.house.texts, stop)
        if me is None:
            return
        reader = WordReader((parts.house.addresses.desk, parts.house.addresses.domain))
        parts.deciders["telegram"] = UpdateDecider(
            store=parts.store, house=parts.house, reader=reader, me=me, now=parts.now
        )
        parts.bells.inbox.ring()
        async with asyncio.TaskGroup() as group:
            group.create_task(_courier(parts, bot).run(stop))
            group.create_task(_fetcher(parts, bot).run(stop))
            if telegram.updates == "polling":
                group.create_task(updates.run(stop))

    parts.loops["telegram"] = talk


def _courier(parts: Parts, bot: Bot) -> Courier:
    return Courier(
        store=parts.store,
        files=parts.files,
        bot=bot,
        house=parts.house,
        bells=parts.bells,
        metrics=parts.metrics,
        now=parts.now,
    )


def _fetcher(parts: Parts, bot: Bot) -> Fetcher:
    return Fetcher(
        store=parts.store,
        files=parts.files,
        bot=bot,
        bells=parts.bells,
        troubles=parts.troubles,
        now=parts.now,
    )
