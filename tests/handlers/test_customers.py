"""A customer in a private chat: words open a ticket or join one, and every answer is in their language."""

import pytest

from sandbox.people import File, Person, picture
from sandbox.people.person import Place
from tests.world import World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def opens_second(world: World, ivan: Person) -> str:
    """A second case of Ivan's, by the button under the answer to his words; its #number."""
    said = await ivan.writes("И ещё не работает сканер.")
    await world.desk.saw("И ещё не работает сканер.", after=said)
    await world.passes(seconds=2)
    answer = await ivan.saw("добавили в вашу заявку", after=said, button="Новая заявка")
    await ivan.presses("Новая заявка", on=answer)
    return f"#{number_in((await ivan.saw('Приняли вашу заявку', after=answer)).text)}"


async def test_russian_is_answered_in_russian_and_the_partner_hears_swedish(
    world: World, ivan: Person
) -> None:
    case = await world.till_case(ivan)
    assert f"Приняли вашу заявку: {case.name}" in case.receipt.text
    assert "Svara senast" in case.card.text


async def test_every_step_is_told_in_russian(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await world.per.presses("Tar det", on=case.card)
    await world.per.presses("På väg", on=await world.syd.saw(case.name, button="På väg"))
    assert await ivan.saw("мы едем к вам", after=case.card)


async def test_further_words_join_and_answer_the_card(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.writes("Вход со двора")
    assert (await world.syd.saw("Вход со двора")).reply_to == case.card.message_id


async def test_words_that_joined_can_become_a_case_of_their_own(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    second = await opens_second(world, ivan)
    await world.desk.saw(second, "сканер", f"Hører kanskje til {case.name}")
    assert (await world.exported(number_in(second)))["problem"] == "И ещё не работает сканер."


async def test_several_words_in_a_row_get_one_answer(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    for words in ("Раз", "Два", "Три"):
        await ivan.writes(words)
    await world.settles()
    answers = [m for m in ivan.chat.messages() if "добавили в вашу заявку" in m.text]
    assert [answer.text.count(case.name) for answer in answers] == [1]


async def test_with_two_cases_open_one_tap_says_which(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await opens_second(world, ivan)
    question = await ivan.saw("О какой заявке", after=await ivan.writes("Ключ у охраны"), button=case.name)
    await ivan.presses(case.name, on=question)
    assert (await world.syd.saw("Ключ у охраны")).reply_to == case.card.message_id


async def test_a_tap_places_words_once(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await opens_second(world, ivan)
    question = await ivan.saw("О какой заявке", after=await ivan.writes("Один раз"), button=case.name)
    await ivan.presses(case.name, on=question)
    answer = await ivan.presses(case.name, on=question)
    assert answer.alert
    assert str((await world.exported(case.number))["entries"]).count("Один раз") == 1


async def test_a_reply_needs_no_question(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await opens_second(world, ivan)
    receipt = await ivan.saw(case.name, "Приняли вашу заявку")
    await ivan.writes("Это к первой", reply_to=receipt)
    assert await world.syd.saw("Это к первой", case.name)


async def test_an_album_is_asked_about_once_and_comes_whole(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await opens_second(world, ivan)
    before = await world.town.moment()
    await ivan.sends_album([picture(), picture(64, 64)], "Фото кассы")
    question = await ivan.saw("О какой заявке", after=before)
    await world.settles()
    await ivan.presses(case.name, on=question)
    (entry,) = [e for e in (await world.exported(case.number))["entries"] if e["text"] == "Фото кассы"]
    assert len(entry["attachments"]) == 2
    assert [m.text for m in ivan.chat.messages() if m.seq > before].count(question.text) == 1


async def test_an_album_is_one_entry_for_the_partner_too(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.sends_album([picture(), picture(64, 64), picture(32, 32)], "Три фото")
    await world.syd.saw("Три фото")
    await world.settles()
    photos = [m for m in world.syd.messages() if m.photo and m.reply_to == case.card.message_id]
    assert len(photos) == 3
    assert len({m.media_group_id for m in photos}) == 1


async def test_a_photo_without_words_is_enough(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.writes(photo=picture(48, 48))
    photo = await world.syd.saw(lambda message: message.photo is not None, after=case.card)
    assert photo.reply_to == case.card.message_id


async def test_a_place_and_a_contact_become_words(world: World, ivan: Person) -> None:
    await world.till_case(ivan)
    await ivan.writes(location=Place(59.91, 10.75))
    await world.syd.saw("59.91,10.75")
    await ivan.writes(phone="+4790012345")
    assert await world.syd.saw("+4790012345")


async def test_a_voice_message_is_passed_on(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.writes(voice=File("voice.ogg", b"OggS" + bytes(100), "audio/ogg"))
    heard = await world.syd.saw(lambda message: message.media and message.media.kind == "voice")
    assert heard.reply_to == case.card.message_id


async def test_a_file_above_20_mb_is_told_at_once_and_its_words_arrive(world: World, ivan: Person) -> None:
    await world.till_case(ivan)
    await ivan.writes("Смотрите видео", document=File("film.mp4", bytes(21 * 1024 * 1024), "video/mp4"))
    await ivan.saw("film.mp4", "20")
    assert await world.syd.saw("Смотрите видео")


async def test_a_correction_is_heard_and_the_old_words_are_kept(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    said = await ivan.writes("Код 1111")
    await world.syd.saw("Код 1111")
    await ivan.edits(said, "Код 2222")
    await world.syd.saw("Код 2222", "kunden rättar")
    assert "Код 2222" in str((await world.exported(case.number))["entries"])


async def test_status_shows_the_open_case(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    assert await ivan.saw("1 открытая заявка", case.name, after=await ivan.writes("/status"))


async def test_another_language_from_now_on(world: World, ivan: Person) -> None:
    await ivan.writes("/language nb")
    await ivan.saw("fra nå av skriver vi til deg på norsk")
    await ivan.writes("/language klingon")
    assert await ivan.saw("/language en|da|nb|ru|sv")


@pytest.mark.parametrize("command", ["/queue", "/approve 1001", "/jobs", "/nonsense", "/"])
async def test_commands_of_other_rooms_open_no_ticket(world: World, ivan: Person, command: str) -> None:
    tickets = await world.tickets()
    await ivan.saw("/help", after=await ivan.writes(command))
    assert await world.tickets() == tickets


async def test_a_stranger_is_answered_and_judged_by_the_desk(world: World) -> None:
    boris = world.boris
    await boris.starts()
    await boris.saw("Hello! This is Nordlys Service.")
    receipt = await boris.saw("We have it", after=await boris.writes("The coffee machine WMF-77120934 leaks"))
    await world.desk.saw(f"#{number_in(receipt.text)}", "Jeg kjenner ikke denne kunden")
    await world.settles()
    assert (await world.exported(number_in(receipt.text)))["customer_id"] is None


async def test_a_hostile_name_breaks_no_message(world: World) -> None:
    fox = await world.town.person("<b>Fox</b> & \u202e_i_ 🦊", language="en")
    await fox.starts()
    await fox.writes("The till <prints> nothing & beeps")
    post = await world.desk.saw("<b>Fox</b> &", "🦊", "<prints> nothing & beeps")
    assert await fox.saw(f"#{number_in(post.text)}", "<b>Fox</b> &")


async def test_a_link_works_once(world: World, ivan: Person) -> None:
    link = await world.invited("customer", "liv@bakeri.example")
    liv = await world.town.person("Liv Berg", language="nb")
    await liv.follows(link)
    await liv.saw("Velkommen, Liv Berg!")
    petter = await world.town.person("Petter", language="nb")
    await petter.follows(link)
    assert await petter.saw("Denne lenken er brukt eller for gammel")


async def test_a_code_made_up_by_hand_binds_nobody(world: World) -> None:
    anna = await world.town.person("Anna", language="sv")
    await anna.starts("AAAAAAAAAAAAAAAAAAAAAAAA")
    assert "Nordlys Service" in (await anna.saw("länken")).text


async def test_a_finished_case_is_asked_about(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await world.dina.writes(f"/close {case.number}", in_=world.desk)
    await ivan.saw(case.name, "закры", after=case.card)
    question = await ivan.saw("О какой заявке", after=await ivan.writes("Опять не печатает"))
    await ivan.presses(case.name, on=question)
    await ivan.saw(case.name, "снова", after=question)
    assert (await world.exported(case.number))["state"] == "reopened"


async def test_thanks_for_a_finished_case_open_nothing(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await world.dina.writes(f"/close {case.number}", in_=world.desk)
    await ivan.saw(case.name, "закры", after=case.card)
    tickets = await world.tickets()
    await ivan.writes("Спасибо большое! 👍")
    await world.desk.saw("Спасибо большое! 👍", case.name)
    assert (await world.tickets(), (await world.exported(case.number))["state"]) == (tickets, "closed")


async def test_whoever_blocks_the_bot_is_out_of_reach_and_the_desk_knows(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    await ivan.blocks_bot()
    await world.desk.saw("Jeg når ikke lenger fram til", "Иван Петров", after=case.card)
    await ivan.unblocks_bot()
    await world.settles()
    assert await ivan.saw("1 открытая заявка", after=await ivan.writes("/status"))
