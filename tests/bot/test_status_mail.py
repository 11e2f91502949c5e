"""A mail that only asks how far it is gets an answer by itself, and bothers nobody."""

import pytest

from sandbox.people import Person
from tests.world import DESK, LEAKS, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_asks_in_a_case_hears_how_far_it_is(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await kari.replies_by_mail(case.receipt, "Hei, er det noe nytt?")
    answer = await kari.received("Du har én åpen sak", after=before)
    assert (case.name in answer.text, answer.subject) == (True, case.receipt.subject)
    assert answer.header("auto-submitted") == "auto-replied"
    await world.settles()
    assert not [message for message in world.nord.messages() if "noe nytt" in message.text]


async def test_who_asks_without_naming_a_case_hears_of_all(world: World, kari: Person) -> None:
    first = await world.case(kari)
    second = await world.case(kari, f"{LEAKS} Kverna også.", "Kverna lekker")
    before = await world.town.moment()
    await kari.mails("Status", "Status?", to=DESK)
    answer = await kari.received("Du har 2 åpne saker", after=before)
    assert first.name in answer.text
    assert second.name in answer.text


async def test_what_goes_on_after_the_question_is_for_a_person(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await kari.replies_by_mail(case.receipt, "Status? Nå lekker den enda mer.")
    assert await world.nord.saw("Nå lekker den enda mer.")


async def test_a_machine_that_asks_hears_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await kari.replies_by_mail(case.receipt, "Status?", headers={"Auto-Submitted": "auto-generated"})
    await world.settles()
    assert not [mail for mail in world.town.mails_sent() if mail.seq > before]


async def test_an_answer_elsewhere_would_tell_others(world: World, kari: Person) -> None:
    await world.case(kari)
    before = await world.town.moment()
    await kari.mails("Status", "Status?", to=DESK, headers={"Reply-To": "mallory@evil.example"})
    await world.settles()
    assert not [mail for mail in world.town.mails_sent() if mail.seq > before and "åpen sak" in mail.text]
