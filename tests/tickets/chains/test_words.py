"""Words that judge a subcontractor's work or hand a job on, in five languages, and those that do neither."""

import pytest

from tests.tickets.chains.chain import ALFA, BETA, DELTA
from tickets.chains.words import read_hand_on, read_verdict

KNOWN = (ALFA, BETA, DELTA)


@pytest.mark.parametrize(
    "said",
    ["Godkjent!", "Godkänt, tack", "Vi godkender.", "Принято, спасибо!", "Approved, thank you", "approve"],
)
def test_the_work_is_good(said: str) -> None:
    verdict = read_verdict(said)
    assert verdict is not None
    assert verdict.is_good


@pytest.mark.parametrize(
    "said",
    [
        "Ikke godkjent: bilde mangler",
        "Underkänt, bilde mangler",
        "Afvist: bilde mangler",
        "Не принято: bilde mangler",
        "Send back: bilde mangler",
        "Sendes tilbake\n\nbilde mangler",
    ],
)
def test_the_work_is_not_good_and_why(said: str) -> None:
    verdict = read_verdict(said)
    assert verdict is not None
    assert (verdict.is_good, verdict.reason) == (False, "bilde mangler")


def test_without_a_reason_the_words_are_the_reason() -> None:
    verdict = read_verdict("Ikke godkjent")
    assert verdict is not None
    assert verdict.reason == "Ikke godkjent"


@pytest.mark.parametrize(
    "said",
    ["Er det godkjent?", "Kunden har ikke godkjent ennå", "Godkjent, men bytt pakningen også", "ok", ""],
)
def test_other_words_are_no_verdict(said: str) -> None:
    assert read_verdict(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "Gi videre til Alfa",
        "lämna vidare till Alfa Rør AS",
        "Giv videre til: alfa",
        "Передать Alfa",
        "Hand on to alfa.",
    ],
)
def test_a_job_is_handed_on_by_name(said: str) -> None:
    assert read_hand_on(said, KNOWN) == ALFA


@pytest.mark.parametrize(
    "said", ["Gi videre til Omega", "Kan dere gi videre til Alfa?", "Alfa", "Gi videre til"]
)
def test_nobody_is_meant(said: str) -> None:
    assert read_hand_on(said, KNOWN) is None
