"""Every ticket has one owner at the desk, also while a partner holds it (S8)."""

import pytest

from sandbox.people import Person
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_desk_owns_it_until_a_dispatcher_acts_and_hands_it_to_another(
    world: World, kari: Person
) -> None:
    case = await world.case(kari)
    await world.desk.saw(case.name, "vakten")
    assert (await world.exported(case.number))["owner"] is None
    said = await world.dina.writes(f"/note {case.number} Ring først", in_=world.desk)
    await world.desk.saw(lambda message: message.reply_to == said.message_id, after=said)
    assert (await world.exported(case.number))["owner"] == world.dina.name
    said = await world.dina.writes(f"/assign {case.number} Ukjent", in_=world.desk)
    await world.desk.saw("Hvem av dere?", after=said)
    await world.dina.writes(f"/assign {case.number} desk", in_=world.desk)
    await world.desk.saw(case.name, "Har ansvaret nå")
    assert (await world.exported(case.number))["owner"] is None
