"""What a foreign ticket system calls the matter, and what only looks like it."""

from dataclasses import replace

import pytest

from mail.parsed import Fields, Kind, ParsedMail
from mail.their_numbers import numbers_to_thread_by, their_numbers


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("[INC0012345] Kaffemaskin lekker", "INC0012345"),
        ("RE: [Ticket#2026110510000123] Kaffe", "2026110510000123"),
        ("SV: Kaffemaskin [ ref:_00D20.5001:ref ]", "_00D20.5001"),
        ("##12345## Kaffemaskin", "12345"),
        ("Sak: 2026/118 maskin", "2026/118"),
        ("Заявка № 5512 касса", "5512"),
        ("Ärende #4711: kaffe", "4711"),
        ("Case 00123456 update", "00123456"),
        ("Hei (PROJ-123)", "PROJ-123"),
        ("RITM0010001 has been updated", "RITM0010001"),
    ],
)
def test_a_systems_number_is_found(subject: str, number: str) -> None:
    assert their_numbers(ParsedMail(raw_subject=subject)) == (number,)


@pytest.mark.parametrize(
    "subject",
    [
        "Kaffemaskinen WMF-77120934 lekker",
        "[Solsikken-liste] Kaffe",
        "[Butikk 1234] Kassa virker ikke",
        "Kasse 2 skriver ikke (Oslo 0554)",
        "Bestilling 5. november 2026 (2026)",
        "Møte (05-11-2026)",
    ],
)
def test_a_place_a_date_or_a_machine_is_no_number_of_theirs(subject: str) -> None:
    assert their_numbers(ParsedMail(raw_subject=subject)) == ()


def test_the_machines_number_is_not_theirs() -> None:
    mail = ParsedMail(raw_subject="[WMF-77120934] lekker", fields=Fields(serial="WMF-77120934"))
    assert their_numbers(mail) == ()


def test_a_number_in_a_new_mails_text_may_cover_many_jobs() -> None:
    mail = ParsedMail(raw_subject="Ny feil", fields=Fields(reference="PO-4711"))
    assert numbers_to_thread_by(mail) == ()
    assert numbers_to_thread_by(replace(mail, kind=Kind.REPLY)) == ("PO-4711",)
