"""A chain of four partners in four groups: cards, steps, photos and words go hop by hop, and no further."""

import pytest
import pytest_asyncio

from sandbox.people import Person, picture
from tests.handlers.chain_world import Chain
from tests.world import Case

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ("Nord Elektro", "Alfa", "Beta", "Gamma", "Ola", "Anne", "Bo Ek", "Gwen")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kari(chain: Chain) -> Person:
    return await chain.world.kari()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def three(chain: Chain, kari: Person) -> Case:
    """A case that Beta has, three hops from the desk."""
    return await chain.handed_on(kari, depth=3)


async def told(chain: Chain, kari: Person) -> dict[str, str]:
    """Everything that each party has been told, once nothing is under way."""
    world = chain.world
    await world.settles()
    chats = {"nord": world.nord, "alfa": chain.alfa.chat, "beta": chain.beta.chat, "gamma": chain.gamma.chat}
    heard = {
        name: "\n".join(
            f"{message.text} {message.buttons}" for message in chat.messages() if message.from_bot
        )
        for name, chat in chats.items()
    }
    return heard | {"kari": "\n".join(mail.subject + mail.text for mail in kari.inbox())}


async def test_each_card_is_from_the_neighbour(chain: Chain, deep: Case, kari: Person) -> None:
    await chain.world.nord.saw(deep.name, "Fra Nordlys Service", "↪️ ✅ Alfa Rør AS · Akseptert · Anne Alm")
    await chain.alfa.chat.saw(deep.name, "Fra Nord Elektro AS", "Beta Vatten AB")
    await chain.beta.chat.saw(deep.name, "Från Alfa Rør AS", "Gamma Service")
    card = await chain.gamma.chat.saw(deep.name, "From Beta Vatten AB")
    assert "Serviceavtale" not in card.text


async def test_words_go_down_as_each_neighbours(chain: Chain, deep: Case, kari: Person) -> None:
    await chain.world.dina.writes(f"/tell {deep.number} Husk vernesko", in_=chain.world.desk)
    assert "Beta Vatten AB" in (await chain.gamma.chat.saw(deep.name, "Husk vernesko")).text


async def test_photo_and_words_climb_in_each_neighbours_name(chain: Chain, deep: Case, kari: Person) -> None:
    card = await chain.gamma.chat.saw(deep.name, button="On site")
    await chain.gamma.who.writes("Pump is blocked", photo=picture(), reply_to=card)
    await chain.beta.chat.saw(deep.name, "Gwen Hall · Gamma Service", "Pump is blocked")
    await chain.alfa.chat.saw(deep.name, "Beta Vatten AB", "Pump is blocked")
    await chain.world.nord.saw(deep.name, "Alfa Rør AS", "Pump is blocked")
    heard = await chain.world.desk.saw(deep.name, "Pump is blocked")
    assert "Nord Elektro AS" in heard.text
    assert "Gamma" not in heard.text


async def test_the_desk_sees_the_tree(chain: Chain, deep: Case, kari: Person) -> None:
    asked = await chain.world.dina.writes(f"/ticket {deep.number}", in_=chain.world.desk)
    shown = (await chain.world.desk.saw(deep.name, "Gamma Service", after=asked)).text
    assert "↳ ✅ Alfa Rør AS" in shown
    assert "↳ ↳ ↳ " in shown


async def test_jobs_lists_its_own_and_says_from_whom(chain: Chain, deep: Case) -> None:
    asked = await chain.alfa.who.writes("/jobs", in_=chain.alfa.chat)
    shown = await chain.alfa.chat.saw(deep.name, after=asked)
    assert "Fra Nord Elektro AS" in shown.text


async def test_on_the_way_at_the_bottom_reaches_the_customer(chain: Chain, deep: Case, kari: Person) -> None:
    await chain.gamma.presses("On my way", deep)
    await kari.received(f"{deep.name}: vi er på vei til deg")
    await chain.beta.chat.saw(deep.name, "Gamma Service", "Gwen Hall")
    exported = await chain.world.exported(deep.number)
    assert [each["state"] for each in exported["handoffs"]] == ["en_route"] * 4
    assert [(each["depth"], each["partner_id"]) for each in exported["hops"]][2:] == [
        (2, "beta"),
        (3, "gamma"),
    ]


