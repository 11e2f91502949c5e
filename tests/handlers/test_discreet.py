"""The question "which job?" is for the one who has written, where the server can do that (Bot API 10)."""

import pytest

from sandbox.people import Message, Person
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asked(world: World, kari: Person, words: str) -> tuple[Case, Message]:
    """Ola has two jobs and writes to no one in particular."""
    await world.nord.makes_bot_admin(by=world.ola)
    first, _second = await world.case(kari), await world.case(kari)
    said = await world.ola.writes(words, in_=world.nord)
    return first, await world.nord.saw("Hvilket oppdrag gjelder det?", button=first.name, after=said)


async def test_only_the_writer_sees_the_question(world: World, kari: Person) -> None:
    first, question = await asked(world, kari, "Måtte bytte ventilen")
    assert question.only_for == world.ola.id
    await world.ola.presses(first.name, on=question)
    assert "Måtte bytte ventilen" in str((await world.exported(first.number))["entries"])


async def test_an_older_server_shows_the_ordinary_question(world: World, kari: Person) -> None:
    await world.town.settings(rich=False)
    first, question = await asked(world, kari, "Pumpa er skiftet")
    assert question.only_for is None
    await world.ola.presses(first.name, on=question)
    assert "Pumpa er skiftet" in str((await world.exported(first.number))["entries"])


async def test_who_names_the_job_is_not_asked(world: World, kari: Person) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    first, second = await world.case(kari), await world.case(kari)
    await world.ola.writes(f"{first.name} vi tar den", in_=world.nord)
    asked = await world.nord.saw(first.name, button="På vei")
    await world.ola.writes(f"Vi rekker {second.name} også", in_=world.nord)
    await world.nord.did_not_see("Hvilket oppdrag", until=world.settles(), after=asked)


async def test_a_command_that_cannot_be_read_says_so_before_it_asks_and_is_no_news(
    world: World, kari: Person
) -> None:
    _first, question = await asked(world, kari, "/log 2t")
    await world.nord.saw("Det forstod jeg ikke", after=await world.ola.writes("/log", in_=world.nord))
    await world.desk.did_not_see("/log", until=world.settles(), after=question)


async def test_what_begins_with_a_colleagues_name_is_theirs(world: World, kari: Person) -> None:
    _first, question = await asked(world, kari, "Hvor er nøkkelen?")
    await world.ola.writes("@per_kyl blir du med på lunsj?", in_=world.nord)
    await world.nord.did_not_see("Hvilket oppdrag", until=world.settles(), after=question)
    await world.desk.did_not_see("lunsj", until=world.settles())


async def test_the_question_says_at_which_place_each_job_is(world: World, kari: Person) -> None:
    first, question = await asked(world, kari, "Byttet slangen")
    assert f"{first.name} WMF 1500 S+ · Oslo · Solsikken Grünerløkka" in question.text
    shown = await world.nord.saw("åpne oppdrag", after=await world.ola.writes("/jobs", in_=world.nord))
    assert "Solsikken Grünerløkka" in shown.text
