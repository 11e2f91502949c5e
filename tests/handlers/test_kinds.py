"""Whatever people send: each kind joins the job it answers, or its sender hears that it cannot."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update

from sandbox.people import File, Person, picture
from storage.schema import sites
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

_IDS = count(500_000)
SITE = {"latitude": 59.9238, "longitude": 10.7587}
NEAR = {"latitude": 59.9240, "longitude": 10.7590}
TASKS = [
    {"id": 1, "text": "Steng vannet", "completion_date": 1_790_000_000},
    {"id": 2, "text": "Test to kopper"},
]
BLOCKS = [
    {"type": "heading", "text": "Rapport", "size": 1},
    {"type": "paragraph", "text": ["Byttet ", {"type": "bold", "text": "pumpa"}]},
]
JOINED = {
    "poll": (
        {"question": "Hvilken dag?", "options": [{"text": "tirsdag"}, {"text": "onsdag"}]},
        ("📊 Hvilken dag?", "· onsdag"),
    ),
    "checklist": ({"title": "Før jul", "tasks": TASKS}, ("📋 Før jul", "☑ Steng vannet", "☐ Test to kopper")),
    "rich_message": ({"blocks": BLOCKS}, ("Rapport", "Byttet pumpa")),
    "venue": (
        {
            "title": "Kafé Solsikken",
            "address": "Markveien 12",
            "location": {"latitude": 60.4, "longitude": 5.3},
        },
        ("📍 Kafé Solsikken, Markveien 12",),
    ),
}


async def sends(world: World, case: Case, name: str = "message", message: int = 0, **content: Any) -> int:
    """An answer of Ola's to the card with this content, as Telegram tells of it; the message's id."""
    chat = {"id": world.nord.id, "type": "group", "title": "Nord"}
    card = {"message_id": case.card.message_id, "date": 1, "chat": chat}
    bot = {"id": int(world.sandbox.token.partition(":")[0]), "is_bot": True, "first_name": "Nordlys"}
    told = {
        "message_id": message or next(_IDS),
        "date": int(datetime.now(UTC).timestamp()),
        "chat": chat,
        "from": {"id": world.ola.id, "is_bot": False, "first_name": "Ola"},
        "reply_to_message": card | {"from": bot},
    }
    await world.hears({"update_id": 10**9 + next(_IDS), name: told | content})
    return int(str(told["message_id"]))


def as_telegram_has_it(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    if kind == "poll":
        more = {"id": "1", "total_voter_count": 0, "is_closed": False, "is_anonymous": False}
        options = [
            {"persistent_id": str(n), **each, "voter_count": 0} for n, each in enumerate(content["options"])
        ]
        flags = dict.fromkeys(
            ("allows_multiple_answers", "allows_revoting", "shuffle_options", "members_only"), False
        )
        return {"poll": content | more | flags | {"type": "regular", "options": options}}
    return {kind: content} | ({"location": content["location"]} if kind == "venue" else {})


@pytest.mark.parametrize("kind", JOINED)
async def test_joins_the_job_in_words(world: World, kari: Person, kind: str) -> None:
    case = await world.accepted(kari)
    content, words = JOINED[kind]
    await sends(world, case, **as_telegram_has_it(kind, content))
    await world.desk.saw(case.name, *words)


@pytest.mark.parametrize("kind", ["voice", "video", "video_note", "document"])
async def test_goes_on_as_what_it_is(world: World, kari: Person, kind: str) -> None:
    case = await world.accepted(kari)
    types = {"voice": "audio/ogg", "document": "application/pdf"}
    file = File(f"{kind}.bin", b"not really one", types.get(kind, "video/mp4"))
    await world.ola.writes(**{kind: file}, reply_to=case.card)  # type: ignore[arg-type]
    await world.desk.saw(lambda message: message.media is not None and message.media.kind == kind)
    assert [each["kind"] for each in (await world.exported(case.number))["attachments"]] == [kind]


async def test_a_moving_photo_proves_as_a_photo(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.writes(photo=picture(), reply_to=case.card)
    (first,) = (await world.exported(case.number))["attachments"]
    size = {"file_id": first["telegram_file_id"], "file_unique_id": "u", "width": 320, "height": 240}
    moving = {"file_id": "x", "file_unique_id": "x", "width": 320, "height": 240, "duration": 3}
    await sends(world, case, live_photo=moving | {"photo": [size]})
    assert [each["kind"] for each in (await world.exported(case.number))["attachments"]] == ["photo"] * 2


@pytest.mark.parametrize(
    "content",
    [{"dice": {"emoji": "🎲", "value": 5}}, {"story": {"id": 1, "chat": {"id": 1, "type": "private"}}}],
)
async def test_what_no_job_can_keep_is_declined_politely(
    world: World, kari: Person, content: dict[str, Any]
) -> None:
    case = await world.accepted(kari)
    before = await world.exported(case.number)
    message = await sends(world, case, **content)
    await world.nord.saw("Det kan jeg ikke ta med", lambda answer: answer.reply_to in (message, None))
    assert (await world.exported(case.number))["entries"] == before["entries"]


async def test_a_service_message_is_nobodys_word(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    before = (await world.exported(case.number))["entries"]
    shown = len(world.nord.messages())
    await sends(world, case, new_chat_title="Nord Elektro · vakt")
    assert (await world.exported(case.number))["entries"] == before
    assert len(world.nord.messages()) == shown


async def test_a_live_location_that_reaches_the_site_is_the_arrival(world: World, kari: Person) -> None:
    async with world.application.store.unit() as unit:
        await unit.connection.execute(update(sites).values(**SITE))
        await unit.commit()
    case = await world.accepted(kari)
    far = {"latitude": 59.95, "longitude": 10.7587, "live_period": 3600}
    message = await sends(world, case, location=far)
    await world.desk.saw(case.name, "Er her")
    await sends(world, case, "edited_message", message, location=far | NEAR)
    assert (await world.exported(case.number))["handoffs"][-1]["state"] == "on_site"


async def test_words_that_say_what_is_wrong_are_mended_on_the_card(world: World) -> None:
    ivan = await world.ivan()
    said = await ivan.writes("Касса EV-00318844 не печатает чеки, приезжайте пожалуйста.")
    card = await world.syd.saw("не печатает чеки", button="Tar det", after=said)
    await ivan.edits(said, "Касса EV-00318844 не печатает чеки и пищит, приезжайте пожалуйста.")
    mended = await world.syd.saw(
        lambda message: message.message_id == card.message_id and "пищит" in message.text
    )
    assert "Tar det" in str(mended.buttons)
    await world.desk.saw("и пищит", lambda message: message.edited)
