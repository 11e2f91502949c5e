"""A large customer's form: where each value stands, and what is missing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mail.customer_form import Field, Form, expression, read_form
from mail.parsed import Mailbox, ParsedMail

OSLO = ZoneInfo("Europe/Oslo")
BODY = "Butikknr:  1234\nOrdre\t55 512-A\nFrist: 06.11.2026 12:00\nFeil: Kassa er død\n"


def form(**places: str) -> Form:
    named = tuple((Field(name), expression(place)) for name, place in places.items())
    return Form(customer="coop", senders=("@coop.example",), places=named)


COOP = form(site="Butikknr", reference="Ordre", deadline="Frist")


def test_values_stand_behind_their_labels() -> None:
    filled = read_form(COOP, ParsedMail(body=BODY), OSLO)
    assert (filled.site, filled.reference, filled.lacking) == ("1234", "55 512-A", ())
    assert filled.deadline == datetime(2026, 11, 6, 12, tzinfo=OSLO)


def test_an_expression_finds_a_value_in_the_subject() -> None:
    mail = ParsedMail(raw_subject="WO-77 butikk 1234 / haster")
    assert read_form(form(site=r"/butikk (\d+)/", reference=r"/^(WO-\d+)/"), mail, OSLO).site == "1234"


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        (BODY.replace("1234", ""), (Field.SITE,)),
        (BODY.replace("Ordre\t55 512-A\n", ""), (Field.REFERENCE,)),
        (BODY.replace("06.11.2026 12:00", "snarest"), (Field.DEADLINE,)),
        ("", (Field.SITE, Field.REFERENCE, Field.DEADLINE)),
    ],
)
def test_what_is_empty_or_unreadable_is_lacking(body: str, lacking: tuple[Field, ...]) -> None:
    assert read_form(COOP, ParsedMail(body=body), OSLO).lacking == lacking


def test_a_label_alone_has_its_value_on_the_next_line() -> None:
    assert read_form(form(site="Butikknr"), ParsedMail(body="Butikknr\n1234\n"), OSLO).site == "1234"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-06 12:00", datetime(2026, 11, 6, 12, tzinfo=OSLO)),
        ("06.11.2026 kl. 12.00", datetime(2026, 11, 6, 12, tzinfo=OSLO)),
        ("06/11/2026", datetime(2026, 11, 6, 23, 59, tzinfo=OSLO)),
        ("2026-11-06T11:00:00Z", datetime(2026, 11, 6, 12, tzinfo=OSLO)),
    ],
)
def test_deadlines_are_read_as_they_are_usually_written(written: str, read: datetime) -> None:
    assert read_form(form(deadline="Frist"), ParsedMail(body=f"Frist: {written}"), OSLO).deadline == read


@pytest.mark.parametrize(("sender", "fits"), [("it@coop.example", True), ("it@kiwi.example", False)])
def test_a_form_is_for_its_senders(sender: str, fits: bool) -> None:
    assert COOP.fits(ParsedMail(sender=Mailbox(None, sender))) is fits


@pytest.mark.parametrize("place", [r"/butikk (\d+/", "/butikk/", r"/(a)(b)/"])
def test_a_broken_expression_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match=r"position|groups|subpattern"):
        expression(place)
