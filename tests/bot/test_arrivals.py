"""What makes two mails one: copies are known as such, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.arrivals import mail_identity

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MAIL = b"From: kari@x.example\r\nDate: Fri, 20 Nov 2026 09:00:00 +0100\r\nSubject: Lekker\r\n"


def identity(raw: bytes, at: datetime = NOON) -> str:
    return mail_identity(raw, at)


@pytest.mark.parametrize("head", [MAIL, MAIL + b"Message-ID: <a@x>\r\n", MAIL + b"message-id:\r\n <a@x>\r\n"])
def test_a_way_more_is_the_same_mail(head: bytes) -> None:
    again = identity(b"Received: from mx\r\n" + head + b"\r\nVann!\r\n\r\n", NOON + timedelta(days=2))
    assert again == identity(head + b"\r\nVann!")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MAIL + b"Message-ID: <a@x>\r\n\r\nVann!", MAIL + b"Message-ID: <a@x>\r\n\r\nGass!"),
        (MAIL + b"Message-ID: <a@x>\r\n\r\nVann!", MAIL + b"Message-ID: <b@x>\r\n\r\nVann!"),
        (MAIL + b"\r\nVann!", MAIL.replace(b"09:00", b"10:00") + b"\r\nVann!"),
        (b"\x00\xff\r\n", b"\r\n\r\n"),
    ],
)
def test_what_differs_is_another_mail(one: bytes, other: bytes) -> None:
    assert identity(one) != identity(other)


def test_the_same_alarm_tomorrow_is_a_new_one() -> None:
    alarm = b"From: panel@x.example\r\nSubject: ALARM\r\n\r\nDor 4"
    assert identity(alarm) == identity(alarm, NOON + timedelta(hours=1))
    assert identity(alarm) != identity(alarm, NOON + timedelta(days=1))
