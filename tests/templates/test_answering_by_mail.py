"""The words we ask a partner to answer with are words we understand."""

import re

import pytest

from templates import Texts
from templates.languages import shipped
from tests.templates.world import FACTS, NOW, PARTNER
from tickets.answers import read_answer
from tickets.chains.words import Verdict, read_verdict
from tickets.evidence.collecting import collect
from tickets.evidence.demands import read_demands, standing
from tickets.states import HandoffState


@pytest.mark.parametrize("language", shipped())
def test_the_four_steps_can_be_taken_by_word(texts: Texts, language: str) -> None:
    footer = texts.mail("partner/card", language, view=PARTNER, now=NOW).text.rstrip().split("\n")[-1]
    answers = [read_answer(said) for said in re.findall("[«“”»]([^«“”»,]+)[»”«]", footer)]
    assert [answer.state if answer else None for answer in answers] == [
        HandoffState.ACCEPTED,
        HandoffState.EN_ROUTE,
        HandoffState.ON_SITE,
        HandoffState.DONE,
    ]


@pytest.mark.parametrize("language", shipped())
@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_photo_that_the_page_names_is_that_photo(texts: Texts, language: str, stage: str) -> None:
    demands = read_demands(["photo before", "photo after"])
    (named,) = (each for each in standing(demands, ()) if each.demand.stage == stage)
    words = texts.word("evidence/name", language, standing=named)
    (proof,) = collect(demands, (), text=words, photos=1, now=NOW, by="Ola")
    assert proof.key == f"photo:{stage}"


@pytest.mark.parametrize("language", shipped())
def test_a_name_that_the_page_writes_down_is_who_signed(texts: Texts, language: str) -> None:
    line = f"{texts.word('evidence/signed', language)}: Kari Nes"
    (proof,) = collect(read_demands(["signature"]), (), text=line, photos=0, now=NOW, by="Ola")
    assert (proof.key, proof.value) == ("signature", "Kari Nes")


@pytest.mark.parametrize("language", shipped())
def test_the_two_verdicts_can_be_given_by_word(texts: Texts, language: str) -> None:
    footer = (
        texts.mail("partner/to_check", language, **FACTS["partner/to_check"]).text.rstrip().split("\n")[-1]
    )
    yes, no = (read_verdict(said) for said in re.findall("[«“”»]([^«“”»,]+)[»”«]", footer))
    assert yes == Verdict(is_good=True)
    assert no is not None
    assert not no.is_good
