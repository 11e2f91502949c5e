"""The policy: what the operator has decided about promises, partners and routes, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from tickets.calendar import Calendar, Duration, around_the_clock
from tickets.states import Priority, TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """What is promised, by priority, and when to ping on the way there."""

    name: str
    calendar: Calendar
    accept: Mapping[Priority, Duration]
    on_site: Mapping[Priority, Duration]
    resolve: Mapping[Priority, Duration]
    ping_at: tuple[float, ...] = (0.5, 0.75, 0.9, 1.0)  # shares of the working time to the deadline
    pause_while: frozenset[str] = frozenset()  # "waiting_customer", ...: states in which the clock rests
    around_the_clock: frozenset[Priority] = frozenset()  # priorities whose time never rests

    def lengths(self, kind: TargetKind) -> Mapping[Priority, Duration]:
        """How long each priority has for this kind of promise."""
        return {
            TargetKind.ACCEPT: self.accept,
            TargetKind.ON_SITE: self.on_site,
            TargetKind.RESOLVE: self.resolve,
        }[kind]

    def calendar_for(self, priority: Priority) -> Calendar:
        """The calendar in which this priority's time counts."""
        if priority in self.around_the_clock:
            return around_the_clock(self.calendar.zone)
        return self.calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of work: the words that give it away, and what its jobs demand."""

    id: str
    words: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    parts: str | None = None  # parts to expect and what is approved
    cost_cap: str | None = None  # amount with currency
    evidence: tuple[str, ...] = ()  # lines as tickets.evidence.demands reads them


class Reporting(StrEnum):
    """Who reports upwards what a partner's subcontractors say (S92)."""

    INDEPENDENT = "independent"  # their words go up as they are said
    CONSOLIDATED = "consolidated"  # the partner reports for them: files and states go up, words stay with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A firm that does work for us."""

    id: str
    name: str
    sla: str  # the partner's own clock: a key of [sla.*]
    language: str
    skills: frozenset[str] = frozenset()  # categories; empty: any
    brands: frozenset[str] = frozenset()  # lower case; empty: any
    postal_codes: tuple[str, ...] = ()  # patterns such as 0*; empty: everywhere
    email: str | None = None  # for a partner who works by mail
    capacity_per_week: int | None = None  # None: unlimited
    subcontractors: tuple[str, ...] = ()  # partner ids to whom it may hand its jobs on
    reporting: Reporting = Reporting.INDEPENDENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where jobs of a kind go: the first route whose every condition holds."""

    when: Mapping[str, str]  # category, postal_code (pattern), customer, brand, priority
    offer: tuple[str, ...]  # partner ids, in turn
    accept_within: Duration | None = None  # None: the partner's own accept target


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All of it. Mappings are by id."""

    desk_name: str
    desk_address: str
    language: str
    zone: ZoneInfo
    slas: Mapping[str, Sla]
    default_sla: str
    categories: Mapping[str, Category] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()

    def partner_name(self, partner_id: str) -> str:
        """The partner's name; its id when the configuration no longer has it."""
        partner = self.partners.get(partner_id)
        return partner.name if partner else partner_id

    def sla(self, name: str | None) -> Sla:
        """The SLA of that name; the default for None and for names no longer configured."""
        return self.slas.get(name or self.default_sla) or self.slas[self.default_sla]
