"""A technician hears of what is new about the job, and not of what they have told us themselves."""

from typing import Any

import pytest

from tests.templates.world import CARD, at, card_with
from tickets.card_changes import changed, essence
from tickets.states import HandoffState, Priority


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"problem": "Nå lekker den også."}, "problem"),
        ({"priority": Priority.LOW}, "problem"),
        ({"address": "Stranden 3"}, "equipment"),
        ({"phone": "+4790099999"}, "contact"),
        ({"window_start": at(7, 9)}, "terms"),
        ({"steps": ("Ta bilde",)}, "demands"),
        ({"cap": "4 000 kr"}, "parts"),
    ],
)
def test_what_the_job_needs_is_news_by_its_part(change: dict[str, Any], part: str) -> None:
    assert changed(essence(CARD), card_with(**change)) == (part,)


@pytest.mark.parametrize(
    "change",
    [
        {"state": HandoffState.ON_SITE, "technician": "Ola"},
        {"work": ("2 h",)},
        {"note": "Bilde mangler"},
        {"resolve_by": at(12, 9)},
    ],
)
def test_how_far_it_is_is_none(change: dict[str, Any]) -> None:
    assert changed(essence(CARD), card_with(**change)) == ()
