"""Machines that don't say so: they settle, nothing is lost, and the desk hears of it once (I18)."""

from itertools import count

import pytest

from sandbox.people import Mail
from tests.world import DESK, LEAKS, World
from tests.world_data import CONFIGURATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROBOT = "robot.example"
NUMBERS = count(1)
LOW = (
    CONFIGURATION + "[mail.breaker]\nanswers_per_sender = 3\nanswers_per_domain = 4\nanswers_per_ticket = 3\n"
    "mails_per_sender = 8\nmails_per_domain = 12\nmails_per_ticket = 6\n"
)


@pytest.fixture(scope="module")
def configuration() -> str:
    """With limits that few mails reach."""
    return LOW


async def mails(world: World, sender: str, text: str = "Noe er galt.", *, about: Mail | None = None) -> None:
    """A mail without any header that tells of a machine."""
    number = next(NUMBERS)
    answer = f"In-Reply-To: {about.message_id}\n" if about else ""
    raw = (
        f"From: {sender}\nTo: {DESK}\nSubject: Melding {number}\nMessage-ID: <{number}@{ROBOT}>\n{answer}"
        f"Date: Thu, 5 Nov 2026 09:12:00 +0100\n\n{text} ({number})\n"
    )
    await world.town.raw_mail(raw.encode(), sender=sender, to=DESK)


async def answers_everything(world: World, since: int, *, new_addresses: bool, at_most: int) -> int:
    """A robot at the other end answers every mail of ours at once, and opens a case each time."""
    seen = 0
    while seen < at_most:
        await world.settles()
        ours = [m for m in world.town.mails_sent() if m.seq > since and m.to[0].endswith(ROBOT)]
        if len(ours) == seen:
            return seen
        for mail in ours[seen:]:
            address = f"svar{next(NUMBERS)}@{ROBOT}" if new_addresses else mail.to[0]
            await mails(world, address, "Takk for din melding. Vi har registrert saken.")
        seen = len(ours)
    return seen


def told(world: World, since: int, *words: str) -> list[str]:
    return [m.text for m in world.desk.messages() if m.seq > since and all(word in m.text for word in words)]


async def test_two_robots_settle_though_each_answer_comes_from_elsewhere(world: World) -> None:
    since = await world.town.moment()
    await mails(world, f"alarm@{ROBOT}")
    assert await answers_everything(world, since, new_addresses=True, at_most=30) == 4
    (notice,) = told(world, since, ROBOT, "4 automatiske svar")
    assert "Det ser ut som en maskin" in notice


async def test_what_the_breaker_withholds_becomes_tickets_all_the_same(world: World) -> None:
    before = await world.tickets()
    await mails(world, f"enda-en@{ROBOT}")
    assert await world.tickets() == before + 1


async def test_a_known_senders_flood_is_kept_and_told_once(world: World) -> None:
    kari = await world.kari()
    since, before = await world.town.moment(), await world.tickets()
    for _ in range(20):
        await mails(world, kari.email)
    assert await world.tickets() == before + 20
    (notice,) = told(world, since, kari.email, "på kort tid")
    assert len([m for m in world.desk.messages() if m.seq > since]) < 20
    assert len([m for m in kari.inbox() if m.seq > since]) == 3
    await world.passes(minutes=31)
    await mails(world, kari.email)
    await world.settles()
    assert told(world, since, kari.email, "e-poster fra", "er tatt vare på")
    assert notice


async def test_held_tickets_wait_for_the_desk_with_their_clocks_paused(world: World) -> None:
    kari = await world.kari()
    for _ in range(9):
        await mails(world, kari.email, LEAKS)
    number = 1000 + await world.tickets()
    ticket = await world.exported(number)
    assert (ticket["state"], ticket["wait_reason"], ticket["handoffs"]) == ("waiting", "approval", [])
    await world.dina.writes(f"/handoff {number} nord-elektro", in_=world.desk)
    await world.nord.saw(f"#{number}", button="Tar det")
    assert all(target["paused_at"] is None for target in (await world.exported(number))["targets"])


async def test_a_tap_lets_it_through_again(world: World) -> None:
    kari = await world.kari()
    for _ in range(9):
        await mails(world, kari.email)
    notice = await world.desk.saw(kari.email, "på kort tid", button="Det er i orden")
    await world.dina.presses("Det er i orden", on=notice)
    since = await world.town.moment()
    await mails(world, kari.email)
    await world.settles()
    assert told(world, since, "Melding")


async def test_one_ticket_that_is_flooded_is_joined_and_nobody_is_bothered(world: World) -> None:
    kari = await world.kari()
    case = await world.case(kari)
    since = await world.town.moment()
    for _ in range(8):
        await mails(world, kari.email, "Har dere glemt oss?", about=case.receipt)
    said = [each["text"] for each in (await world.exported(case.number))["entries"]]
    assert sum("glemt oss" in text for text in said) == 8
    relayed = [m for m in world.nord.messages() if m.seq > since and "glemt oss" in m.text]
    assert len(relayed) == 5
    assert len(told(world, since, case.name, "på kort tid")) == 1


async def test_silence_ends_it_by_itself(world: World) -> None:
    kari = await world.kari()
    for _ in range(9):
        await mails(world, kari.email)
    await world.settles()
    await world.passes(hours=3)
    case = await world.case(kari)
    assert await world.desk.saw(case.name)
