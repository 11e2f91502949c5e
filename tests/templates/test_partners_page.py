"""The page for partners, in five languages: the same page, and every word in it does what it says."""

import re
from pathlib import Path

import pytest

from handlers.menus import commands_of
from templates import Texts
from templates.languages import shipped
from tests.templates.world import NOW, OSLO
from tickets.answers import read_answer
from tickets.chains.words import read_hand_on, read_verdict
from tickets.evidence.collecting import collect
from tickets.evidence.demands import read_demands
from tickets.lateness import put_off
from tickets.policy import Partner
from tickets.spoken_times import read_time
from tickets.states import HandoffState
from tickets.work.lines import WorkKind
from tickets.work.payers import Payer, read_payer
from tickets.work.reading import READERS, read_part, read_words
from tickets.work.told import read_sentences

DOCS = Path(__file__).parents[2] / "docs"
ALFA = Partner(id="alfa", name="Alfa Rør AS", sla="standard", language="nb")
STEPS = ("accept", "decline", "en_route", "on_site", "waiting", "done", "question")
STATES = ("accepted", "declined", "en_route", "on_site", "waiting", "done")
OTHERS = (
    "eta_30",
    "eta_60",
    "eta_120",
    "eta_today",
    "eta_tomorrow",
    "checks",
    "hand_on",
    "approve",
    "reject",
    "recall",
)
_ROW = re.compile(r"\| \*\*(.+?)\*\* \| (.+?) \| .+ \|")
_QUOTED = re.compile(r"[«“”„\"]([^«»“”„\"]+)[»”“\"]")
DEMANDS = read_demands(
    [
        "photo before",
        "photo after",
        "checklist",
        "signature",
        "reading p bar",
        "reading t °C",
        "reading v rpm",
    ],
    ["Steng vannet", "Rens filteret", "Test"],
)

pytestmark = pytest.mark.parametrize("language", shipped())


def page(language: str) -> str:
    """With its lines joined."""
    name = "partners.md" if language == "en" else f"partners.{language}.md"
    return DOCS.joinpath(name).read_text("utf-8")


def section(language: str, place: int) -> str:
    """The words below one heading."""
    return " ".join(page(language).split("\n## ")[place].split("\n\n", 1)[1].split())


def label(texts: Texts, act: str, language: str) -> str:
    """The button's words without its picture."""
    return re.sub(r"^\W+", "", texts.word(f"button/{act}", language))


def test_all_have_the_same_sections_rows_and_links(language: str) -> None:
    def shape(text: str) -> list[int]:
        return [text.count(mark) for mark in ("\n## ", "\n|", "\n- ", "](partners", "**")]

    assert shape(page(language)) == shape(page("en"))


def test_buttons_are_called_what_they_are_called(texts: Texts, language: str) -> None:
    rows = _ROW.findall(page(language))
    assert [name for name, _ in rows] == [label(texts, act, language) for act in STEPS]
    shown = " ".join(page(language).split())
    assert [act for act in OTHERS if f"**{label(texts, act, language)}**" not in shown] == []


def test_words_take_the_step_of_their_row(language: str) -> None:
    rows = _ROW.findall(page(language))
    for (_, words), state in zip(rows, STATES, strict=False):
        answers = [read_answer(said, offered=state in STATES[:2]) for said in _QUOTED.findall(words)]
        assert [answer and answer.state.value for answer in answers] == [state] * 2


def test_times_are_times(language: str) -> None:
    *told, _ = _QUOTED.findall(section(language, 4))
    assert [said for said in told if read_time(said, NOW, OSLO) is None] == []
    assert len(told) == 3


def test_late_is_late(language: str) -> None:
    [said] = re.findall("`(.+?)`", section(language, 4))
    assert put_off(said, NOW, None, NOW, OSLO)


def test_a_yes_can_become_a_no(language: str) -> None:
    *_, said = _QUOTED.findall(section(language, 4))
    answer = read_answer(said)
    assert answer is not None
    assert answer.state is HandoffState.DECLINED


def test_evidence_is_evidence(language: str) -> None:
    told = re.findall("`(.+?)`", section(language, 5))
    proofs = [collect(DEMANDS, (), text=said, photos=0, now=NOW, by="Ola") for said in told]
    assert [said for said, proof in zip(told, proofs, strict=True) if not proof] == []
    stages = [
        collect(DEMANDS, (), text=said, photos=1, now=NOW, by="Ola")
        for said in _QUOTED.findall(section(language, 5))
    ]
    assert [proof.key for (proof,) in stages] == ["photo:before", "photo:after"]


def test_hours_parts_and_costs_are_written_as_shown(language: str) -> None:
    told = section(language, 6)
    commands = [said.removeprefix("/").partition(" ") for said in re.findall("`(/.+?)`", told)]
    *_, last = written = [READERS[name](rest, NOW, by="Ola") for name, _, rest in commands]
    assert [line and line.payer for line in written] == [None] * 5 + [Payer.MAKER]
    assert last is not None
    *lines, warranty, returns, hours, taxi, chain = _QUOTED.findall(told)
    kinds = [line.kind for said in lines if (line := read_words(said, NOW, by="Ola")) is not None]
    assert kinds == [WorkKind.HOURS, WorkKind.TRAVEL, WorkKind.TRAVEL]
    parts = [read_part(f"ABC-12 {word}", NOW, by="Ola") for word in (warranty, returns)]
    assert [(part.warranty, part.returns) for part in parts if part] == [(True, False), (False, True)]
    payers = [line and line.payer for said in (hours, taxi) for line in read_sentences(said, NOW, by="Ola")]
    assert [*payers, read_payer(chain)] == [Payer.MAKER, Payer.CUSTOMER, Payer.NETWORK]


def test_a_chains_words_do_what_they_say(language: str) -> None:
    hand_on, good, bad = _QUOTED.findall(section(language, 8))
    yes, no = read_verdict(good), read_verdict(bad)
    assert read_hand_on(hand_on, [ALFA]) == ALFA
    assert (yes and yes.is_good, no and no.is_good) == (True, False)


def test_every_command_is_named(language: str) -> None:
    assert set(re.findall(r"`/(\w+)`", section(language, 10))) == set(commands_of("principal"))
