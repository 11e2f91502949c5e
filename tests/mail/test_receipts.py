# ruff: noqa: E501 -- mails are written as they come
"""Read receipts, absence notes and calendars: what they say beside their words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mail.machine.absence import back_on
from mail.machine.addresses import nobody_reads
from mail.machine.invitation import Says, read_invitation
from mail.machine.receipt import Receipt, read_receipt
from mail.parse import parse

OURS = "<1001.aa@fjordlys.example>"
OSLO = ZoneInfo("Europe/Oslo")
HEAD = "From: Kari Nes <kari@solsiden.example>\nTo: desk@fjordlys.example\nDate: Thu, 05 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
MDN = (
    HEAD + 'Subject: Lest: Sak\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nMeldingen ble vist.\n--b\nContent-Type: message/disposition-notification\n\n"
    "Reporting-UA: mail.solsiden.example; Outlook\nFinal-Recipient: rfc822; kari@solsiden.example\nOriginal-Message-ID: "
    + OURS + "\nDisposition: {disposition}\n\n--b--\n"
)  # fmt: skip
VEVENT = (
    "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nPRODID:x\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:abc\r\n"
    "ATTENDEE;PARTSTAT={status};CN=Kari:MAILTO:kari@solsiden.example\r\n{span}\r\nSUMMARY:Besøk\r\nCOMMENT:Fint\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)

ABSENCES = [
    ("Jeg er på ferie og er tilbake mandag 9. november.", date(2026, 11, 9)),
    ("Jeg er på ferie til mandag og leser ikke e-post.", date(2026, 11, 9)),
    ("Tilbake: 20.11.2026", date(2026, 11, 20)),
    ("Jag är på semester till och med den 15 november. Vid brådskande ärenden ring 08-123 45 67.", date(2026, 11, 16)),
    ("Jag är åter måndag 16/11.", date(2026, 11, 16)),
    ("Jeg er på ferie og er tilbage på kontoret den 12. november.", date(2026, 11, 12)),
    ("Нахожусь в отпуске с 3 по 17 ноября. По срочным вопросам звоните Петру.", date(2026, 11, 18)),
    ("Я в отпуске, вернусь 18 ноября 2026.", date(2026, 11, 18)),
    ("I am out of the office until Monday 9 November.", date(2026, 11, 9)),
    ("I will be out from November 3 to November 13, returning on November 16.", date(2026, 11, 16)),
    ("Thank you for your mail. We will answer soon.", None),
    ("I was away until 2 November.", None),
]  # fmt: skip

SPANS = [
    ("DTSTART;TZID=W. Europe Standard Time:20261110T100000\r\nDTEND;TZID=W. Europe Standard Time:20261110T120000", "2026-11-10T10:00+01:00", "2026-11-10T12:00+01:00"),
    ("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin, Bern:20261110T100000\r\nDTEND;TZID=(UTC+01:00) Amsterdam, Berlin, Bern:20261110T120000", "2026-11-10T10:00+01:00", "2026-11-10T12:00+01:00"),
    ("DTSTART;TZID=Russian Standard Time:20261110T100000\r\nDURATION:PT90M", "2026-11-10T10:00+03:00", "2026-11-10T11:30+03:00"),
    ("DTSTART;TZID=Europe/Helsinki:20261110T100000", "2026-11-10T10:00+02:00", None),
    ("DTSTART:20260710T080000Z\r\nDTEND:20260710T100000Z", "2026-07-10T08:00+00:00", "2026-07-10T10:00+00:00"),
    ("DTSTART:20260710T100000\r\nDTEND:20260710T120000", "2026-07-10T10:00+02:00", "2026-07-10T12:00+02:00"),
    ("DTSTART;VALUE=DATE:20261110\r\nDTEND;VALUE=DATE:20261112", "2026-11-10T00:00+01:00", "2026-11-11T23:59+01:00"),
    ("DTSTART:tomorrow", None, None),
]  # fmt: skip


def calendar(method: str = "REPLY", status: str = "ACCEPTED", span: str = SPANS[0][0]) -> bytes:
    """A mail with one event."""
    event = VEVENT.format(method=method, status=status, span=span)
    return f"{HEAD}Subject: Besøk\nContent-Type: text/calendar; charset=utf-8; method={method}\n\n{event}".encode()


@pytest.mark.parametrize(
    ("disposition", "read"),
    [
        ("manual-action/MDN-sent-manually; displayed", True),
        ("automatic-action/MDN-sent-automatically; deleted", False),
        ("manual-action/MDN-sent-automatically; deleted/error", False),
    ],
)
def test_receipt_tells_whether_it_was_read(disposition: str, *, read: bool) -> None:
    raw = MDN.format(disposition=disposition).encode()

    assert read_receipt(raw, parse(raw)) == Receipt(read, (OURS,))


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("Lest: Sak", True),
        ("Läst: Ärende", True),
        ("Læst: Sag", True),
        ("Прочитано: Заявка", True),
        ("Read: Case", True),
        ("Ikke lest: Sak", False),
        ("Oläst: Ärende", False),
        ("Ikke læst: Sag", False),
        ("Не прочитано: Заявка", False),
        ("Not read: Case", False),
    ],
)
def test_outlooks_receipts_are_known_by_their_subject(subject: str, *, read: bool) -> None:
    raw = f"{HEAD}Subject: {subject}\nIn-Reply-To: {OURS}\nContent-Type: text/plain; charset=utf-8\n\nMeldingen\n".encode()

    assert read_receipt(raw, parse(raw)) == Receipt(read, (OURS,))


def test_a_persons_answer_is_no_receipt() -> None:
    raw = f"{HEAD}Subject: Re: Lest\nIn-Reply-To: {OURS}\n\nJeg har lest det.\n".encode()

    assert read_receipt(raw, parse(raw)) is None


@pytest.mark.parametrize(("text", "back"), ABSENCES)
def test_absence_ends_on_the_day_it_says(text: str, back: date | None) -> None:
    head = f"{HEAD}Subject: Automatisk svar: Sak\nAuto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8\n"

    assert back_on(parse(f"{head}\n{text}\n".encode())) == back


@pytest.mark.parametrize(("span", "start", "end"), SPANS)
def test_times_are_in_the_zone_that_the_calendar_means(span: str, start: str | None, end: str | None) -> None:
    invitation = read_invitation(calendar(span=span), OSLO)

    assert invitation is not None
    assert invitation.start == (datetime.fromisoformat(start) if start else None)
    assert invitation.end == (datetime.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("method", "status", "says"),
    [
        ("REPLY", "ACCEPTED", Says.ACCEPTED),
        ("REPLY", "TENTATIVE", Says.TENTATIVE),
        ("REPLY", "DECLINED", Says.DECLINED),
        ("COUNTER", "TENTATIVE", Says.PROPOSES),
        ("CANCEL", "NEEDS-ACTION", Says.CANCELS),
        ("REQUEST", "NEEDS-ACTION", Says.INVITES),
        ("PUBLISH", "NEEDS-ACTION", Says.INVITES),
    ],
)
def test_answer_is_what_the_calendar_says(method: str, status: str, says: Says) -> None:
    invitation = read_invitation(calendar(method, status), OSLO)

    assert invitation is not None
    assert (invitation.says, invitation.comment) == (says, "Fint")


def test_a_zone_that_one_calendar_defines_is_not_the_next_ones() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    own = calendar(span="DTSTART;TZID=Ours:20261110T100000").replace(b"BEGIN:VEVENT", zone.encode(), 1)
    first = read_invitation(own, OSLO)
    second = read_invitation(calendar(span="DTSTART;TZID=Ours:20261110T100000"), OSLO)

    assert first is not None
    assert first.start == datetime.fromisoformat("2026-11-10T10:00+05:00")
    assert second is not None
    assert second.start == datetime.fromisoformat("2026-11-10T10:00+01:00")


@pytest.mark.parametrize(
    "rubbish", ["", "BEGIN:VCALENDAR\nrubbish\nBEGIN:VEVENT\n", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"]
)
def test_a_broken_calendar_says_nothing(rubbish: str) -> None:
    assert read_invitation(f"{HEAD}Content-Type: text/calendar\n\n{rubbish}".encode(), OSLO) is None


@pytest.mark.parametrize(
    "address",
    [
        "noreply@a.example",
        "no-reply+7@a.example",
        "MAILER-DAEMON@a.example",
        "bounces-1@a.example",
        "ikke-svar@a.example",
    ],
)
def test_some_addresses_nobody_reads(address: str) -> None:
    assert nobody_reads(address)
    assert not nobody_reads(f"kari.{address.partition('@')[2]}@a.example")
