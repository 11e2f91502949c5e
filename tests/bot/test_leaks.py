"""Whatever happens in a job, the customer sees one supplier and no word that is not for them (S3).

Each partner with a chat has a subcontractor who works by mail, and costs are asked of the customer.
"""

from random import Random

import pytest
import pytest_asyncio

from sandbox.people import Chat, Mail, Message, Person, picture
from tests.running import registered
from tests.world import DESK, Case, World
from tests.world_data import CONFIGURATION

VIK = "post@vik.example"
_BELOW = '\nsubcontractors = ["vik"]'
_CONTRACTS = """\
id,customer_id,name,sla,customer_approval
solsikken-24,solsikken,Serviceavtale Solsikken,standard,yes
vesna-1,vesna,Kassaavtale Vesna,standard,yes
"""
# Vera answers for everybody's cases within minutes, as no machine.
_MANY = "\n[mail.breaker]\nanswers_per_sender = 1000\nanswers_per_domain = 1000\n"

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRETS = (
    *("Nord Elektro", "nord-elektro", "Ola Hansen", "ola_elektro"),
    *("Syd Kyl", "syd-kyl", "Per Lindqvist", "per_kyl"),
    *("Vik Rör", "vik.example", "Vera Vik", "VR-7788"),
    *("Nordlys vakt", "Dina Berg", "hemmelig", "Produsent", "produsent", "ulanse", "Производител"),
)
ACTS = ("accept", "en_route", "on_site", "done", "wait_parts", "wait_access", "wait_customer", "decline_busy")
WORDS = (
    "hemmelig: hilsen Ola Hansen",
    "fremme nå",
    "ferdig",
    "venter på deler",
    "Trenger hemmelig kode?",
    "/cost 5200 kr hemmelig pumpe",
    "/cost 900 kr hemmelig slange, produsenten betaler",
)
BY_MAIL = (
    "klart",
    "på väg",
    "hemmelig: hälsningar Vera Vik, VR-7788",
    "Vilken hemmelig port?",
    "utlägg 5200 kr hemmelig",
)
COMMANDS = (
    *("note {n} hemmelig notat", "tell {n} hemmelig beskjed", "reject {n} hemmelig mangel"),
    *("recall {n} hemmelig grunn", "handoff {n} syd-kyl", "handoff {n} nord-elektro"),
    *("payer {n} 1 kulanse", "payer {n} 2 produsenten"),
    *("spend {n} yes 5 900 kr Pumpa må byttes", "spend {n} no hemmelig grunn", "approve {n}"),
    *("wait {n} parts", "resume {n}", "priority {n} high", "reply {n} Vi ser på det."),
)


@pytest.fixture(scope="module")
def configuration() -> str:
    """Vik works by mail, for each of the two partners."""
    vik = f'[[partners]]\nid = "vik"\nname = "Vik Rör AB"\nlanguage = "sv"\nemail = "{VIK}"\n\n[[routes]]'
    names = ('name = "Nord Elektro AS"', 'name = "Syd Kyl AB"')
    chained = CONFIGURATION.replace("[[routes]]", vik, 1)
    for name in names:
        chained = chained.replace(name, name + _BELOW)
    return chained + _MANY


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vera(world: World) -> Person:
    """Works for Vik, who have no Telegram."""
    await registered(world.settings, world.folder, {"contracts": _CONTRACTS})
    return await world.town.person("Vera Vik", email=VIK, language="sv")


async def handed_on(case: Case, technician: Person, chat: Chat, vera: Person, label: str) -> Mail:
    """Vik has it; the card in Vera's mailbox."""
    for button in (label, "Vik Rör AB"):
        await technician.presses(button, on=await chat.saw(case.name, button=button))
    card = await vera.received(f"[{case.name}]")
    await vera.replies_by_mail(card, "Vi tar det")
    return card


async def something_happens(world: World, case: Case, random: Random, vera: Person, card: Mail) -> None:
    """A step of anybody's on the job: often one that is refused."""
    technician, chat = random.choice([(world.ola, world.nord), (world.per, world.syd)])
    match random.randrange(6):
        case 0:
            data = f"j:{case.number}:{random.randint(1, 3)}:{random.choice(ACTS)}"
            await technician.presses("Press", on=await world.plants(data, chat))
        case 1:
            said = await technician.writes(random.choice(WORDS), in_=chat, reply_to=last_in(chat, case))
            if random.random() < 0.5:
                await technician.edits(said, "hemmelig, endret av Ola Hansen")
        case 2:
            await technician.writes(photo=picture(20, 20), in_=chat, reply_to=last_in(chat, case))
        case 3 | 4:
            await vera.replies_by_mail(card, random.choice(BY_MAIL))
        case _:
            await world.dina.writes(f"/{random.choice(COMMANDS)}".format(n=case.number), in_=world.desk)


async def spends(world: World, case: Case, above: tuple[Person, Chat, str], vera: Person, card: Mail) -> None:
    """Vera's expense passes the cap, all above her say yes, and the customer is asked."""
    await vera.replies_by_mail(card, "utlägg 5200 kr hemmelig")
    technician, chat, label = above
    await technician.presses(label, on=await chat.saw(case.name, "Vik Rör AB", button=label))
    await world.dina.presses("Fortsett", on=await world.desk.saw(case.name, "5 200 kr", button="Fortsett"))


