"""What belongs to a machine: its documents, whose parts, the maker's authorisation; on card and at desk."""

import pytest

from tests.world import DESK, World, number_in
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIGURED = (
    CONFIGURATION.replace(
        'name = "Syd Kyl AB"', 'name = "Syd Kyl AB"\nauthorised = [{ brand = "WMF", until = "2026-01-31" }]'
    )
    + """
[[partners]]
id = "hobart"
name = "Hobart"
kind = "vendor"
email = "warranty@hobart.example"

[[documents]]
title = "Servicemanual 1500"
url = "https://docs.wmf.example/1500.pdf"
when = { brand = "WMF", model = "1500*" }

[[documents]]
title = "Hobart AMX"
url = "https://docs.hobart.example/amx.pdf"
when = { brand = "Hobart" }
"""
)


@pytest.fixture(scope="module")
def configuration() -> str:
    return CONFIGURED


async def test_the_card_has_the_documents_of_its_machine(world: World) -> None:
    case = await world.case(await world.kari())
    assert "📄 Servicemanual 1500" in case.card.text
    assert "Hobart AMX" not in case.card.text


async def test_the_card_says_whose_the_parts_and_claims_are_and_each_part_what_it_is(world: World) -> None:
    case = await world.case(await world.kari())
    assert "Deler kommer fra: Nordlys lager" in case.card.text
    assert "Garantisaker: WMF Norge" in case.card.text
    assert "Utskiftede deler sendes til: Nordlys lager, Oslo" in case.card.text
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("/part pakning x2 garanti retur", in_=world.nord, reply_to=case.card)
    await world.ola.writes("/part HX-99", in_=world.nord, reply_to=case.card)
    first, second = (await world.exported(case.number))["handoffs"][-1]["work"]
    assert (first["approved"], first["warranty"], first["returns"]) == (True, True, True)
    assert (second["approved"], second["warranty"], second["returns"]) == (False, False, False)


async def test_an_authorisation_that_has_ended_is_said_before_the_job_goes_out(world: World) -> None:
    case = await world.case(await world.kari())
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    for times in (1, 2):
        said = await world.dina.writes(f"/handoff {case.number} syd-kyl", in_=world.desk)
        handoffs = (await world.exported(case.number))["handoffs"]
        assert len(handoffs) == times
        await world.desk.saw("er utløpt. Si det en gang til" if times == 1 else "Tilbudt", after=said)
    await world.syd.saw(case.name, button="Tar det")


async def test_the_maker_is_asked_for_neither_a_visit_nor_photos(world: World) -> None:
    hanna = await world.town.person("Hanna Dahl", email="hanna@hotell.example", language="nb")
    maker = await world.town.person("Helga", email="warranty@hobart.example", language="nb")
    await hanna.mails("Oppvaskmaskinen HB-5501", "Den vasker ikke rent.", to=DESK)
    number = number_in((await hanna.received("Vi har fått saken din")).subject)
    await world.dina.writes(f"/recall {number}", in_=world.desk)
    await world.dina.writes(f"/handoff {number} hobart", in_=world.desk)
    card = await maker.received(f"#{number}")
    assert "🏭 Til produsenten" in card.text
    assert "På stedet senest" not in card.text
    await maker.replies_by_mail(card, "accept")
    await maker.replies_by_mail(card, "ferdig")
    await world.desk.saw(f"#{number}", "Hobart", button="Godkjenn")
    assert (await world.exported(number))["handoffs"][-1]["kind"] == "vendor"
