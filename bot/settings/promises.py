"""Calendars and SLAs as they are written, and what they become in the domain."""

import re
from collections.abc import Container, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, field_validator

from bot.settings.kinds import Id, Section, WorkingTime, Zone
from bot.settings.problems import Odd, did_you_mean
from tickets.calendar import Calendar, Duration
from tickets.policy import Sla
from tickets.states import Priority, WaitReason

Targets = dict[Priority, WorkingTime]

ACCEPT = {"critical": "30m", "high": "1h", "normal": "4h", "low": "1d"}
ON_SITE = {"critical": "4h", "high": "1d", "normal": "3d", "low": "5d"}
RESOLVE = {"critical": "8h", "high": "2d", "normal": "5d", "low": "10d"}
PING_AT = (0.5, 0.75, 0.9, 1.0)
PAUSES = frozenset(f"waiting_{reason}" for reason in WaitReason)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})")

Spans = tuple[tuple[time, time], ...]


def _holidays(code: str) -> str:
    """An empty code, a country, or a country and its part: NO, DE-BY."""
    if code:
        _check_country(*code.partition("-")[::2])
    return code


def _check_country(country: str, part: str) -> None:
    from holidays import list_supported_countries  # 0.1 s: only for whoever has holidays

    countries = list_supported_countries()
    if country not in countries:
        raise Odd(
            f'no holidays are known for "{country}"', 'Use a country code such as "NO", "SE" or "DE-BY"'
        )
    if part and part not in countries[country]:
        raise Odd(f'"{country}" has no part "{part}"', did_you_mean(part, countries[country]))


class CalendarSettings(Section):
    """When people work."""

    hours: dict[str, str] = Field(default_factory=lambda: {"mon-fri": "08:00-16:00"})
    holidays: Annotated[str, AfterValidator(_holidays)] = ""
    closed: tuple[date, ...] = ()  # further days off
    timezone: Zone | None = None  # None: the desk's

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: dict[str, str]) -> dict[str, str]:
        if not any(week(hours).values()):
            raise Odd("the calendar never opens", 'Give hours, such as { mon-fri = "08:00-16:00" }')
        return hours

    def calendar(self, desk_zone: ZoneInfo) -> Calendar:
        """The domain's calendar."""
        return Calendar(self.timezone or desk_zone, week(self.hours), self._days_off())

    def _days_off(self) -> Container[date]:
        if not self.holidays:
            return frozenset(self.closed)
        from holidays import country_holidays

        country, _, part = self.holidays.partition("-")
        days = country_holidays(country, subdiv=part or None)  # further years come by themselves
        days.append(dict.fromkeys(self.closed, "closed"))
        return days


def week(hours: Mapping[str, str]) -> dict[int, Spans]:
    """``{"mon-fri": "08:00-12:00, 13:00-16:00"}`` by weekday, Monday 0; Odd for what can't be read."""
    read: dict[int, Spans] = {}
    for days, spans in hours.items():
        for day in _weekdays(days):
            if day in read:
                raise Odd(f"{_DAYS[day]} is given twice", "Give each day's hours once")
            read[day] = _spans(spans)
    return read


def _weekdays(text: str) -> list[int]:
    first, dash, last = (part.strip().lower() for part in text.partition("-"))
    for name in (first, last) if dash else (first,):
        if name not in _DAYS:
            raise Odd(
                f'"{text}" is not a weekday or a range of them', 'Write mon, tue, ... or a range: "mon-fri"'
            )
    start = _DAYS.index(first)
    end = _DAYS.index(last) if dash else start
    return [(start + ahead) % 7 for ahead in range((end - start) % 7 + 1)]


def _spans(text: str) -> Spans:
    spans = tuple(_span(part.strip()) for part in text.split(",")) if text.strip() else ()
    for (_, closes), (opens, _) in pairwise(spans):
        if closes == time.min or opens < closes:
            raise Odd(
                f'"{text}" has hours out of order', "Write them ascending and apart, separated by commas"
            )
    return spans


def _span(text: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(text)
    try:
        opens = time.fromisoformat(found[1]) if found else None
        closes = time.fromisoformat(found[2].replace("24:00", "00:00")) if found else None
    except ValueError:
        opens = closes = None
    if opens is None or closes is None:
        raise Odd(f'"{text}" are not hours', 'Write them as "08:00-16:00"; midnight at the end is 24:00')
    if closes <= opens and not text.endswith("24:00"):
        raise Odd(f'"{text}" ends before it begins', "Write a night up to 24:00, its rest on the next day")
    return opens, closes


class SlaSettings(Section):
    """What is promised. A priority left out has the shipped target."""

    calendar: Id | None = None  # None: "office", or the only calendar there is
    accept: Targets = Field(default_factory=dict)
    on_site: Targets = Field(default_factory=dict)
    resolve: Targets = Field(default_factory=dict)
    ping_at: tuple[float, ...] = PING_AT
    pause_while: frozenset[str] = frozenset({"waiting_customer", "waiting_access", "waiting_approval"})
    around_the_clock: frozenset[Priority] = frozenset()

    @field_validator("ping_at")
    @classmethod
    def _ascending(cls, steps: tuple[float, ...]) -> tuple[float, ...]:
        if not all(0 < step <= 1 for step in steps) or list(steps) != sorted(set(steps)):
            raise Odd(
                "these are not shares in ascending order",
                "Write shares over 0 up to 1, such as [0.5, 0.9, 1.0]",
            )
        if not steps or steps[-1] != 1:
            raise Odd("the last step is not the deadline itself", "End it with 1.0: that is the breach")
        return steps

    @field_validator("pause_while")
    @classmethod
    def _known_pauses(cls, pauses: frozenset[str]) -> frozenset[str]:
        for pause in sorted(pauses - PAUSES):
            raise Odd(f'the clock cannot rest while "{pause}"', did_you_mean(pause, PAUSES))
        return pauses

    def sla(self, name: str, calendar: Calendar) -> Sla:
        """The domain's SLA."""
        return Sla(
            name=name,
            calendar=calendar,
            accept=_filled(self.accept, ACCEPT),
            on_site=_filled(self.on_site, ON_SITE),
            resolve=_filled(self.resolve, RESOLVE),
            ping_at=self.ping_at,
            pause_while=self.pause_while,
            around_the_clock=self.around_the_clock,
        )


def _filled(targets: Targets, shipped: Mapping[str, str]) -> dict[Priority, Duration]:
    return {Priority(name): Duration.parse(text) for name, text in shipped.items()} | targets
