"""What the operator wrote reaches the domain unchanged."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.bot.configuration import MINIMAL, WHOLE, settings_of
from tickets.calendar import Duration
from tickets.states import Priority


def test_desk_reaches_the_policy() -> None:
    policy = settings_of(WHOLE).policy()
    assert (policy.desk_name, policy.desk_address) == ("Nordlys Service", "service@nordlys.example")
    assert (policy.language, policy.zone) == ("nb", ZoneInfo("Europe/Oslo"))


def test_partners_reach_the_policy() -> None:
    partner = settings_of(WHOLE).policy().partners["nord-elektro"]
    assert partner.brands == {"jura"}
    assert (partner.language, partner.email, partner.capacity_per_week) == ("nb", None, 40)


def test_routes_reach_the_policy() -> None:
    route = settings_of(WHOLE).policy().routes[0]
    assert route.when == {"category": "coffee", "postal_code": "0*", "brand": "jura"}
    assert (route.offer, route.accept_within) == (("nord-elektro",), Duration(30, "m"))


def test_categories_reach_the_policy() -> None:
    category = settings_of(WHOLE).policy().categories["coffee"]
    assert category.words == ("kaffemaskin", "кофемашина")
    assert (category.cost_cap, category.parts) == ("5000 NOK", None)


def test_shipped_promises_serve_whoever_gives_none() -> None:
    policy = settings_of(MINIMAL).policy()
    sla = policy.sla(None)
    assert sla.accept[Priority.CRITICAL] == Duration(30, "m")
    assert sla.calendar.hours[4] == ((time(8), time(16)),)


def test_priority_left_out_has_the_shipped_target() -> None:
    sla = settings_of(MINIMAL + '[sla.standard]\naccept = { low = "2d" }').policy().sla(None)
    assert sla.accept[Priority.LOW] == Duration(2, "d")
    assert sla.accept[Priority.HIGH] == Duration(1, "h")


def test_the_only_sla_and_calendar_need_no_naming() -> None:
    policy = settings_of(
        MINIMAL + '[calendars.shop]\nhours = { mon-sun = "10:00-20:00" }\n[sla.gold]'
    ).policy()
    assert policy.default_sla == "gold"
    assert policy.slas["gold"].calendar.hours[6] == ((time(10), time(20)),)


def test_holidays_are_closed_in_every_year() -> None:
    calendar = settings_of(WHOLE).policy().sla(None).calendar
    assert date(2027, 5, 17) in calendar.holidays
    assert not calendar.is_open(datetime(2031, 5, 1, 9, tzinfo=UTC))


def test_ordinary_sundays_are_no_holidays() -> None:
    calendar = settings_of(MINIMAL + '[calendars.office]\nholidays = "SE"').policy().sla(None).calendar
    assert date(2026, 1, 4) not in calendar.holidays
    assert date(2026, 1, 6) in calendar.holidays


def test_further_days_off_are_closed() -> None:
    for holidays in ("", "DE-BY"):
        text = f'{MINIMAL}[calendars.office]\nholidays = "{holidays}"\nclosed = [2026-12-23]'
        calendar = settings_of(text).policy().sla(None).calendar
        assert date(2026, 12, 23) in calendar.holidays
        assert date(2026, 12, 22) not in calendar.holidays


def test_hours_have_breaks_and_midnights() -> None:
    text = (
        MINIMAL
        + '[calendars.office]\nhours = { mon-wed = "08:00-12:00, 13:00-16:00", sat-sun = "00:00-24:00" }'
    )
    hours = settings_of(text).policy().sla(None).calendar.hours
    assert hours[2] == ((time(8), time(12)), (time(13), time(16)))
    assert hours[6] == ((time.min, time.min),)
    assert set(hours) == {0, 1, 2, 5, 6}


def test_calendar_has_its_own_zone() -> None:
    calendar = (
        settings_of(MINIMAL + '[calendars.office]\ntimezone = "Europe/Stockholm"').policy().sla(None).calendar
    )
    assert calendar.zone == ZoneInfo("Europe/Stockholm")


def test_critical_may_run_around_the_clock() -> None:
    sla = settings_of(MINIMAL + '[sla.standard]\naround_the_clock = ["critical"]').policy().sla(None)
    sunday = datetime(2026, 1, 4, 3, tzinfo=UTC)
    assert sla.calendar_for(Priority.CRITICAL).is_open(sunday)
    assert not sla.calendar_for(Priority.NORMAL).is_open(sunday)
