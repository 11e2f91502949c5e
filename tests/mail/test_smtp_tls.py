"""STARTTLS where there is a certificate: offered, worth something, and nothing said before it counts."""

import aiosmtplib

from tests.mail import tls_context
from tests.mail.smtp_talk import Desk, serving, talking

MAIL = b"Subject: hei\r\n\r\nhei\r\n"


async def test_a_mail_arrives_over_starttls() -> None:
    desk = Desk()
    async with serving(desk, tls=tls_context.for_server()) as server:
        client = aiosmtplib.SMTP(
            hostname="localhost", port=server.port, start_tls=True, tls_context=tls_context.for_client()
        )
        async with client:
            await client.sendmail("kari@kunde.example", "service@nordlys.example", MAIL)
            assert not client.supports_extension("starttls")
    assert [envelope.raw for envelope in desk.envelopes] == [MAIL]


async def test_without_a_certificate_it_is_not_offered() -> None:
    async with serving(Desk()) as server, talking(server) as peer:
        assert "STARTTLS" not in await peer.says("EHLO kari")
        assert (await peer.says("STARTTLS")).startswith("500 ")


async def test_what_was_said_before_counts_no_more() -> None:
    async with serving(Desk(), tls=tls_context.for_server()) as server:
        client = aiosmtplib.SMTP(
            hostname="localhost", port=server.port, start_tls=False, tls_context=tls_context.for_client()
        )
        async with client:
            await client.ehlo()
            await client.mail("kari@kunde.example")
            await client.starttls()
            await client.ehlo()
            code, _ = await client.execute_command(b"RCPT TO:<service@nordlys.example>")
    assert code == 503


async def test_commands_slipped_in_before_the_handshake_are_not_heard() -> None:
    desk = Desk()
    async with serving(desk, tls=tls_context.for_server()) as server, talking(server) as peer:
        await peer.says("EHLO kari")
        await peer.sends(b"STARTTLS\r\nMAIL FROM:<mallory@evil.example>\r\n")
        assert (await peer.hears()).startswith("220 ")
        await peer.starts_tls(tls_context.for_client())
        await peer.says("EHLO kari")
        assert (await peer.says("RCPT TO:<service@nordlys.example>")).startswith("503 ")


async def test_a_peer_that_speaks_no_tls_harms_nobody() -> None:
    desk = Desk()
    async with serving(desk, tls=tls_context.for_server()) as server:
        async with talking(server) as peer:
            await peer.says("EHLO kari")
            await peer.says("STARTTLS")
            await peer.sends(b"no handshake at all\r\n")
            assert await peer.is_left()
        async with talking(server) as other:
            assert (await other.says("NOOP")).startswith("250 ")
