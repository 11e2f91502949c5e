"""Times in a few words, in five languages."""

from datetime import date, datetime

import pytest

from tests.tickets.world import OSLO, at
from tickets.spoken_times import find_time, read_time

NOW = datetime(2026, 10, 5, 10, 7, tzinfo=OSLO)  # a Monday


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("er der om 20 min", at(10, 27)),
        ("på plats 14:30", at(14, 30)),
        ("ca en time", at(11, 7)),
        ("om to timer", at(12, 7)),
        ("halvanden time", at(11, 37)),
        ("буду через час", at(11, 7)),
        ("буду к 15", at(15)),
        ("We'll be there at 3", at(15)),
        ("kommer kl 9 på fredag", at(9, day=9)),
        ("fremme ca 1430", at(14, 30)),
        ("14.30", at(14, 30)),
        ("kl halv tre", at(14, 30)),
        ("kommer halv 3", at(14, 30)),
        ("er der kvart på tre", at(14, 45)),
        ("framme kvart i tre", at(14, 45)),
        ("kl tolv", at(12)),
        ("halv ett", at(12, 30)),
        ("half past two", at(14, 30)),
        ("there at quarter to three", at(14, 45)),
        ("буду в половине третьего", at(14, 30)),
        ("буду без четверти три", at(14, 45)),
        ("полтретьего", at(14, 30)),
    ],
)
def test_a_moment_is_understood(words: str, start: datetime) -> None:
    told = read_time(words, NOW, OSLO)
    assert told is not None
    assert (told.span.start, told.span.end) == (start, None)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("tomorrow 9-10", (at(9, day=6), at(10, day=6))),
        ("i morgen tidlig", (at(8, day=6), at(10, day=6))),
        ("imorgon bitti", (at(8, day=6), at(10, day=6))),
        ("завтра утром", (at(8, day=6), at(12, day=6))),
        ("приеду завтра с 9 до 10", (at(9, day=6), at(10, day=6))),
        ("vi kommer mellom 12 og 14", (at(12), at(14))),
        ("kommer mellom 11 og 12", (at(11), at(12))),
        ("между 11 и 12", (at(11), at(12))),
        ("kommer mellom 10 og 12", (at(10, 7), at(12))),
        ("i ettermiddag", (at(12), at(17))),
    ],
)
def test_a_span_is_understood(words: str, hours: tuple[datetime, datetime]) -> None:
    told = read_time(words, NOW, OSLO)
    assert told is not None
    assert (told.span.start, told.span.end) == hours


@pytest.mark.parametrize(
    "words",
    [
        "er der ikke om 20 min",
        "om en time?",
        "9",
        "kl 9",
        "8:00",
        "5.11",
        "klar",
        "",
        "118-4407",
        "rom 14",
        "1.5 timer",
        "8.5",
        "14.11",
        "12.50 kr",
        "halv pris",
    ],
)
def test_a_doubt_a_plain_number_and_what_has_passed_are_no_time(words: str) -> None:
    assert read_time(words, NOW, OSLO) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("needs a part until Thursday", date(2026, 10, 8)),
        ("venter på deler til torsdag", date(2026, 10, 8)),
        ("väntar på del tills fredag", date(2026, 10, 9)),
        ("afventer del til tirsdag", date(2026, 10, 6)),
        ("жду запчасть до четверга", date(2026, 10, 8)),
        ("venter på deler til 26.11", date(2026, 11, 26)),
        ("venter på deler til mandag", date(2026, 10, 12)),
        ("deler om 3 dager", date(2026, 10, 8)),
    ],
)
def test_a_day_at_the_end_of_a_step_is_found(words: str, day: date) -> None:
    told = find_time(words, NOW, OSLO)
    assert told is not None
    assert told.day == day
