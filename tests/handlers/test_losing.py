"""A partner's chat that is out of reach, comes back, or becomes another's: nothing waits in silence (I30)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Message
from tests.world import Case, World, a_world
from tests.world_data import CONFIGURATION

POST = "post@nord.example"
NORD = 'name = "Nord Elektro AS"'


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world for each test: somebody is gone from it afterwards."""
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


@pytest.fixture
async def by_mail_too(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Nord Elektro has a mailbox beside its chat."""
    known = CONFIGURATION.replace(NORD, f'{NORD}\nemail = "{POST}"')
    async with a_world(tmp_path, sqlite_url, configuration=known) as world:
        yield world


async def accepted(world: World, text: str = "Kaffemaskinen WMF-77120934 lekker. Koden er 9182.") -> Case:
    case = await world.case(await world.kari(), text)
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="På vei"))


async def partners_of(world: World, case: Case) -> list[tuple[str, str]]:
    handoffs = (await world.exported(case.number))["handoffs"]
    return [(each["partner_id"], each["state"]) for each in handoffs]


def now(world: World, card: Message) -> Message:
    return next(each for each in world.nord.messages() if each.message_id == card.message_id)


async def test_an_offer_in_a_chat_that_threw_the_bot_out_goes_to_the_next_at_once(world: World) -> None:
    case = await world.case(await world.kari())
    await world.nord.throws_bot_out(by=world.ola)
    await world.syd.saw(case.name, button="Tar det")
    assert await partners_of(world, case) == [("nord-elektro", "expired"), ("syd-kyl", "offered")]


async def test_an_offer_out_of_reach_by_telegrams_refusal_goes_to_the_next(world: World) -> None:
    kari = await world.kari()
    case = await world.case(kari)
    await world.town.fault("getUpdates", "500", times=50)  # what happens to the bot is told later
    asked = await world.dina.writes("/queue", in_=world.desk)
    await world.desk.saw(case.name, after=asked)
    await world.nord.throws_bot_out(by=world.ola)
    await kari.replies_by_mail(case.receipt, "Det renner fortsatt.")
    await world.syd.saw(case.name, button="Tar det")


async def test_the_desk_hears_which_jobs_a_lost_partner_has_and_each_time_words_stay(world: World) -> None:
    case = await accepted(world)
    await world.nord.throws_bot_out(by=world.ola)
    await world.desk.saw("Nord Elektro · jobber", f"De har fremdeles {case.name}")
    for _ in range(2):
        said = await world.dina.writes(f"/tell {case.number} Husk nøkkelen", in_=world.desk)
        await world.desk.saw("Nord Elektro AS", f"De har fremdeles {case.name}", after=said)


async def test_the_desk_hears_what_did_not_arrive_in_words_of_its_own(world: World) -> None:
    case = await accepted(world)
    await world.nord.is_deleted()
    await world.dina.writes(f"/tell {case.number} Husk nøkkelen", in_=world.desk)
    lost = await world.desk.saw("Ikke levert til Nord Elektro · jobber: det som ble skrevet til dem")
    assert "relay" not in lost.text


async def test_a_lost_partner_has_no_job_that_was_taken_back_before(world: World) -> None:
    case = await accepted(world)
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.dina.writes(f"/handoff {case.number} nord-elektro", in_=world.desk)
    await world.nord.saw(case.name, button="Tar det", after=case.card)
    await world.nord.throws_bot_out(by=world.ola)
    await world.syd.saw(case.name, button="Tar det")
    lost = await world.desk.saw("Nord Elektro · jobber")
    assert "De har fremdeles" not in lost.text


async def test_words_to_a_lost_partner_go_by_mail(by_mail_too: World) -> None:
    world = by_mail_too
    nora = await world.town.person("Nora", email=POST, language="nb")
    case = await accepted(world)
    await world.nord.throws_bot_out(by=world.ola)
    card = await nora.received(f"[#{case.number}]", "Koden er 9182")
    await world.dina.writes(f"/tell {case.number} Husk ekstra pakning", in_=world.desk)
    told = await nora.received("Husk ekstra pakning")
    assert told.references[0] == card.message_id


async def test_cards_hang_anew_when_the_bot_is_let_in_and_of_what_ended_nothing_stays(world: World) -> None:
    mine = await accepted(world)
    gone = await world.case(await world.kari(), "Kaffemaskinen WMF-77120934 lekker. Ring Mona, kode 7733.")
    await world.nord.throws_bot_out(by=world.ola)
    await world.syd.saw(gone.name, button="Tar det")
    await world.nord.lets_bot_in(by=world.ola)
    again = await world.nord.saw(mine.name, button="På vei", after=mine.card)
    assert again.message_id != mine.card.message_id
    await world.settles()
    assert [word for word in ("7733", "4471") if word in now(world, gone.card).text] == []


async def test_a_bot_that_was_there_all_the_time_hangs_no_card_anew(world: World) -> None:
    case = await accepted(world)
    await world.nord.makes_bot_admin(by=world.ola)
    await world.settles()
    cards = [each for each in world.nord.messages() if case.name in each.text and each.buttons]
    assert [each.message_id for each in cards] == [case.card.message_id]


async def test_a_card_that_was_deleted_comes_back_with_the_next_news(world: World) -> None:
    case = await accepted(world)
    await world.ola.deletes(case.card)
    await world.dina.writes(f"/priority {case.number} high", in_=world.desk)
    again = await world.nord.saw(case.name, button="På vei", after=case.card)
    await world.ola.presses("På vei", on=again)
    assert await partners_of(world, case) == [("nord-elektro", "en_route")]


async def test_the_list_of_jobs_brings_a_card_and_the_old_one_says_so(world: World) -> None:
    case = await accepted(world)
    listed = await world.nord.saw("oppdrag", after=await world.ola.writes("/jobs", in_=world.nord))
    (label,) = [each for each in listed.buttons if case.name in each]
    await world.ola.presses(label, on=listed)
    again = await world.nord.saw(case.name, "Koden er 9182", button="På vei", after=listed)
    await world.settles()
    assert "nyere kort" in now(world, case.card).text
    assert (now(world, case.card).buttons, now(world, again).buttons != []) == ([], True)


async def test_a_chat_that_becomes_another_partners_keeps_no_card_of_the_former(world: World) -> None:
    case = await accepted(world)
    await world.ola.follows(await world.invited("partner", "syd-kyl"), into=world.nord)
    await world.settles()
    card = now(world, case.card)
    assert (case.name in card.text, card.buttons) == (True, [])
    assert [word for word in ("4471", "9182", "Kari", "+47") if word in card.text] == []


async def test_a_desk_that_lets_the_bot_in_again_sees_what_is_open(world: World) -> None:
    await world.desk.throws_bot_out(by=world.dina)
    case = await world.case(await world.kari())
    await world.desk.lets_bot_in(by=world.dina)
    assert await world.desk.saw("Én åpen sak", case.name)
