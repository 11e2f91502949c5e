"""Flood limits answer 429 with the seconds to wait (T1, T2)."""

from contextlib import suppress

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from sandbox.errors import ApiError
from sandbox.limits import FloodLimits
from sandbox.people import Person, Town
from sandbox.settings import Settings


class Watch:
    """A clock to set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def passed(limits: FloodLimits, chat_id: int, times: int) -> int:
    """How many of so many messages pass at once."""
    count = 0
    with suppress(ApiError):
        for _ in range(times):
            limits.spend(chat_id)
            count += 1
    return count


def test_short_bursts_into_one_chat_pass() -> None:
    watch = Watch()
    limits = FloodLimits(Settings(), watch)
    assert passed(limits, 1, 10) == 5
    watch.now += 2
    assert passed(limits, 1, 10) == 2


def test_group_takes_twenty_a_minute() -> None:
    watch = Watch()
    limits = FloodLimits(Settings(), watch)
    for _ in range(20):
        limits.spend(-1)
        watch.now += 1
    with pytest.raises(ApiError) as refusal:
        limits.spend(-1)
    assert refusal.value.parameters == {"retry_after": 40}
    limits.spend(-1, edit=True)
    watch.now += 40
    limits.spend(-1)


def test_thirty_a_second_in_all() -> None:
    limits = FloodLimits(Settings(), Watch())
    assert sum(passed(limits, chat, 1) for chat in range(1, 50)) == 30


def test_scale_loosens_and_off_lifts_the_limits() -> None:
    watch = Watch()
    limits = FloodLimits(Settings(limits=10.0), watch)
    assert passed(limits, 1, 10) == 5
    watch.now += 0.2
    assert passed(limits, 1, 10) == 2
    assert passed(FloodLimits(Settings(limits="off"), watch), -1, 500) == 500


def test_an_album_counts_as_all_its_items() -> None:
    limits = FloodLimits(Settings(), Watch())
    limits.spend(1, 10)
    with pytest.raises(ApiError, match="Too Many Requests: retry after"):
        limits.spend(1)


async def test_bot_is_told_how_long_to_wait(bot: Bot, town: Town, kari: Person) -> None:
    await town.settings(limits="real")
    for number in range(5):
        await bot.send_message(kari.id, f"{number}")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(kari.id, "5")
    assert refusal.value.retry_after == 1
