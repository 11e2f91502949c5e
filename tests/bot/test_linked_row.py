"""Three Stafetts in a row: a job goes down and its news come up, and nobody sees beyond a neighbour."""

import base64
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.people import picture
from tests.three_desks import Relay, ThreeDesks, number_of, three_desks
from tests.two_desks import Letter

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ThreeDesks]:
    """Nordlys, Syd Kyl and Vest Kulde; neighbours trust each other."""
    async with three_desks(tmp_path_factory.mktemp("three"), sqlite_template) as desks:
        await desks.trust()
        yield desks


async def states(desks: ThreeDesks, relay: Relay) -> tuple[str, str, str]:
    """Where the latest handoff stands at each desk, from the top down."""
    await desks.settles()
    found = (
        (await desks.nordlys.exported(relay.first))["handoffs"],
        (await desks.syd_kyl.exported(relay.middle))["handoffs"],
        (await desks.vest.exported(relay.last))["handoffs"],
    )
    first, middle, last = (str(each[-1]["state"]) for each in found)
    return first, middle, last


async def brings_all(desks: ThreeDesks, last: int) -> None:
    """Vera's photos, reading, ticks and signature, and words that are Vegard's alone."""
    card = await desks.veras.saw(f"#{last}", button="Ferdig")
    for words, size in (("før", 31), ("etter", 32)):
        await desks.vera.writes(words, photo=picture(size, size), reply_to=card)
    for words in ("84 °C", "1, 2 ok", "Signert av Hanna Dahl", "Kunden klager på prisen"):
        await desks.vera.writes(words, reply_to=card)
    await desks.settles()


def everything(letter: Letter) -> str:
    """What a mail says anywhere: headers, both bodies, the copy."""
    mail = message_from_bytes(letter.raw, policy=policy.default)
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    payload = base64.urlsafe_b64decode(letter.copy["payload"] + "===").decode()
    return "\n".join(
        [*map(str, mail.values()), *(str(each and each.get_content()) for each in bodies), payload]
    )


async def test_each_step_climbs_when_each_desk_has_said_so_and_not_yet_goes_down_again(
    desks: ThreeDesks,
) -> None:
    relay = await desks.relay()
    await desks.presses("Tar det", relay.last)
    assert await states(desks, relay) == ("accepted", "accepted", "accepted")
    await relay.hanna.received(f"#{relay.first}", "tekniker")
    await desks.presses("1 t", relay.last)
    await relay.hanna.received(f"#{relay.first}", "ventet")
    await desks.presses("Fremme", relay.last)
    await brings_all(desks, relay.last)
    await desks.presses("Ferdig", relay.last)
    assert await states(desks, relay) == ("on_site", "on_site", "done")
    await desks.vest.types(f"/approve {relay.last}")
    assert await states(desks, relay) == ("on_site", "done", "approved")
    await desks.syd_kyl.types(f"/approve {relay.middle}")
    assert await states(desks, relay) == ("done", "approved", "approved")
    ours = await desks.nordlys.exported(relay.first)
    photos = [file["sha256"] for entry in ours["entries"] for file in entry["attachments"]]
    assert len(set(photos)) == 2
    assert not any("klager" in entry["text"] for entry in ours["entries"])
    rows = ((desks.vest, relay.last), (desks.syd_kyl, relay.middle))
    for firm, number in ((desks.nordlys, relay.first), *reversed(rows)):
        await firm.types(f"/reject {number} Skiltet mangler")
        await desks.settles()
    await desks.veras.saw(f"#{relay.last}", "Skiltet mangler", button="Ferdig")
    await desks.presses("Ferdig", relay.last)
    for firm, number in rows:
        await firm.types(f"/approve {number}")
        await desks.settles()
    await desks.nordlys.types(f"/approve {relay.first}")
    await relay.hanna.received(f"#{relay.first}", "nå skal det virke igjen")
    assert await states(desks, relay) == ("approved", "approved", "approved")


async def test_words_and_changes_reach_the_last_one_and_name_no_desk_but_the_neighbour(
    desks: ThreeDesks,
) -> None:
    relay = await desks.relay()
    await desks.presses("Tar det", relay.last)
    sent = len(desks.exchange.letters)
    await desks.nordlys.types(f"/tell {relay.first} Ring før dere drar")
    await desks.settles()
    await relay.hanna.replies_by_mail(relay.receipt, "Døra er blå.")
    await desks.settles()
    await desks.nordlys.types(f"/priority {relay.first} critical")
    await desks.settles()
    for words in ("Ring før dere drar", "Døra er blå"):
        await desks.veras.saw(f"#{relay.last}", words)
    await desks.veras.saw(f"#{relay.last}", "Kritisk", button="Fremme")
    letters = [each for each in desks.exchange.letters[sent:] if each.to.endswith("vestkulde.example")]
    assert letters
    above = ("Nordlys", "nordlys", f"#{relay.first}", "Dina")
    assert [word for each in letters for word in above if word in everything(each)] == []
    seen = [each.text for chat in (desks.vest.desk, desks.veras) for each in chat.messages()]
    assert [text for text in seen if "Nordlys" in text] == []


async def test_nobody_above_sees_who_is_below_the_neighbour(desks: ThreeDesks) -> None:
    relay = await desks.relay()
    await desks.presses("Tar det", relay.last)
    await desks.vest.types(f"/reply {relay.last} Vi kommer klokka ni")
    await desks.settles()
    letters = [each for each in desks.exchange.letters if each.to.endswith("nordlys-oslo.example")]
    below = ("Vest Kulde", "vestkulde", "Vegard", "Vera", f"#{relay.last}")
    assert [word for each in letters for word in below if word in everything(each)] == []
    seen = [each.text for each in desks.nordlys.desk.messages()]
    assert [text for text in seen if any(word in text for word in below)] == []


async def test_a_no_two_desks_down_leaves_the_job_with_the_neighbour(desks: ThreeDesks) -> None:
    hanna, receipt, first = await desks.asks()
    middle = await number_of(desks.syd_kyl, first)
    await desks.syd_kyl.types(f"/handoff {middle} vest")
    await desks.settles()
    last = await number_of(desks.vest, middle)
    await desks.vest.types(f"/decline {last} Ingen er ledig")
    relay = Relay(hanna, receipt, first, middle, last)
    await desks.settles()
    assert (await desks.nordlys.exported(first))["handoffs"][-1]["state"] == "offered"
    assert (await desks.syd_kyl.exported(middle))["handoffs"][-1]["note"] == "Ingen er ledig"
    await desks.syd_kyl.types(f"/handoff {middle} vest")
    await desks.settles()
    again = [each["number"] for each in await desks.vest.all() if each["facts"]["reference"] == str(middle)]
    assert len(again) == 2
    await desks.nordlys.types(f"/recall {relay.first}")
    await desks.settles()
    assert [(await desks.vest.exported(each))["state"] for each in again] == ["closed", "closed"]


async def test_the_middle_one_is_down_for_a_while_and_nothing_is_lost(desks: ThreeDesks) -> None:
    relay = await desks.relay()
    desks.exchange.holds = lambda letter: "sydkyl" in letter.to
    await desks.presses("Tar det", relay.last)
    await desks.presses("Fremme", relay.last)
    held = desks.exchange.releases()
    for letter in (*reversed(held), *held):  # in the wrong order, and each twice
        await desks.exchange.carries(letter)
    assert held
    assert await states(desks, relay) == ("on_site", "on_site", "on_site")
