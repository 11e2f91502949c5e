"""Replies and forwards of every client in every language: the new words and nothing else."""

import pytest

from mail.parse import parse
from mail.parsed import Kind
from tests.mail.clients import DESK, FORWARDS, REPLIES, TONGUES, mail

ANSWERS = {"In-Reply-To": "<q1@fjordlys.example>", "References": "<q1@fjordlys.example>"}


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("client", REPLIES)
def test_reply_gives_only_the_new_words(client: str, language: str) -> None:
    tongue = TONGUES[language]
    written = REPLIES[client](tongue, tongue.text, tongue.question, DESK, tongue.sender)
    raw = mail(written, sender=tongue.sender, subject=tongue.reply_prefix + "Eltemaskin", headers=ANSWERS)

    parsed = parse(raw)

    assert parsed.text.split() == tongue.text.split()
    assert (parsed.kind, parsed.language, parsed.subject) == (Kind.REPLY, language, "Eltemaskin")
    assert tongue.question.split("\n")[1] in parsed.quoted.replace("> ", "")


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("client", FORWARDS)
def test_forward_gives_the_note_and_the_mail_passed_on(client: str, language: str) -> None:
    tongue = TONGUES[language]
    written = FORWARDS[client](tongue, tongue.note, tongue.passed_on, tongue.third, tongue.sender)
    raw = mail(written, sender=tongue.sender, subject=tongue.forward_prefix + "Kjøledisk")

    parsed = parse(raw)

    assert parsed.text.split() == tongue.note.split()
    assert (parsed.kind, parsed.language, parsed.subject) == (Kind.FORWARD, language, "Kjøledisk")
    assert tongue.passed_on in parsed.quoted.replace("> ", "")


@pytest.mark.parametrize("client", FORWARDS)
def test_forward_is_known_without_its_prefix(client: str) -> None:
    tongue = TONGUES["nb"]
    written = FORWARDS[client](tongue, "", tongue.passed_on, tongue.third, tongue.sender)

    parsed = parse(mail(written, sender=tongue.sender, subject="Kjøledisk"))

    assert parsed.kind is Kind.FORWARD
    assert tongue.passed_on not in parsed.text


@pytest.mark.parametrize("client", REPLIES)
def test_reply_is_known_without_prefix_and_thread_headers(client: str) -> None:
    tongue = TONGUES["sv"]
    written = REPLIES[client](tongue, tongue.text, tongue.question, DESK, tongue.sender)

    parsed = parse(mail(written, sender=tongue.sender, subject="Degblandare"))

    assert parsed.text.split() == tongue.text.split()
    assert parsed.kind is Kind.REPLY
