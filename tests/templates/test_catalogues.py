"""The catalogues say all there is to say, and nothing that is said no more."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import templates
from templates.languages import LOCALES, shipped

HOME = Path(templates.__file__).parent
TRANSLATED = [language for language in shipped() if language != "en"]
Key = tuple[str | None, tuple[str, ...]]


def catalogue(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def in_language(language: str) -> Catalog:
    return catalogue(LOCALES / language / "LC_MESSAGES" / "stafett.po", language)


def messages(of: Catalog) -> dict[Key, Message]:
    return {(each.context, texts_of(each.id)): each for each in of if each.id}


def texts_of(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


def extracted() -> set[Key]:
    with (HOME.parent / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(HOME, methods, options)
    return {(context, texts_of(message)) for _, _, message, _, context in found}


def test_the_template_holds_what_the_texts_say() -> None:
    assert set(messages(catalogue(LOCALES / "stafett.pot"))) == extracted(), "run make texts"


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing_or_left_over(language: str) -> None:
    theirs = in_language(language)
    assert set(messages(theirs)) == extracted(), "run make texts"
    assert not theirs.obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_for_good(language: str) -> None:
    unsure = [each.id for each in messages(in_language(language)).values() if each.fuzzy]
    empty = [
        each.id for each in messages(in_language(language)).values() if not all(texts_of(each.string) or [""])
    ]
    assert not unsure
    assert not empty


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    for each in messages(in_language(language)).values():
        asked = placeholders(texts_of(each.id)[-1])
        assert all(placeholders(form) == asked for form in texts_of(each.string)[1:]), each.id
        assert placeholders(texts_of(each.string)[0]) | {"%(count)s"} == asked | {"%(count)s"}, each.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_carries_markup(language: str) -> None:
    for each in messages(in_language(language)).values():
        for text in (*texts_of(each.id), *texts_of(each.string)):
            assert not re.search("[<>&]", text)
            assert text == text.strip()


def test_russian_counts_in_three_forms() -> None:
    theirs = in_language("ru")
    counted = [each for each in messages(theirs).values() if not isinstance(each.id, str)]
    assert theirs.num_plurals == 3
    assert counted
    assert all(len(texts_of(each.string)) == 3 for each in counted)
