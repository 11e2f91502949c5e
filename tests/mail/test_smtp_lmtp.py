"""LMTP: the same promises, one answer for each recipient (RFC 2033)."""

import asyncio
import smtplib

from tests.mail.smtp_talk import Desk, serving, talking

RECIPIENTS = ("service@nordlys.example", "nobody@else.example", "vakt@nordlys.example")


async def test_each_recipient_that_was_taken_gets_an_answer() -> None:
    desk = Desk()
    async with serving(desk, protocol="lmtp") as server, talking(server) as peer:
        await peer.says("LHLO relay")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        refused = [await peer.says(f"RCPT TO:<{recipient}>") for recipient in RECIPIENTS]
        await peer.says("DATA")
        answers = [await peer.says("hei\r\n."), await peer.hears()]
        assert await peer.says("NOOP") == "250 2.0.0 OK"
    assert [answer[:3] for answer in refused] == ["250", "550", "250"]
    assert [answer[:3] for answer in answers] == ["250", "250"]
    assert desk.envelopes[0].recipients == (RECIPIENTS[0], RECIPIENTS[2])


async def test_a_fault_is_answered_for_each_recipient() -> None:
    desk = Desk()
    desk.error = RuntimeError()
    async with serving(desk, protocol="lmtp") as server, talking(server) as peer:
        await peer.says("LHLO relay")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        for recipient in RECIPIENTS:
            await peer.says(f"RCPT TO:<{recipient}>")
        await peer.says("DATA")
        answers = [await peer.says("hei\r\n."), await peer.hears()]
    assert [answer[:9] for answer in answers] == ["451 4.3.0", "451 4.3.0"]


async def test_a_mail_too_large_is_answered_for_each_recipient() -> None:
    async with serving(Desk(), protocol="lmtp", max_size=10) as server, talking(server) as peer:
        await peer.says("LHLO relay")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        for recipient in RECIPIENTS:
            await peer.says(f"RCPT TO:<{recipient}>")
        await peer.says("DATA")
        answers = [await peer.says("much too long\r\n."), await peer.hears()]
    assert [answer[:9] for answer in answers] == ["552 5.3.4", "552 5.3.4"]


async def test_the_greetings_of_smtp_are_not_for_lmtp() -> None:
    async with serving(Desk(), protocol="lmtp") as server, talking(server) as peer:
        answers = [
            await peer.says(line) for line in ("EHLO a", "HELO a", "MAIL FROM:<a@b.example>", "LHLO a")
        ]
    assert answers[:3] == [
        '500 5.5.2 Error: command "EHLO" not recognized',
        '500 5.5.2 Error: command "HELO" not recognized',
        "503 5.5.1 Error: send LHLO first",
    ]
    assert answers[3].startswith("250-mx.nordlys.example\n250-SIZE")


async def test_a_library_delivers_over_lmtp() -> None:
    desk = Desk()

    def talk(port: int) -> None:
        with smtplib.LMTP("127.0.0.1", port) as client:
            client.sendmail("kari@kunde.example", [RECIPIENTS[0]], b"hei\r\n")

    async with serving(desk, protocol="lmtp") as server:
        await asyncio.to_thread(talk, server.port)
    assert desk.envelopes[0].raw == b"hei\r\n"
