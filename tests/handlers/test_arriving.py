"""When the technician comes: buttons and words in the partner's chat, and what the customer reads."""

import pytest

from sandbox.people import Person
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_time_by_thumb_is_on_the_card_and_with_the_customer_once(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    card = await world.nord.saw(case.name, button="30 min")
    await world.ola.presses("2 t", on=card)
    await world.ola.presses("1 t", on=card)  # the thumb had slipped
    await world.nord.saw(case.name, "Dere er ventet", button="Ny tid")
    await kari.received(f"{case.name}: vi har et tidspunkt", "Teknikeren er ventet")
    await world.settles()
    assert len([mail for mail in kari.inbox() if "Teknikeren er ventet" in mail.text]) == 1


async def test_another_time_is_asked_for_and_answered(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.presses("30 min", on=await world.nord.saw(case.name, button="30 min"))
    await world.ola.presses("Ny tid", on=await world.nord.saw(case.name, button="Ny tid"))
    await world.ola.presses("I morgen tidlig", on=await world.nord.saw(case.name, button="I morgen tidlig"))
    await world.nord.saw(case.name, "i morgen 08–12")
    assert "i morgen 08–12" in (await kari.received("i morgen 08–12")).text


async def test_a_time_in_words_answers_the_offer_and_reaches_her_chat(world: World) -> None:
    ivan = await world.ivan()
    case = await world.till_case(ivan)
    await world.per.writes("Vi kommer i morgon 9-10", reply_to=case.card)
    await world.syd.saw(case.name, "Ni väntas", "i morgon")
    await ivan.saw(case.name, "Мастер приедет", "завтра")
    assert await world.desk.saw(case.name, "09–10")


async def test_the_part_comes_on_a_day_and_she_knows_which(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("venter på deler til torsdag", reply_to=case.card)
    assert "Delen kommer torsdag" in (await kari.received("vi skaffer en del")).text
    await world.nord.saw(case.name, "Delen kommer torsdag")


async def test_the_morning_after_the_partner_is_asked_whether_the_part_came(
    world: World, kari: Person
) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("venter på deler til i morgen", reply_to=case.card)
    await world.nord.saw(case.name, "Delen kommer")
    await world.passes(hours=57)
    assert await world.nord.saw(case.name, "har delen som skulle komme")
