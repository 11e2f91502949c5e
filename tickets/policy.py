"""The policy: what the operator has decided about promises, partners and routes, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from tickets.calendar import Calendar, Duration, around_the_clock
from tickets.register import Asset
from tickets.states import Because, HandoffKind, Priority, TargetKind


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
class Authorisation:
    """A maker's word that a partner may work on its machines, until it has to be examined again (S96)."""

    brand: str  # lower case
    category: str | None = None  # the group of machines; None: all of the brand's
    until: date | None = None  # the last day; None: it does not end

    def covers(self, brand: str | None, category: str | None) -> bool:
        """Whether it is about such a machine."""
        return brand == self.brand and self.category in (None, category)


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
    signed_copy: bool = True  # its mails carry what another Stafett can read
    prefers_mail: bool = False  # gets its jobs by mail even where it has a chat
    capacity_per_week: int | None = None  # None: unlimited
    welcome: tuple[str, ...] = ()  # the operator's own lines and links for whoever starts to work with us
    subcontractors: tuple[str, ...] = ()  # partner ids to whom it may hand its jobs on
    reporting: Reporting = Reporting.INDEPENDENT
    excluded: frozenset[str | None] = frozenset()  # categories and brands (lower case) out of its scope (S14)
    kind: HandoffKind = HandoffKind.FIELD  # what its jobs are
    has: frozenset[str] = frozenset()  # what a route may need: "f-gas", "lift", "own-van" (S94)
    authorised: tuple[Authorisation, ...] = ()
    on_call: Calendar | None = None  # when it can be asked; None: always


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where jobs of a kind go: the first route whose every condition holds."""

    when: Mapping[str, str]  # category, customer, brand, model, postal_code, priority (patterns); hours
    offer: tuple[str, ...]  # partner ids, in turn
    accept_within: Duration | None = None  # None: the partner's own accept target
    because: Because | None = None  # None: by what it matches on
    needs: frozenset[str] = frozenset()  # what the partner must have
    authorised: bool = False  # warranty jobs: only with the maker's authorisation (S91)
    outside_hours: frozenset[Priority] = frozenset({Priority.CRITICAL})  # asked whatever their hours
    best_rated_first: bool = False  # `offer` says who; who of them comes first, our ratings do


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A manual, a drawing, software: whatever a technician at such a machine needs to read."""

    title: str
    url: str
    when: Mapping[str, str]  # category, brand, model: patterns, in lower case but for the category

    def is_about(self, asset: Asset | None, category: str | None) -> bool:
        """Whether it belongs to that machine."""
        facts = {"category": category}
        if asset is not None:
            facts |= {"brand": (asset.brand or "").lower(), "model": (asset.model or "").lower()}
        return all(fnmatchcase(facts.get(key) or "", pattern) for key, pattern in self.when.items())


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
    exclusive: tuple[Route, ...] = ()  # regions of one partner each: they go before every route (S84)
    never_outsource: tuple[Mapping[str, str], ...] = ()  # conditions as a route's; any that holds (S44)
    documents: tuple[Document, ...] = ()  # those of a machine stand on its card (S95)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)  # those that routes name as `hours`

    def partner_name(self, partner_id: str) -> str:
        """The partner's name; its id when the configuration no longer has it."""
        partner = self.partners.get(partner_id)
        return partner.name if partner else partner_id

    def sla(self, name: str | None) -> Sla:
        """The SLA of that name; the default for None and for names no longer configured."""
        return self.slas.get(name or self.default_sla) or self.slas[self.default_sla]
