"""Mails between two desks that are lost, doubled, overtaken, or come while nobody is there."""

import pytest

from sandbox.people import picture
from tests.two_desks import SYD_KYL, TwoDesks

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def to_per(desks: TwoDesks) -> tuple[int, int]:
    """A job that Per has said yes to: both numbers."""
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    await desks.syd_kyl.types(f"/handoff {theirs} per")
    await desks.settles()
    await desks.per.presses("Tar det", on=await desks.pers.saw(f"#{theirs}", button="Tar det"))
    await desks.settles()
    return number, theirs


def files_of(ticket: dict[str, object], role: str) -> list[str]:
    """Hashes of what came from that side, in order, each as often as it is there."""
    entries = ticket["entries"]
    assert isinstance(entries, list)
    return [
        file["sha256"]
        for entry in entries
        if entry["author"]["role"] == role and entry["kind"] == "message"
        for file in entry["attachments"]
    ]


async def test_every_mail_twice_is_as_once(desks: TwoDesks) -> None:
    number, theirs = await to_per(desks)
    card = await desks.pers.saw(f"#{theirs}", button="Klart")
    await desks.per.writes("efter", photo=picture(35, 35), reply_to=card)
    await desks.nordlys.types(f"/tell {number} Ring først")
    await desks.settles()
    before = await desks.nordlys.exported(number), await desks.syd_kyl.exported(theirs)
    passed = len(desks.exchange.letters)
    for letter in list(desks.exchange.letters):
        await desks.exchange.carries(letter)
    await desks.settles()
    after = await desks.nordlys.exported(number), await desks.syd_kyl.exported(theirs)
    assert [each["entries"] for each in after] == [each["entries"] for each in before]
    assert (len(desks.exchange.letters), after[0]["handoffs"]) == (passed, before[0]["handoffs"])


async def test_what_comes_in_the_wrong_order_ends_the_same(desks: TwoDesks) -> None:
    number, theirs = await to_per(desks)
    desks.exchange.holds = lambda letter: True
    card = await desks.pers.saw(f"#{theirs}", button="Klart")
    await desks.per.writes("väntar på delar", reply_to=card)
    await desks.settles()
    await desks.per.writes(
        "efter", photo=picture(36, 36), reply_to=await desks.pers.saw(f"#{theirs}", button="Klart")
    )
    await desks.settles()
    await desks.per.presses("Framme", on=await desks.pers.saw(f"#{theirs}", button="Framme"))
    await desks.syd_kyl.types(f"/reply {theirs} Han är där nu")
    await desks.settles()
    assert len(desks.exchange.held) >= 4
    for letter in reversed(desks.exchange.releases()):
        await desks.exchange.carries(letter)
        await desks.settles()
    assert await desks.state(number) == "on_site"
    ticket = await desks.nordlys.exported(number)
    assert len(files_of(ticket, "partner")) == 1
    assert [entry["text"] for entry in ticket["entries"]].count("Han är där nu") == 1


@pytest.mark.parametrize("side", ["partner", "principal"])
async def test_a_lost_mail_is_made_good_by_the_next(desks: TwoDesks, side: str) -> None:
    number, theirs = await to_per(desks)
    desks.exchange.holds = lambda letter: True
    if side == "partner":
        await desks.syd_kyl.types(f"/reply {theirs} Vi behöver en pump")
    else:
        await desks.nordlys.types(f"/tell {number} Vi behöver en pump")
    await desks.settles()
    assert len(desks.exchange.releases()) == 1  # and it is never seen again
    if side == "partner":
        await desks.syd_kyl.types(f"/reply {theirs} Den kommer i morgon")
        there = desks.nordlys, number
    else:
        await desks.nordlys.types(f"/tell {number} Den kommer i morgon")
        there = desks.syd_kyl, theirs
    await desks.settles()
    said = [entry["text"] for entry in (await there[0].exported(there[1]))["entries"]]
    assert [text for text in said if "pump" in text or "morgon" in text] == [
        "Vi behöver en pump",
        "Den kommer i morgon",
    ]


