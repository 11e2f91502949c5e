"""Pressed buttons: they spin until answered, and not for ever (T5, T6)."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from sandbox.errors import Refused
from sandbox.people import Message, Person, Town
from tests.sandbox.conftest import Listener

CARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="✅ Accept", callback_data="accept:1001"),
            InlineKeyboardButton(text="Decline", callback_data="decline:1001"),
        ],
        [InlineKeyboardButton(text="Map", url="https://maps.example.no/1001")],
    ]
)


@pytest.fixture
async def card(bot: Bot, kari: Person) -> Message:
    await bot.send_message(kari.id, "#1001", reply_markup=CARD)
    return await kari.saw("#1001")


async def test_answer_reaches_the_one_who_pressed(
    bot: Bot, listener: Listener, kari: Person, card: Message
) -> None:
    press = asyncio.create_task(kari.presses("Accept", on=card))
    query = await listener.hears("callback_query")
    await bot.answer_callback_query(query.id, "Takk!", show_alert=True)
    answer = await press
    assert (query.data, query.from_user.id, query.message.text) == ("accept:1001", kari.id, "#1001")
    assert (answer.text, answer.alert) == ("Takk!", True)


async def test_unanswered_press_spins(kari: Person, card: Message) -> None:
    with pytest.raises(AssertionError, match=r"the bot did not answer within 0\.01 s"):
        await kari.presses("Accept", on=card, wait=0.01)


async def test_late_answer_is_too_old(
    bot: Bot, listener: Listener, town: Town, kari: Person, card: Message
) -> None:
    await kari.pokes("Accept", on=card)
    query = await listener.hears("callback_query")
    await town.time_passes(minutes=2)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID"):
        await bot.answer_callback_query(query.id)


async def test_answer_holds_200_characters(bot: Bot, listener: Listener, kari: Person, card: Message) -> None:
    await kari.pokes("Accept", on=card)
    query = await listener.hears("callback_query")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, "x" * 201)
    assert await bot.answer_callback_query(query.id, "x" * 200)


async def test_link_button_opens_without_asking_the_bot(
    listener: Listener, kari: Person, card: Message
) -> None:
    await listener.all()
    assert (await kari.presses("Map", on=card)).url == "https://maps.example.no/1001"
    assert await listener.all() == []


async def test_label_must_fit_one_button(kari: Person, card: Message) -> None:
    with pytest.raises(Refused, match="there are: ✅ Accept, Decline, Map"):
        await kari.presses("On my way", on=card)
    with pytest.raises(Refused, match="no single button fits 'c'"):
        await kari.presses("c", on=card)


async def test_stranger_can_not_press(ola: Person, card: Message) -> None:
    with pytest.raises(Refused, match="Ola Hansen is not in this chat"):
        await ola.presses("Accept", on=card)


async def test_keyboard_button_is_written_as_a_message(bot: Bot, listener: Listener, kari: Person) -> None:
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Ja"), KeyboardButton(text="Del sted", request_location=True)]]
    )
    await bot.send_message(kari.id, "Er du hjemme?", reply_markup=keyboard)
    question = await kari.saw("hjemme")
    await listener.all()
    await kari.presses("Ja", on=question)
    await kari.presses("Del sted", on=question)
    assert (await listener.hears("message")).text == "Ja"
    assert (await listener.hears("message")).location.latitude == pytest.approx(59.9139)
