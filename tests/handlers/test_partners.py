"""A partner's group: the card and its buttons, words and photos, and who may press at all."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.people import Person, picture
from tests.world import Case, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def state_of(world: World, case: Case) -> str:
    return str((await world.exported(case.number))["handoffs"][-1]["state"])


def album_item(world: World, case: Case, file_id: str, place: int, caption: str | None) -> dict[str, Any]:
    """A photo of an album under the card, as Telegram tells of it (Bot API, Message)."""
    photo = {"file_id": file_id, "file_unique_id": "u", "width": 320, "height": 240, "file_size": 900}
    return {
        "message_id": 9000 + place,
        "date": int(datetime.now(UTC).timestamp()),
        "chat": {"id": world.nord.id, "type": "group", "title": "Nord"},
        "from": {"id": world.ola.id, "is_bot": False, "first_name": "Ola"},
        "reply_to_message": {
            "message_id": case.card.message_id,
            "date": 1,
            "chat": {"id": world.nord.id, "type": "group", "title": "Nord"},
        },
        "media_group_id": f"album-{case.number}",
        "photo": [photo],
        "caption": caption,
    }


async def test_accept_shows_on_the_card_and_the_customer_hears_of_a_technician(
    world: World, kari: Person
) -> None:
    case = await world.case(kari)
    answer = await world.ola.presses("Tar det", on=case.card)
    assert answer.text == "Oppdraget er deres. Takk!"
    await world.nord.saw(case.name, "Akseptert", "Ola Hansen", button="På vei")
    assert "en tekniker har saken din" in (await kari.received(f"{case.name}: en tekniker")).text


async def test_a_second_press_changes_nothing(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    again = await world.ola.presses("Press", on=await world.plants(f"j:{case.number}:1:accept", world.nord))
    assert again.text == "Det er allerede notert."
    await world.settles()
    assert [mail.text.count("en tekniker har saken din") for mail in kari.inbox()].count(1) == 1


async def test_two_who_accept_at_once_take_it_once(world: World, kari: Person) -> None:
    anders = await world.town.person("Anders Moe", language="nb")
    await world.nord.adds(anders, by=world.ola)
    case = await world.case(kari)
    await asyncio.gather(*(who.presses("Tar det", on=case.card) for who in (world.ola, anders)))
    events = [entry["event"] for entry in (await world.exported(case.number))["entries"]]
    assert events.count("accepted") == 1
    assert len([mail for mail in kari.inbox() if "en tekniker har saken din" in mail.text]) == 1


async def test_a_decline_with_its_reason_goes_to_the_next_partner(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Kan ikke", on=case.card)
    answer = await world.ola.presses("Ikke tid", on=await world.nord.saw(case.name, button="Ikke tid"))
    assert answer.text == "Greit, vi spør noen andre."
    await world.syd.saw(case.name, button="Tar det")
    await world.desk.saw(case.name, "Avslått", "Nord Elektro AS", "Ikke tid")
    assert (await world.nord.saw(case.name, "Avslått")).buttons == []


async def test_a_declined_card_keeps_nothing_of_the_customer(world: World, kari: Person) -> None:
    case = await world.case(kari, "Kaffemaskinen WMF-77120934 lekker. Ring Mona, kode 9182 på bakdøra.")
    await world.ola.writes("Kan ikke ta den", reply_to=case.card)
    card = await world.nord.saw(case.name, "Avslått")
    secrets = ("4471", "Kari", "Markveien", "+47", "Mona", "9182")
    assert [word for word in secrets if word in card.text] == []


async def test_waiting_asks_for_what_and_tells_the_customer(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.presses("Venter", on=case.card)
    await world.ola.presses("Deler", on=await world.nord.saw(case.name, button="Deler"))
    assert f"{case.name}: vi skaffer en del" in (await kari.received("vi skaffer en del")).text
    await world.desk.saw(case.name, "Venter på deler", "Nord Elektro AS")


async def test_words_are_steps(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.writes("fremme nå", reply_to=case.card)
    await world.nord.saw(case.name, "Fremme", button="Ferdig")
    assert await state_of(world, case) == "on_site"


async def test_a_question_is_told_to_the_desk_and_not_to_the_customer(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    assert "Svar på kortet" in (await world.ola.presses("Spørsmål", on=case.card)).text
    await world.ola.writes("Hvem har nøkkelen til boden?", reply_to=case.card)
    await world.desk.saw("Hvem har nøkkelen til boden?", case.name, "Nord Elektro AS")
    await world.settles()
    assert not [mail for mail in kari.inbox() if "boden" in mail.text]


async def test_an_album_with_its_caption_on_the_last_photo_is_one_entry(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    photos = await world.ola.sends_album([picture(), picture(64, 64)], reply_to=case.card)
    await world.ola.edits(photos[-1], "Ny pumpe")
    await world.settles()
    entries = (await world.exported(case.number))["entries"]
    assert [(e["text"], len(e["attachments"])) for e in entries if e["author"]["role"] == "partner"][-1] == (
        "Ny pumpe",
        2,
    )


async def test_an_album_out_of_order_is_one_entry(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.writes(photo=picture(), reply_to=case.card)
    (first,) = (await world.exported(case.number))["attachments"]
    for place, caption in ((3, None), (1, None), (2, "Før og etter")):
        item = album_item(world, case, first["telegram_file_id"], place, caption)
        await world.hears({"update_id": 10**9 + case.number * 10 + place, "message": item})
    entries = (await world.exported(case.number))["entries"]
    assert (entries[-1]["text"], len(entries[-1]["attachments"])) == ("Før og etter", 3)


async def test_an_edit_is_heard_by_the_desk(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    said = await world.ola.writes("Trenger to timer", reply_to=case.card)
    await world.desk.saw("Trenger to timer")
    await world.ola.edits(said, "Trenger tre timer")
    assert await world.desk.saw("Trenger tre timer", "Rettet:", case.name)


async def test_done_waits_for_the_desk(world: World, kari: Person) -> None:
    case = await world.done(kari)
    await world.settles()
    assert (await world.exported(case.number))["state"] == "waiting"
    assert not [
        mail for mail in kari.inbox() if "virke igjen" in mail.subject + mail.text and "nå skal" in mail.text
    ]


async def test_a_button_of_a_finished_job_is_answered_and_does_nothing(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    for act in ("accept", "done", "decline", "waiting", "decline_busy"):
        answer = await world.ola.presses(
            "Press", on=await world.plants(f"j:{case.number}:1:{act}", world.nord)
        )
        assert (answer.alert, "ikke lenger hos dere" in answer.text) == (True, True)
    assert (await world.exported(case.number))["state"] == "resolved"


async def test_words_for_a_finished_job_are_kept_and_answered(world: World, kari: Person) -> None:
    case = await world.resolved(kari)
    said = await world.ola.writes("Glemte skrutrekkeren der", reply_to=case.card)
    await world.nord.saw("ferdig og godkjent", after=said)
    assert await world.desk.saw("Glemte skrutrekkeren der", case.name)


async def test_a_card_in_another_partners_chat_gives_nobody_a_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    answer = await world.per.presses("Press", on=await world.plants(f"j:{case.number}:1:accept", world.syd))
    assert (answer.text, answer.alert) == ("Uppdraget hör inte till den här chatten.", True)
    assert await state_of(world, case) == "offered"


async def test_a_card_in_a_private_chat_gives_nobody_a_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.boris.starts()
    answer = await world.boris.presses(
        "Press", on=await world.plants(f"j:{case.number}:1:accept", world.boris.chat)
    )
    assert answer.alert
    assert await state_of(world, case) == "offered"


@pytest.mark.parametrize(
    "data",
    ["j:9999:1:accept", "j:1001:77:accept", "j:99999999999999999999:1:accept", "j:x:y:z", "j:1001:1:explode",
     "d:1001:approve", "s:1001:5", "b:1001:1:1", "b:0:0:0", "a:1", "p:1001:1", "nonsense", "j", ":::::"],
)  # fmt: skip
async def test_buttons_made_up_by_hand_are_answered_and_do_nothing(world: World, data: str) -> None:
    quarantined = await world.quarantined()
    answer = await world.ola.presses("Press", on=await world.plants(data, world.nord))
    assert answer.text
    await world.settles()
    assert await world.quarantined() == quarantined


async def test_a_stranger_presses_nothing_until_a_colleague_lets_them_in(world: World, kari: Person) -> None:
    nora = await world.town.person("Nora Lund", language="nb")
    await nora.joins(world.nord)
    case = await world.case(kari)
    answer = await nora.presses("Tar det", on=case.card)
    assert (answer.alert, "jeg kjenner deg ikke" in answer.text.lower()) == (True, True)
    door = await world.nord.saw("Nora Lund", button="Slipp inn", after=case.card)
    assert (await nora.presses("Slipp inn", on=door)).alert
    assert await state_of(world, case) == "offered"
    await world.ola.presses("Slipp inn", on=door)
    await nora.presses("Tar det", on=case.card)
    assert await state_of(world, case) == "accepted"


async def test_a_strangers_words_are_the_desks_alone(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    gunnar = await world.town.person("Gunnar", language="nb")
    await gunnar.joins(world.nord)
    await gunnar.writes("ferdig", reply_to=case.card)
    await world.desk.saw("ferdig", "Gunnar", "ikke med i saken")
    assert await state_of(world, case) == "accepted"


async def test_an_anonymous_admin_is_told_how_to_be_seen(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.writes("ferdig", reply_to=case.card, anonymous=True)
    await world.nord.saw("Slå av «Forbli anonym»", after=case.card)
    assert await state_of(world, case) == "accepted"


async def test_buttons_that_stand_alone_share_a_row(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await world.ola.presses("1 t", on=await world.nord.saw(case.name, button="1 t"))
    card = await world.nord.saw(case.name, button="Ny tid")
    assert [len(row) for row in card.rows] == [2, 2, 2, 1]


async def test_jobs_shows_this_partners_jobs_only(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    ivan = await world.ivan()
    other = await world.till_case(ivan)
    shown = await world.nord.saw(case.name, after=await world.ola.writes("/jobs", in_=world.nord))
    assert other.name not in shown.text


@pytest.mark.parametrize("command", ["/queue", "/approve 1001", "/reply 1001 Hei", "/nonsense"])
async def test_commands_of_other_rooms_are_not_obeyed(world: World, command: str) -> None:
    said = await world.ola.writes(command, in_=world.nord)
    assert await world.nord.saw("virker ikke i denne chatten", after=said)


async def test_without_a_reply_the_bot_asks_which_job(world: World, kari: Person) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    first, _second = await world.accepted(kari), await world.accepted(kari)
    said = await world.ola.writes("Måtte bytte ventilen", in_=world.nord)
    question = await world.nord.saw("Hvilket oppdrag gjelder det?", button=first.name, after=said)
    await world.nord.makes_bot_member(by=world.ola)
    await world.ola.presses(first.name, on=question)
    assert "Måtte bytte ventilen" in str((await world.exported(first.number))["entries"])


async def test_a_command_for_another_bot_is_not_answered(world: World) -> None:
    await world.nord.makes_bot_admin(by=world.ola)
    other = await world.ola.writes("/help@en_annen_bot", in_=world.nord)
    await world.nord.saw("oppdrag", after=await world.ola.writes("/jobs", in_=world.nord))
    assert not [message for message in world.nord.messages() if message.reply_to == other.message_id]


async def test_a_reply_between_two_colleagues_joins_no_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.nord.makes_bot_admin(by=world.ola)
    talk = await world.ola.writes("/meny@en_annen_bot", in_=world.nord)
    await world.ola.writes("Skal vi spise først?", reply_to=talk)
    await world.ola.writes("Er her om en time.", reply_to=case.card)
    texts = [entry["text"] for entry in (await world.exported(case.number))["entries"]]
    assert ("Skal vi spise først?" in texts, "Er her om en time." in texts) == (False, True)


async def test_an_anonymous_admins_talk_without_a_job_is_left_alone(world: World) -> None:
    ann = await world.town.person("Ann", language="nb")
    group = await world.town.group("Prat", [ann], with_bot=False)
    await ann.follows(await world.invited("partner", "nord-elektro"), into=group)
    await ann.walks_through(group)
    await group.makes_bot_admin(by=ann)
    said = await ann.writes("Kaffe?", in_=group, anonymous=True)
    await group.saw("oppdrag", after=await ann.writes("/jobs", in_=group))
    assert not [message for message in group.messages() if message.reply_to == said.message_id]
