"""What a customer's mail program and their own ticket system get of us."""

import pytest

from mail.parse import parse
from sandbox.people import Person
from tests.world import DESK, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_answer_quotes_what_it_answers_and_says_who_wrote(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await world.dina.writes(f"/reply {case.number} Vi kommer i morgen.", in_=world.desk)
    answer = await kari.received("Vi kommer i morgen.", after=before)
    assert "> Kaffemaskinen WMF-77120934 lekker vann. Kan noen komme?" in answer.text
    assert answer.header("auto-submitted") is None
    assert answer.header("content-language") == "nb"


async def test_news_quote_nothing_and_say_that_they_are_automatic(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await world.ola.presses("Tar det", on=case.card)
    news = await kari.received(case.name, after=before)
    assert "\n>" not in news.text
    assert news.header("auto-submitted") == "auto-generated"


async def test_what_we_sent_is_read_by_our_own_parser_as_our_words(world: World, kari: Person) -> None:
    case = await world.case(kari)
    read = parse(await case.receipt.raw())
    assert f"Vi har fått saken din: {case.name}" in read.text
    assert "lekker vann" not in read.text


async def test_their_systems_number_stays_in_our_subject(world: World, kari: Person) -> None:
    case = await world.case(kari)
    subject = f"[Ticket SOL-44117] RE: {case.receipt.subject}"
    await kari.mails(
        subject, "Registrert hos oss.", to=DESK, headers={"In-Reply-To": case.receipt.message_id}
    )
    await world.nord.saw("Registrert hos oss.")
    before = await world.town.moment()
    await world.dina.writes(f"/reply {case.number} Takk.", in_=world.desk)
    answer = await kari.received("Takk.", after=before)
    assert case.name in answer.subject
    assert "SOL-44117" in answer.subject
