"""Another house's number for a job: what words tell one, and who of a chain may see it."""

from dataclasses import replace

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from tests.tickets.chains.chain import BO, CHAIN, CHAIN_POLICY, GRO, chain
from tests.tickets.world import DINA, KNOWN, NOW
from tickets.card import Card, build_card
from tickets.given import Given
from tickets.numbers import number_in_words, read_number, told
from tickets.outcome import Outcome, Party
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY

NUMBERS = (("nord-elektro", "N-10"), ("alfa", "A-20"), ("beta", "B-30"), ("gamma", "G-40"))


def known(*numbers: tuple[str, str]) -> Given:
    return replace(CHAIN, known=replace(KNOWN, partner_numbers=numbers))


def card(seq: int) -> Card:
    made = chain(4)
    return build_card(made, made.handoff(seq), known(*NUMBERS).known, CHAIN_POLICY)


def cards(outcome: Outcome) -> list[int | None]:
    return [each.handoff for each in outcome.notices if each.to is Party.PARTNER]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("vår ref 4711", "4711"),
        ("Vårt nr: SO-123", "SO-123"),
        ("Vår referanse er SO 123.", "SO 123"),
        ("vårt ordernr 2026/118", "2026/118"),
        ("Vores sagsnr. 4711", "4711"),
        ("our ref ABC-9", "ABC-9"),
        ("Our ticket number is INC0012345", "INC0012345"),
        ("наш номер 4711", "4711"),
        ("Наша заявка № 4711-А", "4711-А"),
    ],
)
def test_a_few_words_tell_a_number(words: str, number: str) -> None:
    assert number_in_words(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "vår ref 4711 og vi kommer i morgen",
        "er vår ref 4711?",
        "vårt nummer er 90012345",  # a telephone's
        "наш номер +7 916 123-45-67",
        "our order arrives 14",
        "vår ordre 25/11",
        "vår sak 2",
        "nr 4711",  # whose?
        "vår ref vet jeg ikke",
    ],
)
def test_other_words_are_words(words: str) -> None:
    assert number_in_words(words) is None


@any_(st.from_regex(r"[A-Z]{1,5}-[0-9]{2,9}", fullmatch=True))
def test_a_number_is_the_same_by_command_and_in_words(number: str) -> None:
    assert read_number(f"#{number}") == number_in_words(f"Vår ref: {number}") == number


@pytest.mark.parametrize("text", ["", "vet ikke", "SO-1 SO-2 SO-3", "<b>1</b>", "1" * 41])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_each_of_a_chain_sees_its_own_number_and_its_neighbours(seq: int) -> None:
    mine = card(seq)
    seen = {mine.own_number, mine.number_above, *(each.number for each in mine.below)} - {None}
    assert seen == {number for at, (_, number) in enumerate(NUMBERS, start=1) if abs(at - seq) <= 1}


def test_its_neighbours_cards_are_set_right_and_nobody_elses() -> None:
    outcome = told(chain(4), 3, "B-30", known(), NOW, by=BO)
    assert cards(outcome) == [3, 2, 4]
    assert [(each.event, each.text, each.audience) for each in outcome.entries] == [
        ("their_number", "B-30", FOR_PARTNER)
    ]


def test_a_number_that_changes_keeps_what_it_was_and_the_same_again_is_no_news() -> None:
    before = known(("gamma", "G-40"))
    assert told(chain(4), 4, "G-41", before, NOW, by=GRO).entries[0].text == "G-40 → G-41"
    assert told(chain(4), 4, "G-40", before, NOW, by=GRO).entries == ()


def test_in_a_chain_nobody_reads_which_dispatcher_told_it() -> None:
    assert told(chain(4), 3, "B-30", known(), NOW, by=DINA).entries[0].audience == INTERNAL_ONLY
