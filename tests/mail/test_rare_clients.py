"""Answers and forwards of clients that are met less often, in every language: the new words and no others."""

from itertools import product

import pytest

from mail.parse import parse
from mail.parsed import Kind
from tests.mail.clients import DESK, TONGUES, Written, mail
from tests.mail.rare_clients import ABROAD, RARE, abroad, written

SHAPES = ("apple", "thunderbird", "yahoo", "outlook")
# "xx" is a language of nobody: what only its words would tell cannot be told.
FORWARDS = [pair for pair in product(ABROAD, SHAPES) if pair != ("xx", "yahoo")]
THREAD = {"In-Reply-To": "<q1@fjordlys.example>"}


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("client", RARE)
def test_reply_of_a_rare_client_gives_only_the_new_words(client: str, language: str) -> None:
    tongue = TONGUES[language]
    body = written(client, tongue, tongue.question, DESK)
    raw = mail(body, sender=tongue.sender, subject=f"{tongue.reply_prefix}Eltemaskin", headers=THREAD)

    parsed = parse(raw)

    assert parsed.text.split() == tongue.text.split()
    assert (parsed.kind, parsed.language) == (Kind.REPLY, language)
    assert tongue.question.split("\n")[1] in parsed.quoted.replace("> ", "")


@pytest.mark.parametrize(("language", "shape"), FORWARDS)
def test_forward_of_a_client_from_abroad_gives_note_and_mail(language: str, shape: str) -> None:
    tongue = TONGUES["nb"]
    body = abroad(language, shape, tongue.note, tongue.passed_on, tongue.third, tongue.sender)

    parsed = parse(mail(Written(body), sender=tongue.sender, subject="Kjøledisk"))

    assert (parsed.text, parsed.kind) == (tongue.note, Kind.FORWARD)
    assert parsed.passed_on is not None
    assert parsed.passed_on.sender is not None
    assert parsed.passed_on.sender.address == tongue.third[1]
    assert parsed.passed_on.text == tongue.passed_on


@pytest.mark.parametrize("language", TONGUES)
def test_answers_between_quotes_stay_with_what_they_answer(language: str) -> None:
    tongue = TONGUES[language]
    asked = [line for line in tongue.question.split("\n") if "?" in line] + [tongue.passed_on]
    said = tongue.text.split("\n\n")[1:]
    body = "\n".join(f"> {one}\n\n{other}\n" for one, other in zip(asked, said, strict=True))
    opened = tongue.apple.format(name=DESK[0], address=DESK[1])
    raw = mail(
        Written(f"{tongue.note}\n\n{opened}\n\n{body}\n{tongue.closing}\n"),
        sender=tongue.sender,
        subject=f"{tongue.reply_prefix}Eltemaskin",
        headers=THREAD,
    )

    parsed = parse(raw)

    assert parsed.text == "\n\n".join([tongue.note, *said])
    assert [(one.asked, one.said) for one in parsed.answers] == list(zip(asked, said, strict=True))


def test_nested_forward_has_its_author_and_note() -> None:
    tongue = TONGUES["nb"]
    twice = (
        f"{tongue.note}\n\nFra: Per Vik <per@vik.example>\nSendt: 5. november 2026 09:12\nTil: Ragnhild Moe\n"
        "Emne: VS: Disk\n\nKan du ta denne?\n\n"
        "Fra: Anne Li <anne@li.example>\nSendt: 4. november 2026 08:12\n"
        f"Til: Per Vik\nEmne: Disk\n\n{tongue.passed_on}\n"
    )

    parsed = parse(mail(Written(twice), sender=tongue.sender, subject="VS: VS: Disk"))

    assert parsed.passed_on is not None
    assert (parsed.text, parsed.passed_on.text) == (tongue.note, "Kan du ta denne?")
