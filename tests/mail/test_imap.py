"""Reading a mailbox on a real server: nothing is lost or kept twice, whatever the server or the line does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from mail import imap as imap_module
from mail.imap import Login, MailboxReader, MailKey, NotMailError
from tests.mail import tls_context
from tests.mail.imap_world import PASSWORD, TLS, USER, Inbox, Line, imap_server, line_to, postbox, reading

DONE, QUARANTINE = "Stafett done", "Stafett quarantine"


def mails(count: int, start: int = 0) -> list[bytes]:
    return [b"Subject: %d\r\n\r\nhei\r\n" % number for number in range(start, start + count)]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with imap_server() as port:
        yield port


async def test_waiting_mails_are_kept_and_then_moved(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(*mails(3))
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.mails) == 3)
        assert list(inbox.mails.values()) == mails(3)
        assert (box.mails(), box.mails(DONE)) == ([], mails(3))


async def test_a_key_names_host_user_folder_and_number(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(*mails(2))
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.mails) == 2)
    first, second = inbox.mails
    assert (first.host, first.user, first.folder) == ("127.0.0.1", USER, "INBOX")
    assert (first.uidvalidity, first.uid + 1) == (second.uidvalidity, second.uid)
    assert str(first) == f"imap:desk@127.0.0.1/INBOX;{first.uidvalidity};{first.uid}"


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.to_thread(lambda: None)


async def test_a_mail_is_there_as_soon_as_it_comes(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        async with line_to(port) as line, reading(line.port, inbox, poll=60):
            await _idling(line)
            for number in range(3):
                box.put(*mails(1, start=number))
                await inbox.until(lambda wanted=number + 1: len(inbox.mails) == wanted)  # type: ignore[misc]
        assert list(inbox.mails.values()) == mails(3)


async def _idling(line: Line, times: int = 1) -> None:
    async with asyncio.timeout(20):
        while line.heard.count(b" IDLE\r\n") < times:
            await line.news.wait()
            line.news.clear()


@pytest.mark.parametrize(("beside", "early"), [(b"* SEARCH", True), (b"+ ", False)])
async def test_a_notice_in_the_wrong_moment_is_heard(port: int, beside: bytes, early: bool) -> None:
    told: list[bytes] = []

    def announce_once(line: bytes) -> bytes:
        if not line.startswith(beside) or told:
            return line
        told.append(line)
        return b"* 1 EXISTS\r\n" + line if early else line + b"* 1 EXISTS\r\n"

    async with line_to(port) as line:
        line.answers = announce_once
        async with reading(line.port, Inbox(), poll=600):
            await _idling(line, times=1 if early else 2)
        assert line.heard.count(b" SEARCH ") == 2


async def test_a_server_that_always_announces_is_not_asked_without_end(port: int) -> None:
    async with line_to(port) as line:
        line.answers = lambda said: said + b"* 1 EXISTS\r\n" if said.startswith(b"* SEARCH") else said
        async with reading(line.port, Inbox(), poll=600):
            await _idling(line)
        assert line.heard.count(b" SEARCH ") == 5


@pytest.mark.parametrize(
    "without", [("IDLE",), ("MOVE",), ("MOVE", "UIDPLUS"), ("IDLE", "MOVE", "UIDPLUS")], ids="-".join
)
async def test_servers_that_can_less_serve_as_well(port: int, without: tuple[str, ...]) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(*mails(3))
        async with line_to(port, *without) as line, reading(line.port, inbox, poll=0.02):
            await inbox.until(lambda: len(inbox.mails) == 3)
            box.put(*mails(2, start=3))
            await inbox.until(lambda: len(inbox.mails) == 5)
        for command in without:
            assert command.replace("UIDPLUS", "UID EXPUNGE").encode() not in line.heard
        assert (box.mails(), box.mails(DONE)) == ([], mails(5))


async def test_a_server_that_promises_idle_and_refuses_is_polled(port: int) -> None:
    inbox = Inbox()

    def refuse(line: bytes) -> bytes:
        return b"* OK one moment\r\n+ no\r\n" if line.startswith(b"+ ") else line

    with postbox(port) as box:
        async with line_to(port) as line:
            line.answers = refuse
            async with reading(line.port, inbox, poll=0.02):
                await _idling(line, times=3)
                for number in range(3):
                    box.put(*mails(1, start=number))
                    await inbox.until(lambda wanted=number + 1: len(inbox.mails) == wanted)  # type: ignore[misc]
            assert (line.connections, line.heard.count(b" IDLE\r\n")) == (4, 3)


async def test_a_broken_line_is_mended(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        async with line_to(port) as line, reading(line.port, inbox):
            for number in range(3):
                box.put(*mails(1, start=number))
                await inbox.until(lambda wanted=number + 1: len(inbox.mails) == wanted)  # type: ignore[misc]
                await line.breaks()
                await line.open()
        assert sorted(box.mails() + box.mails(DONE)) == mails(3)
    assert line.connections >= 3


async def test_a_mail_kept_before_the_line_broke_is_not_kept_twice(port: int) -> None:
    inbox = Inbox()
    inbox.go_on.clear()
    with postbox(port) as box:
        box.put(*mails(1))
        async with line_to(port) as line, reading(line.port, inbox):
            await inbox.until(lambda: len(inbox.calls) == 1)
            await line.breaks()
            inbox.go_on.set()
            await inbox.until(lambda: len(inbox.mails) == 1)
            await line.open()
            box.put(*mails(1, start=1))
            await inbox.until(lambda: len(inbox.mails) == 2)
        assert len(inbox.calls) == 2
        assert box.mails(DONE)[0] == mails(1)[0]


async def test_after_a_restart_the_same_mail_has_the_same_key(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(*mails(1))
        inbox.errors[mails(1)[0]] = RuntimeError("killed before it was moved")
        for calls in (1, 2):
            async with reading(port, inbox, first_retry=60):
                await inbox.until(lambda calls=calls: len(inbox.calls) == calls)  # type: ignore[misc]
    assert inbox.calls[0] == inbox.calls[1]


async def test_a_mail_that_can_not_be_kept_now_stays_and_the_others_go_on(port: int) -> None:
    inbox = Inbox()
    first, second = mails(2)
    inbox.errors[first] = RuntimeError("database away")
    with postbox(port) as box:
        box.put(first, second)
        with capture_logs() as logs:
            async with reading(port, inbox):
                await inbox.until(lambda: len(inbox.calls) >= 4)
                assert list(inbox.mails.values()) == [second]
                inbox.errors.clear()
                await inbox.until(lambda: len(inbox.mails) == 2)
        assert sorted(box.mails(DONE)) == [first, second]
    assert {log["failures"] for log in logs if log["event"] == "imap_mail_not_kept"} >= {1, 2}


async def test_what_is_no_mail_goes_to_quarantine(port: int) -> None:
    inbox = Inbox()
    bad, good = mails(2)
    inbox.errors[bad] = NotMailError("no header at all")
    with postbox(port) as box:
        box.put(bad, good)
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.mails) == 1)
        assert (box.mails(), box.mails(QUARANTINE), box.mails(DONE)) == ([], [bad], [good])


async def test_a_mail_over_the_limit_is_not_even_fetched(port: int) -> None:
    inbox = Inbox()
    large, small = b"Subject: big\r\n\r\n" + b"x" * 2000, b"Subject: small\r\n\r\n"
    with postbox(port) as box:
        box.put(large, small)
        async with reading(port, inbox, max_size=1000):
            await inbox.until(lambda: len(inbox.mails) == 1)
        assert (box.mails(QUARANTINE), box.mails(DONE)) == ([large], [small])
    assert len(inbox.calls) == 1


async def test_a_mail_that_the_server_can_not_hand_out_goes_to_quarantine(port: int) -> None:
    inbox = Inbox()

    def lose_a_body(line: bytes) -> bytes:
        return line.replace(b"* 1 FETCH (BODY[] {", b"* 1 FETCH (BODY[HEADER] {")

    with postbox(port) as box:
        box.put(*mails(2))
        async with line_to(port) as line:
            line.answers = lose_a_body
            async with reading(line.port, inbox):
                await inbox.until(lambda: len(inbox.mails) == 1)
                await _until(lambda: bool(box.mails(QUARANTINE)))
        assert box.mails(QUARANTINE) == mails(1)


async def test_when_the_numbers_change_mails_have_new_names(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.make("Service")
        box.put(*mails(1), folder="Service")
        async with line_to(port) as line, reading(line.port, inbox, login={"folder": "Service"}):
            await inbox.until(lambda: len(inbox.mails) == 1)
            await line.breaks()
            box.make_anew("Service")
            box.put(*mails(1), folder="Service")
            await line.open()
            await inbox.until(lambda: len(inbox.mails) == 2)
    before, after = inbox.mails
    assert before.uid == after.uid
    assert before.uidvalidity != after.uidvalidity


async def test_large_mails_come_one_at_a_time(port: int) -> None:
    inbox = Inbox()
    inbox.go_on.clear()
    large = [b"Subject: %d\r\n\r\n" % number + b"x\r\n" * 1_500_000 for number in range(2)]
    with postbox(port) as box:
        box.put(*large)
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.calls) == 1)
            inbox.go_on.set()
            await inbox.until(lambda: len(inbox.mails) == 2)
    assert [len(mail) for mail in inbox.mails.values()] == [len(mail) for mail in large]


async def test_small_mails_come_together(port: int) -> None:
    inbox = Inbox()
    inbox.go_on.clear()
    with postbox(port) as box:
        box.put(*mails(40))
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.calls) == 32)
            together = len(inbox.calls)
            inbox.go_on.set()
            await inbox.until(lambda: len(inbox.mails) == 40)
    assert together == 32
    assert sorted(inbox.mails.values()) == sorted(mails(40))


async def test_a_mail_marked_as_deleted_is_left_alone(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(*mails(2))
        box.mark_deleted(mails(1)[0])
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.mails) == 1)
    assert list(inbox.mails.values()) == mails(1, start=1)


async def test_stopping_waits_neither_for_mail_nor_to_be_cut_off(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_module, "_GRACE", 600)
    async with line_to(port) as line:
        async with reading(line.port, Inbox(), poll=600) as stop:
            await _idling(line)
            stop.set()
        assert b" IDLE\r\nDONE\r\n" in line.heard


async def test_stopping_finishes_the_mail_under_way(port: int) -> None:
    inbox = Inbox()
    inbox.go_on.clear()
    with postbox(port) as box:
        box.put(*mails(1))
        async with reading(port, inbox) as stop:
            await inbox.until(lambda: len(inbox.calls) == 1)
            stop.set()
            inbox.go_on.set()
        assert (box.mails(), box.mails(DONE)) == ([], mails(1))


async def test_stopping_does_not_wait_for_ever(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_module, "_GRACE", 0.05)
    inbox = Inbox()
    inbox.go_on.clear()
    with postbox(port) as box:
        box.put(*mails(1))
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.calls) == 1)
        assert (inbox.mails, box.mails()) == ({}, mails(1))


async def test_stopping_works_while_no_server_is_there(port: int) -> None:
    async with line_to(port) as line:
        await line.breaks()
        with capture_logs() as logs:
            async with reading(line.port, Inbox(), first_pause=600) as stop:
                await _until(lambda: bool(logs))
                stop.set()
    assert logs[0]["event"] == "imap_connection_lost"


async def test_a_refused_password_is_said_and_not_tried_often(port: int) -> None:
    with capture_logs() as logs:
        async with reading(port, Inbox(), login={"password": "wrong"}):
            await _until(lambda: bool(logs))
    assert [log["event"] for log in logs] == ["imap_login_refused"]


async def test_it_reads_over_tls() -> None:
    inbox = Inbox()
    login = {"host": "localhost", "security": "starttls", "tls_context": tls_context.for_client()}
    async with imap_server(*TLS) as port:
        with postbox(port) as box:
            async with reading(port, inbox, login=login, poll=600):
                for number in range(3):
                    box.put(*mails(1, start=number))
                    await inbox.until(lambda wanted=number + 1: len(inbox.mails) == wanted)  # type: ignore[misc]
    assert list(inbox.mails.values()) == mails(3)


async def test_a_server_that_nobody_vouches_for_learns_no_password() -> None:
    async with imap_server(*TLS) as port, line_to(port) as line:
        reader = MailboxReader(_login(line.port, security="starttls"), Inbox().receive)
        with pytest.raises(OSError, match="certificate"):
            await reader.check()
        assert b"LOGIN" not in line.heard


async def test_the_check_tells_what_it_found(port: int) -> None:
    with postbox(port) as box:
        box.put(*mails(2))
    reader = MailboxReader(_login(port), Inbox().receive)
    assert await reader.check() == "INBOX on 127.0.0.1: 2 mails waiting, it tells when mail comes"


def _login(port: int, **changes: Any) -> Login:
    settings: dict[str, Any] = {"host": "127.0.0.1", "port": port, "user": USER, "password": PASSWORD}
    return Login(**settings | {"security": "none"} | changes)


def test_a_key_is_the_same_after_a_restart() -> None:
    key = MailKey("mail.example", "desk", "INBOX", 7, 12)
    assert key == MailKey("mail.example", "desk", "INBOX", 7, 12)
    assert {key: 1}[MailKey("mail.example", "desk", "INBOX", 7, 12)] == 1
