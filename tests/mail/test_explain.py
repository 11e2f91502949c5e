"""Why a mail was understood as it was: every decision names its rule, every field its place."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.parse_command import parse_mails
from mail.parse import parse
from mail.parsed import ParsedMail
from mail.reasons import because
from tests.mail.clients import DESK, FORWARDS, REPLIES, TONGUES, Written, mail
from tests.mail.reading import REGISTER, WEDNESDAY

REQUEST = f"""From: Kari Nes <kari.nes@solsiden.example>
To: desk@fjordlys.example
Subject: Haster: kaffemaskin
Date: {WEDNESDAY}
Content-Type: text/plain; charset=utf-8

Hei, maskinen med serienr K7729-01 lekker.
Kan dere komme i morgen mellom 10 og 12?
Havnegata 12, 7010 Trondheim. Ring meg på 938 16 440.

Vennlig hilsen
Kari Nes
"""


def explained(raw: str) -> ParsedMail:
    return parse(raw.encode(), REGISTER, categories={"coffee": ["kaffemaskin"]}, explain=True)


def rules(parsed: ParsedMail, about: str) -> list[str]:
    return [reason.rule for reason in parsed.reasons if reason.about == about and not reason.where]


def test_every_told_field_is_found_where_it_stands() -> None:
    parsed = explained(REQUEST)
    parts = {"text": parsed.text, "subject": parsed.subject, "signature": parsed.signature}

    assert {name for name, value in parsed.fields.to_json().items() if value} == parsed.found.keys()
    assert all(parts[one.source][one.start : one.end] == one.quote for one in parsed.found.values())


@pytest.mark.parametrize(
    ("field", "source", "quote"),
    [
        ("serial", "text", "K7729-01"),
        ("contact_phone", "text", "938 16 440"),
        ("contact_name", "signature", "Kari Nes"),
        ("priority", "subject", "Haster"),
        ("category", "subject", "kaffemaskin"),
        ("window_start", "text", "Kan dere komme i morgen mellom 10 og 12?"),
    ],
)
def test_field_names_its_part_and_words(field: str, source: str, quote: str) -> None:
    found = explained(REQUEST).found[field]

    assert (found.source, found.quote) == (source, quote)


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize(
    "written",
    [*REPLIES.values(), *FORWARDS.values()],
    ids=[*REPLIES, *(f"{one} forwards" for one in FORWARDS)],
)
def test_each_client_s_history_is_cut_by_a_rule_that_says_so(
    written: Callable[..., Written], language: str
) -> None:
    tongue = TONGUES[language]
    body = written(tongue, tongue.text, tongue.question, DESK, tongue.sender)

    parsed = parse(mail(body, sender=tongue.sender, subject="Deig"), explain=True)

    assert rules(parsed, "quoted")
    assert rules(parsed, "kind")


@pytest.mark.parametrize(
    ("header", "about", "rule"),
    [
        ("Auto-Submitted: auto-replied", "kind", "header Auto-Submitted (RFC 3834)"),
        ("X-Failed-Recipients: a@b.example", "kind", "header X-Failed-Recipients"),
        ("List-Id: <info.firma.example>", "kind", "a mailing list's headers"),
        ("X-Auto-Response-Suppress: All", "automatic", "header x-auto-response-suppress"),
        ("Return-Path: <>", "automatic", "empty return path"),
    ],
)
def test_header_that_decided_is_named(header: str, about: str, rule: str) -> None:
    assert rule in rules(explained(f"{header}\n{REQUEST}"), about)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("serienr K7729-01", "A-410"),
        ("serienr K7729-01 eller K7729-02", "A-410, A-411"),
        ("en Franke ved Solsiden", "A-41"),
    ],
)
def test_machine_names_its_candidates(told: str, words: str) -> None:
    parsed = explained(REQUEST.replace("serienr K7729-01", told))

    assert words in next(reason.words for reason in parsed.reasons if reason.about == "asset")


def test_mail_passed_on_keeps_its_own_reasons_apart() -> None:
    tongue = TONGUES["nb"]
    passed_on = f"{tongue.passed_on}\n\nMed vennlig hilsen\nTorgeir Lie"
    written = FORWARDS["forward_gmail_plain"](tongue, tongue.note, passed_on, tongue.third, tongue.sender)

    parsed = parse(mail(written, sender=tongue.sender, subject="Kjøledisk"), explain=True)

    inner = [reason for reason in parsed.reasons if reason.where == "mail passed on"]
    assert [reason.about for reason in inner] == ["signature"]


def test_nothing_is_noted_unless_asked() -> None:
    parsed = parse(REQUEST.encode())

    assert (parsed.reasons, parsed.found) == ((), {})
    assert because("kind", "nobody listens")


def test_reasons_end_with_the_mail_they_are_about() -> None:
    first, second = explained(REQUEST), explained(REQUEST)

    assert first.reasons == second.reasons
    assert len(set(first.reasons)) == len(first.reasons)


def test_operator_reads_it_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(REQUEST)
    out = io.StringIO()

    assert parse_mails([str(tmp_path / "a.eml")], jsonl=False, assets=None, out=out, explain=True) == 0

    told = out.getvalue()
    assert 'called a serial number: "K7729-01" in the new text, at 26' in told
    assert 'a closing formula: "Vennlig hilsen Kari Nes"' in told
    assert "no register to look in" in told


def test_program_reads_it_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(REQUEST)
    out = io.StringIO()

    parse_mails([str(tmp_path / "a.eml")], jsonl=True, assets=None, out=out, explain=True)

    shown = json.loads(out.getvalue())
    assert shown["found"]["serial"]["source"] == "text"
    assert {"about": "kind", "rule": "it answers nothing", "words": "", "where": ""} in shown["reasons"]


def test_mail_that_is_missing_says_so_in_words(tmp_path: Path) -> None:
    out = io.StringIO()

    assert parse_mails([str(tmp_path / "no.eml")], jsonl=False, assets=None, out=out, explain=True) == 1
    assert "could not be read" in out.getvalue()
