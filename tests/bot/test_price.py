"""A price above the cap waits for the customer: by a mail's links or words, in a chat, or by telephone."""

import re

import aiohttp
import pytest
import pytest_asyncio

from sandbox.people import Mail, Person
from tests.running import registered
from tests.world import PRINTS_NOTHING, Case, MailCase, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

_YES = re.compile(r'https?://[^"\s]+/price/[^"\s]+/yes')
APPROVING = """\
id,customer_id,name,sla,customer_approval
solsikken-24,solsikken,Serviceavtale Solsikken,standard,yes
vesna-1,vesna,Kassaavtale Vesna,standard,3 000 kr
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    await registered(world.settings, tmp_path_factory.mktemp("register"), {"contracts": APPROVING})
    return world


async def asked(world: World, kari: Person, words: str = "") -> tuple[MailCase, Mail]:
    """Ola has passed the cap, Dina has said yes, and Kari is asked."""
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    card = await world.nord.saw(case.name, button="Fremme")
    await world.ola.writes("/cost 5200 kr hemmelig pumpe fra Nord Elektro", in_=world.nord, reply_to=card)
    await world.desk.saw(case.name, "5 200 kr", button="Fortsett")
    await world.dina.writes(f"/spend {case.number} yes {words}", in_=world.desk)
    return case, await kari.received(f"{case.name}: kan vi fortsette?")


async def state(world: World, case: Case) -> str:
    return str((await world.exported(case.number))["handoffs"][-1]["state"])


async def test_the_mail_says_what_it_costs_and_names_nobody(world: World, kari: Person) -> None:
    _, mail = await asked(world, kari, "5 900 kr Pumpa må byttes")
    assert [
        each for each in ("5 900 kr", "Pumpa må byttes", "WMF 1500 S+", "utlegg") if each not in mail.text
    ] == []
    raw = f"{await mail.raw()!r}{mail.text}{mail.html}"
    assert [each for each in ("hemmelig", "Nord Elektro", "5 200", "Ola") if each in raw] == []


async def test_looking_approves_nothing_and_a_press_counts_once(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    link = _YES.findall(mail.html or "")[0]
    async with aiohttp.ClientSession() as browser:
        for look in (browser.get, browser.head):
            async with look(link) as page:
                assert page.status == 200
        assert await state(world, case) == "waiting"
        async with browser.post(link) as page:
            assert "Du har godkjent" in await page.text()
        async with browser.post(link.replace("/yes", "/no")) as page:
            assert "ikke noe å svare på lenger" in await page.text()
    await world.nord.saw(case.name, "5 200 kr er godkjent")
    await world.desk.saw(case.name, "Kunden godkjenner prisen", "Kari Nordmann")
    assert await state(world, case) == "accepted"


async def test_a_link_that_we_did_not_sign_is_not_found(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    link = _YES.findall(mail.html or "")[0]
    forged = link.replace(f"/price/{case.number}", f"/price/{case.number + 1}")
    async with aiohttp.ClientSession() as browser, browser.post(forged) as page:
        assert page.status == 404
    assert await state(world, case) == "waiting"


async def test_an_old_link_approves_nothing(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    await world.passes(days=15)
    async with aiohttp.ClientSession() as browser, browser.post(_YES.findall(mail.html or "")[0]) as page:
        assert "for gammelt" in await page.text()
    assert await state(world, case) == "waiting"


@pytest.mark.parametrize(
    ("words", "told"), [("Ok, godkjent.\n\nMvh Kari", "er godkjent"), ("Nei, for dyrt", "ikke mer enn")]
)
async def test_words_by_mail_are_an_answer_that_no_partner_reads(
    world: World, kari: Person, words: str, told: str
) -> None:
    case, mail = await asked(world, kari)
    await kari.replies_by_mail(mail, words)
    await world.nord.saw(case.name, told)
    await kari.received(case.name, "Takk")
    await world.settles()
    assert not [m for m in world.nord.messages() if case.name in m.text and words[:9] in m.text]


async def test_whoever_does_not_answer_is_asked_once_more_and_may_answer_that(
    world: World, kari: Person
) -> None:
    case, mail = await asked(world, kari)
    await world.passes(days=1, minutes=1)
    again = await kari.received(f"{case.name}: kan vi fortsette?", "ikke hørt fra deg", "5 200 kr")
    assert again.message_id != mail.message_id
    raw = f"{await again.raw()!r}{again.text}{again.html}"
    assert [each for each in ("hemmelig", "Nord Elektro", "Ola") if each in raw] == []
    await kari.replies_by_mail(again, "Ja")
    await world.nord.saw(case.name, "5 200 kr er godkjent")


async def test_a_reminder_in_the_chat_is_answered_like_the_question_and_then_the_desk_hears(
    world: World, ivan: Person
) -> None:
    case = await chat_asked(world, ivan)
    await ivan.saw(case.name, button="Да, продолжайте")
    await world.passes(days=1, minutes=1)
    again = await ivan.saw(case.name, "пока не получили", button="Да, продолжайте")
    await world.passes(days=2, minutes=1)
    await world.desk.saw(case.name, "Kunden har ikke svart på prisen", f"/spend {case.number}")
    await ivan.writes("да", reply_to=again)
    await world.syd.saw(case.name, "3 500 kr är godkänt")


async def test_words_that_are_no_clear_answer_are_shown_to_the_desk_alone(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    await kari.replies_by_mail(mail, "Ja, men bare hvis det blir garanti på pumpa")
    await world.desk.saw(case.name, "Er det et ja til prisen?")
    assert await state(world, case) == "waiting"
    assert not [m for m in world.nord.messages() if "garanti på pumpa" in m.text]


async def test_a_stranger_who_got_the_mail_passed_on_approves_nothing(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    await world.boris.mails(
        f"SV: {mail.subject}",
        "ja",
        to=str(mail.header("Reply-To")),
        headers={"In-Reply-To": mail.message_id or ""},
    )
    await world.desk.saw(case.name, "Boris")
    assert await state(world, case) == "waiting"


async def test_a_dispatcher_says_what_they_heard_on_the_telephone(world: World, kari: Person) -> None:
    case, _ = await asked(world, kari)
    await world.dina.writes(f"/spend {case.number} yes", in_=world.desk)
    await world.desk.saw("Kunden er spurt. Har de sagt det til deg")
    assert await state(world, case) == "waiting"
    await world.dina.writes(f"/spend {case.number} yes Kari på telefonen", in_=world.desk)
    await world.nord.saw(case.name, "5 200 kr er godkjent")
    heard = await world.nord.saw(case.name, "5 200 kr er godkjent")
    assert "telefonen" not in heard.text


async def chat_asked(world: World, ivan: Person) -> Case:
    return await priced(world, await world.till_case(ivan))


async def priced(world: World, case: Case) -> Case:
    """Per has passed the cap, Dina has said yes, and Ivan is asked in his chat."""
    await world.per.presses("Tar det", on=case.card)
    card = await world.syd.saw(case.name, button="Framme")
    await world.per.writes("/cost 3500 kr del", in_=world.syd, reply_to=card)
    await world.dina.presses("Fortsett", on=await world.desk.saw(case.name, "3 500 kr", button="Fortsett"))
    return case


async def test_a_button_in_the_chat_counts_once(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    question = await ivan.saw(case.name, "3 500 kr", button="Да, продолжайте")
    await ivan.presses("Да, продолжайте", on=question)
    await ivan.saw(case.name, "Вы одобрили 3 500 kr")
    await world.syd.saw(case.name, "3 500 kr är godkänt")
    assert await state(world, case) == "accepted"


async def test_an_answer_in_words_in_the_chat(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    await ivan.writes("да, согласен", reply_to=await ivan.saw(case.name, button="Да, продолжайте"))
    await world.syd.saw(case.name, "3 500 kr är godkänt")
    assert not [m for m in world.syd.messages() if "согласен" in m.text]


async def second_case(world: World, ivan: Person) -> Case:
    """Another one of Ivan's, by the button under the answer to his words."""
    said = await ivan.writes(PRINTS_NOTHING)
    await world.desk.saw("печатает чеки", after=said)
    await world.passes(seconds=2)
    await ivan.presses("Новая заявка", on=await ivan.saw("добавили в вашу заявку", after=said))
    number = number_in((await ivan.saw("Приняли вашу заявку", after=said)).text)
    return Case(number, await world.syd.saw(f"#{number}", button="Tar det"))


