"""Every name that the other rooms ask for is a text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import templates
from templates import Texts
from templates.languages import shipped
from tests.templates.world import FACTS, LACKING, NOW
from tickets.card_parts import Part
from tickets.outcome import Tell
from tickets.parties import Role
from tickets.states import HandoffState, Priority, TargetKind, TicketState, WaitReason

HOME = Path(templates.__file__).parent
ROOMS = [HOME.parent / room for room in ("tickets", "handlers", "bot")]
FACTS_OF_WORDS = {
    "number": 1001,
    "partner": "Nord Elektro AS",
    "partners": "nord-elektro, fjord",
    "value": "0…",
    "name": "Per",
    "state": HandoffState.DONE,
    "missing": (Part.CONTACT, Part.PARTS),
    "usage": "/priority N critical|high|normal|low",
    "names": "film.mov",
    "megabytes": 25,
    "what": "sender kari@x.example",
    "folder": "Stafett quarantine",
    "files": "film.mp4, bilder.zip",
    "at": NOW,
    "theirs": "SO-123",
    "place": "Kaffebaren Aker Brygge",
    "standing": LACKING[0],
}
FACTS_OF_ONE = {
    "refused/evidence_missing": {"missing": LACKING},
    "refused/sum_changed": {"partner": "Alfa Rør AS", "amount": "5 200 kr"},
    "refused/yes_or_no": {"partner": "Alfa Rør AS", "amount": "5 200 kr"},
    "refused/wrong_currency": {"amount": "900 EUR", "currency": "kr"},
}
SAYS_NOTHING = {"identity/unverified"}
WORDS = [
    f"{path.stem}/{block}"
    for path in sorted((HOME / "words").glob("*.j2"))
    for block in re.findall(r"{% block (\w+) %}", path.read_text())
]


def asked_for(pattern: str) -> set[str]:
    """What the pattern's group finds in the other rooms' sources."""

    def found() -> Iterator[str]:
        for room in ROOMS:
            for path in room.rglob("*.py"):
                yield from re.findall(pattern, path.read_text())

    return set(found())


@pytest.mark.parametrize("language", shipped())
@pytest.mark.parametrize("name", WORDS)
def test_every_word_is_plain_and_short(texts: Texts, name: str, language: str) -> None:
    text = texts.word(name, language, **{**FACTS_OF_WORDS, **FACTS_OF_ONE.get(name, {})})
    assert (name in SAYS_NOTHING) == (not text)
    assert len(text) <= (40 if name.startswith("button/") else 200)
    assert not re.search(r"<part|&\w+;|\n|%\(", text)


@pytest.mark.parametrize(
    ("topic", "names"),
    [
        ("state", [*TicketState, *HandoffState]),
        ("priority", Priority),
        ("part", Part),
        ("target", TargetKind),
        ("wait", WaitReason),
        ("role", Role),
        ("toast", ["accepted", "declined", "en_route", "on_site", "waiting", "done"]),
        ("progress", set(TicketState) - {TicketState.WAITING}),
        ("progress", [f"waiting_{reason}" for reason in WaitReason]),
        ("language", shipped()),
    ],
)
def test_every_value_has_its_word(topic: str, names: list[str]) -> None:
    assert {f"{topic}/{name}" for name in names} <= set(WORDS)


def test_every_notice_has_its_text() -> None:
    audience = {Tell.CARD_CHANGED: Tell.CARD, Tell.POST_CHANGED: Tell.OPENED}
    told = {audience.get(tell, tell) for tell in Tell}
    assert told <= {name.partition("/")[2] for name in FACTS}


@pytest.mark.parametrize(
    ("topic", "pattern"),
    [
        ("refused", r'Refused\(\s*"(\w+)"'),
        ("toast", r'answer="(\w+)"'),
        ("event", r'\bevent(?:=|\(\s*)"(\w+)"'),
        ("reason", r'NEEDS_DESK, facts={"reason": "(\w+)"'),
    ],
)
def test_every_name_of_the_domain_has_its_word(topic: str, pattern: str) -> None:
    names = asked_for(pattern)
    assert names
    assert {f"{topic}/{name}" for name in names} <= set(WORDS)


def test_every_text_that_is_asked_for_by_name_exists() -> None:
    assert asked_for(r'\.word\(\s*f?"([\w/]+)"') <= set(WORDS)
    assert asked_for(r'\.(?:chat|mail)\(\s*"([\w/]+)"') <= set(FACTS)


def test_a_card_without_a_problem_is_refused_with_that_reason(texts: Texts) -> None:
    said = texts.word("refused/incomplete", "en", missing=(Part.CONTACT,), problem=False)
    assert said == "The card is not complete. Still missing: What is wrong, Contact and access."
