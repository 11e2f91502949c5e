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


async def test_a_namesake_who_leaves_takes_nothing_from_the_owner(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/assign {case.number} me", in_=world.desk)
    await world.desk.saw(case.name, "Har ansvaret nå")
    namesake = await world.town.person(world.dina.name, language="nb")
    await namesake.joins(world.desk)
    await namesake.writes("/queue", in_=world.desk)
    await world.dina.presses("Slipp inn", on=await world.desk.saw(world.dina.name, button="Slipp inn"))
    said = await world.dina.writes(f"/assign {case.number} {world.dina.name}", in_=world.desk)
    await world.desk.saw("Hvem av dere?", after=said)
    await namesake.leaves(world.desk)
    assert (await world.exported(case.number))["owner_id"] == f"tg:{world.dina.id}"


async def test_what_a_dispatcher_who_leaves_answered_for_is_the_desks(world: World, kari: Person) -> None:
    case = await world.case(kari)
    eva = await world.town.person("Eva Vakt", language="nb")
    await eva.joins(world.desk)
    await eva.writes("/queue", in_=world.desk)
    await world.dina.presses("Slipp inn", on=await world.desk.saw("Eva Vakt", button="Slipp inn"))
    await eva.writes(f"/assign {case.number} me", in_=world.desk)
    await world.desk.saw(case.name, "Har ansvaret nå", "Eva Vakt")
    await eva.leaves(world.desk)
    ticket = await world.exported(case.number)
    assert (ticket["owner"], ticket["owner_id"]) == (None, None)