async def another_case(world: World, ivan: Person, known: Case) -> Case:
    """One more while two are open: he is asked which case it is about, and says a new one."""
    which = await ivan.saw("О какой заявке", after=await ivan.writes(PRINTS_NOTHING), button=known.name)
    await ivan.presses("Новая заявка", on=which)
    number = number_in((await ivan.saw("Приняли вашу заявку", after=which)).text)
    return Case(number, await world.syd.saw(f"#{number}", button="Tar det"))


@pytest.mark.parametrize(
    ("words", "told", "noted"),
    [
        ("Да", "3 500 kr är godkänt", "Вы одобрили"),
        ("Нет, слишком дорого", "inte mer än 3 500 kr", "3 500 kr"),
    ],
)
async def test_a_plain_yes_or_no_answers_the_only_question(
    world: World, ivan: Person, words: str, told: str, noted: str
) -> None:
    case = await chat_asked(world, ivan)
    question = await ivan.saw(case.name, button="Да, продолжайте")
    await ivan.writes(words)
    await world.syd.saw(case.name, told)
    await ivan.saw(case.name, noted, after=question)
    assert not [m for m in world.syd.messages() if words in m.text]


async def test_a_plain_yes_is_for_the_case_whose_price_is_asked(world: World, ivan: Person) -> None:
    other = await world.till_case(ivan)
    case = await priced(world, await second_case(world, ivan))
    await ivan.saw(case.name, button="Да, продолжайте")
    await ivan.writes("да")
    await world.syd.saw(case.name, "3 500 kr är godkänt")
    assert not [e for e in (await world.exported(other.number))["entries"] if e.get("text") == "да"]


