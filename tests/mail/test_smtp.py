"""The SMTP server as peers see it: whole talks, word for word."""

import asyncio
import smtplib

import pytest

from mail.smtp import MailServer
from tests.mail.smtp_talk import Desk, serving, talking

MAIL = b"From: Kari <kari@kunde.example>\r\nSubject: Kaffemaskinen\r\n\r\nDen lekker.\r\n"


async def deliver(server: MailServer) -> None:
    """Kari's mail client hands over a mail."""

    def talk() -> None:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=20) as client:
            client.sendmail("kari@kunde.example", ["service@nordlys.example"], MAIL)

    await asyncio.to_thread(talk)


async def test_a_mail_is_kept_as_it_came_with_its_envelope() -> None:
    desk = Desk()
    async with serving(desk) as server:
        await deliver(server)
    (envelope,) = desk.envelopes
    assert envelope.raw == MAIL
    assert (envelope.sender, envelope.recipients) == ("kari@kunde.example", ("service@nordlys.example",))
    assert envelope.peer == "127.0.0.1"
    assert envelope.received_at.tzinfo is not None


async def test_a_whole_talk_reads_as_agreed() -> None:
    desk = Desk()
    async with serving(desk, max_size=1000) as server, talking(server, greeted=False) as peer:
        await peer.hears()
        for line in (
            "EHLO mail.kunde.example",
            "MAIL FROM:<kari@kunde.example> SIZE=120 BODY=8BITMIME",
            "RCPT TO:<service@nordlys.example>",
            "RCPT TO:<stranger@elsewhere.example>",
            "DATA",
            "Subject: hei\r\n\r\nHei\r\n.",
            "VRFY kari",
            "EXPN all",
            "AUTH PLAIN AGEAYg==",
            "STARTTLS",
            "RSET",
            "NOOP",
            "QUIT",
        ):
            await peer.says(line)
        assert await peer.is_left()
    assert peer.transcript == [
        "S: 220 mx.nordlys.example ESMTP",
        "C: EHLO mail.kunde.example",
        "S: 250-mx.nordlys.example",
        "S: 250-SIZE 1000",
        "S: 250-8BITMIME",
        "S: 250-SMTPUTF8",
        "S: 250-PIPELINING",
        "S: 250-ENHANCEDSTATUSCODES",
        "S: 250 HELP",
        "C: MAIL FROM:<kari@kunde.example> SIZE=120 BODY=8BITMIME",
        "S: 250 2.1.0 Sender noted",
        "C: RCPT TO:<service@nordlys.example>",
        "S: 250 2.1.5 Recipient noted",
        "C: RCPT TO:<stranger@elsewhere.example>",
        "S: 550 5.1.1 We have no such mailbox: please check the address",
        "C: DATA",
        "S: 354 Go ahead, end with <CRLF>.<CRLF>",
        "C: Subject: hei\r\n\r\nHei\r\n.",
        "S: 250 2.6.0 Thank you, your mail is safe with us",
        "C: VRFY kari",
        "S: 252 2.5.0 We don't tell who is here: just send your mail",
        "C: EXPN all",
        'S: 500 5.5.2 Error: command "EXPN" not recognized',
        "C: AUTH PLAIN AGEAYg==",
        'S: 500 5.5.2 Error: command "AUTH" not recognized',
        "C: STARTTLS",
        'S: 500 5.5.2 Error: command "STARTTLS" not recognized',
        "C: RSET",
        "S: 250 2.0.0 OK",
        "C: NOOP",
        "S: 250 2.0.0 OK",
        "C: QUIT",
        "S: 221 2.0.0 Bye",
    ]


async def test_commands_out_of_order_are_answered_kindly() -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        for line in (
            "MAIL FROM:<kari@kunde.example>",
            "EHLO",
            "HELO kari",
            "RCPT TO:<service@nordlys.example>",
            "DATA",
            "MAIL kari",
            "MAIL FROM:<kari@kunde.example> SIZE=1",
            "MAIL FROM:<kari@kunde.example>",
            "MAIL FROM:<kari@kunde.example>",
            "DATA",
            "RCPT TO:<>",
            "",
        ):
            await peer.says(line)
    assert [line for line in peer.transcript if line.startswith("S")] == [
        "S: 503 5.5.1 Error: send HELO first",
        "S: 501 5.5.4 Syntax: EHLO hostname",
        "S: 250 mx.nordlys.example",
        "S: 503 5.5.1 Error: need MAIL command",
        "S: 503 5.5.1 Name a recipient first (RCPT TO)",
        "S: 501 5.5.4 Syntax: MAIL FROM: <address>",
        "S: 501 5.5.4 Syntax: MAIL FROM: <address>",
        "S: 250 2.1.0 Sender noted",
        "S: 503 5.5.1 Error: nested MAIL command",
        "S: 503 5.5.1 Name a recipient first (RCPT TO)",
        "S: 550 5.1.1 We have no such mailbox: please check the address",
        "S: 500 5.5.2 Error: bad syntax",
    ]


