# ruff: noqa: E501 -- mails are written as they come
"""Mail as it comes: wrong charsets, broken structure, hostile sizes. Nothing raises, nothing stalls, nothing is lost."""

import sys
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mail.parse import parse
from mail.parsed import ParsedMail
from tests.mail.clients import DESK, REPLIES, TONGUES, mail

RUSSIAN = "Добрый день! Касса не включается, приезжайте завтра."
SWEDISH = "Hej på er, vi behöver hjälp med vår ugn på Ängögatan."
HEAD = b"From: a@b.example\nTo: desk@fjordlys.example\nSubject: x\nMIME-Version: 1.0\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
NESTED = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'


@pytest.mark.parametrize(
    "declared", ["", "utf-8", "us-ascii", "iso-8859-1", "windows-1251", "koi8-r", "x-unknown"]
)
@pytest.mark.parametrize("real", ["utf-8", "windows-1251", "koi8-r", "cp866", "iso-8859-5"])
def test_russian_is_read_whatever_is_declared(real: str, declared: str) -> None:
    label = f"; charset={declared}".encode() if declared else b""
    parsed = parse(HEAD + b"Content-Type: text/plain" + label + b"\n\n" + RUSSIAN.encode(real))

    assert (parsed.text, parsed.language) == (RUSSIAN, "ru")


@pytest.mark.parametrize(
    "declared", ["", "utf-8", "us-ascii", "iso-8859-1", "windows-1251", "koi8-r", "ansi"]
)
@pytest.mark.parametrize("real", ["utf-8", "iso-8859-1", "cp850"])
def test_swedish_is_read_whatever_is_declared(real: str, declared: str) -> None:
    label = f"; charset={declared}".encode() if declared else b""
    parsed = parse(HEAD + b"Content-Type: text/plain" + label + b"\n\n" + SWEDISH.encode(real))

    assert (parsed.text, parsed.language) == (SWEDISH, "sv")


def test_raw_bytes_in_headers_are_read() -> None:
    raw = "From: Åse Bø <ase@x.example>\nSubject: Kjøkken".encode("cp1252") + b"\n\nHei"
    russian = "Subject: Касса не работает".encode("koi8-r") + b"\n\nx"

    assert parse(raw).sender is not None
    assert parse(raw).sender == parse("From: Åse Bø <ase@x.example>\nSubject: Kjøkken\n\nHei".encode()).sender
    assert (parse(raw).subject, parse(russian).subject) == ("Kjøkken", "Касса не работает")


def test_utf8_that_was_encoded_twice_is_put_right() -> None:
    twice = SWEDISH.encode().decode("cp1252", "replace").encode()

    assert parse(PLAIN + twice).text == SWEDISH


def test_russian_that_was_encoded_twice_is_put_right() -> None:
    assert parse(PLAIN + RUSSIAN.encode().decode("cp1251").encode()).text == RUSSIAN


def test_utf16_is_read_with_and_without_label() -> None:
    assert (
        parse(HEAD + b"Content-Type: text/plain; charset=utf-16\n\n" + SWEDISH.encode("utf-16")).text
        == SWEDISH
    )
    assert parse(PLAIN + SWEDISH.encode("utf-16-le")).text == SWEDISH


def test_broken_base64_gives_what_can_be_read() -> None:
    raw = HEAD + b"Content-Transfer-Encoding: base64\n\nSGVsbG8gdGhlcmUsIHRoZS!!BvdmVuIGlzIGNvbGQ\n"

    assert parse(raw).text == "Hello there, the oven is cold"


@pytest.mark.parametrize(
    "structure",
    [
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nThe oven is cold\n',
        b'Content-Type: multipart/mixed; boundary="wrong"\n\n--b\nContent-Type: text/plain\n\nThe oven is cold\n--b--\n',
        b"Content-Type: multipart/mixed\n\n--bbbbbbb\nContent-Type: text/plain\n\nThe oven is cold\n--bbbbbbb--\n",
        b'Content-Type: multipart/alternative; boundary="b"\n\n--b\n\nThe oven is cold\n--b\nContent-Type: text/html\n\n\n--b--\n',
        b"Content-Type: text/plain text/html; broken\n\nThe oven is cold\n",
    ],
)
def test_broken_boundaries_lose_no_words(structure: bytes) -> None:
    assert "The oven is cold" in parse(HEAD + structure).text


def test_file_names_are_decoded_and_made_harmless() -> None:
    disposition = (
        b"attachment; filename*0*=utf-8''H%C3%B8yt;\n filename*1*=%20vann.pdf",
        b'attachment; filename="=?iso-8859-1?Q?H=F8yt_vann.pdf?="',
        "attachment; filename=../../Høyt vann.pdf".encode(),
    )
    names = [
        parse(HEAD + b"Content-Type: application/pdf\nContent-Disposition: " + one + b"\n\n%PDF-1.4")
        .attachments[0]
        .filename
        for one in disposition
    ]

    assert names == ["Høyt vann.pdf", "Høyt vann.pdf", "_.._Høyt vann.pdf"]


