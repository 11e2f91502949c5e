"""Calendars answer for people: a time accepted, declined, proposed; who invites us asks for a time."""

import pytest

from sandbox.people import Person
from tests.world import DESK, LEAKS, MailCase, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

TUESDAY = ("20991110T100000", "20991110T120000")
FRIDAY = ("20991113T083000", "20991113T100000")


async def answers(
    world: World,
    kari: Person,
    case: MailCase,
    status: str,
    *,
    method: str = "REPLY",
    when: tuple[str, str] = TUESDAY,
    sender: str | None = None,
) -> None:
    """What her Outlook sends when she presses a button under an invitation of the desk's."""
    address = sender or kari.email
    zone = "W. Europe Standard Time"
    raw = (
        f"From: Kari Nordmann <{address}>\nTo: {DESK}\nSubject: {status.title()}: Besøk\n"
        f"In-Reply-To: {case.receipt.message_id}\nMIME-Version: 1.0\n"
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nVERSION:2.0\r\nPRODID:Outlook\r\nBEGIN:VEVENT\r\nUID:{case.number}\r\n"
        f"ATTENDEE;PARTSTAT={status}:mailto:{address}\r\nCOMMENT:Ring på\r\n"
        f"DTSTART;TZID={zone}:{when[0]}\r\nDTEND;TZID={zone}:{when[1]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    await world.town.raw_mail(raw.encode(), sender=address, to=DESK)


async def window(world: World, case: MailCase) -> tuple[str | None, str | None]:
    facts = (await world.exported(case.number))["facts"]
    return facts["window_start"], facts["window_end"]


AGREED = ("2099-11-10T09:00:00+00:00", "2099-11-10T11:00:00+00:00")
PROPOSED = ("2099-11-13T07:30:00+00:00", "2099-11-13T09:00:00+00:00")


async def test_accepting_sets_the_time_on_the_card(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await answers(world, kari, case, "ACCEPTED")
    await world.desk.saw(case.name, "Enige om en tid", "10–12")
    await world.nord.saw(case.name, "10–12")
    assert await window(world, case) == AGREED


async def test_another_time_is_shown_to_the_desk_and_on_the_card(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await answers(world, kari, case, "TENTATIVE", method="COUNTER", when=FRIDAY)
    await world.desk.saw(case.name, "Foreslår en tid", "08.30–10", "Ring på")
    assert await window(world, case) == PROPOSED


async def test_declining_takes_the_time_away_and_tells_the_desk(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await answers(world, kari, case, "ACCEPTED")
    await answers(world, kari, case, "DECLINED")
    await world.desk.saw(case.name, "Takket nei til tiden", "Det passer ikke for dem")
    assert await window(world, case) == (None, None)


async def test_perhaps_changes_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await answers(world, kari, case, "TENTATIVE")
    await world.desk.saw(case.name, "Kanskje på den tiden")
    assert await window(world, case) == (None, None)


async def test_a_strangers_calendar_accepts_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await answers(world, kari, case, "ACCEPTED", sender="lasse@fremmed.example")
    await world.desk.saw(case.name, "lasse@fremmed.example")
    assert await window(world, case) == (None, None)


async def test_an_answer_to_nothing_opens_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    tickets = await world.tickets()
    raw = (
        f"From: {kari.email}\nTo: {DESK}\nSubject: Accepted: Lunsj\n"
        "Content-Type: text/calendar; method=REPLY\n\n"
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:x\nDTSTART:20991110T100000Z\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    await world.town.raw_mail(raw.encode(), sender=kari.email, to=DESK)
    assert await world.tickets() == tickets == case.number - 1000


async def test_an_invitation_is_a_request_with_a_time(world: World, kari: Person) -> None:
    before = await world.town.moment()
    raw = (
        f"From: Kari Nordmann <{kari.email}>\nTo: {DESK}\nSubject: Service\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n'
        f"{LEAKS}\n\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
        "UID:y\nDTSTART;TZID=Europe/Helsinki:20991110T110000\nDTEND;TZID=Europe/Helsinki:20991110T130000\n"
        "END:VEVENT\nEND:VCALENDAR\n--b--\n"
    )
    await world.town.raw_mail(raw.encode(), sender=kari.email, to=DESK)
    card = await world.nord.saw("WMF-77120934", "10–12", after=before)
    assert (await world.exported(number_in(card.text)))["facts"]["window_start"] == AGREED[0]
