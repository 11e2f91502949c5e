"""Whatever happens in a job, the customer sees one supplier and no word that is not for them (S3)."""

from random import Random

import pytest

from sandbox.people import Chat, Message, Person, picture
from tests.world import DESK, Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRETS = (
    *("Nord Elektro", "nord-elektro", "Ola Hansen", "ola_elektro"),
    *("Syd Kyl", "syd-kyl", "Per Lindqvist", "per_kyl"),
    *("Nordlys vakt", "Dina Berg", "hemmelig"),
)
ACTS = ("accept", "en_route", "on_site", "done", "wait_parts", "wait_access", "wait_customer", "decline_busy")
WORDS = ("hemmelig: hilsen Ola Hansen", "fremme nå", "ferdig", "venter på deler", "Trenger hemmelig kode?")
COMMANDS = (
    *("note {n} hemmelig notat", "tell {n} hemmelig beskjed", "reject {n} hemmelig mangel"),
    *("recall {n} hemmelig grunn", "handoff {n} syd-kyl", "handoff {n} nord-elektro"),
    *("wait {n} parts", "resume {n}", "priority {n} high", "reply {n} Vi ser på det."),
)


async def something_happens(world: World, case: Case, random: Random) -> None:
    """A step of anybody's on the job: often one that is refused."""
    technician, chat = random.choice([(world.ola, world.nord), (world.per, world.syd)])
    match random.randrange(4):
        case 0:
            data = f"j:{case.number}:{random.randint(1, 3)}:{random.choice(ACTS)}"
            await technician.presses("Press", on=await world.plants(data, chat))
        case 1:
            await technician.writes(random.choice(WORDS), in_=chat, reply_to=last_in(chat, case))
        case 2:
            await technician.writes(photo=picture(20, 20), in_=chat, reply_to=last_in(chat, case))
        case _:
            await world.dina.writes(f"/{random.choice(COMMANDS)}".format(n=case.number), in_=world.desk)


def last_in(chat: Chat, case: Case) -> Message | None:
    """The job's last message in that chat, if there is one."""
    about = [message for message in chat.messages() if message.from_bot and case.name in message.text]
    return about[-1] if about else None


async def ends(world: World, case: Case) -> None:
    """Whatever state it is in, the customer hears of the end and is asked."""
    await world.dina.writes(f"/close {case.number}", in_=world.desk)
    await world.settles()


@pytest.mark.parametrize("seed", range(3))
async def test_no_mail_to_the_customer_names_anybody(world: World, kari: Person, seed: int) -> None:
    case, random = await world.case(kari), Random(seed)  # noqa: S311
    await world.ola.presses("Tar det", on=case.card)
    for _ in range(12):
        await something_happens(world, case, random)
    await kari.mails(f"Sak {case.name}", "Hvordan går det?", to=DESK)
    await ends(world, case)
    mails = [f"{await mail.raw()!r} {mail.text} {mail.html}" for mail in kari.inbox()]
    assert len(mails) > 2
    assert [secret for secret in SECRETS for mail in mails if secret in mail] == []


@pytest.mark.parametrize("seed", range(3))
async def test_no_message_to_the_customer_names_anybody(world: World, ivan: Person, seed: int) -> None:
    case, random = await world.till_case(ivan), Random(seed + 100)  # noqa: S311
    await world.per.presses("Tar det", on=case.card)
    for _ in range(12):
        await something_happens(world, case, random)
    await ivan.writes("Как дела?")
    await ends(world, case)
    said = [str(message) + message.html for message in ivan.chat.messages() if message.from_bot]
    assert len(said) > 3
    assert [secret for secret in SECRETS for words in said if secret in words] == []
