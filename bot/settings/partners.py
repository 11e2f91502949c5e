"""Kinds of work, the firms that do it, and which job goes to whom: as written, and in the domain."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from bot.settings.kinds import (
    AddressOrNone,
    Id,
    Language,
    PostalPattern,
    Section,
    WorkingTime,
    check_postal_pattern,
)
from bot.settings.problems import Odd, did_you_mean
from tickets.evidence.demands import read_demands
from tickets.policy import Category, Partner, Reporting, Route
from tickets.states import Priority

_MONEY = re.compile(r"\d[\d .,']*\s*[A-Za-z]{3}|[A-Za-z]{3}\s*\d[\d .,']*")

Condition = Literal["category", "postal_code", "customer", "brand", "priority"]


def _amount(text: str) -> str:
    if text and not _MONEY.fullmatch(text.strip()):
        raise Odd(f'"{text}" is not an amount with its currency', 'Write it as "5000 NOK"')
    return text


def _evidence(lines: tuple[str, ...]) -> tuple[str, ...]:
    try:
        read_demands(lines)
    except ValueError as error:
        what, _, mend = str(error).partition(". ")
        raise Odd(what, mend or "See docs/configuration.md") from None
    return lines


class CategorySettings(Section):
    """A kind of work."""

    id: Id
    words: tuple[str, ...] = ()  # in any language; they give the category away
    checklist: tuple[str, ...] = ()  # on the card, answered by the technician
    parts: str = ""  # parts to expect and what is approved
    cost_cap: Annotated[str, AfterValidator(_amount)] = ""
    evidence: Annotated[tuple[str, ...], AfterValidator(_evidence)] = ()  # what a job must bring to be done

    def category(self) -> Category:
        """The domain's category."""
        return Category(
            id=self.id,
            words=self.words,
            checklist=self.checklist,
            parts=self.parts or None,
            cost_cap=self.cost_cap or None,
            evidence=self.evidence,
        )


class PartnerSettings(Section):
    """A firm that does work for us."""

    id: Id
    name: str = Field(min_length=1)
    language: Language | None = None  # None: the desk's
    skills: tuple[str, ...] = ()  # categories; empty: any
    brands: tuple[str, ...] = ()  # empty: any
    postal_codes: tuple[PostalPattern, ...] = ()  # empty: everywhere
    sla: Id | None = None  # the partner's own clock; None: the desk's
    email: AddressOrNone = ""  # for a partner who works by mail
    capacity_per_week: int | None = Field(default=None, ge=1)  # None: unlimited
    subcontractors: tuple[Id, ...] = ()  # partners to whom it may hand its jobs on
    reporting: Reporting = Reporting.INDEPENDENT  # who tells the desk what those say

    def partner(self, *, sla: str, language: str) -> Partner:
        """The domain's partner; `sla` and `language` stand in where the partner has none."""
        return Partner(
            id=self.id,
            name=self.name,
            sla=self.sla or sla,
            language=self.language or language,
            skills=frozenset(self.skills),
            brands=frozenset(brand.lower() for brand in self.brands),
            postal_codes=self.postal_codes,
            email=self.email or None,
            capacity_per_week=self.capacity_per_week,
            subcontractors=self.subcontractors,
            reporting=self.reporting,
        )


class RouteSettings(Section):
    """Where jobs of a kind go. An empty ``when`` takes every job."""

    when: dict[Condition, str] = Field(default_factory=dict)
    offer: tuple[Id, ...] = Field(min_length=1)
    accept_within: WorkingTime | None = None  # None: the partner's own accept target

    @field_validator("when")
    @classmethod
    def _sensible(cls, when: dict[Condition, str]) -> dict[Condition, str]:
        if "priority" in when and when["priority"] not in list(Priority):
            raise Odd(f'"{when["priority"]}" is not a priority', did_you_mean(when["priority"], Priority))
        if "postal_code" in when:
            check_postal_pattern(when["postal_code"])
        return when

    def route(self) -> Route:
        """The domain's route."""
        when: dict[str, str] = {
            condition: value.lower() if condition == "brand" else value
            for condition, value in self.when.items()
        }
        return Route(when=when, offer=self.offer, accept_within=self.accept_within)
