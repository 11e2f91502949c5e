"""What a technician sends is kept whole: photos under commands, albums, and all of it once."""

import pytest

from sandbox.people import Person, picture
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def at_work(world: World, kari: Person) -> Case:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    return Case(case.number, await world.nord.saw(case.name, button="Fremme"))


async def kept(world: World, case: Case) -> tuple[list[tuple[str, int]], list[str]]:
    """The technician's entries, each with how many files it has; and the kinds of the job's lines."""
    ticket = await world.exported(case.number)
    said = [each for each in ticket["entries"] if each["author"]["role"] == "partner" and not each["event"]]
    lines = [line["kind"] for line in ticket["handoffs"][-1]["work"]]
    return [(each["text"], len(each["attachments"])) for each in said], lines


async def test_a_photo_with_a_command_under_it_is_a_photo_and_a_line(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/part ABC-12 x1", photo=picture(), reply_to=case.card)
    assert await kept(world, case) == ([("", 1)], ["part"])


async def test_an_album_with_a_command_under_it_is_whole(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.sends_album([picture(), picture(), picture()], "/log 2h", reply_to=case.card)
    assert await kept(world, case) == ([("", 3)], ["hours"])


async def test_a_command_under_a_later_photo_of_an_album_is_a_line_too(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes(photo=picture(), reply_to=case.card)
    (file,) = (await world.exported(case.number))["attachments"]
    for place, caption in enumerate((None, "/cost 350 kr taxi", "brukte 2 timer"), start=1):
        item = album_item(world, case, file["telegram_file_id"], place, caption)
        await world.hears({"update_id": 2 * 10**9 + case.number * 10 + place, "message": item})
    said, lines = await kept(world, case)
    assert (said[1:], lines) == ([("brukte 2 timer", 3)], ["travel", "hours"])


async def test_a_photo_stays_where_its_command_cannot_be_read(world: World, kari: Person) -> None:
    case = await at_work(world, kari)
    await world.ola.writes("/cost drosje", photo=picture(), reply_to=case.card)
    await world.nord.saw("/cost 350 kr taxi")
    assert await kept(world, case) == ([("", 1)], [])


def album_item(world: World, case: Case, file_id: str, place: int, caption: str | None) -> dict[str, object]:
    chat = {"id": world.nord.id, "type": "group", "title": "Nord"}
    return {
        "message_id": 8000 + place,
        "date": 1_795_000_000,
        "chat": chat,
        "from": {"id": world.ola.id, "is_bot": False, "first_name": "Ola"},
        "reply_to_message": {"message_id": case.card.message_id, "date": 1, "chat": chat},
        "media_group_id": f"reported-{case.number}",
        "photo": [{"file_id": file_id, "file_unique_id": "u", "width": 320, "height": 240, "file_size": 900}],
        "caption": caption,
    }


async def test_a_reply_to_the_card_of_a_merged_ticket_is_about_the_job_that_goes_on(
    world: World, kari: Person
) -> None:
    old, new = await world.case(kari), await world.case(kari)
    await world.ola.presses("Tar det", on=new.card)
    for command in (f"/recall {old.number}", f"/merge {old.number} {new.number}"):
        await world.dina.writes(command, in_=world.desk)
    await world.settles()
    await world.ola.writes("Bytter pumpen nå", photo=picture(), reply_to=old.card)
    await world.ola.writes("fremme", reply_to=old.card)
    assert (await kept(world, new))[0] == [("Bytter pumpen nå", 1), ("fremme", 0)]
    assert (await world.exported(new.number))["handoffs"][-1]["state"] == "on_site"


async def test_one_technician_in_two_chats_with_three_jobs_each_has_six_threads(
    world: World, kari: Person
) -> None:
    second = await world.town.group("Nord Elektro · vakt", [world.ola], with_bot=False)
    first = [await world.case(kari) for _ in range(3)]
    await world.ola.follows(await world.invited("partner", "syd-kyl"), into=second)
    await world.ola.walks_through(second)
    await world.syd.throws_bot_out(world.per)
    await world.settles()
    others = []
    for case in first:
        opened = await world.case(await world.kari())
        await world.dina.writes(f"/recall {opened.number}", in_=world.desk)
        await world.dina.writes(f"/handoff {opened.number} syd-kyl", in_=world.desk)
        others.append(Case(opened.number, await second.saw(opened.name, button="Tar det", after=case.card)))
    for each in (*first, *others):
        await world.ola.writes(f"Om {each.number}", photo=picture(), reply_to=each.card)
    for each in (*first, *others):
        assert (await kept(world, each))[0] == [(f"Om {each.number}", 1)]
