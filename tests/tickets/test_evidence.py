"""Evidence: how it is demanded, how it is found in what a technician sends, and what "done" needs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets import world
from tickets import handoffs
from tickets.evidence.collecting import collect, merged
from tickets.evidence.demands import Demand, EvidenceKind, Proof, read_demands, standing
from tickets.evidence.job import brought, demands_of, is_picture, lacking, ticked
from tickets.outcome import Refused
from tickets.policy import Policy
from tickets.states import HandoffKind, HandoffState
from tickets.ticket import Ticket
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


def test_a_second_photo_of_afterwards_still_proves_nothing_of_before() -> None:
    lines = ["photo before", "photo after"]
    assert brings(lines, "etter", photos=1, known=(photo("after"),)) == ["photo:after"]
    assert brings(lines, "etter", photos=2) == ["photo:after"]
    assert brings([*lines, "photo"], "etter", photos=2) == ["photo:after", "photo"]


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("−18 °C", "-18 °C"),
        ("–18°C nå", "-18 °C"),
        ("minus 18 grader", "-18 °C"),
        ("минус 18 °С", "-18 °C"),
        ("÷18 C", "-18 °C"),
        ("18 minusgrader", "-18 °C"),
        ("18 градусов мороза", "-18 °C"),
        ("Frys 1 -18,5 ℃", "-18.5 °C"),
        ("Temperatur – 18 º", "-18 °C"),
        ("minus 17-18 grader", "-17 – -18 °C"),
    ],
)
def test_frost_is_read_however_it_is_written(text: str, value: str) -> None:
    assert brings(["reading temperature -25--15 °C"], text) == [f"reading:temperature={value}"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 200 rpm", "1200 rpm"),
        ("1\u00a0200 o/min", "1200 rpm"),
        ("1.200 omdr/min", "1200 rpm"),
        ("1,200 r/min", "1200 rpm"),
        ("1.200,5 varv/min", "1200.5 rpm"),
        ("1200 об/мин", "1200 rpm"),
        ("kl 10-11, 1'250 rpm", "1250 rpm"),
    ],
)
def test_thousands_are_read_however_they_are_written(text: str, value: str) -> None:
    assert brings(["reading speed 1000-1500 rpm"], text) == [f"reading:speed={value}"]


def test_a_number_that_may_mean_two_things_is_kept_as_written_where_no_limits_tell() -> None:
    assert brings(["reading pressure bar"], "1.200 bar") == ["reading:pressure=1.200 bar"]
    assert brings(["reading pressure 1-1.5 bar"], "1,200 bar") == ["reading:pressure=1.2 bar"]


@pytest.mark.parametrize(
    ("text", "outside"), [("85-88 °C", False), ("85 til 95 °C", True), ("80–85 °C", True)]
)
def test_a_range_is_beyond_the_limits_with_either_end(text: str, outside: bool) -> None:
    demands = read_demands(["reading temperature 82-90 °C"])
    (reading,) = collect(demands, (), text=text, photos=0, now=NOW, by="Ola")
    assert reading.outside is outside


@given(
    value=st.integers(min_value=-9_999, max_value=9_999),
    tenths=st.integers(min_value=0, max_value=9),
    minus=st.sampled_from(["-", "−", "–", "minus ", "минус "]),
    between=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    point=st.sampled_from(".,"),
    unit=st.sampled_from(["°C", " °C", " °С", " grader", " градусов", "℃", " C", "º"]),
    before=st.sampled_from(["", "Målte ", "Температура: ", "Etter 2 t: ", "kl. 10.30 "]),
)
def test_a_reading_means_what_was_measured(
    value: int, tenths: int, minus: str, between: str, point: str, unit: str, before: str
) -> None:
    whole = f"{abs(value):,}".replace(",", between) + (f"{point}{tenths}" if tenths else "")
    written = f"{before}{minus if value < 0 else ''}{whole}{unit}"
    expected = value + (tenths / 10 if value >= 0 else -tenths / 10)
    assert brings(["reading temperature °C"], written) == [f"reading:temperature={expected:.8g} °C"]


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
    ("text", "ticks"),
    [
        ("Ferdig.\nSjekkliste ok\n85 °C", 3),
        ("Klart, checklistan ok.", 3),
        ("Byttet pumpe.\n1, 3 ok", 2),
        ("Ferdig. Alt ok.", 0),
        ("Brukte pakninger, 2 ok", 0),
    ],
)
def test_the_checklist_may_stand_on_a_line_of_its_own(text: str, ticks: int) -> None:
    assert len(brings(["checklist"], text)) == ticks


@pytest.mark.parametrize(
    ("text", "steps"), [("1 ok", [1]), ("1, 3 ✅", [1, 3]), ("2 og 3 er ikke bra", []), ("9 ok", [])]
)
def test_steps_by_their_numbers(text: str, steps: list[int]) -> None:
    assert brings(["checklist"], text) == [f"check:{number}" for number in steps]


@pytest.mark.parametrize(
    ("name", "content_type", "kind", "counts"),
    [
        ("foto.jpg", "image/jpeg", "photo", True),
        ("IMG_1.HEIC", "image/heic", "document", True),
        ("IMG_2.jpg", "application/octet-stream", "document", True),
        ("film.mov", "video/quicktime", "document", True),
        ("runde.mp4", "video/mp4", "video_note", True),
        ("tommel.webp", "image/webp", "sticker", False),
        ("katt.mp4", "video/mp4", "animation", False),
        ("rapport.pdf", "application/pdf", "document", False),
    ],
)
def test_what_shows_the_work_counts_whatever_way_it_came(
    name: str, content_type: str, kind: str, counts: bool
) -> None:
    assert is_picture(Attachment(filename=name, content_type=content_type, size=1, kind=kind)) is counts


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


@pytest.mark.parametrize(
    ("state", "key", "reason"),
    [(HandoffState.RECALLED, "check:1", "ended"), (HandoffState.ON_SITE, "check:9", "old_button")],
)
def test_only_a_step_of_a_job_they_have_is_ticked(state: HandoffState, key: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        handoffs.tick(world.handed_off(state), 1, key, world.GIVEN, NOW, by=world.OLA)


def job(kind: HandoffKind = HandoffKind.FIELD, *evidence: str) -> tuple[Ticket, Policy]:
    """Nord's job of a category that demands this, with a checklist of one step."""
    coffee = replace(world.COFFEE, evidence=evidence)
    made = world.handed_off(HandoffState.ON_SITE)
    made = made.with_handoff(replace(world.live(made), kind=kind))
    return made, replace(world.POLICY, categories={"coffee": coffee})


def test_a_demanded_checklist_is_not_asked_for_twice() -> None:
    made, policy = job(HandoffKind.FIELD, "checklist")
    (only,) = demands_of(made, world.KNOWN, policy)
    assert (only.key, only.required) == ("check:1", True)


def test_nothing_is_asked_of_a_maker_nor_of_what_a_dispatcher_let_pass() -> None:
    made, policy = job(HandoffKind.VENDOR, "photo")
    assert lacking(world.live(made), made, world.KNOWN, policy) == ()
    made, policy = job(HandoffKind.FIELD, "photo")
    assert [each.demand.key for each in lacking(world.live(made), made, world.KNOWN, policy)] == ["photo"]
    assert lacking(replace(world.live(made), waived="Kamera knust"), made, world.KNOWN, policy) == ()


def test_a_second_tap_takes_the_tick_away() -> None:
    made, _policy = job()
    once = ticked(world.live(made), "check:1", NOW, by="Ola")
    assert [proof.key for proof in once.evidence] == ["check:1"]
    assert ticked(once, "check:1", NOW, by="Per").evidence == ()
