"""Whom a partner may call, for one who works by mail: card, page, and the card that brings the number."""

import re

import aiohttp
import pytest
import pytest_asyncio

from sandbox.people import Person
from tests.bot.test_partner_mail import FJELL, WITH_FJELL
from tests.running import registered
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = """\
id,customer_id,name,sla,terms,approved_parts,cost_cap,partner_may_contact
solsikken-24,solsikken,Serviceavtale Solsikken,standard,Meld fra,Pakninger,4 000 kr,on_site
"""
NUMBERS = ("912 34 567", "91234567", "91 23 45 67")
_PAGE = re.compile(r'(https?://[^"\s]+/job/[^"\s/]+)/')


@pytest.fixture(scope="module")
def configuration() -> str:
    return WITH_FJELL


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    await registered(world.settings, tmp_path_factory.mktemp("register"), {"contracts": AGREED})
    return world


async def page_of(link: str) -> str:
    async with aiohttp.ClientSession() as browser, browser.get(f"{link}/job") as page:
        assert page.status == 200
        return await page.text()


async def test_the_number_comes_by_a_new_card_when_tore_sets_off(world: World, kari: Person) -> None:
    tore = await world.town.person("Tore Tekniker", email=FJELL, language="nb")
    await kari.mails("Kaffemaskinen lekker", f"{LEAKS}\n\nMvh Kari, tlf 912 34 567", to=DESK)
    number = number_in((await kari.received("Vi har fått saken din")).subject)
    card = await tore.received(f"[#{number}]")
    await tore.replies_by_mail(card, "Vi tar den")
    await kari.received(f"[#{number}]", "tekniker")
    link = _PAGE.findall(card.html or "")[0]
    before = await page_of(link)
    told = [before] + [f"{await mail.raw()!r} {mail.text} {mail.html}" for mail in tore.inbox()]
    assert [each for each in NUMBERS for said in told if each in said] == []
    assert "Spør via oss: svar her" in card.text
    await tore.replies_by_mail(card, "på vei")
    await tore.received(f"[#{number}]", "91 23 45 67")
