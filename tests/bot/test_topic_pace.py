"""Topics are made no faster than Telegram takes them (T15), and each once."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from aiogram import Bot

from bot.limits import Limits
from bot.topics import TopicLater, Topics
from handlers.house import House
from handlers.leaving import chat_text
from storage.deliveries import Delivery
from storage.standings import Standing
from storage.store import Store
from tests.bot.test_courier import NORD, Telegram, read
from tests.running import Moments
from tests.tickets.world import ticket

MADE = json.dumps({"ok": True, "result": {"message_thread_id": 77, "name": "x", "icon_color": 7322096}})


async def cards(store: Store, how_many: int, clock: Moments) -> list[Delivery]:
    """Cards that shall hang in topics, of one forum."""
    ids = []
    async with store.unit() as unit:
        await unit.standings.put(NORD, Standing(forum=True, admin=True, manages_topics=True))
        for _ in range(how_many):
            number = (await unit.tickets.open(replace(ticket(), number=0))).number
            await unit.topics.want(NORD, number, f"#{number}")
            row = chat_text(NORD, "Kort", kind="card", now=clock(), ticket=number)
            ids.append(await unit.outbox.add(row))
        await unit.commit()
    return [await read(store, each) for each in ids]


def topics_of(store: Store, telegram: Telegram, clock: Moments) -> Topics:
    """Those of a courier that has just begun."""
    house = cast("House", None)  # nobody is told anything here
    return Topics(store=store, bot=Bot("1:token", session=telegram), house=house, limits=Limits(), now=clock)


async def placed_one_a_second(topics: Topics, cards: list[Delivery], clock: Moments) -> None:
    for card in cards:
        await topics.placed(card)
        clock.ahead += timedelta(seconds=1)


async def test_the_next_ones_wait_when_a_minute_is_full(sqlite_store: Store) -> None:
    telegram, clock = Telegram(*[MADE] * 40), Moments()
    topics, waiting = topics_of(sqlite_store, telegram, clock), await cards(sqlite_store, 25, clock)
    with pytest.raises(TopicLater) as later:
        await placed_one_a_second(topics, waiting, clock)
    assert 10 <= len(telegram.asked) <= 20
    assert timedelta(seconds=30) < later.value.pause <= timedelta(minutes=1)


async def test_who_comes_after_a_crash_waits_for_telegrams_word(sqlite_store: Store) -> None:
    telegram, clock = Telegram(MADE), Moments()
    (card,) = await cards(sqlite_store, 1, clock)
    assert card.ticket is not None
    async with sqlite_store.unit() as unit:
        await unit.topics.making(NORD, card.ticket, clock())
        await unit.commit()
    with pytest.raises(TopicLater):
        await topics_of(sqlite_store, telegram, clock).placed(card)
    async with sqlite_store.unit() as unit:
        await unit.topics.adopt(NORD, f"#{card.ticket}", 55)
        await unit.commit()
    placed = await topics_of(sqlite_store, telegram, clock).placed(card)
    assert (placed.payload["args"]["message_thread_id"], telegram.asked) == (55, [])


async def test_when_no_word_comes_it_is_made_after_all(sqlite_store: Store) -> None:
    telegram, clock = Telegram(MADE), Moments()
    (card,) = await cards(sqlite_store, 1, clock)
    async with sqlite_store.unit() as unit:
        await unit.topics.making(NORD, card.ticket or 0, clock())
        await unit.commit()
    clock.ahead = timedelta(minutes=1)
    placed = await topics_of(sqlite_store, telegram, clock).placed(card)
    assert (placed.payload["args"]["message_thread_id"], telegram.asked) == (77, ["createForumTopic"])