async def silenced(world: World, case: Case, *parties: str) -> int:
    """The moment since which the parties are sent nothing."""
    await world.settles()
    for whom in parties:
        await world.dina.writes(f"/mute {case.number} {whom}", in_=world.desk)
    await world.settles()
    return await world.town.moment()


async def come_since(world: World, case: Case) -> list[str]:
    """What `stafett export` says has left for a party of the case that is muted now."""
    line = await world.exported(case.number)
    muting = [each["at"] for each in line["entries"] if (each["event"] or "").startswith("muted_")]
    return [
        f"{each['kind']} {each['party']}"
        for each in line["deliveries"]
        if each["party"] in line["muted"] and each["edits"] is None and (each["sent_at"] or "") > muting[0]
    ]


def last_in(chat: Chat, case: Case) -> Message | None:
    """The job's last message in that chat, if there is one."""
    about = [message for message in chat.messages() if message.from_bot and case.name in message.text]
    return about[-1] if about else None


async def ends(world: World, case: Case) -> None:
    """Whatever state it is in, the customer hears of the end and is asked."""
    await world.dina.writes(f"/close {case.number}", in_=world.desk)
    await world.settles()


@pytest.mark.parametrize("seed", range(3))
async def test_no_mail_to_the_customer_names_anybody(
    world: World, vera: Person, kari: Person, seed: int
) -> None:
    await world.passes(hours=3)  # so that who writes this much is taken for no machine (I18)
    case, random = await world.case(kari), Random(seed)  # noqa: S311
    await world.ola.presses("Tar det", on=case.card)
    card = await handed_on(case, world.ola, world.nord, vera, "Gi videre")
    await spends(world, case, (world.ola, world.nord, "Fortsett"), vera, card)
    await kari.received(f"{case.name}: kan vi fortsette?")
    for _ in range(14):
        await something_happens(world, case, random, vera, card)
    await kari.mails(f"Sak {case.name}", "Hvordan går det?", to=DESK)
    await ends(world, case)
    mails = [f"{await mail.raw()!r} {mail.text} {mail.html}" for mail in kari.inbox()]
    assert len(mails) > 2
    assert [secret for secret in SECRETS for mail in mails if secret in mail] == []


@pytest.mark.parametrize("seed", range(3))
async def test_no_message_to_the_customer_names_anybody(
    world: World, vera: Person, ivan: Person, seed: int
) -> None:
    await world.passes(hours=3)  # so that who writes this much is taken for no machine (I18)
    case, random = await world.till_case(ivan), Random(seed + 100)  # noqa: S311
    await world.per.presses("Tar det", on=case.card)
    card = await handed_on(case, world.per, world.syd, vera, "Lämna vidare")
    await spends(world, case, (world.per, world.syd, "Fortsätt"), vera, card)
    await ivan.saw(case.name, button="Да, продолжайте")
    for _ in range(14):
        await something_happens(world, case, random, vera, card)
    await ivan.writes("Как дела?")
    await ends(world, case)
    said = [str(message) + message.html for message in ivan.chat.messages() if message.from_bot]
    assert len(said) > 3
    assert [secret for secret in SECRETS for words in said if secret in words] == []


@pytest.mark.parametrize("seed", range(2))
async def test_a_muted_customer_and_partner_are_sent_nothing_whatever_happens(
    world: World, vera: Person, kari: Person, seed: int
) -> None:
    await world.passes(hours=3)  # so that who writes this much is taken for no machine (I18)
    case, random = await world.case(kari), Random(seed + 200)  # noqa: S311
    await world.ola.presses("Tar det", on=case.card)
    card = await handed_on(case, world.ola, world.nord, vera, "Gi videre")
    since = await silenced(world, case, "customer", "nord-elektro")
    had = {message.message_id for message in world.nord.messages()}
    for _ in range(20):
        await something_happens(world, case, random, vera, card)
    await kari.mails(f"Sak {case.name}", "Hvordan går det?", to=DESK)
    await kari.mails(f"Re: {case.name}", "Status?", to=DESK)
    await ends(world, case)
    new = [each for each in world.nord.messages() if each.from_bot and each.message_id not in had]
    assert [str(each) for each in new if case.name in each.text and "Press" not in each.buttons] == []
    assert [mail.subject for mail in kari.inbox() if mail.seq > since and case.name in mail.subject] == []
    assert await come_since(world, case) == []


@pytest.mark.parametrize("seed", range(2))
async def test_a_muted_customer_in_a_chat_is_sent_nothing_whatever_happens(
    world: World, vera: Person, ivan: Person, seed: int
) -> None:
    await world.passes(hours=3)  # so that who writes this much is taken for no machine (I18)
    case, random = await world.till_case(ivan), Random(seed + 300)  # noqa: S311
    await world.per.presses("Tar det", on=case.card)
    card = await handed_on(case, world.per, world.syd, vera, "Lämna vidare")
    await silenced(world, case, "customer")
    had = {message.message_id for message in ivan.chat.messages()}
    for _ in range(14):
        await something_happens(world, case, random, vera, card)
    await ivan.writes("Как дела?")
    await ivan.writes("/status")
    await ends(world, case)
    assert [str(m) for m in ivan.chat.messages() if m.from_bot and m.message_id not in had] == []
    assert await come_since(world, case) == []
