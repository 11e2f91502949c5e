"""Large customers' forms and claimed machines: what is clear goes to a partner, what is not to the desk."""

import pytest
import pytest_asyncio

from sandbox.people import Person
from tests.bot.configuration import MINIMAL, refusal_of
from tests.running import registered
from tests.world import DESK, World, number_in
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORM = """
[[customer_mail]]
customer = "coop"
senders = ["@coop.example"]
site = "Butikknr"
reference = "Ordrenr"
deadline = "Frist"
"""
COOP = {
    "customers": "id,name,language\ncoop,Coop Norge,nb\n",
    "sites": (
        "id,customer_id,name,address,postal_code,city\n"
        "coop-1234,coop,Coop Majorstuen,Bogstadveien 1,0355,Oslo\n"
        "coop-5678,coop,Coop Bislett,Pilestredet 70,0354,Oslo\n"
    ),
}
FILLED = "Butikknr: 1234\nOrdrenr: WO-77120\nFrist: 31.12.2099 12:00\nFeil: Kassa er død."


@pytest.fixture(scope="module")
def configuration() -> str:
    """With a chain of shops whose system writes by a form."""
    aliases = 'aliases = ["kasse@nordlys.example"]\nlanguage = "nb"'
    return CONFIGURATION.replace('language = "nb"', aliases, 1) + FORM


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    await registered(world.settings, tmp_path_factory.mktemp("register"), COOP)
    return world


@pytest_asyncio.fixture(loop_scope="module")
async def coop(world: World) -> Person:
    """Their system."""
    return await world.town.person("Coop Servicedesk", email="noreply.desk@coop.example")


async def asked(world: World, coop: Person, text: str) -> int:
    """The ticket that such a mail has become."""
    before = await world.town.moment()
    await coop.mails("Ny arbeidsordre", text, to=DESK)
    return number_in((await world.desk.saw("Coop Norge", after=before)).text)


async def test_a_filled_form_brings_site_number_and_deadline(world: World, coop: Person) -> None:
    ticket = await world.exported(await asked(world, coop, FILLED))
    assert (ticket["customer_id"], ticket["site_id"]) == ("coop", "coop-1234")
    assert ticket["facts"]["reference"] == "WO-77120"
    due = {target["kind"]: target["due_at"] for target in ticket["targets"] if target["handoff"] is None}
    assert due["resolve"] == "2099-12-31T11:00:00+00:00"


async def test_the_same_number_again_is_the_same_ticket(world: World, coop: Person) -> None:
    number = await asked(world, coop, FILLED.replace("77120", "88000"))
    tickets = await world.tickets()
    await coop.mails("Purring", "Ordrenr: WO-88000\nHvor blir det av dere?", to=DESK)
    entries = (await world.exported(number))["entries"]
    assert [entry["proof"] for entry in entries if "Hvor blir" in entry["text"]] == ["their_number"]
    assert await world.tickets() == tickets


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("1234", "9999", ("9999", "hvilket sted")),
        ("Ordrenr: WO-77120\n", "", ("deres nummer",)),
        ("31.12.2099 12:00", "snarest", ("til når",)),
    ],
)
async def test_what_a_form_lacks_is_the_desks_to_ask(
    world: World, coop: Person, was: str, becomes: str, told: tuple[str, ...]
) -> None:
    text = f"{FILLED} {becomes}!".replace(was, becomes, 1).replace("77120", f"6{len(was)}000")
    number = await asked(world, coop, text)
    await world.desk.saw(f"#{number}", "sier ikke alt det skal", *told)
    assert not (await world.exported(number))["handoffs"]


@pytest.mark.parametrize(
    ("machine", "told"),
    [
        ("WMF-00009999", "står ikke i registeret"),
        ("EV-00318844", "tilhører en annen kunde"),
    ],
)
async def test_a_machine_that_is_not_theirs_waits_for_the_desk(
    world: World, kari: Person, machine: str, told: str
) -> None:
    before = await world.town.moment()
    await kari.mails("Lekker", f"Kaffemaskinen vår lekker. Serienummer: {machine}", to=DESK)
    news = await world.desk.saw(told, machine, after=before)
    assert not (await world.exported(number_in(news.text)))["handoffs"]


async def test_mail_to_another_address_of_the_desks_joins_as_well(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await kari.mails(f"Sak {case.name}", "Kasse to er også død.", to="kasse@nordlys.example")
    assert "Kasse to" in str((await world.exported(case.number))["entries"])


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('"Butikknr"', "'/Butikk (\\d+/'", 'customer_mail[1].site: "/Butikk (\\d+/" is not an expression'),
        ('"Frist"', '"Frist"\ndeadline_format = "%H:%M"', "customer_mail[1].deadline_format:"),
        ('"@coop.example"', '"coop.example"', "customer_mail[1].senders[1]:"),
        ('customer = "coop"', 'customer = "coop"\nsubject = "(("', "customer_mail[1].subject:"),
    ],
)
async def test_a_form_that_cannot_work_is_refused(was: str, becomes: str, said: str) -> None:
    assert said in refusal_of(MINIMAL + FORM.replace(was, becomes))
