"""The driver: people wait for what they should see, and say what they saw instead."""

import asyncio
import re

import pytest
from aiogram import Bot

from sandbox.errors import Refused
from sandbox.people import Person, Sandbox, Town, picture


async def test_waiting_ends_when_it_shows(bot: Bot, kari: Person) -> None:
    waiting = asyncio.create_task(kari.saw("snart", within=30))
    await bot.send_message(kari.id, "Kommer snart")
    assert (await asyncio.wait_for(waiting, 5)).text == "Kommer snart"


async def test_failure_lists_what_was_seen(bot: Bot, kari: Person) -> None:
    await bot.send_message(kari.id, "noe annet")
    with pytest.raises(
        AssertionError, match=re.escape("Kari Nordmann did not see '#1001' within 0.05 s.")
    ) as f:
        await kari.saw("#1001", within=0.05)
    assert "Nordlys Service: noe annet" in str(f.value)


async def test_words_pattern_and_question_must_all_fit(bot: Bot, kari: Person) -> None:
    await bot.send_message(kari.id, "Sak 1001 åpnet")
    await bot.send_message(kari.id, "Sak 1002 åpnet")
    seen = await kari.saw("åpnet", re.compile(r"\b1001\b"), lambda message: not message.buttons)
    assert seen.text == "Sak 1001 åpnet"


async def test_edit_made_later_counts(bot: Bot, town: Town, kari: Person) -> None:
    sent = await bot.send_message(kari.id, "tilbudt")
    moment = await town.moment()
    with pytest.raises(AssertionError):
        await kari.saw("tilbudt", after=moment, within=0.01)
    await bot.edit_message_text("tatt", chat_id=kari.id, message_id=sent.message_id)
    assert (await kari.saw("tatt", after=moment)).edited


async def test_own_words_are_not_mistaken_for_the_bots(kari: Person) -> None:
    await kari.writes("hei")
    with pytest.raises(AssertionError):
        await kari.saw("hei", within=0.01)
    assert (await kari.chat.saw("hei", by=kari)).sender == "Kari Nordmann"


async def test_what_should_not_show_is_checked_after_the_barrier(
    bot: Bot, town: Town, kari: Person, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    await bot.send_message(group.id, "hemmelig")
    await kari.did_not_see("hemmelig", until=group.saw("hemmelig"))
    with pytest.raises(AssertionError, match="should not have seen 'hemmelig'"):
        await group.did_not_see("hemmelig", until=town.moment())


async def test_two_towns_see_one_world(sandbox: Sandbox, bot: Bot, kari: Person) -> None:
    async with Town.at(sandbox.url) as other:
        await bot.send_message(kari.id, "hei")
        assert (await other.chat(kari.id).saw("hei")).text == "hei"
        assert [message.text for message in other.messages_sent()] == ["hei"]


async def test_person_without_private_chat_is_told_to_start(ola: Person) -> None:
    with pytest.raises(Refused, match=re.escape("Ola Hansen.starts() opens it")):
        await ola.writes("hei")


async def test_very_long_things_come_through_the_feed(sandbox: Sandbox, kari: Person, town: Town) -> None:
    await kari.mails("Lang", "x" * 500_000, to="service@nordlys.example")
    await town.moment()
    assert len(town.feed.mails[1]["text"]) >= 500_000


async def test_waiting_notices_that_the_sandbox_is_gone() -> None:
    async with Sandbox.start() as sandbox:
        line = Town.at(sandbox.url)
        town = await line.__aenter__()
        kari = await town.person("Kari")
    with pytest.raises((ConnectionError, OSError)):
        await kari.saw("hei", within=30)
    await line.__aexit__(None, None, None)


async def test_pictures_differ_in_size_and_are_pictures(bot: Bot, kari: Person) -> None:
    message = await kari.writes(photo=picture(64, 48))
    assert message.photo is not None
    assert (message.photo.facts["width"], message.photo.facts["height"]) == (64, 48)
    assert await message.photo.download() == picture(64, 48)
