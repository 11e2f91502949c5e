"""A partner's own number for a job, told in its chat or by the desk: who sees it, and how it is found."""

import pytest

from tests.handlers.chain_world import Chain
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def numbers(world: World, number: int) -> list[list[str]]:
    """Of each handoff, the one that counts first."""
    handoffs = (await world.exported(number))["handoffs"]
    return [[each["number"] for each in handoff["their_numbers"]] for handoff in handoffs]


async def test_a_technician_tells_it_in_words(world: World) -> None:
    case = await world.accepted(await world.kari())
    await world.ola.writes("Vår ref: SO-7123", in_=world.nord, reply_to=case.card)
    await world.nord.saw(f"Notert: {case.name} er SO-7123 hos dere")
    await world.nord.saw(case.name, "Deres nummer: SO-7123", button="På vei")
    await world.desk.saw(case.name, "Nord Elektro AS", "SO-7123")
    asked = await world.dina.writes("/find so7123", in_=world.desk)
    assert await world.desk.saw(case.name, after=asked)
    jobs = await world.ola.writes("/jobs", in_=world.nord)
    assert await world.nord.saw(case.name, "SO-7123", after=jobs)


async def test_a_number_is_corrected_by_a_command_and_what_it_was_stays_known(world: World) -> None:
    case = await world.accepted(await world.kari())
    await world.ola.writes("/ref SO-81", in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "Deres nummer: SO-81", button="På vei")
    await world.ola.writes("/ref SO-82", in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "Deres nummer: SO-82", button="På vei")
    assert await numbers(world, case.number) == [["SO-82", "SO-81"]]
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    assert await world.desk.saw(case.name, "Partnerens nummer", "SO-81 → SO-82", after=asked)


async def test_a_command_without_a_number_is_told_how_it_is_written(world: World) -> None:
    case = await world.accepted(await world.kari())
    for text in ("/ref", "/ref vet ikke", f"/ref {case.number}"):
        asked = await world.ola.writes(text, in_=world.nord, reply_to=case.card)
        assert await world.nord.saw("/ref SO-123", after=asked)
    assert await numbers(world, case.number) == [[]]


async def test_the_desk_tells_it_and_the_customer_never_hears(world: World) -> None:
    kari = await world.kari()
    case = await world.accepted(kari)
    await world.dina.writes(f"/ref {case.number} HEMMELIG-55", in_=world.desk)
    await world.nord.saw(case.name, "Deres nummer: HEMMELIG-55", button="På vei")
    await world.ola.presses("Ferdig", on=await world.nord.saw(case.name, button="Ferdig"))
    await world.desk.saw(case.name, button="Godkjenn")
    await world.dina.writes(f"/approve {case.number}", in_=world.desk)
    await kari.received("nå skal det virke igjen")
    assert not any("HEMMELIG" in mail.subject + mail.text for mail in kari.inbox())


async def test_within_a_chain_neighbours_see_it_and_nobody_else(chain: Chain) -> None:
    world, kari = chain.world, await chain.world.kari()
    case = await chain.handed_on(kari)
    card = await chain.beta.chat.saw(case.name, "Gamma Service")
    await chain.beta.who.writes("Vår ref BETA-77", in_=chain.beta.chat, reply_to=card)
    await chain.beta.chat.saw(case.name, "Ert nummer: BETA-77")
    await chain.alfa.chat.saw(case.name, "Beta Vatten AB", "BETA-77")
    await chain.gamma.chat.saw(case.name, "From Beta Vatten AB", "BETA-77")
    await world.dina.writes(f"/ref {case.number} gamma GAM-88", in_=world.desk)
    await chain.beta.chat.saw(case.name, "Gamma Service", "GAM-88")
    await world.settles()
    seen = [
        [number in " ".join(message.text for message in chat.messages()) for number in ("BETA-77", "GAM-88")]
        for chat in (world.nord, chain.alfa.chat, chain.beta.chat, chain.gamma.chat)
    ]
    assert seen == [[False, False], [True, False], [True, True], [True, True]]
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    assert await world.desk.saw(case.name, "BETA-77", "GAM-88", after=asked)


async def test_who_answers_their_subcontractor_with_a_number_tells_their_own(chain: Chain) -> None:
    case = await chain.handed_on(await chain.world.kari(), depth=2)
    news = await chain.world.nord.saw(case.name, "Alfa Rør AS")
    await chain.world.ola.writes("/ref N-99", in_=chain.world.nord, reply_to=news)
    await chain.world.nord.saw(case.name, "Deres nummer: N-99")
    assert await numbers(chain.world, case.number) == [["N-99"], []]
