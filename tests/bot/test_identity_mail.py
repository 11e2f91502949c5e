"""Who may speak for a partner or the desk by mail: whoever is proven; a customer may always ask."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import pytest_asyncio

from sandbox.people import Person
from tests.mail.signing import Dns, signed
from tests.world import DESK, LEAKS, MailCase, World, a_world, number_in
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

PARTNER = "jobb@nord-elektro.example"
DINA = "dina@nordlys.example"
PASSED = "Authentication-Results: mx.nordlys.example; dmarc=pass header.from={}\n"
WITH_MAIL = (
    CONFIGURATION.replace('name = "Nord Elektro AS"', f'name = "Nord Elektro AS"\nemail = "{PARTNER}"')
    + f'[mail.identity]\ntrusted_servers = ["mx.nordlys.example"]\ndispatchers = ["{DINA}"]\n'
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """With a partner who has a mail address, and a DNS that has their key."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(sqlite_template, folder / "stafett.db")
    with patch("bot.identity.Keys", lambda: Dns("nord-elektro.example")):
        url = f"sqlite+aiosqlite:///{folder / 'stafett.db'}"
        async with a_world(folder, url, configuration=WITH_MAIL) as world:
            yield world


def mail(sender: str, subject: str, text: str) -> bytes:
    """A mail as a server hands it over; no two are alike."""
    unique = abs(hash((sender, subject, text)))
    return (
        f"From: {sender}\nTo: {DESK}\nSubject: {subject}\nDate: Thu, 5 Nov 2026 09:12:00 +0100\n"
        f"Message-ID: <{unique}@mail.example>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


async def said(world: World, case: MailCase, text: str) -> list[dict[str, Any]]:
    entries = (await world.exported(case.number))["entries"]
    return [entry for entry in entries if text in entry["text"]]


@pytest.mark.parametrize("sender", [PARTNER, "vikar@post.nord-elektro.example"])
async def test_an_unproven_partners_mail_only_tells_the_desk(world: World, kari: Person, sender: str) -> None:
    case = await world.case(kari)
    raw = mail(sender, f"{case.name} ferdig", "Ferdig, alt er i orden.")
    await world.town.raw_mail(raw, sender=sender, to=DESK)
    await world.desk.saw("skriver som Nord Elektro AS", case.name, button="Det er fra dem")
    assert await said(world, case, "Ferdig") == []
    assert (await world.exported(case.number))["handoffs"][0]["state"] == "offered"


async def test_what_a_dispatcher_takes_as_theirs_is_theirs(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.town.raw_mail(mail(PARTNER, case.name, "Vi mangler en pakning."), sender=PARTNER, to=DESK)
    news = await world.desk.saw("ingenting beviser", case.name, button="Det er fra dem")
    assert (await world.dina.presses("Det er fra dem", on=news)).text == "Tatt imot som deres."
    await world.desk.saw("Vi mangler en pakning.", "Nord Elektro AS")
    (entry,) = await said(world, case, "pakning")
    assert (entry["author"]["role"], entry["identity"]) == ("partner", "unverified")
    assert (await world.dina.presses("Det er fra dem", on=news)).text.startswith("Denne knappen")


async def test_a_signed_partners_mail_is_about_their_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    raw = signed(mail(PARTNER, case.name, "Har dere nøkkelen?"), "nord-elektro.example")
    await world.town.raw_mail(raw, sender=PARTNER, to=DESK)
    (entry,) = await said(world, case, "nøkkelen")
    assert (entry["identity"], entry["proof"], entry["handoff"]) == ("verified", "subject", 1)
    assert "customer" not in entry["audience"]


async def test_a_partners_mail_never_enters_the_customers_thread(world: World, kari: Person) -> None:
    case = await world.case(kari)
    to = str(case.receipt.header("Reply-To")).rpartition("<")[2].strip(">")
    raw = signed(mail(PARTNER, "Hei", "Kunden er vanskelig."), "nord-elektro.example")
    await world.town.raw_mail(raw, sender=PARTNER, to=to)
    (entry,) = await said(world, case, "vanskelig")
    assert entry["audience"] == ["internal", "partner"]


async def test_a_partners_own_number_leads_to_their_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    for subject, text in (
        (f"[NE-55012] {case.name}", "Mottatt hos oss."),
        ("[NE-55012]", "Døra er blå."),
    ):
        raw = signed(mail(PARTNER, subject, text), "nord-elektro.example")
        await world.town.raw_mail(raw, sender=PARTNER, to=DESK)
    (entry,) = await said(world, case, "Døra er blå")
    assert entry["proof"] == "their_number"


async def test_a_dispatchers_mail_is_a_note_once_it_is_proven(world: World, kari: Person) -> None:
    case = await world.case(kari)
    to = str(case.receipt.header("Reply-To")).rpartition("<")[2].strip(">")
    await world.town.raw_mail(mail(DINA, "Nøkkel", "Nøkkelen er hos naboen."), sender=DINA, to=to)
    await world.desk.saw("skriver som Nordlys Service", button="Det er fra dem")
    proven = PASSED.format("nordlys.example").encode() + mail(DINA, "Nøkkel", "Nøkkelen ligger under matta.")
    await world.town.raw_mail(proven, sender=DINA, to=to)
    await world.desk.saw("Nøkkelen ligger under matta.")
    assert await said(world, case, "hos naboen") == []
    assert [entry["kind"] for entry in await said(world, case, "under matta")] == ["note"]


async def test_a_customer_asks_whatever_is_proven(world: World, kari: Person) -> None:
    case = await world.case(kari)
    assert (await said(world, case, "WMF"))[0]["identity"] == "unverified"
    before = await world.town.moment()
    proven = PASSED.format("solsikken.example").encode() + mail(kari.email, "Lekker", LEAKS + " Haster.")
    await world.town.raw_mail(proven, sender=kari.email, to=DESK)
    post = await world.desk.saw("WMF", "avsender bekreftet", after=before)
    ticket = await world.exported(number_in(post.text))
    assert ticket["entries"][0]["identity"] == "verified"


async def test_a_number_from_a_forged_customer_opens_a_ticket_of_its_own(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    forged = PASSED.replace("pass", "fail").format("solsikken.example").encode()
    raw = forged + mail(kari.email, case.name, "Send fakturaen til en annen konto.")
    await world.town.raw_mail(raw, sender=kari.email, to=DESK)
    await world.desk.saw("annen konto", f"Hører kanskje til {case.name}", "ikke bekreftet", after=before)
    assert await said(world, case, "annen konto") == []


async def test_a_forged_answer_waits_until_a_dispatcher_lets_it_in(world: World, kari: Person) -> None:
    case = await world.case(kari)
    to = world.application.house.addresses.reply_address(case.number)
    forged = PASSED.replace("pass", "fail").format("solsikken.example").encode()
    await world.town.raw_mail(forged + mail(kari.email, "Svar", "Døra er grønn."), sender=kari.email, to=to)
    news = await world.desk.saw(case.name, "Døra er grønn.", button="Slipp inn")
    assert not [message for message in world.nord.messages() if "grønn" in message.text]
    await world.dina.presses("Slipp inn", on=news)
    await world.nord.saw("Døra er grønn.")
    assert (await world.dina.presses("Slipp inn", on=news)).text == "Det er allerede notert."
