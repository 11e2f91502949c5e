"""The words we ask a partner to answer with are words we understand."""

import re

import pytest

from templates import Texts
from templates.languages import shipped
from tests.templates.world import NOW, PARTNER
from tickets.answers import read_answer
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