async def test_what_the_desk_takes_back_is_gone_from_every_chat(
    chain: Chain, deep: Case, kari: Person
) -> None:
    await chain.world.dina.writes(f"/recall {deep.number} Kunden avlyser", in_=chain.world.desk)
    await chain.gamma.chat.saw(deep.name, "has been taken back")
    await chain.world.nord.saw(deep.name, "Kunden avlyser")
    heard = await told(chain, kari)
    assert "Kunden avlyser" not in heard["alfa"] + heard["beta"] + heard["gamma"]


async def test_an_answer_to_the_subcontractor_is_for_it_alone(chain: Chain, three: Case) -> None:
    line = await chain.world.nord.saw(three.name, "Alfa Rør AS", "Akseptert")
    await chain.world.ola.writes("Ta med stige", reply_to=line)
    assert "Nord Elektro AS" in (await chain.alfa.chat.saw(three.name, "Ta med stige")).text
    await chain.beta.chat.saw(three.name, "Alfa Rør AS", "Ta med stige")
    await chain.world.settles()
    assert not [m for m in chain.world.desk.messages() if "stige" in m.text and m.from_bot]


async def test_what_is_mended_below_is_mended_everywhere(chain: Chain, three: Case) -> None:
    card = await chain.beta.chat.saw(three.name, button="Framme")
    said = await chain.beta.who.writes("Behöver två delar", reply_to=card)
    await chain.world.desk.saw(three.name, "Behöver två delar")
    await chain.beta.who.edits(said, "Behöver tre delar")
    await chain.world.desk.saw(three.name, "Behöver tre delar", "Rettet:")
    await chain.alfa.chat.saw(three.name, "Bo Ek · Beta Vatten AB retter", "Behöver tre delar")
    entries = (await chain.world.exported(three.number))["entries"]
    assert [each["handoff"] for each in entries if each["text"] == "Behöver tre delar"] == [3, 2, 1]


async def test_an_album_climbs_whole(chain: Chain, three: Case) -> None:
    card = await chain.beta.chat.saw(three.name, button="Framme")
    await chain.beta.who.sends_album([picture(), picture(64, 64), picture(32, 32)], reply_to=card)
    entries = (await chain.world.exported(three.number))["entries"]
    found = [(each["handoff"], len(each["attachments"])) for each in entries if not each["event"]]
    assert found[-3:] == [(3, 3), (2, 3), (1, 3)]
    photos = [m for m in chain.world.nord.messages() if m.media and m.media_group_id and m.from_bot]
    assert len(photos) == 3


async def test_done_is_checked_by_each_on_its_way_up(chain: Chain, three: Case) -> None:
    assert "Beta Vatten AB har den nå" in await chain.alfa.presses("Ferdig", three)
    await chain.beta.presses("Klart", three)
    question = await chain.alfa.chat.saw(three.name, "Beta Vatten AB", button="Send tilbake")
    await chain.alfa.who.presses("Send tilbake", on=question)
    await chain.alfa.presses("Et bilde mangler", three)
    await chain.beta.chat.saw(three.name, "Et bilde mangler")
    await chain.beta.presses("Klart", three)
    await chain.alfa.presses("Ferdig", three)
    await chain.world.ola.presses(
        "Ferdig", on=await chain.world.nord.saw(three.name, "Alfa", button="Ferdig")
    )
    await chain.world.desk.saw(three.name, "Nord Elektro AS", button="Godkjenn")


async def test_a_decline_in_the_middle_goes_back_one_hop(chain: Chain, kari: Person) -> None:
    case = await chain.handed_on(kari, depth=2)
    await chain.alfa.presses("Gi videre", case)
    await chain.alfa.presses("Beta Vatten AB", case)
    await chain.beta.presses("Kan inte", case)
    await chain.beta.presses("Ingen tid", case)
    await chain.alfa.chat.saw(case.name, "Beta Vatten AB", "hos dere igjen")
    await chain.world.settles()
    assert [
        line for line in chain.world.desk.messages() if case.name in line.text and "Beta" in line.text
    ] == []


