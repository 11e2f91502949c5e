"""Trouble on order: before or after the call took effect, counted, and for one chat only if wished."""

import asyncio
from smtplib import SMTP, SMTPDataError, SMTPServerDisconnected

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.errors import Refused
from sandbox.people import Person, Sandbox, Town


async def test_server_error_happens_so_many_times(bot: Bot, town: Town, kari: Person) -> None:
    await town.fault("sendMessage", "502", times=2)
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Bad Gateway"):
            await bot.send_message(kari.id, "hei")
    await bot.send_message(kari.id, "hei")


async def test_a_gateway_answers_for_people(bot: Bot, town: Town, kari: Person) -> None:
    await town.fault("sendMessage", "gateway")
    with pytest.raises(ClientDecodeError):
        await bot.send_message(kari.id, "hei")
    await kari.did_not_see("hei", until=town.moment())


async def test_dropped_before_means_never_sent(bot: Bot, town: Town, kari: Person) -> None:
    await town.fault("sendMessage", "drop")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(kari.id, "tapt")
    await kari.did_not_see("tapt", until=town.moment())


async def test_dropped_after_means_sent_without_an_answer(bot: Bot, town: Town, kari: Person) -> None:
    await town.fault("sendMessage", "drop", after=True)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(kari.id, "likevel")
    await kari.saw("likevel")


async def test_time_out_keeps_the_caller_waiting(bot: Bot, town: Town) -> None:
    await town.fault("getMe", "timeout", seconds=30)
    with pytest.raises(TelegramNetworkError, match="Request timeout"):
        await bot.get_me(request_timeout=1)


async def test_slow_answer_comes_in_the_end(bot: Bot, town: Town) -> None:
    await town.fault("getMe", "slow", seconds=0.05)
    started = asyncio.get_running_loop().time()
    await bot.get_me()
    assert asyncio.get_running_loop().time() - started >= 0.05


async def test_flood_answer_bears_its_seconds(bot: Bot, town: Town, kari: Person) -> None:
    await town.fault("*", "429", seconds=34)
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(kari.id, "hei")
    assert refusal.value.retry_after == 34


async def test_fault_can_wait_and_choose_its_chat(bot: Bot, town: Town, kari: Person, ola: Person) -> None:
    await ola.starts()
    await town.fault("sendMessage", "500", in_=kari.chat, skip=1)
    await bot.send_message(ola.id, "hei")
    await bot.send_message(kari.id, "hei")
    with pytest.raises(TelegramServerError):
        await bot.send_message(kari.id, "hei")


async def test_faults_are_cleared(bot: Bot, town: Town) -> None:
    await town.fault("*", "500", times=100)
    await town.clear_faults()
    assert (await bot.get_me()).is_bot


@pytest.mark.parametrize(("method", "kind"), [("sendMessage", "451"), ("smtp", "timeout"), ("smtp", "250")])
async def test_impossible_fault_is_refused(town: Town, method: str, kind: str) -> None:
    with pytest.raises(Refused, match="is no fault that"):
        await town.fault(method, kind)


def send(sandbox: Sandbox, text: str = "hei") -> None:
    with SMTP(sandbox.host, sandbox.smtp_port) as smtp:
        smtp.sendmail("post@nordlys.example", ["kari@example.no"], f"Subject: {text}\r\n\r\n{text}\r\n")


async def test_mailbox_asks_to_come_back_later(sandbox: Sandbox, town: Town, kari: Person) -> None:
    await town.fault("smtp", "451")
    with pytest.raises(SMTPDataError, match="451"):
        await asyncio.to_thread(send, sandbox)
    await asyncio.to_thread(send, sandbox)
    await kari.received("hei")
    assert len(kari.inbox()) == 1


async def test_mail_can_arrive_although_the_line_broke(sandbox: Sandbox, town: Town, kari: Person) -> None:
    await town.fault("smtp", "drop", after=True)
    with pytest.raises(SMTPServerDisconnected):
        await asyncio.to_thread(send, sandbox, "framme")
    await kari.received("framme")


async def test_mail_can_be_lost_with_the_line(sandbox: Sandbox, town: Town, kari: Person) -> None:
    await town.fault("smtp", "drop")
    with pytest.raises(SMTPServerDisconnected):
        await asyncio.to_thread(send, sandbox, "tapt")
    await kari.did_not_receive("tapt", until=asyncio.to_thread(send, sandbox, "neste"))
