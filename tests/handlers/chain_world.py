"""Four partners, one below the other, in four groups: Nord, Alfa, Beta (Swedish), Gamma (English)."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.people import Chat, Person
from tests.world import Case, World, a_world
from tests.world_data import CONFIGURATION

CHAINED = (
    CONFIGURATION.replace(
        'skills = ["coffee", "dishes"]\n',
        'skills = ["coffee", "dishes"]\nsubcontractors = ["alfa", "delta"]\n',
    )
    + """
[[partners]]
id = "alfa"
name = "Alfa Rør AS"
subcontractors = ["beta", "delta"]

[[partners]]
id = "beta"
name = "Beta Vatten AB"
language = "sv"
subcontractors = ["gamma"]

[[partners]]
id = "gamma"
name = "Gamma Service"
language = "en"

[[partners]]
id = "delta"
name = "Delta Kjøl AS"
subcontractors = ["gamma"]
reporting = "consolidated"
"""
)


@dataclass(frozen=True, slots=True)
class Crew:
    """A subcontractor's technician and their group."""

    who: Person
    chat: Chat

    async def presses(self, label: str, case: Case) -> str:
        """That button of the newest message about the case that has it; what flashes up."""
        return (await self.who.presses(label, on=await self.chat.saw(case.name, button=label))).text


@dataclass(frozen=True, slots=True)
class Chain:
    """The world with three subcontractors, one below the other."""

    world: World
    alfa: Crew
    beta: Crew
    gamma: Crew

    async def handed_on(self, kari: Person, depth: int = 4) -> Case:
        """Kari's case, which so many partners have accepted one after the other."""
        world, case = self.world, await self.world.case(kari)
        await world.ola.presses("Tar det", on=case.card)
        hops = (
            (Crew(world.ola, world.nord), "Gi videre", "Alfa Rør AS", self.alfa, "Tar det"),
            (self.alfa, "Gi videre", "Beta Vatten AB", self.beta, "Tar det"),
            (self.beta, "Lämna vidare", "Gamma Service", self.gamma, "Accept"),
        )
        for above, hand_on, name, below, accept in hops[: depth - 1]:
            await above.presses(hand_on, case)
            await above.presses(name, case)
            await below.presses(accept, case)
        return case


@asynccontextmanager
async def a_chain(folder: Path, database: Path, configuration: str = CHAINED) -> AsyncIterator[Chain]:
    """The world with the three groups in it, each of which has walked through how we work."""
    shutil.copy(database, folder / "stafett.db")
    url = f"sqlite+aiosqlite:///{folder / 'stafett.db'}"
    async with a_world(folder, url, configuration=configuration) as world:
        crews = []
        for partner, name, language in (
            ("alfa", "Anne Alm", "nb"),
            ("beta", "Bo Ek", "sv"),
            ("gamma", "Gwen Hall", "en"),
        ):
            who = await world.town.person(name, language=language)
            chat = await world.town.group(f"{name}s jobber", [who], with_bot=False)
            await who.follows(await world.invited("partner", partner), into=chat)
            await who.walks_through(chat)
            crews.append(Crew(who, chat))
        yield Chain(world, *crews)
