"""Whose signed copies are believed is for those whom the desk knows, and about keys that it has met."""

import pytest

from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_stranger_believes_nobody_and_a_key_that_was_never_met_is_nobodys(world: World) -> None:
    await world.boris.joins(world.desk)
    planted = await world.plants("k:99:1", world.desk)
    assert "kjenner" in (await world.boris.presses("Press", on=planted)).text
    assert "for gammel" in (await world.dina.presses("Press", on=planted)).text
