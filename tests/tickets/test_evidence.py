"""Evidence: how it is demanded, how it is found in what a technician sends, and what "done" needs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets import world
from tickets.evidence.collecting import collect, merged
from tickets.evidence.demands import Demand, EvidenceKind, Proof, read_demands, standing
from tickets.evidence.job import brought
from tickets.timeline import Attachment

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
STEPS = ("Slå av strømmen", "Rens filteret", "Test to kopper")


def brings(lines: list[str], text: str = "", photos: int = 0, known: tuple[Proof, ...] = ()) -> list[str]:
    """What of it is there after the message, by key; a reading with its value."""
    new = collect(read_demands(lines, STEPS), known, text=text, photos=photos, now=NOW, by="Ola")
    return [proof.key + (f"={proof.value}" if proof.value else "") for proof in merged(known, new)]


def photo(stage: str) -> Proof:
    return Proof(key=f"photo:{stage}", at=NOW, by="Ola")


def test_lines_say_what_is_demanded() -> None:
    before, pressure = read_demands(["photo before x2", "Reading pressure 8,5-9.5 bar"])
    assert before == Demand(key="photo:before", kind=EvidenceKind.PHOTO, stage="before", count=2)
    assert (pressure.label, pressure.unit, pressure.low, pressure.high) == ("pressure", "bar", 8.5, 9.5)


def test_a_checklist_is_each_of_its_steps() -> None:
    assert [each.label for each in read_demands(["checklist"], STEPS)] == list(STEPS)


def test_what_contract_and_category_both_demand_counts_once_at_its_most() -> None:
    (only,) = read_demands(["photo after", "photo after x3", "photo after"])
    assert only.count == 3


@pytest.mark.parametrize("line", ["selfie", "photo x0", "reading pressure 9-8 bar", "reading", ""])
def test_a_line_that_is_none_is_refused_with_the_mend(line: str) -> None:
    with pytest.raises(ValueError, match=r"Write: photo before|lower limit stands first"):
        read_demands([line])


@pytest.mark.parametrize("word", ["Før", "innan jag började", "bilde før", "фото до работы", "before"])
def test_a_caption_says_which_photo_it_is(word: str) -> None:
    assert brings(["photo before", "photo after"], word, photos=1) == ["photo:before"]


@pytest.mark.parametrize("word", ["etter", "Efter", "после ремонта", "after, all good"])
def test_a_photo_of_afterwards_proves_nothing_of_before(word: str) -> None:
    assert brings(["photo before", "photo after"], word, photos=1) == ["photo:after"]


def test_photos_without_words_come_in_the_order_of_the_work() -> None:
    lines = ["photo before", "photo after x2"]
    assert brings(lines, photos=1) == ["photo:before"]
    assert brings(lines, photos=2, known=(photo("before"),)) == ["photo:before", "photo:after", "photo:after"]


def test_more_photos_than_demanded_prove_no_more() -> None:
    assert brings(["photo x2"], photos=9) == ["photo", "photo"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Trykk 9,1 bar", "9.1 bar"),
        ("9bar nå", "9 bar"),
        ("pumpe byttet, 8.9 BAR", "8.9 bar"),
        ("-1 bar", "-1 bar"),
    ],
)
def test_a_reading_is_a_number_with_its_unit(text: str, value: str) -> None:
    assert brings(["reading pressure 8.5-9.5 bar"], text) == [f"reading:pressure={value}"]


@pytest.mark.parametrize("text", ["9", "9 barer", "kl. 9", "møte i baren", "1.2.9 bar"])
def test_another_number_is_no_reading(text: str) -> None:
    assert brings(["reading pressure 8.5-9.5 bar"], text) == []


def test_readings_of_one_unit_are_told_apart_by_their_names() -> None:
    lines = ["reading supply °C", "reading return °C"]
    assert brings(lines, "supply 45 °C, return 38 °C") == ["reading:supply=45 °C", "reading:return=38 °C"]
    assert brings(lines, "45 °C") == []


def test_a_reading_taken_again_counts_as_it_is_now() -> None:
    (first,) = collect(read_demands(["reading p 8-9 bar"]), (), text="12 bar", photos=0, now=NOW, by="Ola")
    assert first.outside
    assert brings(["reading p 8-9 bar"], "8.5 bar", known=(first,)) == ["reading:p=8.5 bar"]


@pytest.mark.parametrize(
    "text",
    ["Signert: Kari Nes", "signed by Kari Nes", "Подписала Kari Nes", "Ferdig nå\nunderskrift Kari Nes."],
)
def test_who_signed_is_named(text: str) -> None:
    assert brings(["signature"], text) == ["signature=Kari Nes"]


def test_a_signature_without_a_name_is_none() -> None:
    assert brings(["signature"], "signert") == []


@pytest.mark.parametrize(
    "text", ["Sjekkliste ok", "alla punkter ok", "Tjeklisten færdig", "чек-лист ок", "all ok"]
)
def test_the_whole_checklist_in_a_word(text: str) -> None:
    assert len(brings(["checklist"], text)) == 3


@pytest.mark.parametrize(
    ("text", "steps"), [("1 ok", [1]), ("1, 3 ✅", [1, 3]), ("2 og 3 er ikke bra", []), ("9 ok", [])]
)
def test_steps_by_their_numbers(text: str, steps: list[int]) -> None:
    assert brings(["checklist"], text) == [f"check:{number}" for number in steps]


@given(st.text(max_size=200), st.integers(min_value=0, max_value=12))
def test_any_words_and_photos_prove_at_most_what_is_demanded(text: str, photos: int) -> None:
    demands = read_demands(["photo before", "photo x2", "checklist", "reading p 8-9 bar", "signature"], STEPS)
    proofs = collect(demands, (), text=text, photos=photos, now=NOW, by="Ola")
    assert all(len(each.proofs) <= each.demand.count for each in standing(demands, proofs))


@pytest.mark.parametrize(("kind", "proves"), [("image/heic", 1), ("application/pdf", 0)])
def test_a_picture_sent_as_a_file_is_a_photo(kind: str, proves: int) -> None:
    coffee = replace(world.COFFEE, evidence=("photo",))
    policy = replace(world.POLICY, categories={"coffee": coffee})
    job = world.handed_off()
    file = Attachment(filename="IMG_1", content_type=kind, size=12_000_000)
    told = world.message(world.OLA, attachments=(file,))
    _handoff, new = brought(world.live(job), job, told, world.KNOWN, policy, NOW)
    assert len(new) == proves
