"""Texts fit, and what is cut is cut where a reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.shorten import clip, fit, length, units
from tests.templates.telegram import parse

LINES = "\n".join(f"line number {number}" for number in range(1, 101))


def whole(*parts: str) -> list[tuple[str, bool]]:
    return [(part, False) for part in parts]


def test_what_fits_is_left_alone() -> None:
    assert fit(whole("<b>one</b>", "two"), 8) == "<b>one</b>\n\ntwo"


def test_lengths_count_after_parsing() -> None:
    assert length('<a href="https://example.org/long">x</a> &amp; 🔧') == 6
    assert units("🔧") == 2


def test_the_longest_part_gives_way_to_the_others() -> None:
    short = fit(whole("headline", f"<blockquote>{LINES}</blockquote>", "the end"), 200)
    assert short.startswith("headline\n\n<blockquote>line number 1\n")
    assert short.endswith("\n…</blockquote>\n\nthe end")
    assert parse(short).units <= 200


def test_equal_parts_are_cut_alike() -> None:
    short = fit(whole(LINES, "short", LINES), 300)
    first, middle, last = short.split("\n\n")
    assert first == last
    assert middle == "short"


def test_a_line_is_cut_where_a_word_ends() -> None:
    assert (
        fit(whole("a sentence that goes on " * 20), 60).removesuffix("…").split()[-1]
        in "a sentence that goes on"
    )


def test_a_timeline_loses_its_oldest_lines() -> None:
    short = fit([(f"{LINES}\n<i>12:41</i> Done", True)], 100)
    assert short.startswith("…\nline number ")
    assert short.endswith("line number 100\n<i>12:41</i> Done")


def test_too_many_parts_end_with_a_mark() -> None:
    assert fit(whole(*(f"part {number}" for number in range(1000))), 1024).endswith("\n\n…")


def test_a_character_of_several_is_not_cut_in_two() -> None:
    family = "👨‍👩‍👧‍👦"
    short = fit(whole(family * 200), 100)
    assert set(short.removesuffix("…").split(family)) == {""}


@pytest.mark.parametrize("limit", [20, 64, 200])
def test_clipped_text_is_one_line_that_fits(limit: int) -> None:
    clipped = clip("first line\n\nsecond  line 🔧 and " + "more " * 60, limit)
    assert units(clipped) <= limit
    assert clipped.endswith("…")
    assert "\n" not in clipped


@given(
    st.lists(
        st.tuples(st.sampled_from(["b", "i", "blockquote", "code", ""]), st.text(max_size=600)), min_size=1
    ),
    st.integers(min_value=200, max_value=4096),
)
def test_whatever_is_said_stays_valid_and_fits(said: list[tuple[str, str]], limit: int) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    parts = [f"<{tag}>{escaped(text)}</{tag}>" if tag else escaped(text) for tag, text in said]
    assert parse(fit(whole(*parts), limit)).units <= limit
