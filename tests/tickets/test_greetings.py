"""A card's first line is the problem, not "Hello"."""

import pytest

from tickets.greetings import without_greeting


@pytest.mark.parametrize(
    "greeting",
    [
        "Hei!",
        "Hei Nordlys,",
        "Hej alla!",
        "Goddag",
        "God morgen Kari!",
        "Добрый день!",
        "Здравствуйте",
        "Hi there,",
    ],
)
def test_a_line_that_only_greets_is_left_out(greeting: str) -> None:
    assert without_greeting(f"{greeting}\n\nDen lekker.") == "Den lekker."


@pytest.mark.parametrize(
    "text", ["Hei, heisen står!\nMvh", "Hei pumpa lekker\nMvh", "Heisen står\nMvh", "Hello", "", "Привет"]
)
def test_words_about_the_problem_stay(text: str) -> None:
    assert without_greeting(text) == text
