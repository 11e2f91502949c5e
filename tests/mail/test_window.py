"""The wish for when to come, in five languages, counted from Wednesday 4 November 2026."""

import pytest

from tests.mail.reading import read

WISHES = [
    ("Passer det i morgen mellom 9 og 11?", "2026-11-05T09:00", "2026-11-05T11:00"),
    ("Dere kan komme fredag ettermiddag.", "2026-11-06T12:00", "2026-11-06T16:00"),
    ("Kan dere komme tirsdag før kl. 12?", "2026-11-10T08:00", "2026-11-10T12:00"),
    ("Kan en tekniker komme neste uke?", "2026-11-09T08:00", "2026-11-13T16:00"),
    ("Det passer best mandag til onsdag.", "2026-11-09T08:00", "2026-11-11T16:00"),
    ("Vi ønsker besøk 12. november kl. 10-12.", "2026-11-12T10:00", "2026-11-12T12:00"),
    ("Kom gjerne fredag neste uke, hele dagen.", "2026-11-13T08:00", "2026-11-13T16:00"),
    ("Kan ni komma i övermorgon förmiddag?", "2026-11-06T08:00", "2026-11-06T12:00"),
    ("Vi är på plats på fredag kl 7-15 om ni vill komma.", "2026-11-06T07:00", "2026-11-06T15:00"),
    ("Går det bra att ni kommer vecka 47?", "2026-11-16T08:00", "2026-11-20T16:00"),
    ("I må gerne komme torsdag eller fredag.", "2026-11-05T08:00", "2026-11-06T16:00"),
    ("Kan I kigge forbi i eftermiddag?", "2026-11-04T12:00", "2026-11-04T16:00"),
    (
        "I er velkomne til at komme den 11. november mellem kl. 8 og 10.",
        "2026-11-11T08:00",
        "2026-11-11T10:00",
    ),
    ("Kan dere komme mandag 9.11 kl. 0900-1100?", "2026-11-09T09:00", "2026-11-09T11:00"),
    ("Har dere tid tirsdag formiddag neste uke?", "2026-11-10T08:00", "2026-11-10T12:00"),
    ("Kom gerne 10-11-2026 kl. 10-12.", "2026-11-10T10:00", "2026-11-10T12:00"),
    ("Kom gjerne neste uke. Jeg er på jobb 7-15.", "2026-11-09T08:00", "2026-11-13T16:00"),
    ("Kan dere komme en dag neste uke, men ikke onsdag?", "2026-11-09T08:00", "2026-11-13T16:00"),
    ("Onsdag eller torsdag i neste uke hadde vært fint.", "2026-11-11T08:00", "2026-11-12T16:00"),
    ("First thing tomorrow would be best for a visit.", "2026-11-05T08:00", "2026-11-05T12:00"),
    ("Приезжайте завтра после обеда.", "2026-11-05T12:00", "2026-11-05T16:00"),
    ("Прошу прислать мастера 10 ноября с 9 до 12.", "2026-11-10T09:00", "2026-11-10T12:00"),
    ("Удобно в пятницу с 14:00 до 16:00.", "2026-11-06T14:00", "2026-11-06T16:00"),
    ("Ждём вас с понедельника по среду.", "2026-11-09T08:00", "2026-11-11T16:00"),
    ("Could an engineer attend on Friday between 2 and 4pm?", "2026-11-06T14:00", "2026-11-06T16:00"),
    ("Any time next week suits us.", "2026-11-09T08:00", "2026-11-13T16:00"),
    ("Can someone come the day after tomorrow, in the morning?", "2026-11-06T08:00", "2026-11-06T12:00"),
    ("We would like a visit on 12th November from 9am to 11am.", "2026-11-12T09:00", "2026-11-12T11:00"),
    ("Please come between 1 and 3 on Monday.", "2026-11-09T13:00", "2026-11-09T15:00"),
]

NO_WISHES = [
    "Maskinen stoppet på mandag og har stått siden.",
    "Butikken har åpent mandag til fredag 8-20.",
    "Kan dere komme så fort som mulig?",
    "Den har larmat sedan i går.",
    "Hissen installerades 12 mars 2021.",
    "Vi har åbent alle dage 9-17.",
    "С понедельника не работает касса.",
    "Магазин открыт с 8 до 22.",
    "It stopped on Monday and was serviced on 3 October.",
    "Last Tuesday your engineer was here between 9 and 11.",
    "Jeres montør Ole lovede at vende tilbage i tirsdags.",
    "Мастер обещал перезвонить во вторник.",
    "Forrige torsdag kom det en tekniker mellom 10 og 12.",
    "Butikken er åpen mandag til fredag 9-17.",
    "We open at 9 and close at 5.",
    "We lost 14 orders yesterday between 9 and 12.",
]


@pytest.mark.parametrize(("text", "start", "end"), WISHES)
def test_wish_is_resolved_against_the_date(text: str, start: str, end: str) -> None:
    fields = read(f"Hei\n\n{text}\n").fields

    assert fields.window_start is not None
    assert fields.window_end is not None
    assert fields.window_start.isoformat() == f"{start}:00+01:00"
    assert fields.window_end.isoformat() == f"{end}:00+01:00"


@pytest.mark.parametrize("text", NO_WISHES)
def test_history_and_opening_hours_are_no_wish(text: str) -> None:
    assert read(text).fields.window_start is None


def test_offset_of_the_sender_is_kept() -> None:
    fields = read("Приезжайте завтра утром.", date="Wed, 04 Nov 2026 10:00:00 +0400").fields

    assert fields.window_start is not None
    assert fields.window_start.isoformat() == "2026-11-05T08:00:00+04:00"


def test_without_a_date_there_is_nothing_to_count_from() -> None:
    assert read("Kom i morgen klokka 10-12.", date="").fields.window_start is None
