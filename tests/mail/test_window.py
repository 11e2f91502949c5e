"""The wish for when to come, in five languages, counted from Wednesday 4 November 2026."""

from datetime import datetime

import pytest

from mail.fields.window import window_of
from tests.mail.reading import read

THURSDAY = datetime.fromisoformat("2026-11-05T10:30:00+01:00")

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


# As people say it, counted from Thursday 5 November 2026.
SPOKEN = [
    ("nb", "Kan dere komme førstk. torsdag?", "2026-11-12T08:00", "2026-11-12T16:00"),
    ("nb", "Vi er på plass f.o.m. ti til on", "2026-11-10T08:00", "2026-11-11T16:00"),
    ("nb", "Ønsker besøk fra og med mandag til og med onsdag.", "2026-11-09T08:00", "2026-11-11T16:00"),
    (
        "nb",
        "tirsdag eller onsdag neste uke hadde passet best, helst før lunsj",
        "2026-11-10T08:00",
        "2026-11-11T12:00",
    ),
    ("nb", "Det passer ikke onsdag, men torsdag etter to går bra.", "2026-11-12T14:00", "2026-11-12T16:00"),
    ("nb", "Kom gjerne fredag den 13. mellom ti og tolv.", "2026-11-13T10:00", "2026-11-13T12:00"),
    (
        "nb",
        "Kan noen komme en av dagene mandag, tirsdag eller onsdag?",
        "2026-11-09T08:00",
        "2026-11-11T16:00",
    ),
    ("nb", "Vi har åpent 10-18, men kom gjerne tirsdag klokka 9.", "2026-11-10T09:00", "2026-11-10T10:00"),
    ("nb", "Ta det på tirsdag ved halv ti-tida.", "2026-11-10T09:30", "2026-11-10T10:30"),
    ("nb", "Det beste for oss er 16. eller 17. november.", "2026-11-16T08:00", "2026-11-17T16:00"),
    ("nb", "Kan dere kome tysdag føremiddag?", "2026-11-10T08:00", "2026-11-10T12:00"),
    ("nb", "Kan dere være her til mandag morgen kl 7?", "2026-11-09T07:00", "2026-11-09T08:00"),
    ("nb", "Helst fredag, alternativt mandag formiddag.", "2026-11-06T08:00", "2026-11-06T16:00"),
    ("sv", "kommande onsdag em passar oss", "2026-11-11T12:00", "2026-11-11T16:00"),
    ("sv", "tors 12/11 fm går bra att komma", "2026-11-12T08:00", "2026-11-12T12:00"),
    ("sv", "Går det att få hit nån v.47?", "2026-11-16T08:00", "2026-11-20T16:00"),
    ("sv", "Vi finns på plats mån-ons kl 7-16.", "2026-11-09T07:00", "2026-11-11T16:00"),
    ("sv", "Fredag f.m. är bäst.", "2026-11-06T08:00", "2026-11-06T12:00"),
    ("sv", "Kan det bli av den 12-13 november?", "2026-11-12T08:00", "2026-11-13T16:00"),
    ("sv", "Torsdag kväll efter 17 går också bra, då är jag hemma.", "2026-11-12T17:00", "2026-11-12T20:00"),
    ("da", "Førstkommende onsdag efter kl. 13 ville være fint.", "2026-11-11T13:00", "2026-11-11T16:00"),
    ("da", "Hele onsdag er fin for os.", "2026-11-11T08:00", "2026-11-11T16:00"),
    ("da", "Kunne I komme forbi på mandag ved 10-tiden?", "2026-11-09T10:00", "2026-11-09T11:00"),
    ("da", "Kan I komme i weekenden?", "2026-11-07T08:00", "2026-11-08T16:00"),
    ("ru", "Можно во вторник после двух?", "2026-11-10T14:00", "2026-11-10T16:00"),
    ("ru", "Будем на месте с понедельника до среды включительно.", "2026-11-09T08:00", "2026-11-11T16:00"),
    ("ru", "Прошу направить инженера 09.11.26г. к 10-00.", "2026-11-09T10:00", "2026-11-09T11:00"),
    ("ru", "В субботу с десяти до двух можем впустить.", "2026-11-07T10:00", "2026-11-07T14:00"),
    ("ru", "Приезжайте вечером в пятницу, после 18.", "2026-11-06T18:00", "2026-11-06T20:00"),
    ("en", "Half past nine on Tuesday would suit us.", "2026-11-10T09:30", "2026-11-10T10:30"),
    ("en", "Could you come next Tues pm?", "2026-11-10T12:00", "2026-11-10T16:00"),
    ("en", "Can someone attend w/c 16 Nov?", "2026-11-16T08:00", "2026-11-20T16:00"),
    ("en", "Not Wednesday please, Thursday works.", "2026-11-12T08:00", "2026-11-12T16:00"),
    ("en", "Any day next week apart from Wednesday.", "2026-11-09T08:00", "2026-11-13T16:00"),
    ("en", "Ideally Thursday morning before 11.", "2026-11-12T08:00", "2026-11-12T11:00"),
    ("en", "Someone will be in from 8 until noon on Monday.", "2026-11-09T08:00", "2026-11-09T12:00"),
    ("en", "Would quarter past ten on Monday do?", "2026-11-09T10:15", "2026-11-09T11:15"),
    ("en", "Could you make it Wed or Thurs next week?", "2026-11-11T08:00", "2026-11-12T16:00"),
    ("en", "We'd prefer the weekend, Saturday if possible.", "2026-11-07T08:00", "2026-11-07T16:00"),
    ("en", "Between 9 & 11 on Friday please.", "2026-11-06T09:00", "2026-11-06T11:00"),
    ("en", "Visit: Nov 12, 2-4 PM", "2026-11-12T14:00", "2026-11-12T16:00"),
]

