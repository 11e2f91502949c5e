"""Names and stories from outside never break a text (I29, T25)."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates import CAPTION, MESSAGE, Texts
from tests.templates.telegram import parse
from tests.templates.world import FACTS, NOW, PARTNER, card_with

NAMES = ["<3", "_i", "&amp;", "*[x](y)`", "</b>", "<part>", "<br>", "%(name)s", "{date}", "{{ 7*7 }}"]
NAMES += ["\u202eEvig", "👨‍👩‍👧", "a\x00b\x1bc", "\ud83d", "קפה", "x\n\n\ny", " ", "ﷺ" * 300, "<b>" * 4000]
hostile = st.one_of(st.sampled_from(NAMES), st.text(), st.text(min_size=2000, max_size=10_000))

# Facts whose text is ours: names of states, events, commands.
OURS = {"event", "reason", "kind", "role", "state", "score_url", "url", "wait", "missing", "lacking"}
OURS |= {"passed"}


def said_by(value: Any, text: str) -> Any:
    """The same value with every outside text in it replaced."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return text
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            each.name: said_by(getattr(value, each.name), text)
            for each in fields(value)
            if each.name != "event" and not isinstance(getattr(value, each.name), datetime)
        }
        return replace(value, **changes)
    if isinstance(value, tuple | list):
        return type(value)(said_by(each, text) for each in value)
    return value


def facts_said_by(name: str, text: str) -> Mapping[str, Any]:
    return {key: value if key in OURS else said_by(value, text) for key, value in FACTS[name].items()}


@pytest.mark.parametrize("name", FACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_no_words_break_a_chat_text(texts: Texts, name: str, text: str) -> None:
    parsed = parse(texts.chat(name, "ru", **facts_said_by(name, text)))
    assert parsed.units <= MESSAGE
    assert parsed.entities <= 100
    parsed.text.encode()


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("text", NAMES)
def test_no_name_breaks_a_caption_or_a_mail(texts: Texts, name: str, text: str) -> None:
    facts = facts_said_by(name, text)
    assert parse(texts.chat(name, "nb", limit=CAPTION, **facts)).units <= CAPTION
    mail = texts.mail(name, "nb", **facts)
    assert mail.subject.isprintable() or any(char in mail.subject for char in "\u200d\xa0")
    assert (mail.text + mail.html).encode()


@pytest.mark.parametrize("name", ["<3", "_i", "&amp;", "קפה", "👨‍👩‍👧", "{{ 7*7 }}", "%(name)s"])
def test_names_are_read_as_they_were_written(texts: Texts, name: str) -> None:
    card = texts.chat("partner/card", "nb", view=replace(PARTNER, card=card_with(name=name)), now=NOW)
    assert f"{name} · +47 90 01 23 45" in parse(card).text


def test_a_line_cannot_be_turned_around(texts: Texts) -> None:
    html = texts.chat("partner/stranger", "nb", name="\u202egnp.exe")
    assert "\u202e" not in html


def test_an_empty_line_in_a_story_stays_one(texts: Texts) -> None:
    card = card_with(problem="først\n\n\n\n\nså\n  til slutt")
    html = texts.chat("partner/card", "nb", view=replace(PARTNER, card=card), now=NOW)
    assert "<blockquote>først\n\nså\ntil slutt</blockquote>" in html
