"""What the bot sees and may do in a group: said when it is bound, and when it really changes (T12, T16)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Chat
from tests.world import DESK, LEAKS, World, a_world


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


async def forum(world: World, partner: str = "nord-elektro", **rights: bool) -> Chat:
    """In place of Nord Elektro's group one with topics; `rights`: where the bot is an admin before."""
    group = await world.town.supergroup("Nord emner", [world.ola], with_bot=False, topics=True)
    async with world.application.store.unit() as unit:
        await unit.people.unbind_chat(world.nord.id)
        await unit.commit()
    if rights:
        await group.lets_bot_in(by=world.ola)
        await group.makes_bot_admin(by=world.ola, **rights)
    await world.ola.follows(await world.invited("partner", partner), into=group)
    await group.saw("Velkommen, Nord Elektro AS!")
    await world.ola.walks_through(group)
    world.nord = group
    return group


def said(chat: Chat, words: str) -> int:
    return sum(words in message.text for message in chat.messages() if message.from_bot)


async def test_an_admin_made_and_unmade_is_told_once_each(world: World) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    await world.nord.makes_bot_admin(by=world.ola, can_pin_messages=False)
    await world.nord.saw("Jeg leser alt", "noteres som sett")
    await world.nord.makes_bot_member(by=world.ola)
    await world.nord.saw("Jeg ser bare svar", "svar på kortet")
    await world.desk.saw("Nord Elektro AS", "ikke administrator der lenger", "noteres ikke lenger")
    await world.settles()
    assert (said(world.nord, "Jeg leser alt"), said(world.desk, "ikke administrator der lenger")) == (1, 1)


async def test_without_privacy_mode_only_thumbs_change(sqlite_url: str, tmp_path: Path) -> None:
    async with a_world(tmp_path, sqlite_url, privacy=False) as world:
        await world.nord.saw("Velkommen", "Jeg leser alt som skrives her")
        await world.desk.saw("Jeg leser alt som skrives her")
        await world.nord.makes_bot_admin(by=world.ola)
        assert "Jeg leser alt" not in (await world.nord.saw("noteres som sett")).text


async def test_binding_says_what_is_seen(world: World) -> None:
    await world.nord.saw("Velkommen", "Jeg ser bare svar på mine meldinger, kommandoer og knapper")
    await world.desk.saw("Jeg ser bare kommandoer, knapper og svar")
    group = await forum(world, can_pin_messages=True)
    await group.saw("Velkommen", "Jeg leser alt som skrives her", "Hvert nytt oppdrag får sitt eget emne")


async def test_topics_without_the_right_are_told_of_once_and_jobs_come_in_general(world: World) -> None:
    group = await forum(world)
    await group.saw("Velkommen", "Gjør meg til administrator som kan administrere emner")
    await world.desk.saw("Nord Elektro AS", "Gruppen har emner, men jeg får ikke lage noen")
    first, second = await world.case(await world.kari()), await world.case(await world.kari())
    assert (first.card.topic, second.card.topic, group.topics) == (None, None, {})
    await world.settles()
    assert said(world.desk, "Gruppen har emner") == 1
    await group.makes_bot_admin(by=world.ola)
    await group.saw("Hvert nytt oppdrag får sitt eget emne")
    assert (await world.case(await world.kari())).card.topic in group.topics


async def test_a_right_taken_without_a_word_is_noticed_when_a_topic_is_refused(world: World) -> None:
    group = await forum(world, can_pin_messages=True)
    await world.town.fault("getUpdates", "500", times=50)
    await group.makes_bot_admin(by=world.ola, can_manage_topics=False)
    case = await world.case(await world.kari())
    assert case.card.topic is None
    await world.desk.saw("Nord Elektro AS", "Nye oppdrag kommer uten eget emne")
    await world.town.clear_faults()
    await world.settles()
    assert said(world.desk, "Nye oppdrag kommer uten eget emne") == 1


async def test_topics_turned_off_and_on_again(world: World) -> None:
    group = await forum(world, can_pin_messages=True)
    before = await world.case(await world.kari())
    assert before.card.topic in group.topics
    await group.switches_topics(by=world.ola, on=False)
    case = await world.case(await world.kari())
    assert case.card.topic is None
    await world.desk.saw("Nord Elektro AS", "Nye oppdrag kommer uten eget emne")
    await world.dina.writes(f"/tell {before.number} Ring Kari", in_=world.desk)
    await group.saw("Ring Kari")
    await group.switches_topics(by=world.ola, on=True)
    await world.ola.writes("/jobs", in_=group)
    await group.saw("Hvert nytt oppdrag får sitt eget emne", after=case.card)
    assert (await world.case(await world.kari())).card.topic in group.topics


async def test_the_dispatchers_forum_has_a_topic_for_each_ticket(world: World) -> None:
    desk = await world.town.supergroup("Vakt emner", [world.dina], with_bot=False, topics=True)
    await desk.lets_bot_in(by=world.dina)
    await desk.makes_bot_admin(by=world.dina)
    await world.dina.follows(await world.invited("dispatchers"), into=desk)
    await desk.saw("Hver ny sak får sitt eget emne")
    first, second = await world.case(await world.kari()), await world.case(await world.kari())
    post = await desk.saw(f"#{first.number} ")
    assert post.topic in desk.topics
    await world.dina.writes("Kunden er sint", in_=desk, topic=post.topic)
    await world.dina.writes("/recall", in_=desk, topic=post.topic)
    await world.dina.writes(f"/merge {second.number}", in_=desk, topic=post.topic)
    await world.settles()
    assert "Kunden er sint" in str((await world.exported(first.number))["entries"])
    closed = {topic.name.split()[0]: topic.closed for topic in desk.topics.values()}
    assert closed == {first.name: True, second.name: False}


async def test_a_group_that_becomes_a_forum_has_its_jobs_topics_there(world: World) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    case = await world.case(await world.kari())
    there = await world.nord.switches_topics(by=world.ola, on=True)
    card = await there.saw(case.name, button="Tar det")
    assert card.topic in there.topics
    await world.ola.writes("Tar det", in_=there, topic=card.topic)
    await there.saw(case.name, button="På vei")


async def test_a_deleted_group_is_told_of(world: World) -> None:
    await world.nord.is_deleted()
    kari = await world.kari()
    await kari.mails("Lekker", LEAKS, to=DESK)
    await world.desk.saw("Nord Elektro · jobber", "the group chat was deleted")


async def test_an_anonymous_admin_of_the_desk_is_told_how_to_be_seen(world: World) -> None:
    case = await world.case(await world.kari())
    said = await world.dina.writes(f"/recall {case.number}", in_=world.desk, anonymous=True)
    await world.desk.saw("Slå av «Forbli anonym»", after=said)
    assert (await world.exported(case.number))["handoffs"][-1]["state"] == "offered"
