"""Every text, in every language and form."""

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import templates
from templates import CAPTION, MESSAGE, Texts, UnknownText
from templates.languages import shipped
from tests.templates.telegram import parse
from tests.templates.world import FACTS

NOT_TEXTS = {"base", "shared", "plain", "general", "parts", "job_forms"}  # what texts are made of
EVERY = [(name, language) for name in FACTS for language in shipped()]


def test_all_five_languages_are_shipped() -> None:
    assert set(shipped()) == {"nb", "sv", "da", "ru", "en"}


def test_every_template_is_rendered_here() -> None:
    home = Path(templates.__file__).parent
    found = {
        f"{audience}/{path.stem}"
        for audience in ("requester", "partner", "dispatchers")
        for path in (home / audience).glob("*.j2")
        if path.stem not in NOT_TEXTS
    }
    assert found == set(FACTS)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_is_valid_telegram_html(texts: Texts, name: str, language: str) -> None:
    parsed = parse(texts.chat(name, language, **FACTS[name]))
    assert 0 < parsed.units <= MESSAGE
    assert not [line for line in parsed.text.split("\n") if line != line.strip()]


@pytest.mark.parametrize("name", [name for name in FACTS if hasattr(FACTS[name].get("view"), "problem")])
def test_where_nobody_said_anything_nothing_is_quoted(texts: Texts, name: str) -> None:
    facts = FACTS[name] | {"view": replace(FACTS[name]["view"], problem="")}
    assert "\n\n\n" not in parse(texts.chat(name, "nb", **facts)).text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_fits_a_caption_when_asked_to(texts: Texts, name: str, language: str) -> None:
    assert parse(texts.chat(name, language, limit=CAPTION, **FACTS[name])).units <= CAPTION


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_goes_by_mail_too(texts: Texts, name: str, language: str) -> None:
    mail = texts.mail(name, language, **FACTS[name])
    assert "\n" not in mail.subject
    assert mail.text.strip()
    assert not [mark for mark in ("<part", "<br>", "<b>", "&lt;", "&#") if mark in mail.text]
    assert "<part" not in mail.html


@pytest.mark.parametrize("name", FACTS)
def test_speaks_the_language_asked_for(texts: Texts, name: str) -> None:
    said = {language: texts.mail(name, language, **FACTS[name]).text for language in shipped()}
    assert len(set(said.values())) == len(said)


def test_other_languages_hear_english(texts: Texts) -> None:
    english = texts.chat("partner/card", "en", **FACTS["partner/card"])
    assert texts.chat("partner/card", "fi", **FACTS["partner/card"]) == english
    assert texts.chat("partner/card", "", **FACTS["partner/card"]) == english


@pytest.mark.parametrize(
    ("code", "spoken"), [("nb-NO", "nb"), ("no", "nb"), ("nn", "nb"), ("ru_RU", "ru"), ("SV", "sv")]
)
def test_codes_people_use_find_their_language(texts: Texts, code: str, spoken: str) -> None:
    assert texts.word("button/accept", code) == texts.word("button/accept", spoken)


def test_a_missing_fact_is_not_passed_over(texts: Texts) -> None:
    with pytest.raises(UndefinedError, match="words"):
        texts.chat("requester/reply", "nb", view=FACTS["requester/reply"]["view"])


def test_an_unknown_name_says_so(texts: Texts) -> None:
    with pytest.raises(UnknownText, match="partner/nix"):
        texts.chat("partner/nix", "nb")
    with pytest.raises(UnknownText, match="button/nix"):
        texts.word("button/nix", "nb")