def test_type_of_a_file_is_what_its_bytes_say() -> None:
    message = EmailMessage()
    message.set_content("See photo")
    message.add_attachment(
        b"\xff\xd8\xff\xe0" + b"0" * 50, maintype="application", subtype="pdf", filename="a.pdf"
    )

    assert parse(message.as_bytes()).attachments[0].content_type == "image/jpeg"


HOSTILE: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "zeros": (100_000, lambda n: b"\0" * n),
    "multiparts": (
        1_000,
        lambda n: HEAD + b"".join(NESTED % (each, each) for each in range(n)) + b"\nx",
    ),
    "messages": (1_000, lambda n: HEAD + b"Content-Type: message/rfc822\n\n" * n + b"x"),
    "headers": (10_000, lambda n: HEAD + b"".join(b"X-%d: y\n" % each for each in range(n)) + b"\nx"),
    "references": (50_000, lambda n: HEAD + b"References: " + b"<a@b>\n " * n + b"\n\nx"),
    "words": (50_000, lambda n: b"Subject: " + b"=?utf-8?q?" * n + b"\n\nx"),
    "parameters": (100_000, lambda n: b"Content-Type: text/plain; " + b'a*0*="x";' * n + b"\n\nx"),
    "blocks": (50_000, lambda n: HTML + b"<div>" * n + b"x"),
    "tables": (20_000, lambda n: HTML + b"<table><tr><td>" * n + b"x"),
    "comments": (100_000, lambda n: HTML + b"<!--" * n),
    "paragraphs": (200_000, lambda n: HTML + b"<p>hello there my friend</p>\n" * n),
    "styles": (500_000, lambda n: HTML + b"<style>" + b".a{color:red}\n" * n + b"</style>"),
    "attributions": (20_000, lambda n: PLAIN + b"On Mon, 3 Nov 2026 at 10:00 x <a@b.c>\n" * n),
    "header blocks": (50_000, lambda n: PLAIN + b"From: x@y.z\n" * n),
    "names": (50_000, lambda n: PLAIN + b"Kari Nes " * n),
    "stops": (200_000, lambda n: PLAIN + b". " * n),
    "quotes": (100_000, lambda n: PLAIN + b"> x\n" * n),
    "numbers": (200_000, lambda n: PLAIN + b"1 " * n),
}
_ONCE = 4_000  # of what a hostile mail repeats


@pytest.mark.timeout(60)  # a hang, on a machine that does other things as well
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_is_read_to_its_end(kind: str) -> None:
    count, of = HOSTILE[kind]
    assert isinstance(parse(of(count)), ParsedMail)


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_as_much_of_it_is_no_more_than_twice_the_work(kind: str) -> None:
    once, twice = (HOSTILE[kind][1](count) for count in (_ONCE, 2 * _ONCE))
    for raw in (once, twice):  # what is kept from one mail to the next
        parse(raw)
    assert work(twice) < 2.2 * work(once) + 1_000


def work(raw: bytes) -> int:
    """So many functions are called while it is read."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        parse(raw)
    finally:
        sys.setprofile(None)
    return calls


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2000))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert parse(raw).error is None


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(REPLIES)),
    st.sampled_from(sorted(TONGUES)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8)), max_size=12),
)
def test_no_damage_makes_it_raise(client: str, language: str, wounds: list[tuple[float, bytes]]) -> None:
    tongue = TONGUES[language]
    raw = mail(
        REPLIES[client](tongue, tongue.text, tongue.question, DESK, tongue.sender),
        sender=tongue.sender,
        subject="Re: x",
    )
    for where, what in wounds:
        at = int(where * len(raw))
        raw = raw[:at] + what + raw[at + len(what) // 2 :]

    assert parse(raw).error is None


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_comes_out_clean(text: str) -> None:
    parsed = parse(PLAIN + text.encode("utf-8", "surrogatepass"))

    assert parsed.error is None
    parsed.text.encode()
    assert "\0" not in parsed.text


def test_words_behind_megabytes_of_styles_comments_and_pictures_are_read() -> None:
    picture = b"<img src='data:image/png;base64," + b"iVBORw0K" * 300_000 + b"'>"
    ballast = (
        b"<STYLE>" + b"p {margin: 0}\n" * 300_000 + b"</STYLE><!-- " + b"x" * 5_000_000 + b" -->" + picture
    )

    parsed = parse(
        HTML + b"<html><body><p>Ovnen er kald.</p>" + ballast + b"<p>Kom i morgen.</p></body></html>"
    )

    assert parsed.text == "Ovnen er kald.\n\nKom i morgen."


def test_what_is_nested_deeper_than_anybody_nests_is_shown_as_it_came() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(100)
    )

    assert "Ovnen er kald." in parse(HEAD + nested + b"Content-Type: text/plain\n\nOvnen er kald.\n").text


def test_multipart_that_only_ends_keeps_its_words() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nOvnen er kald.\n--b--\n"

    assert "Ovnen er kald." in parse(raw).text


def test_a_line_as_long_as_a_book_is_kept_whole() -> None:
    word = b"ovn " * 100_000

    assert parse(PLAIN + word).text.split() == word.decode().split()
