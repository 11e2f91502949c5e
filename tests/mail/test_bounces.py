"""Bounces: the address, the reason and the mail are found, however the server writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.machine.bounce import Action, Fate, read_report
from mail.machine.prose import status_in
from mail.parse import parse
from mail.parsed import Kind
from tests.mail.bounces import COPY, DELAYED, FAILED, dsn, prose

DESK = ["desk@fjordlys.example"]
OURS = "<1001.aa@fjordlys.example>"


@pytest.mark.parametrize(
    ("raw", "address", "status", "reason"), [case[1:] for case in FAILED], ids=[case[0] for case in FAILED]
)
def test_failure_is_understood(raw: str, address: str, status: str, reason: str) -> None:
    (fate,) = read_report(raw.encode(), DESK).fates

    assert (fate.address, fate.action, fate.status) == (address, Action.FAILED, status)
    assert reason in fate.reason


@pytest.mark.parametrize("raw", [case[1] for case in DELAYED], ids=[case[0] for case in DELAYED])
def test_delay_is_no_failure(raw: str) -> None:
    report = read_report(raw.encode(), DESK)

    assert (report.delayed, report.failed) == (True, False)
    assert report.fates[0].address == "kari@solsiden.example"


@pytest.mark.parametrize("raw", [case[1] for case in (*FAILED, *DELAYED)])
def test_none_is_taken_for_a_persons(raw: str) -> None:
    parsed = parse(raw.encode())

    assert (parsed.kind, parsed.automatic) == (Kind.BOUNCE, True)


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822", "message/global-headers"])
def test_enclosed_mail_is_named(kind: str) -> None:
    fields = "Final-Recipient: rfc822; kari@solsiden.example\nAction: failed\nStatus: 5.1.1"
    report = read_report(dsn(fields, kind=kind).encode(), DESK)

    assert report.mails[0] == OURS
    assert report.ours == ("1001-c-abcdefghijklm",)


def test_copied_mail_is_named() -> None:
    report = read_report(prose(f"No such user.\n\nOriginal message:\n{COPY}").encode(), DESK)

    assert OURS in report.mails


def test_mail_that_is_answered_is_named_where_none_is_enclosed() -> None:
    headers = f"In-Reply-To: {OURS}\nReferences: <0@x.example> {OURS}\n"
    report = read_report(prose("No such user.", headers=headers).encode(), DESK)

    assert report.mails == (OURS, "<0@x.example>")


def test_each_recipient_has_a_fate() -> None:
    fields = (
        "Final-Recipient: rfc822; kari@solsiden.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; per@solsiden.example\nAction: relayed\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; bo@solsiden.example\nStatus: 4.2.2"
    )
    report = read_report(dsn(fields).encode(), DESK)

    assert [fate.action for fate in report.fates] == [Action.FAILED, Action.RELAYED, Action.DELAYED]


def test_desks_own_address_is_never_the_one_that_failed() -> None:
    report = read_report(
        prose("To desk+1001-c-x@fjordlys.example: kari@solsiden.example unknown").encode(), DESK
    )

    assert report.fates[0].address == "kari@solsiden.example"


@pytest.mark.parametrize(
    ("status", "blamed"),
    [
        *((status, True) for status in ("5.1.1", "5.2.1", "5.4.4", None)),
        *((status, False) for status in ("5.2.2", "5.7.1", "5.3.4", "4.4.7", "5.1.8")),
    ],
)
def test_only_what_holds_for_the_next_mail_too_is_the_addresss_fault(
    status: str | None, *, blamed: bool
) -> None:
    assert Fate(address="a@b.example", action=Action.FAILED, status=status).blames_address is blamed


@pytest.mark.parametrize(
    "said",
    [
        "550 relay not permitted",
        "553 sorry, your envelope sender domain must exist",
        "550 sender address rejected: domain does not exist",
        "554 rejected due to SPF policy",
        "550 message was taken for spam",
    ],
)
def test_what_a_server_has_against_us_is_not_the_addresss_fault(said: str) -> None:
    fate = Fate(address=None, action=Action.FAILED, status=status_in(said))

    assert not fate.blames_address


@given(st.binary(max_size=2000))
def test_nothing_raises(garbage: bytes) -> None:
    head = b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"

    assert len(read_report(garbage).fates) == 1
    assert read_report(head + garbage).fates
