"""250 is a promise: what happens when keeping fails, when peers vanish, when we are busy or leave."""

import asyncio

import pytest
from structlog.testing import capture_logs

from mail.smtp import MailServer
from mail.smtp_session import SmtpSession
from tests.mail.smtp_talk import Desk, serving, talking


def only_session(server: MailServer) -> SmtpSession:
    (session,) = server._sessions
    return session


async def test_a_fault_of_ours_makes_the_sender_try_again() -> None:
    desk = Desk()
    desk.error = RuntimeError("disk of db-7 is full")
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        with capture_logs() as logs:
            answer = await peer.says("hei\r\n.")
        assert answer == "451 4.3.0 The fault is ours: please try again later"
        assert logs[0]["event"] == "mail_not_kept"
        desk.error = None
        await peer.begins_mail()
        assert (await peer.says("hei\r\n."))[:3] == "250"


async def test_an_address_check_that_breaks_is_no_refusal() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:

        def is_ours(address: str) -> bool:
            raise LookupError("the config holds a secret")

        server.is_ours = is_ours
        await peer.says("EHLO a")
        await peer.says("MAIL FROM:<kari@kunde.example>")
        with capture_logs() as logs:
            answer = await peer.says("RCPT TO:<service@nordlys.example>")
    assert answer == "451 4.3.0 The fault is ours: please try again later"
    assert logs[0]["event"] == "smtp_session_failed"


async def test_nothing_is_promised_before_it_is_kept() -> None:
    desk = Desk()
    desk.go_on.clear()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"hei\r\n.\r\n")
        await desk.asked.wait()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(peer.hears(), 0.05)
        desk.go_on.set()
        assert (await peer.hears())[:3] == "250"


async def test_a_peer_that_hangs_up_early_leaves_nothing() -> None:
    desk = Desk()
    async with serving(desk) as server:
        async with talking(server) as peer:
            await peer.begins_mail()
            await peer.sends(b"half a ma")
        await server.stop(grace=5)
        assert server.held == 0
    assert desk.envelopes == []


async def test_a_peer_that_hangs_up_late_does_not_interrupt_the_keeping() -> None:
    desk = Desk()
    desk.go_on.clear()
    async with serving(desk) as server:
        async with talking(server) as peer:
            await peer.begins_mail()
            await peer.sends(b"hei\r\n.\r\n")
            await desk.asked.wait()
        desk.go_on.set()
        await server.stop(grace=5)
    assert len(desk.envelopes) == 1


async def test_stopping_lets_the_mail_under_way_arrive() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as kari, talking(server) as idle:
        port = server.port
        await kari.begins_mail()
        await kari.sends(b"the first half, ")
        await idle.says("NOOP")
        stopping = asyncio.create_task(server.stop(grace=20))
        assert await idle.hears() == "421 4.3.2 Shutting down: please try again in a minute"
        assert await idle.is_left()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        await kari.says("the second\r\n.")
        assert await kari.hears() == "421 4.3.2 Shutting down: please try again in a minute"
        await stopping
    assert kari.transcript[-2:] == [
        "S: 250 2.6.0 Thank you, your mail is safe with us",
        "S: 421 4.3.2 Shutting down: please try again in a minute",
    ]
    assert desk.envelopes[0].raw == b"the first half, the second\r\n"


async def test_stopping_does_not_wait_for_ever() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"an endless ")
        await server.stop(grace=0.01)
        assert await peer.is_left()
    assert desk.envelopes == []


async def test_a_server_can_start_again() -> None:
    desk = Desk()
    async with serving(desk) as server:
        await server.stop()
        await server.stop()
        await server.start()
        async with talking(server) as peer:
            await peer.begins_mail()
            assert (await peer.says("hei\r\n."))[:3] == "250"


async def test_one_connection_too_many_is_asked_to_come_back() -> None:
    async with serving(Desk(), max_connections=1) as server:
        async with talking(server) as first, talking(server, greeted=False) as second:
            assert await second.hears() == "421 4.3.2 Too busy just now: please try again in a minute"
            assert await second.is_left()
            assert await first.says("QUIT") == "221 2.0.0 Bye"
            assert await first.is_left()
        async with talking(server) as third:
            assert await third.says("NOOP") == "250 2.0.0 OK"


async def test_a_silent_peer_is_left() -> None:
    async with serving(Desk(), idle_timeout=0.05) as server, talking(server) as peer:
        assert await peer.hears() == "421 4.4.2 Nothing heard for too long: goodbye"
        assert await peer.is_left()


async def test_a_peer_that_falls_silent_in_its_mail_is_left() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        only_session(server)._timeout_duration = 0.01
        await peer.sends(b"well, ")
        assert await peer.hears() == "421 4.4.2 Nothing heard for too long: goodbye"
        assert await peer.is_left()
    assert desk.envelopes == []


async def test_a_mail_that_trickles_for_ever_is_given_up() -> None:
    async with serving(Desk(), data_timeout=0.0) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"w")
        assert await peer.hears() == "421 4.4.2 The mail came too slowly: please try again later"
        assert await peer.is_left()


async def test_a_peer_may_be_silent_while_its_mail_is_kept() -> None:
    desk = Desk()
    desk.go_on.clear()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"hei\r\n.\r\n")
        await desk.asked.wait()
        clock = only_session(server)._timeout_handle
        assert clock is not None
        assert clock.cancelled()
        desk.go_on.set()
        assert (await peer.hears())[:3] == "250"


async def test_many_peers_at_once_all_keep_their_promise() -> None:
    desk = Desk()

    async def talk(number: int) -> str:
        async with talking(server) as peer:
            await peer.begins_mail()
            return await peer.says(f"mail {number}\r\n.")

    async with serving(desk) as server:
        answers = await asyncio.gather(*(talk(number) for number in range(40)))
    assert {answer[:3] for answer in answers} == {"250"}
    assert {envelope.raw for envelope in desk.envelopes} == {b"mail %d\r\n" % n for n in range(40)}
