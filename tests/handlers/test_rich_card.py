"""The card in a partner's chat: a rich message that stays true, and plain words where a server has none."""

import re

import pytest
import pytest_asyncio

from sandbox.people import Message, Person, picture
from tests.world import DESK, LEAKS, Case, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

STORY = "\n".join(f"{line}. Det drypper fra pumpen, og gulvet er vått igjen." for line in range(1, 120))


async def with_photos(world: World, kari: Person, *photos: bytes, text: str = LEAKS) -> Case:
    before = await world.town.moment()
    await kari.mails("Kaffemaskinen lekker", text, to=DESK, attachments=list(photos))
    number = number_in((await kari.received(after=before)).subject)
    return Case(number, await world.nord.saw(f"#{number}", button="Tar det"))


def pictures(card: Message) -> list[str]:
    return re.findall(r'<img src="([^"]+)">', card.html)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def new_server(world: World) -> None:
    """Each test begins with a server of today."""
    await world.town.settings(rich=True)


def followers(world: World, card: Message) -> list[Message]:
    return [message for message in world.nord.messages() if message.reply_to == card.message_id]


async def test_a_card_is_a_rich_message_with_a_table(world: World, kari: Person) -> None:
    case = await world.case(kari)
    assert "<h3>#" in case.card.html
    assert "<td>Serienr.</td><td><b>WMF-77120934</b></td>" in case.card.html


async def test_photos_stand_in_the_card_and_stay_there(world: World, kari: Person) -> None:
    case = await with_photos(world, kari, picture(320, 240), picture(240, 320))
    assert len(pictures(case.card)) == 2
    await world.settles()
    assert followers(world, case.card) == []
    await world.ola.presses("Tar det", on=case.card)
    taken = await world.nord.saw(case.name, button="På vei")
    assert pictures(taken) == pictures(case.card)  # the edit names what Telegram has, and sends no bytes


async def test_an_older_server_gets_plain_words_its_photos_and_the_whole_story(
    world: World, kari: Person
) -> None:
    await world.town.settings(rich=False)
    case = await with_photos(world, kari, picture(100, 80), picture(80, 100), text=f"{LEAKS}\n{STORY}")
    assert "<h3>" not in case.card.html
    await world.settles()
    below = followers(world, case.card)
    assert "119. Det drypper" not in case.card.text
    assert any("119. Det drypper" in message.text for message in below)
    assert [message.media.kind for message in below if message.media] == ["photo", "photo"]
    await world.ola.presses("Tar det", on=case.card)
    assert "Akseptert" in (await world.nord.saw(case.name, button="På vei")).text


async def test_a_card_sent_rich_is_kept_true_by_an_older_server(world: World, kari: Person) -> None:
    await world.passes(hours=7)  # the server may have been renewed
    case = await world.case(kari)
    assert "<h3>#" in case.card.html
    await world.town.settings(rich=False)
    await world.ola.presses("Tar det", on=case.card)
    assert "<h3>" not in (await world.nord.saw(case.name, button="På vei")).html
