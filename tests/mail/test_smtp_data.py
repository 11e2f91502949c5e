"""DATA, block by block: what ends a mail, what it may hold, and that how it is cut does not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.smtp_data import Fault, MailData
from tests.mail.smtp_talk import Desk, pieces, serving, talking

TRICKS = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r.\r",
    b"\r\n.\r",
    b"\r.\r\n",
    b"\r\n\x00.\r\n",
    b"\n.\r\r\n",
]


def by_the_book(stream: bytes) -> tuple[bytes, bytes] | None:
    """RFC 5321 read literally, slowly: the mail and what follows it."""
    lines = stream.split(b"\r\n")
    for number, line in enumerate(lines[:-1]):
        if line == b".":
            mail = [one.removeprefix(b".") + b"\r\n" for one in lines[:number]]
            return b"".join(mail), b"\r\n".join(lines[number + 1 :])
    return None


@given(
    st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"a", b"\r\n.", b"\r\n.\r\n"]), max_size=30),
    st.integers(1, 7),
)
def test_however_it_is_cut_it_reads_by_the_book(parts: list[bytes], size: int) -> None:
    stream = b"".join(parts)
    data, rest = MailData(max_size=1000), None
    blocks = pieces(stream, size)
    while blocks and rest is None:
        rest = data.feed(blocks.pop(0))
    expected = by_the_book(stream)
    if expected is None:
        assert rest is None
    else:
        assert rest is not None
        assert (data.content, rest + b"".join(blocks)) == expected


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 9), st.booleans())
def test_the_longest_line_is_found_in_every_cut(lengths: list[int], size: int, bare: bool) -> None:
    end = b"\n" if bare else b"\r\n"
    stream = b"".join(b"x" * length + end for length in lengths) + b"\r\n.\r\n"
    data = MailData(max_size=1000, max_line=8)
    for block in pieces(stream, size):
        data.feed(block)
    is_long = max(lengths) + len(end) > 8
    assert data.fault is (Fault.LINE_TOO_LONG if is_long else None)


@pytest.mark.parametrize(("octets", "fault"), [(19, None), (20, None), (21, Fault.TOO_LARGE)])
@pytest.mark.parametrize("size", [1, 5, 100])
def test_the_size_is_exact(octets: int, fault: Fault | None, size: int) -> None:
    data = MailData(max_size=20)
    for block in pieces(b"x" * (octets - 2) + b"\r\n.\r\n", size):
        data.feed(block)
    assert (data.fault, data.received) == (fault, octets)


def test_a_mail_that_is_too_large_is_not_held() -> None:
    data = MailData(max_size=1000)
    for _ in range(100):
        assert data.feed(b"x" * 98 + b"\r\n") is None
    assert data.held < 10
    assert data.feed(b".\r\nQUIT\r\n") == b"QUIT\r\n"
    assert data.fault is Fault.TOO_LARGE


def test_an_empty_mail_is_one() -> None:
    data = MailData(max_size=10)
    assert data.feed(b".\r\n") == b""
    assert data.content == b""


def test_only_whole_lines_lose_their_doubled_dot() -> None:
    data = MailData(max_size=1000)
    data.feed(b"..one\r\n.two\r\nth.ree\r\n...\r\n\n.four\r\n.\r\n")
    assert data.content == b".one\r\ntwo\r\nth.ree\r\n..\r\n\n.four\r\n"


@pytest.mark.parametrize("trick", TRICKS)
async def test_nobody_smuggles_a_second_mail(trick: bytes) -> None:
    desk = Desk()
    smuggled = b"MAIL FROM:<boss@bank.example>\r\nRCPT TO:<service@nordlys.example>\r\nDATA\r\npay\r\n"
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"hei" + trick + smuggled + b".\r\n")
        answer = await peer.hears()
        after = await peer.says("NOOP")
    assert (answer[:3], after) == ("250", "250 2.0.0 OK")
    (envelope,) = desk.envelopes
    assert envelope.sender == "kari@kunde.example"
    assert envelope.raw.endswith(smuggled)


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_a_mail_in_small_blocks_is_whole(size: int) -> None:
    desk = Desk()
    raw = b"".join(b"%d " % number + b"x" * (number % 80) + b"\r\n" for number in range(60))
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        for block in pieces(raw + b".\r\n", size):
            await peer.sends(block)
        assert (await peer.hears())[:3] == "250"
    assert desk.envelopes[0].raw == raw


async def test_a_declared_size_over_the_limit_is_refused_at_once() -> None:
    async with serving(Desk(), max_size=1000) as server, talking(server) as peer:
        await peer.says("EHLO a")
        answer = await peer.says("MAIL FROM:<kari@kunde.example> SIZE=1001")
    assert answer == "552 5.3.4 Error: message size exceeds fixed maximum message size"


async def test_a_mail_over_the_limit_is_refused_at_its_end() -> None:
    desk = Desk()
    async with serving(desk, max_size=1000) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"x\r\n" * 500)
        answer = await peer.says(".")
        assert answer == "552 5.3.4 The mail is too large: please send fewer or smaller attachments"
        assert await peer.says("NOOP") == "250 2.0.0 OK"
    assert desk.envelopes == []


async def test_a_peer_that_never_ends_is_left() -> None:
    async with serving(Desk(), max_size=1000) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"x\r\n" * 2000)
        assert (await peer.hears())[:9] == "552 5.3.4"
        assert await peer.is_left()


async def test_a_line_over_the_limit_is_refused() -> None:
    desk = Desk()
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(b"x" * 1200 + b"\r\n")
        assert await peer.says(".") == "500 5.5.2 A line is too long: at most 998 octets and <CRLF>"
        await peer.begins_mail()
        await peer.sends(b"." + b"x" * 998 + b"\r\n")
        assert (await peer.says("."))[:3] == "250"
    assert len(desk.envelopes[0].raw) == 1000


async def test_when_memory_is_short_a_mail_is_put_off() -> None:
    desk = Desk()
    async with serving(desk, max_memory=50_000) as server, talking(server) as kari, talking(server) as ola:
        await kari.begins_mail()
        await kari.sends(b"x\r\n" * 15_000)
        await ola.begins_mail()
        await ola.sends(b"x\r\n" * 15_000)
        answers = sorted([await kari.says("."), await ola.says(".")])
        await ola.begins_mail()
        assert (await ola.says("small\r\n."))[:3] == "250"
    assert answers[0][:3] == "250"
    assert answers[1] == "452 4.3.1 Too busy for a mail of this size: please try again in a minute"


async def test_25_megabytes_come_through_unharmed() -> None:
    desk = Desk()
    lines = b"".join(b"%07d" % number + b"x" * 69 + b"\r\n" for number in range(25 * 2**20 // 78))
    async with serving(desk) as server, talking(server) as peer:
        await peer.begins_mail()
        await peer.sends(lines)
        assert (await peer.says("."))[:3] == "250"
    assert desk.envelopes[0].raw == lines
