"""What the desk sees of everybody who was asked: why a partner at all, what they said, how long they took."""

import pytest

from tests.handlers.chain_world import Chain, Crew
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_decline_and_why_a_partner_at_all_are_in_the_ticket(world: World) -> None:
    case = await world.case(await world.kari())
    await world.passes(minutes=12)
    await world.ola.presses("Kan ikke", on=case.card)
    await world.ola.presses("For langt unna", on=await world.nord.saw(case.name, button="For langt unna"))
    await world.syd.saw(case.name, button="Tar det")
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    shown = (await world.desk.saw(case.name, "Partnere", after=asked)).text
    assert "✖️ Nord Elektro AS · Avslått · Ola Hansen · fag · etter 12 min: For langt unna" in shown
    assert "Valgt av rutene · Nord Elektro AS, fordi det gjelder kaffemaskin (fag)" in shown


async def test_why_the_desk_chose_one_is_exported(world: World) -> None:
    case = await world.case(await world.kari())
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.nord.saw(case.name, "trukket tilbake")
    await world.dina.writes(f"/handoff {case.number} syd-kyl peak", in_=world.desk)
    await world.syd.saw(case.name, button="Tar det")
    handoffs = (await world.exported(case.number))["handoffs"]
    assert [each["because"] for each in handoffs] == ["trade", "peak"]


async def test_what_a_partner_had_to_ask_before_the_work_began_is_counted(world: World) -> None:
    case = await world.case(await world.kari())
    await world.ola.presses("Tar det", on=case.card)
    for words in ("Er det strøm der?", "Hvilken etasje?", "Takk.", "på vei", "Er døra låst?"):
        await world.ola.writes(words, in_=world.nord, reply_to=case.card)
    assert (await world.exported(case.number))["handoffs"][0]["questions_before_start"] == 2
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    assert "❓ spørsmål før start: 2" in (await world.desk.saw(case.name, "Partnere", after=asked)).text


async def spends(chain: Chain, crew: Crew, case: Case, text: str, button: str = "På vei") -> None:
    """That technician answers their card, and it is written down."""
    card = await crew.chat.saw(case.name, button=button)
    await crew.who.writes(text, in_=crew.chat, reply_to=card)
    await chain.world.settles()


async def contributions(chain: Chain, case: Case) -> list[tuple[str, list[str], str]]:
    hops = (await chain.world.exported(case.number))["hops"]
    return [(each["partner_id"], each["sums"], each["settled_by"]) for each in hops]


async def test_what_each_of_a_chain_wrote_down_stands_beside_its_time(chain: Chain) -> None:
    world, case = chain.world, await chain.handed_on(await chain.world.kari(), depth=2)
    await spends(chain, Crew(world.ola, world.nord), case, "/cost 300 kr taxi")
    await spends(chain, chain.alfa, case, "/log 2h")
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    shown = (await world.desk.saw(case.name, "Partnere", after=asked)).text.splitlines()
    assert any("Nord Elektro AS" in line and "🧾 300 kr" in line for line in shown)
    assert any(line.startswith("↳") and "Alfa Rør AS" in line and "🧾 2 t" in line for line in shown)
    assert await contributions(chain, case) == [
        ("nord-elektro", ["300 kr"], "nord-elektro"),
        ("alfa", ["2 h"], "alfa"),
    ]


async def test_who_reports_for_those_below_answers_for_what_they_spend(chain: Chain) -> None:
    world = chain.world
    dag = await world.town.person("Dag Dahle", language="nb")
    delta = Crew(dag, await world.town.group("Delta jobber", [dag], with_bot=False))
    await dag.follows(await world.invited("partner", "delta"), into=delta.chat)
    await dag.walks_through(delta.chat)
    case = await chain.handed_on(await world.kari(), depth=1)
    for crew, label in (
        (Crew(world.ola, world.nord), "Gi videre"),
        (Crew(world.ola, world.nord), "Delta Kjøl AS"),
        (delta, "Tar det"),
        (delta, "Gi videre"),
        (delta, "Gamma Service"),
        (chain.gamma, "Accept"),
    ):
        await crew.presses(label, case)
    await spends(chain, chain.gamma, case, "/cost 4500 kr pump", button="On my way")
    await delta.presses("Fortsett", case)
    await spends(chain, delta, case, "/cost 900 kr frakt")
    asked = await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    assert await world.desk.saw(case.name, "Gamma Service", "gjøres opp gjennom Delta Kjøl AS", after=asked)
    exported = await world.exported(case.number)
    assert (exported["account"]["sums"], exported["handoffs"][0]["cost_asked"]) == (["900 kr"], None)
    assert await contributions(chain, case) == [
        ("nord-elektro", [], "nord-elektro"),
        ("delta", ["900 kr"], "delta"),
        ("gamma", ["4 500 kr"], "delta"),
    ]
