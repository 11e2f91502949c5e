"""What a card tells of the machine's earlier jobs: what was done, in nobody else's words (S20, S74)."""

import pytest

from sandbox.people import Person
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_competitor_reads_what_was_done_and_not_the_words(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    card = await world.nord.saw(case.name, button="Ferdig")
    await world.ola.writes("/part WMF-PUMPE x1", reply_to=card)
    await world.ola.writes("Faktura 12 400 kr. Ring Ola Nord Elektro 912 34 567", reply_to=card)
    await world.ola.presses("Ferdig", on=await world.nord.saw(case.name, button="Ferdig"))
    await world.desk.saw(case.name, button="Godkjenn")
    await world.dina.writes(f"/approve {case.number}", in_=world.desk)
    await world.settles()

    later = await world.case(await world.kari())
    assert "Faktura 12 400 kr" in later.card.text  # their own words, to themselves
    await world.ola.presses("Kan ikke", on=later.card)
    await world.ola.presses("Ikke tid", on=await world.nord.saw(later.name, button="Ikke tid"))
    offered = await world.syd.saw(later.name, button="Tar det")
    assert "WMF-PUMPE" in offered.text
    assert [word for word in ("12 400", "912", "Nord Elektro", "Ola") if word in offered.text] == []