UNWISHED = [
    ("nb", "Mandager er vi stengt."),
    ("nb", "Vi trenger faktura innen 15. november."),
    ("nb", "Åpningstider: man-fre 08-20, lør 09-18."),
    ("nb", "Det er ikke mulig på mandag."),
    ("sv", "Sen i måndags står den still."),
    ("sv", "Jag är på semester v 48."),
    ("da", "Senest d. 14. skal det være lavet."),
    ("ru", "Счёт оплатили 3 ноября."),
    ("en", "We need it fixed by Friday noon."),
    ("en", "The engineer came on 2 November between 9 and 11."),
    ("en", "We close at 5 today."),
    ("en", "No need for anybody to come on Monday morning after all."),
    ("da", "Vi må desværre aflyse tirsdag mellem 8 og 10."),
    ("en", "The 3rd lift, the one by gate 4, is slow on Mondays."),
    ("ru", "Холодильник умер, банкет сегодня в 18, приезжайте как можно скорее."),
]


@pytest.mark.parametrize(("text", "start", "end"), WISHES)
def test_wish_is_resolved_against_the_date(text: str, start: str, end: str) -> None:
    fields = read(f"Hei\n\n{text}\n").fields

    assert fields.window_start is not None
    assert fields.window_end is not None
    assert fields.window_start.isoformat() == f"{start}:00+01:00"
    assert fields.window_end.isoformat() == f"{end}:00+01:00"


@pytest.mark.parametrize(("language", "text", "start", "end"), SPOKEN)
def test_wish_is_understood_as_people_say_it(language: str, text: str, start: str, end: str) -> None:
    window = window_of(text, language, THURSDAY)

    assert window is not None
    assert (f"{window.start:%Y-%m-%dT%H:%M}", f"{window.end:%Y-%m-%dT%H:%M}") == (start, end)


@pytest.mark.parametrize(("language", "text"), UNWISHED)
def test_deadlines_refusals_and_other_dates_are_no_wish(language: str, text: str) -> None:
    assert window_of(text, language, THURSDAY) is None


@pytest.mark.parametrize("text", NO_WISHES)
def test_history_and_opening_hours_are_no_wish(text: str) -> None:
    assert read(text).fields.window_start is None


def test_offset_of_the_sender_is_kept() -> None:
    fields = read("Приезжайте завтра утром.", date="Wed, 04 Nov 2026 10:00:00 +0400").fields

    assert fields.window_start is not None
    assert fields.window_start.isoformat() == "2026-11-05T08:00:00+04:00"


def test_without_a_date_there_is_nothing_to_count_from() -> None:
    assert read("Kom i morgen klokka 10-12.", date="").fields.window_start is None
