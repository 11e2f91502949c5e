"""A partner's group becomes a supergroup in the middle of a job: everything goes on in the new chat (T11)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, a_world


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world for each test: its group becomes another."""
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


async def test_the_job_goes_on_where_the_group_went(world: World) -> None:
    kari = await world.kari()
    case = await world.case(kari)
    heir = await world.nord.becomes_supergroup()
    await world.settles()
    await kari.replies_by_mail(case.receipt, "Koden er 5512.")
    await heir.saw("Koden er 5512.", case.name)
    await world.ola.writes("Tar den", in_=heir, reply_to=await heir.saw("Koden er 5512."))
    assert await kari.received("en tekniker har saken din")


async def test_the_error_tells_where_the_group_went_as_well(world: World) -> None:
    """The service message may come after what we have to say, or never."""
    kari = await world.kari()
    case = await world.case(kari)
    await world.town.fault("getUpdates", "500", times=50)
    heir = await world.nord.becomes_supergroup()
    await kari.replies_by_mail(case.receipt, "Koden er 5512.")
    await heir.saw("Koden er 5512.", case.name)
    await world.town.clear_faults()
    await world.settles()
    assert (await world.exported(case.number))["handoffs"][0]["chat_id"] == heir.id


async def test_a_new_job_comes_to_the_new_chat(world: World) -> None:
    heir = await world.nord.becomes_supergroup()
    await world.settles()
    await (await world.kari()).mails(
        "Lekker", "Kaffemaskinen WMF-77120934 lekker", to="service@nordlys.example"
    )
    card = await heir.saw("#1001", button="Tar det")
    assert (await world.ola.presses("Tar det", on=card)).text == "Oppdraget er deres. Takk!"


async def test_the_open_card_hangs_in_the_new_chat_too(world: World) -> None:
    case = await world.case(await world.kari())
    heir = await world.nord.becomes_supergroup()
    card = await heir.saw(case.name, button="Tar det")
    await world.ola.presses("Tar det", on=card)
    assert await heir.saw(case.name, "Akseptert", button="På vei")


async def test_the_dispatchers_group_moves_along_too(world: World) -> None:
    heir = await world.desk.becomes_supergroup()
    await world.settles()
    said = await world.dina.writes("/queue", in_=heir)
    assert await heir.saw("Ingenting er åpent", after=said)
