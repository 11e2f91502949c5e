"""A thank-you for a finished job is no new problem; whatever says more is."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.thanks import only_thanks

LISTS = tomllib.loads(files("tickets").joinpath("words", "thanks.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "words",
    [
        "Takk!",
        "Hei!\n\nTusen takk for rask hjelp, nå virker den! 👍\n\nMvh\nKari Nordmann\nKafé Solsikken",
        "Tack så mycket för hjälpen!",
        "Mange tak. Maskinen kører igen. Hilsen Mette",
        "Спасибо вам большое за помощь! Всё работает.\nС уважением, И. Петров",
        "Thanks, it's working again.",
        "Ok",
        "❤️",
    ],
)
def test_thanks_and_nothing_else(words: str) -> None:
    assert only_thanks(words)


@pytest.mark.parametrize(
    "words",
    [
        "Takk, men den lekker fortsatt",
        "Takk. Mvh Kari. Den lekker igjen",
        "Takk! Når kommer dere igjen?",
        "Спасибо, но касса опять не печатает",
        "Takk 👎",
        "Det virker ikke. Hilsen Kari",
        "Hei",
        "",
    ],
)
def test_words_that_somebody_should_look_at(words: str) -> None:
    assert not only_thanks(words)


@pytest.mark.parametrize(
    "phrase", [phrase for lists in LISTS.values() for phrase in lists["content"]], ids=str
)
def test_every_listed_phrase_counts(phrase: str) -> None:
    assert only_thanks(f"{phrase.capitalize()}!")


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert only_thanks(text) in (True, False)
    assert not only_thanks(f"{text} lekker")
