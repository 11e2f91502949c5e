"""Composed mail, read back with Python's own parser: it threads, it shows, nothing is slipped into it."""

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.compose import OutgoingAttachment, OutgoingMail, compose
from mail.parsed import Mailbox

DESK = Mailbox("Nordlys Service", "service@nordlys.example")
KARI = Mailbox("Kari Nordmann", "kari@kunde.example")
PHOTO = OutgoingAttachment(filename="foto.jpg", content_type="image/jpeg", content=b"\xff\xd8\xff\xe0" * 300)


def a_mail(**changes: Any) -> OutgoingMail:
    """A short note to Kari, changed as the test needs it."""
    parts: dict[str, Any] = {
        "message_id": "<1001.7@nordlys.example>",
        "sender": DESK,
        "to": (KARI,),
        "subject": "[#1001] Kaffemaskin",
        "text": "Teknikeren er på vei.\n",
        "date": datetime(2026, 11, 3, 9, 12, tzinfo=UTC),
    }
    return OutgoingMail(**parts | changes)


def read(mail: OutgoingMail) -> EmailMessage:
    """As a client reads it."""
    message = email.message_from_bytes(compose(mail), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def structure(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_a_plain_mail_is_as_plain_as_can_be() -> None:
    assert compose(a_mail(text="Hei\n.\nHilsen oss\n")) == (
        b"From: Nordlys Service <service@nordlys.example>\r\n"
        b"To: Kari Nordmann <kari@kunde.example>\r\n"
        b"Subject: [#1001] Kaffemaskin\r\n"
        b"Date: Tue, 03 Nov 2026 09:12:00 +0000\r\n"
        b"Message-ID: <1001.7@nordlys.example>\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"MIME-Version: 1.0\r\n"
        b"\r\n"
        b"Hei\r\n.\r\nHilsen oss\r\n"
    )


def test_text_and_html_stand_side_by_side() -> None:
    message = read(a_mail(html="<p>Teknikeren er <b>på vei</b>.</p>"))
    assert structure(message) == ["multipart/alternative", "text/plain", "text/html"]
    body = message.get_body(("html",))
    assert body is not None
    assert "på vei" in body.get_content()


def test_pictures_belong_to_the_html_and_files_to_the_mail() -> None:
    shown = OutgoingAttachment(
        filename="før.jpg", content_type="image/jpeg", content=b"\xff", content_id="<p1>"
    )
    message = read(a_mail(html='<img src="cid:p1">', attachments=(shown, PHOTO)))
    assert structure(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/jpeg",
        "image/jpeg",
    ]
    parts = list(message.walk())
    assert parts[3].get_param("type") == "text/html"
    assert (parts[5]["Content-ID"], parts[5].get_filename()) == ("<p1>", "før.jpg")
    assert [part.get_filename() for part in message.iter_attachments()] == ["foto.jpg"]


def test_a_picture_without_html_is_a_file() -> None:
    shown = OutgoingAttachment(filename="a.png", content_type="image/png", content=b"x", content_id="p1")
    assert [part.get_filename() for part in read(a_mail(attachments=(shown,))).iter_attachments()] == [
        "a.png"
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\xff\r\n.\r\n", b"\r\n" * 50, bytes(range(256)) * 500])
def test_files_arrive_octet_for_octet(content: bytes) -> None:
    sent = OutgoingAttachment(filename="logg.bin", content_type="application/octet-stream", content=content)
    (part,) = read(a_mail(attachments=(sent,))).iter_attachments()
    assert part.get_payload(decode=True) == content


@pytest.mark.parametrize(
    ("content_type", "arrives_as"),
    [
        ("image/jpeg", "image/jpeg"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("image/jpeg\r\nX-Evil: 1", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_odd_media_types_become_plain_files(content_type: str, arrives_as: str) -> None:
    sent = OutgoingAttachment(
        filename="a.eml", content_type=content_type, content=b"Subject: hei\r\n\r\nhei\r\n"
    )
    (part,) = read(a_mail(attachments=(sent,))).iter_attachments()
    assert part.get_content_type() == arrives_as
    assert part.get_payload(decode=True) == sent.content


@pytest.mark.parametrize(
    ("filename", "arrives_as"),
    [
        ("Приёмный акт №7 от третьего ноября, подписанный заказчиком.pdf",) * 2,
        ('a "b"; c.pdf',) * 2,
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil: 1.pdf"),
        ("", "file"),
    ],
)
def test_file_names_of_every_kind_arrive(filename: str, arrives_as: str) -> None:
    sent = OutgoingAttachment(filename=filename, content_type="application/pdf", content=b"%PDF")
    message = read(a_mail(attachments=(sent,)))
    assert [part.get_filename() for part in message.iter_attachments()] == [arrives_as]
    assert "X-Evil" not in message


def test_a_reply_names_its_ancestors() -> None:
    message = read(a_mail(in_reply_to="<c@k.example>", references=("<a@k.example>", "<b@k.example>")))
    assert message["In-Reply-To"] == "<c@k.example>"
    assert message["References"].split() == ["<a@k.example>", "<b@k.example>", "<c@k.example>"]


def test_a_parent_named_twice_stands_once_and_last() -> None:
    message = read(a_mail(in_reply_to="<a@k.example>", references=("<a@k.example>", "<b@k.example>")))
    assert message["References"].split() == ["<b@k.example>", "<a@k.example>"]


def test_a_long_thread_keeps_its_root_and_its_latest() -> None:
    chain = tuple(f"<{number}@k.example>" for number in range(1000))
    references = read(a_mail(in_reply_to=chain[-1], references=chain))["References"].split()
    assert (references[0], references[1], references[-1]) == (chain[0], chain[-19], chain[-1])
    assert len(references) == 20


def test_a_long_message_id_is_never_broken() -> None:
    long = f"<{'x' * 400}@outlook.example>"
    raw = compose(a_mail(in_reply_to=long, references=(long.replace("x", "y"), long)))
    assert f"\r\nIn-Reply-To: {long}\r\n".encode() in raw
    assert f"\r\n {long}\r\n".encode() in raw


@pytest.mark.parametrize(
    "broken", ["none", "<å@k.example>", "<a b@k>", "<a@k>\r\nX-Evil: 1", "<" + "x" * 999 + ">"]
)
def test_foreign_message_ids_that_are_none_are_left_out(broken: str) -> None:
    message = read(a_mail(in_reply_to=broken, references=(broken, "<good@k.example>")))
    assert message["In-Reply-To"] is None
    assert message["References"] == "<good@k.example>"
    assert "X-Evil" not in message


def test_an_automatic_mail_says_so() -> None:
    message = read(a_mail(auto_submitted="auto-replied"))
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"
    assert read(a_mail())["Auto-Submitted"] is None


def test_replies_go_where_they_are_asked_to() -> None:
    signed = Mailbox(None, "service+1001.k7x2@nordlys.example")
    assert read(a_mail(reply_to=signed))["Reply-To"] == signed.address


@pytest.mark.parametrize(
    "name",
    [
        "Kåre Ødegård",
        "Nordmann, Kari (drift)",
        'Kari "Sjefen" N.',
        "Лена Смирнова из отдела эксплуатации",
        "=?utf-8?q?x?=",
    ],
)
def test_names_of_every_kind_arrive(name: str) -> None:
    # The parser's modern policy puts blanks between encoded words (RFC 2047 section 6.2 says not to).
    message = email.message_from_bytes(compose(a_mail(to=(Mailbox(name, KARI.address), DESK))))
    (shown, address), (_, second) = getaddresses([str(message["To"])])
    assert str(make_header(decode_header(shown))) == name
    assert (address, second) == (KARI.address, DESK.address)


def test_a_name_can_not_bring_its_own_header() -> None:
    message = read(a_mail(to=(Mailbox("Kari\r\nBcc: boss@bank.example\x00", KARI.address),)))
    assert message["Bcc"] is None
    assert message["To"].addresses[0].display_name == "Kari Bcc: boss@bank.example"


def test_a_domain_beyond_ascii_goes_in_ascii() -> None:
    raw = compose(a_mail(to=(Mailbox(None, "drift@blåbær.example"),)))
    assert b"<drift@xn--blbr-roah.example>" in raw


def test_a_local_part_beyond_ascii_stays_as_it_is() -> None:
    assert "<blåbær@kunde.example>".encode() in compose(a_mail(to=(Mailbox(None, "blåbær@kunde.example"),)))


@given(st.text(max_size=300))
def test_every_subject_arrives_on_its_own_line(subject: str) -> None:
    raw = compose(a_mail(subject=subject))
    head = raw.partition(b"\r\n\r\n")[0]
    shown = email.message_from_bytes(raw, policy=default)["Subject"]
    assert head.isascii()
    assert len(head.replace(b"\r\n ", b" ").split(b"\r\n")) == 8
    assert shown is not None


@pytest.mark.parametrize(
    "subject", ["Maskinen på Ødegård lekker " * 8, "сломалась кофемашина " * 9, "x" * 999]
)
def test_long_subjects_are_folded_and_come_back(subject: str) -> None:
    raw = compose(a_mail(subject=subject))
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert email.message_from_bytes(raw, policy=default)["Subject"].rstrip() == subject.strip()


@given(st.text(max_size=500), st.text(max_size=500))
def test_every_text_is_sent_as_7_bit_lines_that_fit(text: str, html: str) -> None:
    raw = compose(a_mail(text=text, html=html))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("text", ["Hei på deg\n", "ой\n" * 900, "x" * 5000 + "\n", "a\n\n.\nFrom\n", "\n"])
def test_texts_come_back_as_they_were(text: str) -> None:
    body = read(a_mail(text=text)).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"to": ()}, "a mail needs a recipient"),
        ({"message_id": "1001@nordlys.example"}, "not a Message-ID"),
        ({"date": datetime(2026, 11, 3)}, "the date of a mail needs its time zone"),  # noqa: DTZ001
        ({"to": (Mailbox(None, "kari"),)}, "not a mail address: 'kari'"),
        ({"to": (Mailbox(None, "kari@kunde.example>\r\nBcc: x@y.z"),)}, "not a mail address"),
        ({"to": (Mailbox(None, "a@b.example, c@d.example"),)}, "not a mail address"),
        ({"to": (Mailbox(None, "x" * 300 + "@kunde.example"),)}, "a mail address is too long"),
        ({"to": (Mailbox(None, f"kari@{'ø' * 70}.example"),)}, "not a mail domain"),
        ({"headers": {"Bcc": "boss@bank.example"}}, "not a further header: 'Bcc'"),
        ({"headers": {"X-A\r\nBcc": "x"}}, "not a further header"),
    ],
)
def test_what_can_be_no_mail_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        compose(a_mail(**changes))


def test_further_headers_are_cleaned() -> None:
    message = read(a_mail(headers={"X-Stafett-Ticket": "1001\r\nX-Evil: 1"}))
    assert message["X-Stafett-Ticket"] == "1001 X-Evil: 1"
    assert "X-Evil" not in message