async def test_handing_on_by_command(chain: Chain, kari: Person) -> None:
    case = await chain.handed_on(kari, depth=1)
    await chain.world.ola.writes(f"/handon {case.number} alfa", in_=chain.world.nord)
    await chain.alfa.chat.saw(case.name, button="Tar det")
    await chain.world.ola.writes(f"/handon {case.number} gamma", in_=chain.world.nord)
    assert await chain.world.nord.saw("ingen å gi den videre til")


async def test_a_cost_stops_at_the_partner_above_and_goes_up_as_far_as_caps_are_passed(
    chain: Chain, kari: Person
) -> None:
    world, case = chain.world, await chain.handed_on(kari, depth=3)
    card = await chain.beta.chat.saw(case.name, button="Framme")
    await chain.beta.who.writes("/cost 4300 kr pump", reply_to=card)
    await chain.beta.chat.saw(case.name, "4 300 kr", "jag har frågat Alfa Rør AS")
    await chain.alfa.chat.saw(case.name, "Beta Vatten AB er kommet til 4 300 kr", button="Fortsett")
    assert "godkännas först" in await chain.beta.presses("Framme", case)
    assert "neste ledd" in await chain.alfa.presses("Fortsett", case)
    await world.ola.presses(
        "Fortsett", on=await world.nord.saw(case.name, "Alfa Rør AS er", button="Fortsett")
    )
    await world.dina.presses(
        "Fortsett", on=await world.desk.saw(case.name, "Nord Elektro AS er", button="Fortsett")
    )
    await chain.beta.chat.saw(case.name, "4 300 kr är godkänt")
    states = [each["state"] for each in (await world.exported(case.number))["handoffs"]]
    assert states == ["accepted"] * 3


async def test_a_reply_to_the_question_about_a_cost_answers_that_sum(chain: Chain, kari: Person) -> None:
    case = await chain.handed_on(kari, depth=3)
    card = await chain.beta.chat.saw(case.name, button="Framme")
    await chain.beta.who.writes("/cost 4300 kr pump", reply_to=card)
    first = await chain.alfa.chat.saw(case.name, "4 300 kr", button="Fortsett")
    await chain.alfa.who.writes("Hvorfor så dyr pumpe?", reply_to=first)
    await chain.beta.chat.saw("Hvorfor så dyr pumpe?")
    await chain.alfa.chat.saw("Ja eller nei til 4 300 kr?")
    await chain.world.passes(minutes=5)
    await chain.beta.who.writes("/cost 200 kr slang", reply_to=card)
    second = await chain.alfa.chat.saw(case.name, "4 500 kr", button="Fortsett")
    await chain.alfa.who.writes("Ok, kjør på", reply_to=first)
    await chain.alfa.chat.saw("siden kommet til 4 500 kr")
    await chain.alfa.who.writes("Ok, kjør på", reply_to=second)
    await chain.world.nord.saw(case.name, "Alfa Rør AS er", "4 500 kr", button="Fortsett")


async def test_a_partner_sets_its_subcontractor_a_cap_and_says_no(chain: Chain, kari: Person) -> None:
    world, case = chain.world, await chain.handed_on(kari, depth=1)
    await world.ola.writes(f"/handon {case.number} alfa 500 kr", in_=world.nord)
    await chain.alfa.presses("Tar det", case)
    card = await chain.alfa.chat.saw(case.name, "Kostnadstak: 500 kr", button="Fremme")
    await chain.alfa.who.writes("/cost 900 kr slange", reply_to=card)
    await world.ola.presses("Ikke mer", on=await world.nord.saw(case.name, "900 kr", button="Ikke mer"))
    await chain.alfa.chat.saw(case.name, "ikke mer enn 900 kr")
    await world.settles()
    assert not [m for m in world.desk.messages() if case.name in m.text and "900" in m.text]


async def test_nobody_hears_of_anybody_but_its_neighbours(chain: Chain, kari: Person) -> None:
    heard = await told(chain, kari)
    strangers = {
        "kari": NAMES,
        "nord": ("Beta", "Gamma", "Bo Ek", "Gwen"),
        "alfa": ("Gamma", "Gwen", "Dina"),
        "beta": ("Nord Elektro", "Ola", "Dina"),
        "gamma": ("Nord Elektro", "Alfa", "Ola", "Anne", "Dina"),
    }
    for party, names in strangers.items():
        assert (party, [name for name in names if name in heard[party]]) == (party, [])
