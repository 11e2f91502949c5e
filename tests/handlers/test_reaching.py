"""A customer whom the partner may call once it is on the way, and one whom it may never call."""

import pytest
import pytest_asyncio

from sandbox.people import Message, Person
from tests.running import registered
from tests.world import DESK, LEAKS, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = """\
id,customer_id,name,sla,terms,approved_parts,cost_cap,partner_may_contact
solsikken-24,solsikken,Serviceavtale Solsikken,standard,Meld fra,Pakninger,4 000 kr,på stedet
vesna-1,vesna,Kassaavtale Vesna,standard,Besøk i åpningstiden,Skriverhode,2 500 kr,never
"""
NUMBERS = (
    "912 34 567",
    "91 23 45 67",
    "93 45 67 89",
    "91234567",
    "+4791234567",
    "+47 912",
    "934 56 789",
    "93456789",
    "79 34 56",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    await registered(world.settings, tmp_path_factory.mktemp("register"), {"contracts": AGREED})
    return world


def leaks(*messages: Message, more: tuple[str, ...] = ()) -> list[str]:
    said = [f"{each.text} {each.html}" for each in messages]
    return [secret for secret in (*NUMBERS, *more) for words in said if secret in words]


async def test_the_number_comes_onto_the_same_card_when_ola_sets_off(world: World, kari: Person) -> None:
    case = await world.case(kari, f"{LEAKS}\n\nMvh\nKari Nordmann\nTlf 912 34 567")
    assert "Spør via oss: svar her" in case.card.text
    await world.ola.presses("Tar det", on=case.card)
    taken = await world.nord.saw(case.name, button="På vei")
    await kari.mails(f"Sak {case.name}", "Ring meg på 912 34 567 når du kommer", to=DESK)
    relayed = await world.nord.saw("fra kunden", "når du kommer")
    assert leaks(case.card, taken, relayed) == []
    await world.ola.presses("På vei", on=taken)
    away = await world.nord.saw(case.name, "91 23 45 67", button="Fremme")
    assert (away.message_id, "Spør via oss" in away.text) == (case.card.message_id, False)


async def test_whom_nobody_may_call_stays_unknown_to_the_end(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    before = len(world.syd.messages())
    assert "Fråga via oss: svara här" in case.card.text
    await world.per.presses("Tar det", on=case.card)
    await ivan.writes("Мой телефон +47 934 56 789, Иван")
    await world.syd.saw("från kunden")
    card = await world.syd.saw(case.name, button="Framme")
    await world.per.presses("Framme", on=card)
    await world.syd.saw(case.name, button="Klar")
    await world.settles()
    assert leaks(case.card, *world.syd.messages()[before - 1 :], more=("Петров", "ivan")) == []
