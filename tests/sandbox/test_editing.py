"""Edits and deletions, the bot's and people's (T17)."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from sandbox.people import Person, Town, picture
from tests.sandbox.conftest import Listener

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ja", callback_data="y")]])


async def test_edit_shows_in_the_same_message(bot: Bot, kari: Person) -> None:
    card = await bot.send_message(kari.id, "offered", reply_markup=YES)
    before = await kari.saw("offered")
    await bot.edit_message_text("accepted", chat_id=kari.id, message_id=card.message_id)
    after = await kari.saw("accepted", after=before)
    assert after.message_id == before.message_id
    assert after.buttons == []


async def test_same_content_is_not_modified(bot: Bot, kari: Person) -> None:
    card = await bot.send_message(kari.id, "<b>a</b>", parse_mode="HTML", reply_markup=YES)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await bot.edit_message_text(
            "<b>a</b>", parse_mode="HTML", chat_id=kari.id, message_id=card.message_id, reply_markup=YES
        )
    await bot.edit_message_reply_markup(chat_id=kari.id, message_id=card.message_id)


async def test_missing_and_foreign_messages_can_not_be_edited(bot: Bot, kari: Person) -> None:
    own = await kari.writes("hei")
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("a", chat_id=kari.id, message_id=999)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("a", chat_id=kari.id, message_id=own.message_id)


async def test_caption_is_edited_without_the_photo(bot: Bot, kari: Person) -> None:
    sent = await bot.send_photo(kari.id, BufferedInputFile(picture(), "a.png"), caption="før")
    await bot.edit_message_caption(chat_id=kari.id, message_id=sent.message_id, caption="etter")
    assert (await kari.saw("etter")).photo
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("a", chat_id=kari.id, message_id=sent.message_id)


async def test_photo_is_replaced_with_its_caption(bot: Bot, kari: Person) -> None:
    sent = await bot.send_photo(kari.id, BufferedInputFile(picture(), "a.png"), caption="før")
    media = InputMediaPhoto(media=BufferedInputFile(picture(100, 50), "b.png"), caption="ny")
    await bot.edit_message_media(media, chat_id=kari.id, message_id=sent.message_id)
    photo = (await kari.saw("ny")).photo
    assert photo is not None
    assert photo.facts["width"] == 100


async def test_deleted_message_is_gone_for_all(bot: Bot, kari: Person) -> None:
    sent = await bot.send_message(kari.id, "borte snart")
    await kari.saw("borte snart")
    await bot.delete_message(kari.id, sent.message_id)
    await kari.did_not_see("borte snart", until=bot.send_message(kari.id, "neste"))
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(kari.id, sent.message_id)


async def test_own_message_can_be_deleted_for_two_days_only(bot: Bot, town: Town, kari: Person) -> None:
    sent = await bot.send_message(kari.id, "gammel")
    await town.time_passes(hours=49)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(kari.id, sent.message_id)


async def test_persons_edit_comes_and_deletion_does_not(listener: Listener, kari: Person) -> None:
    message = await kari.writes("klokka 9")
    await kari.edits(message, "klokka 10")
    await kari.deletes(message)
    assert (await listener.hears("edited_message")).text == "klokka 10"
    assert await listener.all() == []


async def test_edit_of_a_message_unknown_to_the_bot_does_not_come(
    listener: Listener, town: Town, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    message = await ola.writes("prat", in_=group)
    await ola.edits(message, "mer prat")
    kinds = [update.event_type for update in await listener.all()]
    assert kinds == ["my_chat_member", "message"]


async def test_pin_needs_rights_in_a_group(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    sent = await bot.send_message(group.id, "viktig")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(group.id, sent.message_id)
    await group.makes_bot_admin(by=ola)
    await bot.pin_chat_message(group.id, sent.message_id)
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.text == "viktig"
    await bot.unpin_chat_message(group.id)
    assert (await bot.get_chat(group.id)).pinned_message is None
