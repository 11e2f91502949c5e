"""A clear yes or no to a price, in five languages; everything else is for somebody to look at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.work.yes_or_no import yes_or_no


@pytest.mark.parametrize(
    "words",
    [
        "ja",
        "Ok, godkjent",
        "Ja takk!",
        "Hei! Det er greit.\n\nMvh\nKari Nes",
        "Ja, kör på",
        "Godkänt. Mvh Eva",
        "Godkendt",
        "да",
        "Да, согласна",
        "Yes, please go ahead",
        "Approved. Kind regards, Ann",
        "👍",
    ],
)
def test_a_yes(words: str) -> None:
    assert yes_or_no(words) is True


@pytest.mark.parametrize(
    "words",
    [
        "nei",
        "Nei, for dyrt",
        "nej",
        "Nej tack, det blir för dyrt",
        "Нет, слишком дорого",
        "No, too expensive",
    ],
)
def test_a_no(words: str) -> None:
    assert yes_or_no(words) is False


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Ja?",
        "ja, men bare pumpa",
        "ja nei",
        "Takk",
        "Hei",
        "Ok, men hva koster reisen",
        "ikke ja",
        "не да",
        "Jeg må spørre sjefen",
        "ja hvis dere kommer i dag",
        "Ja, godkjent opp til 4000 kr",
    ],
)
def test_neither(words: str) -> None:
    assert yes_or_no(words) is None


@given(st.text(max_size=80))
def test_no_words_break_it(words: str) -> None:
    assert yes_or_no(words) in (True, False, None)