@pytest.mark.parametrize("side", ["partner", "principal"])
async def test_a_file_that_was_lost_is_asked_for_and_sent_again(desks: TwoDesks, side: str) -> None:
    number, theirs = await to_per(desks)
    desks.exchange.holds = lambda letter: True
    if side == "partner":
        card = await desks.pers.saw(f"#{theirs}", button="Klart")
        await desks.per.writes("efter", photo=picture(37, 37), reply_to=card)
    else:
        await desks.nordlys.dispatcher.writes(
            f"/tell {number} Se bildet", photo=picture(38, 38), in_=desks.nordlys.desk
        )
    await desks.settles()
    desks.exchange.releases()
    if side == "partner":
        await desks.syd_kyl.types(f"/reply {theirs} Bilden är skickad")
        await desks.settles()
        files = files_of(await desks.nordlys.exported(number), "partner")
    else:
        await desks.nordlys.types(f"/tell {number} Så du bildet?")
        await desks.settles()
        files = files_of(await desks.syd_kyl.exported(theirs), "customer")
    assert len(files) == 1


async def test_a_not_yet_is_not_undone_by_a_done_from_before(desks: TwoDesks) -> None:
    number, theirs = await to_per(desks)
    card = await desks.pers.saw(f"#{theirs}", button="Klart")
    for words in ("före", "efter"):
        await desks.per.writes(words, photo=picture(39, 39 + len(words)), reply_to=card)
    for words in ("84 °C", "1, 2 ok", "Signerat av Hanna"):
        await desks.per.writes(words, reply_to=card)
    await desks.settles()
    await desks.per.presses("Klart", on=await desks.pers.saw(f"#{theirs}", button="Klart"))
    await desks.syd_kyl.types(f"/approve {theirs}")
    assert await desks.state(number) == "done"
    desks.exchange.holds = lambda letter: letter.to == SYD_KYL
    await desks.nordlys.types(f"/reject {number} Den lekker ennå")
    await desks.settles()
    await desks.syd_kyl.types(f"/reply {theirs} Tack för ett bra samarbete")
    assert await desks.state(number) == "rework"
    for letter in desks.exchange.releases():
        await desks.exchange.carries(letter)
    await desks.settles()
    assert (await desks.syd_kyl.exported(theirs))["state"] == "reopened"


async def test_a_desk_that_was_stopped_goes_on_where_it_was(desks: TwoDesks) -> None:
    number, theirs = await to_per(desks)
    await desks.nordlys.ends()
    desks.exchange.holds = lambda letter: letter.to != SYD_KYL
    await desks.per.presses("Framme", on=await desks.pers.saw(f"#{theirs}", button="Framme"))
    await desks.settles()
    await desks.syd_kyl.ends()
    await desks.nordlys.begins()
    await desks.syd_kyl.begins()
    for letter in desks.exchange.releases():
        await desks.exchange.carries(letter)
    assert await desks.state(number) == "on_site"
    await desks.nordlys.types(f"/tell {number} Takk")
    await desks.pers.saw(f"#{theirs}", "Takk")


async def test_a_desk_that_talks_too_much_about_one_job_is_held(desks: TwoDesks) -> None:
    number, theirs = await to_per(desks)
    for count in range(31):
        await desks.syd_kyl.types(f"/reply {theirs} Ett ord till, {count}")
    await desks.settles()
    await desks.nordlys.desk.saw("Det ser ut som en maskin", f"#{number}")
    said = [entry["text"] for entry in (await desks.nordlys.exported(number))["entries"]]
    assert said.count("Ett ord till, 30") == 1
    shown = [each.text for each in desks.nordlys.desk.messages()]
    assert not any("Ett ord till, 30" in text for text in shown)


async def test_what_goes_over_is_small_and_says_that_a_machine_wrote_it(desks: TwoDesks) -> None:
    _number, theirs = await to_per(desks)
    await desks.syd_kyl.types(f"/reply {theirs} Vi ses i morgon")
    await desks.settles()
    assert all(len(str(letter.copy["payload"])) < 20_000 for letter in desks.exchange.letters)
    by_people = [letter for letter in desks.exchange.letters if b"\nAuto-Submitted: auto-" not in letter.raw]
    assert all(b"Vi ses i morgon" in letter.raw for letter in by_people[-1:])
    assert len(by_people) < len(desks.exchange.letters) / 2
