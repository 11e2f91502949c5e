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
