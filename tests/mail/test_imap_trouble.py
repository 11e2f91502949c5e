"""What the reader says when a mailbox can't be read, and how one mail that breaks the line harms no other."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from mail import imap_mailbox
from tests.mail.imap_world import Inbox, imap_server, line_to, postbox, reading

POISON = b"Subject: poison\r\n\r\n"


class Watched:
    """Everything that the reader told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.seen: list[tuple[int, int]] = []
        self._changed = asyncio.Condition()

    async def lost(self, reason: str) -> None:
        await self._add("lost", reason)

    async def works(self) -> None:
        await self._add("works")

    async def unfit(self, reason: str, folder: str) -> None:
        await self._add("unfit", reason, folder)

    def progress(self, taken: int, of: int) -> None:
        self.seen.append((taken, of))

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(condition)

    async def _add(self, *told: str) -> None:
        async with self._changed:
            self.told.append(told)
            self._changed.notify_all()


def breaks_at_poison(line: bytes) -> bytes:
    if b"poison" in line:
        raise ConnectionResetError
    return line


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with imap_server() as port:
        yield port


async def test_a_mail_that_breaks_the_line_harms_no_other_and_ends_in_quarantine(port: int) -> None:
    inbox, watched = Inbox(), Watched()
    good = [b"Subject: %d\r\n\r\n" % number for number in range(3)]
    with postbox(port) as box:
        box.put(good[0], POISON, *good[1:])
        async with line_to(port) as line:
            line.answers = breaks_at_poison
            async with reading(line.port, inbox, poll=0.02, watch=watched):
                await watched.until(lambda: "unfit" in {each[0] for each in watched.told})
                await watched.until(lambda: watched.told[-1] == ("works",))
        assert sorted(inbox.mails.values()) == good
        assert box.mails("Stafett quarantine") == [POISON]


async def test_what_is_set_aside_is_told_with_the_reason_and_the_folder(port: int) -> None:
    watched = Watched()
    with postbox(port) as box:
        box.put(b"Subject: large\r\n\r\n" + b"x" * 3 * 2**20)
        async with reading(port, Inbox(), max_size=1000, watch=watched):
            await watched.until(lambda: bool(watched.told))
    assert watched.told[0] == ("unfit", "3 MB", "Stafett quarantine")


async def test_a_lost_server_is_told_until_it_works_again(port: int) -> None:
    watched = Watched()
    async with line_to(port) as line, reading(line.port, Inbox(), watch=watched):
        await watched.until(lambda: watched.told == [("works",)])
        await line.breaks()
        await watched.until(lambda: watched.told[-1][0] == "lost")
        await line.open()
        await watched.until(lambda: watched.told[-1] == ("works",))
    kinds = [each[0] for each in watched.told]
    assert (kinds[0], kinds.count("works")) == ("works", 2)


async def test_a_line_that_dies_in_silence_is_noticed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_mailbox, "_READ_TIMEOUT", 0.3)
    inbox, watched = Inbox(), Watched()
    with postbox(port) as box:
        async with line_to(port) as line, reading(line.port, inbox, poll=0.05, watch=watched):
            await watched.until(lambda: bool(watched.told))
            line.dead = line.connections
            box.put(b"Subject: one\r\n\r\n")
            await inbox.until(lambda: len(inbox.mails) == 1)
    assert "lost" in {each[0] for each in watched.told}


async def test_a_refused_login_is_told(port: int) -> None:
    watched = Watched()
    async with reading(port, Inbox(), login={"password": "old"}, watch=watched):
        await watched.until(lambda: bool(watched.told))
    assert watched.told[0][0] == "lost"


async def test_progress_is_shown_batch_by_batch(port: int) -> None:
    inbox, watched = Inbox(), Watched()
    with postbox(port) as box:
        box.put(*(b"Subject: %d\r\n\r\n" % number for number in range(70)))
        async with reading(port, inbox, watch=watched):
            await inbox.until(lambda: len(inbox.mails) == 70)
            await watched.until(lambda: ("works",) in watched.told)
    assert watched.seen == [(32, 70), (64, 70), (70, 70)]
