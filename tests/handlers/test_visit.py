"""The calendar file of a visit."""

from datetime import timedelta

from icalendar import Calendar

from handlers.visit import visit_file
from tests.templates.world import CARD, NOW, card_with

DOMAIN = "nordlys.example"


def test_a_job_without_a_time_has_none() -> None:
    assert visit_file(card_with(window_start=None), "Jobb", DOMAIN, NOW, NOW) is None


def test_a_later_file_moves_the_same_visit() -> None:
    files = [visit_file(CARD, "Jobb", DOMAIN, NOW, NOW + timedelta(hours=hours)) for hours in (0, 2)]
    events = [Calendar.from_ical(file or "").walk("VEVENT")[0] for file in files]
    assert [(event["uid"], event["sequence"]) for event in events] == [
        ("1001-1@nordlys.example", 0),
        ("1001-1@nordlys.example", 120),
    ]


def test_a_visit_whose_end_nobody_has_named_takes_an_hour() -> None:
    file = visit_file(card_with(window_end=None), "Jobb", DOMAIN, NOW, NOW)
    (event,) = Calendar.from_ical(file or "").walk("VEVENT")
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