async def test_with_two_prices_open_a_plain_yes_is_asked_for_which(world: World, ivan: Person) -> None:
    unpriced = await world.till_case(ivan)
    first = await priced(world, await second_case(world, ivan))
    second = await priced(world, await another_case(world, ivan, unpriced))
    await ivan.saw(second.name, button="Да, продолжайте")
    which = await ivan.saw("О какой заявке", after=await ivan.writes("да"), button=first.name)
    assert unpriced.name not in str(which.buttons)
    assert [await state(world, each) for each in (first, second)] == ["waiting", "waiting"]
    await ivan.presses(second.name, on=which)
    await world.syd.saw(second.name, "3 500 kr är godkänt")
    assert [await state(world, each) for each in (first, second)] == ["waiting", "accepted"]


async def test_a_plain_yes_to_what_was_asked_since_is_looked_at(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    await ivan.saw(case.name, button="Да, продолжайте")
    await world.dina.writes(f"/reply {case.number} Вы завтра на месте?", in_=world.desk)
    await ivan.saw("Вы завтра на месте?")
    await ivan.writes("да")
    await world.desk.saw(case.name, "Er det et ja til prisen?")
    assert await state(world, case) == "waiting"


async def test_a_plain_yes_is_for_the_sum_that_was_asked_last(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    await ivan.saw(case.name, button="Да, продолжайте")
    await world.per.writes("/cost 900 kr ventil", in_=world.syd, reply_to=case.card)
    asked = await world.desk.saw(case.name, "4 400 kr", button="Fortsett")
    said = await ivan.writes("да")  # to the sum that stood there; the new one is with the desk
    await world.desk.saw("да", after=said)
    assert await state(world, case) == "waiting"
    await world.dina.presses("Fortsett", on=asked)
    await ivan.saw(case.name, "4 400 kr", button="Да, продолжайте")
    await ivan.writes("да")
    await world.syd.saw(case.name, "4 400 kr är godkänt")


async def test_a_plain_yes_before_the_new_sum_was_seen_is_looked_at(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    await ivan.saw(case.name, button="Да, продолжайте")
    await world.per.writes("/cost 900 kr ventil", in_=world.syd, reply_to=case.card)
    asked = await world.desk.saw(case.name, "4 400 kr", button="Fortsett")
    await world.town.fault("sendMessage", "500", times=50, in_=ivan.chat)
    await world.dina.presses("Fortsett", on=asked)
    await ivan.writes("да")
    await world.town.bot_has_read_everything()
    await world.town.clear_faults()
    await world.desk.saw(case.name, "Er det et ja til prisen?")
    assert await state(world, case) == "waiting"


async def test_below_the_contracts_amount_the_desk_decides_alone(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await world.per.presses("Tar det", on=case.card)
    card = await world.syd.saw(case.name, button="Framme")
    await world.per.writes("/cost 2900 kr del", in_=world.syd, reply_to=card)
    await world.dina.presses("Fortsett", on=await world.desk.saw(case.name, "2 900 kr", button="Fortsett"))
    await world.syd.saw(case.name, "2 900 kr är godkänt")


async def test_another_customers_chat_approves_nothing(world: World, ivan: Person) -> None:
    case = await chat_asked(world, ivan)
    await ivan.saw(case.name, button="Да, продолжайте")
    other = await world.ivan()
    answer = await other.presses("Press", on=await world.plants(f"q:{case.number}:1:1", other.chat))
    assert answer.alert
    assert await state(world, case) == "waiting"


async def test_they_are_asked_for_what_they_pay_alone(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    card = await world.nord.saw(case.name, button="Fremme")
    await world.ola.writes("/part pumpe 3000 kr garanti", in_=world.nord, reply_to=card)
    await world.ola.writes("/cost 4500 kr frakt customer", in_=world.nord, reply_to=card)
    asked = await world.desk.saw(case.name, "7 500 kr", "🏭 Produsent: 3 000 kr. 👤 Kunde: 4 500 kr")
    await world.dina.presses("Fortsett", on=asked)
    mail = await kari.received(f"{case.name}: kan vi fortsette?", "4 500 kr", "utlegg")
    raw = f"{await mail.raw()!r}{mail.text}{mail.html}"
    assert [each for each in ("7 500", "3 000", "garanti", "deler", "rodusent") if each in raw] == []
    await kari.replies_by_mail(mail, "Ja")
    await world.nord.saw(case.name, "7 500 kr er godkjent")


async def test_whoever_pays_nothing_of_it_is_not_asked(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    card = await world.nord.saw(case.name, button="Fremme")
    await world.ola.writes("/part pumpe 5200 kr garanti", in_=world.nord, reply_to=card)
    await world.dina.presses("Fortsett", on=await world.desk.saw(case.name, "5 200 kr", button="Fortsett"))
    await world.nord.saw(case.name, "5 200 kr er godkjent")
    await world.settles()
    assert not [mail for mail in kari.inbox() if f"{case.name}: kan vi fortsette" in mail.subject]


async def test_a_question_is_over_when_the_maker_turns_out_to_pay(world: World, kari: Person) -> None:
    case, mail = await asked(world, kari)
    await world.dina.writes(f"/payer {case.number} 1 produsenten", in_=world.desk)
    await world.desk.saw(case.name, "🏭 Produsent: 5 200 kr", button="Fortsett")
    async with aiohttp.ClientSession() as browser, browser.post(_YES.findall(mail.html or "")[0]) as page:
        assert "ikke noe å svare på lenger" in await page.text()
    await world.dina.writes(f"/spend {case.number} yes", in_=world.desk)
    await world.nord.saw(case.name, "5 200 kr er godkjent")
