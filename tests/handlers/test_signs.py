"""What partners send beside words: a place, a contact, moving pictures, stickers, reactions, corrections."""

from typing import Any

import pytest
from sqlalchemy import update

from sandbox.people import File, Person, picture
from sandbox.people.person import Place
from storage.schema import sites
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def entries(world: World, case: Case) -> list[dict[str, Any]]:
    return list((await world.exported(case.number))["entries"])


async def test_a_contact_is_kept_in_words(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.writes(phone="+4790012345", reply_to=case.card)
    assert await world.desk.saw(case.name, "👤 Ola", "+4790012345")


async def test_a_gif_goes_on_as_a_gif_and_a_sticker_as_a_sticker(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    moving = File("loop.mp4", b"not really a film", "video/mp4")
    await world.ola.writes(animation=moving, reply_to=case.card)
    await world.desk.saw(lambda message: message.media is not None and message.media.kind == "animation")
    await world.ola.writes(sticker=picture(), reply_to=case.card)
    await world.desk.saw(lambda message: message.media is not None and message.media.kind == "sticker")
    assert {"animation", "sticker"} <= {
        each["kind"] for each in (await world.exported(case.number))["attachments"]
    }


async def test_a_thumb_on_a_card_is_seen_and_no_yes(world: World, kari: Person) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    case = await world.case(kari)
    await world.ola.reacts("👍", to=case.card)
    await world.ola.reacts(None, to=case.card)
    await world.ola.reacts("👍", to=case.card)
    await world.settles()
    assert [each["event"] for each in await entries(world, case)].count("seen") == 1
    assert (await world.exported(case.number))["handoffs"][-1]["state"] == "offered"


async def test_a_step_taken_back_is_shown_to_the_desk_and_stands(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    said = await world.ola.writes("fremme nå", reply_to=case.card)
    await world.nord.saw(case.name, "Fremme", button="Ferdig")
    await world.ola.edits(said, "ikke fremme")
    await world.desk.saw(case.name, "Tok ord tilbake", "fremme nå → ikke fremme")
    assert (await world.exported(case.number))["handoffs"][-1]["state"] == "on_site"


async def test_a_place_near_the_site_proves_that_they_are_there(world: World, kari: Person) -> None:
    async with world.application.store.unit() as unit:
        await unit.connection.execute(update(sites).values(latitude=59.9238, longitude=10.7587))
        await unit.commit()
    case = await world.accepted(kari)
    await world.ola.writes(location=Place(59.95, 10.7587), reply_to=case.card)
    await world.desk.saw(case.name, "Er her", "2.9 km")
    await world.ola.writes(location=Place(59.9240, 10.7590), reply_to=case.card)
    await world.nord.saw(case.name, "Fremme", button="Ferdig")
    assert any("· 28 m" in each["text"] for each in await entries(world, case))
