"""Telegram and the mail server misbehave: nothing is lost, and nothing is said twice without need."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.moments import utc_now
from handlers.leaving import chat_text
from sandbox.people import Chat, Message, Person, picture
from tests.running import until
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def calm_after(world: World) -> AsyncIterator[None]:
    """What one test has ordered troubles no other."""
    yield
    await world.town.clear_faults()
    await world.passes(minutes=6)  # what still waits is sent
    await world.settles()


@pytest.mark.parametrize("kind", ["500", "502", "gateway", "drop"])
async def test_what_failed_comes_once_telegram_can(world: World, kari: Person, kind: str) -> None:
    await world.town.fault("sendRichMessage", kind, times=2, in_=world.nord)
    case = await world.case(kari)
    await world.settles()
    assert len(cards(world.nord, case.name)) == 1


async def test_what_hangs_is_given_up_and_sent_again(world: World, kari: Person) -> None:
    await world.town.fault("sendRichMessage", "timeout", seconds=0.2, in_=world.nord)
    case = await world.case(kari)
    await world.settles()
    assert len(cards(world.nord, case.name)) == 1


async def test_a_lost_answer_repeats_a_message_once(world: World, kari: Person) -> None:
    await world.town.fault("sendRichMessage", "drop", after=True, in_=world.nord)
    case = await world.case(kari)
    await world.settles()
    assert len(cards(world.nord, case.name)) == 2


async def test_an_answer_to_the_later_copy_joins_the_job(world: World, kari: Person) -> None:
    await world.town.fault("sendRichMessage", "drop", after=True, in_=world.nord)
    case = await world.case(kari)
    await world.settles()
    await world.ola.writes("Pumpen er bestilt", in_=world.nord, reply_to=cards(world.nord, case.name)[-1])
    assert await world.desk.saw("Pumpen er bestilt", case.name)


async def test_a_chat_in_trouble_keeps_no_other_waiting(world: World, kari: Person) -> None:
    await world.town.fault("sendRichMessage", "502", times=1000, in_=world.nord)
    number = await mailed(world, kari)
    await world.desk.saw(f"#{number}", "lekker")
    assert cards(world.nord, f"#{number}") == []


async def test_telegrams_pause_is_kept(world: World, kari: Person) -> None:
    await world.town.fault("sendRichMessage", "429", seconds=300, in_=world.nord)
    number = await mailed(world, kari)
    await held(world, number)
    await world.passes(seconds=290)
    assert cards(world.nord, f"#{number}") == []
    await world.passes(seconds=11)
    await world.nord.saw(f"#{number}")


async def test_text_that_cannot_be_parsed_comes_plain(world: World) -> None:
    async with world.application.store.unit() as unit:
        await unit.outbox.add(
            chat_text(world.nord.id, "Pris &lt; 100 kr <b>og <i>mer</b>", kind="reply", now=utc_now())
        )
        await unit.commit()
    await world.passes()
    assert (await world.nord.saw("Pris < 100 kr og mer")).html == "Pris &lt; 100 kr og mer"


async def test_a_photo_that_cannot_be_had_is_had_later(world: World, ivan: Person) -> None:
    photo = picture(31, 17)
    await world.town.fault("download", "502", times=1)
    asked = await ivan.writes("Касса EV-00318844 не печатает", photo=photo)
    receipt = await ivan.saw("#", after=asked)
    number, sha256 = number_in(receipt.text), hashlib.sha256(photo).hexdigest()

    async def at_home() -> bool:
        await world.passes(seconds=31)
        files = (await world.exported(number))["attachments"]
        return {file["sha256"] for file in files} == {sha256}

    async with asyncio.timeout(10):
        await until(at_home)


async def test_updates_are_asked_for_again(world: World, ivan: Person) -> None:
    await world.town.fault("getUpdates", "gateway", times=2)
    await world.town.fault("getUpdates", "502")
    await world.town.fault("getUpdates", "drop")
    asked = await ivan.writes("Касса EV-00318844 не печатает")
    assert await ivan.saw("#", after=asked, within=30)


async def test_updates_whose_answer_was_lost_count_once(world: World, ivan: Person) -> None:
    await world.town.fault("getUpdates", "drop", after=True)
    asked = await ivan.writes("Касса EV-00318844 не печатает")
    receipt = await ivan.saw("#", after=asked)
    await world.settles()
    assert said_by(await world.exported(number_in(receipt.text)), "Иван Петров") == [asked.text]


@pytest.mark.parametrize("kind", ["451", "421", "drop"])
async def test_mail_that_was_put_off_is_sent_again(world: World, kari: Person, kind: str) -> None:
    await world.town.fault("smtp", kind)
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    await world.desk.saw(kari.email, "lekker")
    await world.passes(minutes=1)
    await kari.received("WMF")
    await world.settles()
    assert len(kari.inbox()) == 1


async def test_mail_whose_answer_was_lost_has_one_message_id(world: World, kari: Person) -> None:
    await world.town.fault("smtp", "drop", after=True)
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    await kari.received("WMF")
    await world.passes(minutes=1)
    await world.settles()
    assert len(kari.inbox()) == 2
    assert len({mail.message_id for mail in kari.inbox()}) == 1


async def test_the_desk_hears_of_mail_that_was_refused(world: World, kari: Person) -> None:
    await world.town.fault("smtp", "550")
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    assert await world.desk.saw(kari.email, "550")


async def mailed(world: World, kari: Person) -> int:
    """The ticket that her mail has become."""
    await kari.mails("Kaffemaskinen lekker", LEAKS, to=DESK)
    return number_in((await kari.received("WMF")).subject)


async def held(world: World, number: int) -> None:
    """Returns when the card has been tried and waits for another try."""

    async def waits() -> bool:
        async with world.application.store.glance() as unit:
            rows = (await unit.outbox.of_tickets([number]))[number]
        return any(row.kind == "card" and row.state == "pending" and row.last_error for row in rows)

    await until(waits)


def cards(chat: Chat, name: str) -> list[Message]:
    """What hangs there about that ticket and can be accepted."""
    return [m for m in chat.messages() if name in m.text and "✅ Tar det" in m.buttons]


def said_by(ticket: dict[str, Any], name: str) -> list[str]:
    """What somebody has said in it."""
    return [e["text"] for e in ticket["entries"] if e["kind"] == "message" and e["author"]["name"] == name]
