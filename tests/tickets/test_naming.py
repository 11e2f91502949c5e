"""Words that name a job by its number."""

import pytest

from tickets.naming import named_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("#1002 ferdig", 1002),
        ("1001: på vei", 1001),
        ("Ferdig med #1002.", 1002),
        ("Byttet pumpe", None),
        ("1002,50 kr taxi", None),
        ("serienr 1002", None),
        ("#1001 og #1002 er ferdige", None),
        ("#1003 ferdig", None),
        ("WMF#1002", None),
    ],
)
def test_a_number_at_the_beginning_or_behind_a_hash_names_the_job(text: str, named: int | None) -> None:
    assert named_in(text, [1001, 1002]) == named
