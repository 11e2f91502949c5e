"""Four hops: what is said and done at the bottom goes up hop by hop; what the desk says goes down."""

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from sandbox.people import Chat, Message, Person, picture
from tests.handlers.chain_world import Chain, Crew
from tests.world import Case

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kari(chain: Chain) -> Person:
    return await chain.world.kari()


async def card_of(chain: Chain, case: Case) -> Message:
    """The card at the bottom."""
    return await chain.gamma.chat.saw(case.name, button="On site")


async def says(chain: Chain, deep: Case, text: str) -> None:
    """Gwen, at the bottom, answers her card."""
    card = await card_of(chain, deep)
    await chain.gamma.who.writes(text, reply_to=card)


async def states(chain: Chain, deep: Case) -> list[str]:
    return [each["state"] for each in (await chain.world.exported(deep.number))["handoffs"]]


async def commands(chain: Chain, chat: Chat) -> list[str]:
    """What the "/" of a chat shows."""
    url = f"{chain.world.sandbox.url}/bot{chain.world.sandbox.token}/getMyCommands"
    asked = {"scope": {"type": "chat", "chat_id": chat.id}}
    async with ClientSession() as client, client.post(url, json=asked) as answer:
        return [each["command"] for each in (await answer.json())["result"]]


async def test_who_has_subcontractors_finds_handing_on_behind_the_slash(chain: Chain) -> None:
    await chain.world.settles()
    assert "handon" in await commands(chain, chain.alfa.chat)
    assert "handon" not in await commands(chain, chain.gamma.chat)


async def test_a_time_given_at_the_bottom_is_told_once_and_stands_on_every_card(
    chain: Chain, deep: Case, kari: Person
) -> None:
    await says(chain, deep, "there tomorrow 9-10")
    await kari.received(f"{deep.name}: vi har et tidspunkt til deg")
    for chat in (chain.world.nord, chain.alfa.chat):
        await chat.saw(deep.name, "Dere er ventet i morgen 09–10")
    asked = await chain.world.dina.writes(f"/ticket {deep.number}", in_=chain.world.desk)
    shown = (await chain.world.desk.saw(deep.name, "Partnere", after=asked)).text
    assert shown.count("Tidspunkt oppgitt") == 1
    assert [each["eta"] is not None for each in (await chain.world.exported(deep.number))["handoffs"]] == [
        True
    ] * 4


async def test_waiting_at_the_bottom_makes_the_customer_wait(chain: Chain, deep: Case, kari: Person) -> None:
    await says(chain, deep, "waiting for parts")
    await kari.received(f"{deep.name}: vi skaffer en del")
    await chain.beta.chat.saw(deep.name, "Gamma Service", "Väntar på delar")
    await chain.alfa.chat.saw(deep.name, "Beta Vatten AB", "Venter på deler")
    assert await states(chain, deep) == ["waiting"] * 4


async def test_a_question_climbs_and_its_answer_comes_down(chain: Chain, deep: Case) -> None:
    await says(chain, deep, "Is there a lift in the house?")
    heard = await chain.world.desk.saw(deep.name, "Is there a lift", "Nord Elektro AS")
    await chain.world.dina.writes(
        f"/tell {deep.number} Ja, bak kjøkkenet", in_=chain.world.desk, reply_to=heard
    )
    told = await chain.gamma.chat.saw(deep.name, "Ja, bak kjøkkenet")
    assert ("Beta Vatten AB" in told.text, "Nord" in told.text) == (True, False)


async def test_words_taken_back_go_to_the_one_above(chain: Chain, deep: Case) -> None:
    card = await card_of(chain, deep)
    said = await chain.gamma.who.writes("on site", reply_to=card)
    await chain.beta.chat.saw(deep.name, "Gamma Service", "På plats")
    await chain.gamma.who.edits(said, "not on site yet")
    await chain.beta.chat.saw(deep.name, "Gwen Hall", "on site → not on site yet")
    await chain.world.settles()
    assert not [m for m in chain.world.desk.messages() if m.from_bot and "→ not on site" in m.text]


async def test_a_photo_counts_in_every_hop(chain: Chain, deep: Case) -> None:
    card = await chain.gamma.chat.saw(deep.name, button="Done")
    await chain.gamma.who.writes("after", photo=picture(), reply_to=card)
    await chain.world.desk.saw(lambda message: message.media is not None)
    entries = (await chain.world.exported(deep.number))["entries"]
    assert [each["handoff"] for each in entries if each["attachments"] and each["text"] == "after"] == [
        4,
        3,
        2,
        1,
    ]


async def test_done_and_rework_pass_every_desk_on_the_way(chain: Chain, deep: Case, kari: Person) -> None:
    await chain.gamma.presses("Done", deep)
    question = await chain.beta.chat.saw(deep.name, "Gamma Service", button="Skicka tillbaka")
    await chain.beta.who.presses("Skicka tillbaka", on=question)
    await chain.beta.presses("En bild saknas", deep)
    await chain.gamma.chat.saw(deep.name, "En bild saknas")
    await chain.gamma.presses("Done", deep)
    for crew, done, name in ((chain.beta, "Klart", "Gamma"), (chain.alfa, "Ferdig", "Beta")):
        await crew.who.presses(done, on=await crew.chat.saw(deep.name, name, button=done))
    nord = await chain.world.nord.saw(deep.name, "Alfa", button="Ferdig")
    await chain.world.ola.presses("Ferdig", on=nord)
    await chain.world.desk.saw(deep.name, button="Godkjenn")
    assert await states(chain, deep) == ["done", "approved", "approved", "approved"]
    await chain.world.dina.writes(f"/reject {deep.number} Den lekker ennå", in_=chain.world.desk)
    await chain.world.nord.saw(deep.name, "Den lekker ennå")
    assert (await states(chain, deep))[0] == "rework"


async def test_what_the_desk_takes_back_is_gone_from_the_bottom_too(chain: Chain) -> None:
    case = await chain.handed_on(await chain.world.kari())
    await chain.world.dina.writes(f"/recall {case.number}", in_=chain.world.desk)
    await chain.gamma.chat.saw(case.name, "has been taken back")
    assert await states(chain, case) == ["recalled"] * 4


async def test_who_reports_for_those_below_passes_on_what_is_seen_and_not_what_is_said(chain: Chain) -> None:
    world = chain.world
    dag = await world.town.person("Dag Dahle", language="nb")
    delta = Crew(dag, await world.town.group("Delta jobber", [dag], with_bot=False))
    await dag.follows(await world.invited("partner", "delta"), into=delta.chat)
    await dag.walks_through(delta.chat)
    case = await chain.handed_on(kari := await world.kari(), depth=1)
    await Crew(world.ola, world.nord).presses("Gi videre", case)
    await Crew(world.ola, world.nord).presses("Delta Kjøl AS", case)
    await delta.presses("Tar det", case)
    await delta.presses("Gi videre", case)
    await delta.presses("Gamma Service", case)
    await chain.gamma.presses("Accept", case)
    await chain.gamma.who.writes("The boss is cross", photo=picture(), reply_to=await card_of(chain, case))
    await delta.chat.saw(case.name, "The boss is cross")
    await chain.gamma.presses("On my way", case)
    await kari.received(f"{case.name}: vi er på vei til deg")
    entries = (await world.exported(case.number))["entries"]
    assert [
        (each["handoff"], each["text"]) for each in entries if each["attachments"] and not each["event"]
    ] == [
        (3, "The boss is cross"),
        (2, ""),
        (1, ""),
    ]
