"""In a forum group each job has its topic (T15): made once, found by words, closed and opened, made anew."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from sandbox.people import Chat, Message, picture
from tests.running import until
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    card: Message

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def topic(self) -> int:
        assert self.card.topic is not None
        return self.card.topic


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(world: World) -> World:
    """Nord Elektro's chat and the dispatchers' are forums in which the bot may manage topics."""
    await in_a_forum(world)
    return world


async def in_a_forum(world: World, **rights: bool) -> Chat:
    """Nord Elektro has a forum in place of its group."""
    forum = await world.town.supergroup("Nord Elektro · jobber", [world.ola], with_bot=False, topics=True)
    async with world.application.store.unit() as unit:
        await unit.people.unbind_chat(world.nord.id)
        await unit.commit()
    await world.ola.follows(await world.invited("partner", "nord-elektro"), into=forum)
    await forum.saw("Velkommen, Nord Elektro AS!")
    await world.ola.walks_through(forum)
    await forum.makes_bot_admin(by=world.ola, **rights)
    await world.settles()
    world.nord = forum
    return forum


async def job(world: World, text: str = LEAKS) -> Job:
    """A case whose card hangs in Nord Elektro's forum."""
    kari = await world.kari()
    await kari.mails("Kaffemaskinen lekker", text, to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    return Job(number, await world.nord.saw(f"#{number} ", button="Tar det"))


async def accepted(world: World) -> Job:
    each = await job(world)
    await world.ola.presses("Tar det", on=each.card)
    await world.nord.saw(each.name, button="På vei")
    await world.settles()
    return each


def of(world: World, each: Job) -> list[tuple[str, bool]]:
    """Name and whether it is closed of that job's topics."""
    return [(t.name, t.closed) for t in world.nord.topics.values() if t.name.startswith(f"{each.name} ")]


async def texts(world: World, number: int) -> list[str]:
    return [entry["text"] for entry in (await world.exported(number))["entries"]]


async def test_the_card_hangs_in_a_topic_with_number_and_place(world: World) -> None:
    first, second = await job(world), await job(world)
    assert of(world, first) == [(f"{first.name} · Solsikken Grünerløkka · WMF 1500 S+", False)]
    assert first.topic != second.topic


async def test_words_and_photos_in_the_topic_are_the_jobs_without_a_reply(world: World) -> None:
    each, other = await accepted(world), await accepted(world)
    talk = await world.ola.writes("Måtte bytte ventilen", in_=world.nord, topic=each.topic)
    await world.ola.writes("Ventilen satt fast", reply_to=talk)
    await world.ola.sends_album([picture(), picture(64, 64)], "Før", in_=world.nord, topic=each.topic)
    said = await texts(world, each.number)
    assert {"Måtte bytte ventilen", "Ventilen satt fast", "Før"} <= set(said)
    assert "Måtte bytte ventilen" not in await texts(world, other.number)


async def test_commands_in_the_topic_need_no_number(world: World) -> None:
    each, _other = await accepted(world), await accepted(world)
    await world.ola.writes("fremme nå", in_=world.nord, topic=each.topic)
    await world.nord.saw(each.name, "Fremme", button="Ferdig")
    await world.ola.writes("/log 2.5h", in_=world.nord, topic=each.topic)
    await world.nord.saw(each.name, "2,5 t", topic=each.topic)


async def test_what_the_job_is_told_comes_in_its_topic(world: World) -> None:
    each = await accepted(world)
    await world.dina.writes(f"/tell {each.number} Ring først", in_=world.desk)
    await world.nord.saw("Ring først", topic=each.topic)
    asked = await world.ola.writes("/log mye", in_=world.nord, topic=each.topic)
    assert (await world.nord.saw("/log 2.5h", after=asked)).topic == each.topic


async def test_the_topic_closes_with_the_job_and_keeps_nothing_of_the_customer(world: World) -> None:
    each = await accepted(world)
    await world.dina.writes(f"/recall {each.number}", in_=world.desk)
    await world.settles()
    assert of(world, each) == [(f"{each.name} · Oslo · WMF 1500 S+", True)]


async def test_it_stays_open_for_rework_and_opens_when_the_job_comes_back(world: World) -> None:
    each = await accepted(world)
    await world.ola.writes("ferdig", in_=world.nord, topic=each.topic)
    await world.desk.saw(each.name, button="Godkjenn")
    await world.dina.writes(f"/reject {each.number} Det drypper", in_=world.desk)
    await world.nord.saw("Det drypper", topic=each.topic)
    assert [closed for _, closed in of(world, each)] == [False]
    await world.ola.writes("ferdig", in_=world.nord, topic=each.topic)
    await world.desk.saw(each.name, button="Godkjenn")
    await world.dina.writes(f"/approve {each.number}", in_=world.desk)
    await world.settles()
    assert [closed for _, closed in of(world, each)] == [True]
    await world.dina.writes(f"/reopen {each.number}", in_=world.desk)
    await world.dina.writes(f"/handoff {each.number} nord-elektro", in_=world.desk)
    again = await world.nord.saw(f"{each.name} ", button="Tar det")
    await world.settles()
    assert again.topic == each.topic
    assert of(world, each) == [(f"{each.name} · Solsikken Grünerløkka · WMF 1500 S+", False)]


async def test_a_deleted_topic_is_made_anew_with_the_card_and_the_words(world: World) -> None:
    each = await accepted(world)
    await world.nord.changes_topic(each.topic, by=world.ola, deleted=True)
    await world.dina.writes(f"/tell {each.number} Ta med pakninger", in_=world.desk)
    told = await world.nord.saw("Ta med pakninger")
    card = await world.nord.saw(f"{each.name} ", button="På vei")
    assert told.topic == card.topic != each.topic
    assert told.reply_to == card.message_id
    await world.ola.writes("Skal bli", in_=world.nord, topic=card.topic)
    assert "Skal bli" in await texts(world, each.number)
    assert len(of(world, each)) == 1


async def test_a_step_after_the_topic_was_deleted_hangs_the_card_anew(world: World) -> None:
    each = await accepted(world)
    await world.nord.changes_topic(each.topic, by=world.ola, deleted=True)
    await world.dina.writes(f"/priority {each.number} high", in_=world.desk)
    card = await world.nord.saw(f"{each.name} ", button="På vei")
    assert card.topic not in (None, each.topic)


async def test_a_topic_closed_by_hand_opens_with_the_next_news(world: World) -> None:
    each = await accepted(world)
    await world.nord.changes_topic(each.topic, by=world.ola, closed=True)
    await world.dina.writes(f"/tell {each.number} Kunden venter ute", in_=world.desk)
    await world.nord.saw("Kunden venter ute", topic=each.topic)
    await world.settles()
    assert [closed for _, closed in of(world, each)] == [False]


async def test_a_topic_whose_answer_was_lost_is_made_once(world: World) -> None:
    await world.town.fault("createForumTopic", "drop", after=True, in_=world.nord)
    kari = await world.kari()
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)

    async def adopted() -> bool:
        async with world.application.store.glance() as unit:
            topic = await unit.topics.of(world.nord.id, number)
        return topic is not None and topic.thread is not None

    await until(adopted)
    await world.passes(seconds=30)
    each = Job(number, await world.nord.saw(f"#{number} ", button="Tar det"))
    assert len(of(world, each)) == 1
    assert each.topic in world.nord.topics


async def test_a_topic_of_their_own_is_no_jobs(world: World) -> None:
    each = await accepted(world)
    own = await world.nord.opens_topic(f"{each.name} Kaffe", by=world.ola)
    said = await world.ola.writes("Hvem har ferie i uke 48?", in_=world.nord, topic=own)
    await world.nord.saw("Hvilket oppdrag", after=said)
    assert "Hvem har ferie i uke 48?" not in await texts(world, each.number)