async def test_the_next_mail_of_a_connection_starts_afresh() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        assert await peer.says("first\r\n.") == "250 2.6.0 Thank you, your mail is safe with us"
        assert await peer.says("DATA") == "503 5.5.1 Name a recipient first (RCPT TO)"
        await peer.begins_mail("vakt@nordlys.example")
        await peer.says("second\r\n.")
    assert [envelope.raw for envelope in desk.envelopes] == [b"first\r\n", b"second\r\n"]
    assert [envelope.recipients[0] for envelope in desk.envelopes] == [
        "service@nordlys.example",
        "vakt@nordlys.example",
    ]


async def test_a_bounce_comes_from_nobody() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        for line in ("EHLO a", "MAIL FROM:<>", "RCPT TO:<service@nordlys.example>", "DATA", "gone\r\n."):
            await peer.says(line)
    assert desk.envelopes[0].sender == ""


@pytest.mark.parametrize("address", ["postmaster", "Postmaster@nordlys.example", "POSTMASTER@mx.example"])
async def test_a_postmaster_is_always_at_home(address: str) -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        await peer.says("EHLO a")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        assert await peer.says(f"RCPT TO:<{address}>") == "250 2.1.5 Recipient noted"


async def test_addresses_beyond_ascii_come_through() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.says("EHLO a")
        await peer.says("MAIL FROM:<kåre@ødegård.example> SMTPUTF8")
        await peer.says("RCPT TO:<øst@nordlys.example>")
        await peer.says("DATA")
        await peer.says("Subject: blåbær\r\n\r\n.")
    assert desk.envelopes[0].sender == "kåre@ødegård.example"
    assert desk.envelopes[0].recipients == ("øst@nordlys.example",)


@pytest.mark.parametrize(
    "address", [b"ka\xe5re@nordlys.example", b"a\x00b@nordlys.example", b"a b\x7f@x.example"]
)
async def test_addresses_that_no_database_keeps_are_refused(address: bytes) -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        await peer.says("EHLO a")
        await peer.sends(b"MAIL FROM:<" + address + b">\r\n")
        assert await peer.hears() == "553 5.1.3 That address can't be read: please check its spelling"
        await peer.says("MAIL FROM:<kari@kunde.example>")
        await peer.sends(b"RCPT TO:<" + address + b">\r\n")
        assert await peer.hears() == "553 5.1.3 That address can't be read: please check its spelling"


async def test_recipients_over_the_limit_are_asked_to_come_separately() -> None:
    async with serving(Desk(), max_recipients=1) as server, talking(server) as peer:
        await peer.says("EHLO a")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        await peer.says("RCPT TO:<service@nordlys.example>")
        answer = await peer.says("RCPT TO:<vakt@nordlys.example>")
    assert answer == "452 4.5.3 Too many recipients: please send to the rest in another mail"


async def test_pipelined_commands_are_answered_in_order() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.says("EHLO a")
        peer.transcript.clear()
        await peer.sends(
            b"MAIL FROM:<kari@kunde.example>\r\nRCPT TO:<nobody@else.example>\r\n"
            b"RCPT TO:<service@nordlys.example>\r\nDATA\r\n"
        )
        for _ in range(4):
            await peer.hears()
        await peer.sends(b"one\r\n.\r\nMAIL FROM:<kari@kunde.example>\r\nRSET\r\nQUIT\r\n")
        for _ in range(4):
            await peer.hears()
    assert [line[:9] for line in peer.transcript] == [
        *("S: 250 2.", "S: 550 5.", "S: 250 2.", "S: 354 Go"),
        *("S: 250 2.", "S: 250 2.", "S: 250 2.", "S: 221 2."),
    ]
    assert [envelope.raw for envelope in desk.envelopes] == [b"one\r\n"]


async def test_a_peer_that_does_not_wait_for_354_loses_nothing() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.sends(
            b"EHLO a\r\nMAIL FROM:<kari@kunde.example>\r\nRCPT TO:<service@nordlys.example>\r\n"
            b"DATA\r\nhei\r\n.\r\nQUIT\r\n"
        )
        while "221" not in await peer.hears():
            pass
    assert [envelope.raw for envelope in desk.envelopes] == [b"hei\r\n"]


async def test_a_command_line_without_end_is_refused() -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        assert await peer.says("NOOP " + "x" * 5000) == "500 5.5.2 Command line too long"
        assert await peer.says("NOOP") == "250 2.0.0 OK"


async def test_many_unknown_commands_end_the_talk() -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        answers = [await peer.says("GET / HTTP/1.1") for _ in range(5)]
        assert answers[-1] == "502 5.5.1 Too many unrecognized commands, goodbye."
        assert await peer.is_left()


async def test_greetings_of_others_do_not_change_ours() -> None:
    async with serving(Desk()) as server, talking(server) as kari, talking(server) as ola:
        await kari.says("EHLO kari")
        await ola.says("EHLO ola")
        longest = "MAIL FROM:<" + "k" * 480 + "@kunde.example> SIZE=1000 SMTPUTF8"
        assert (await kari.says(longest)).startswith("250")
