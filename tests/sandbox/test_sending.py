"""What the bot sends is accepted, or refused with Telegram's reason (T4, T5, T19, T25)."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramUnauthorizedError
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from sandbox.people import Person, Sandbox, Town, picture
from tests.sandbox.conftest import QuickSession


def button(callback_data: str | None = None) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text="Ja", callback_data=callback_data)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_formatted_message_shows_with_entities(bot: Bot, kari: Person) -> None:
    sent = await bot.send_message(kari.id, "<b>Hei</b> Kari", parse_mode="HTML")
    assert sent.entities is not None
    assert sent.entities[0].type == "bold"
    assert (await kari.saw("Hei Kari")).html == "<b>Hei</b> Kari"


async def test_length_counts_after_parsing(bot: Bot, kari: Person) -> None:
    await bot.send_message(kari.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(kari.id, "x" * 4097)
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(kari.id, "😀" * 2049)


@pytest.mark.parametrize("text", ["  \n ", "<b> </b>"])
async def test_message_without_words_is_refused(bot: Bot, kari: Person, text: str) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message text is empty"):
        await bot.send_message(kari.id, text, parse_mode="HTML")


async def test_caption_holds_1024(bot: Bot, kari: Person) -> None:
    photo = BufferedInputFile(picture(), "a.png")
    await bot.send_photo(kari.id, photo, caption="x" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(kari.id, photo, caption="x" * 1025)


async def test_callback_data_counts_bytes(bot: Bot, kari: Person) -> None:
    await bot.send_message(kari.id, "a", reply_markup=button(callback_data="ж" * 32))
    with pytest.raises(TelegramBadRequest, match="Bad Request: BUTTON_DATA_INVALID"):
        await bot.send_message(kari.id, "a", reply_markup=button(callback_data="ж" * 33))


async def test_button_without_action_is_refused(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Text buttons are unallowed in the inline keyboard"):
        await bot.send_message(kari.id, "a", reply_markup=button())


async def test_markup_of_no_known_kind_is_refused(http: aiohttp.ClientSession, kari: Person) -> None:
    async with http.post(
        "sendMessage", json={"chat_id": kari.id, "text": "a", "reply_markup": {"b": 1}}
    ) as answer:
        assert (await answer.json())["description"] == "Bad Request: object expected as reply markup"


async def test_stranger_is_not_found_but_group_member_never_started(
    bot: Bot, town: Town, ola: Person
) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(ola.id, "hei")
    await town.group("Nord", [ola])
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(ola.id, "hei")


async def test_blocked_bot_can_not_write(bot: Bot, kari: Person) -> None:
    await kari.blocks_bot()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(kari.id, "hei")
    await kari.unblocks_bot()
    await bot.send_message(kari.id, "hei igjen")


async def test_bot_thrown_out_of_a_group_can_not_write(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    await group.throws_bot_out(by=ola)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "hei")


async def test_bot_never_added_is_no_member(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola], with_bot=False)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot is not a member of the group chat"):
        await bot.send_message(group.id, "hei")


async def test_reply_points_at_its_message_with_a_quote(bot: Bot, kari: Person) -> None:
    question = await kari.writes("Når kommer dere?")
    sent = await bot.send_message(
        kari.id, "Snart", reply_parameters=ReplyParameters(message_id=question.message_id, quote="kommer")
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Når kommer dere?"
    assert (await kari.saw("Snart")).reply_to == question.message_id


async def test_reply_to_nothing_is_refused_unless_allowed(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(kari.id, "a", reply_parameters=ReplyParameters(message_id=999))
    lenient = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(kari.id, "a", reply_parameters=lenient)).reply_to_message is None


async def test_photo_must_be_a_picture_of_at_most_ten_megabytes(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(kari.id, BufferedInputFile(b"%PDF-1.7", "a.pdf"))
    large = BufferedInputFile(picture() + bytes(10 * 1024 * 1024), "a.png")
    with pytest.raises(
        TelegramBadRequest, match="is too big for a photo; the maximum size is 10485760 bytes"
    ):
        await bot.send_photo(kari.id, large)


async def test_empty_file_is_refused(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(kari.id, BufferedInputFile(b"", "a.pdf"))


async def test_web_address_as_photo_is_refused(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await bot.send_photo(kari.id, "https://example.no/a.png")


async def test_location_and_contact_show(bot: Bot, kari: Person) -> None:
    await bot.send_location(kari.id, 59.91, 10.75)
    await bot.send_contact(kari.id, "+4790012345", "Nordlys")
    kinds = [message.media.kind for message in kari.chat.messages() if message.media]
    await kari.saw(lambda message: message.media is not None and message.media.kind == "contact")
    kinds = [message.media.kind for message in kari.chat.messages() if message.media]
    assert kinds == ["location", "contact"]


async def test_copy_has_no_author_and_forward_names_one(
    bot: Bot, town: Town, kari: Person, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    photo = await kari.writes("Slik ser det ut", photo=picture())
    await bot.copy_message(group.id, kari.id, photo.message_id, caption="Fra kunden")
    forward = await bot.forward_message(group.id, kari.id, photo.message_id)
    assert (await group.saw("Fra kunden")).photo
    assert forward.forward_origin is not None


async def test_wrong_token_is_unauthorized(sandbox: Sandbox, bot: Bot) -> None:
    async with Bot("123:wrong", session=QuickSession(api=bot.session.api)) as stranger:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()


async def test_unknown_method_is_not_found(http: aiohttp.ClientSession) -> None:
    async with http.post("sendTelegram") as answer:
        assert answer.status == 404
        assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_method_that_is_not_played_says_so(http: aiohttp.ClientSession) -> None:
    async with http.post("sendPoll") as answer:
        assert answer.status == 501


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": "a"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": "a", "reply_markup": "{oops"}, "can't parse reply_markup JSON object"),
        ({"chat_id": 1, "text": "a", "reply_markup": [1]}, "object expected as reply markup"),
    ],
)
async def test_malformed_call_is_refused(
    http: aiohttp.ClientSession, fields: dict[str, object], reason: str
) -> None:
    async with http.post("sendMessage", json=fields) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"] == f"Bad Request: {reason}"


async def test_call_works_in_all_four_forms(http: aiohttp.ClientSession, kari: Person) -> None:
    fields = {"chat_id": str(kari.id), "text": "hei", "disable_notification": "true"}
    requests = [
        http.get("sendmessage", params=fields),
        http.post("sendMessage", data=fields),
        http.post("SendMessage", json=fields),
        http.post("sendMessage", data=aiohttp.FormData(fields, default_to_multipart=True)),
    ]
    for request in requests:
        async with request as answer:
            assert (await answer.json())["result"]["text"] == "hei"
