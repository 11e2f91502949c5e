"""Kinds of work and the firms that do it: as written, and in the domain."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.settings.kinds import AddressOrNone, Id, Language, PostalPattern, Section
from bot.settings.problems import Odd
from tickets.calendar import Calendar
from tickets.evidence.demands import read_demands
from tickets.policy import Authorisation, Category, Partner, Reporting
from tickets.states import HandoffKind

_MONEY = re.compile(r"\d[\d .,']*\s*[A-Za-z]{3}|[A-Za-z]{3}\s*\d[\d .,']*")


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


class AuthorisationSettings(Section):
    """A maker's word that a partner may work on its machines."""

    brand: str = Field(min_length=1)
    category: Id | None = None  # the group of machines; None: all of the brand's
    until: date | None = None  # the last day; None: it does not end

    def authorisation(self) -> Authorisation:
        """The domain's authorisation."""
        return Authorisation(brand=self.brand.lower(), category=self.category, until=self.until)


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
    signed_copy: bool = True  # mails carry what another Stafett can read
    prefers: Literal["chat", "mail"] = "chat"  # where jobs go when there are both
    capacity_per_week: int | None = Field(default=None, ge=1)  # None: unlimited
    welcome: tuple[str, ...] = ()  # lines and links shown when their chat is bound
    subcontractors: tuple[Id, ...] = ()  # partners to whom it may hand its jobs on
    reporting: Reporting = Reporting.INDEPENDENT  # who tells the desk what those say
    excluded: tuple[str, ...] = ()  # categories and brands that are not in its scope
    kind: HandoffKind = HandoffKind.FIELD  # what its jobs are
    has: tuple[Id, ...] = ()  # what routes may need
    authorised: tuple[AuthorisationSettings, ...] = ()
    on_call: Id | None = None  # the calendar of the hours in which it is asked; None: always

    def partner(self, *, sla: str, language: str, on_call: Calendar | None = None) -> Partner:
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
            signed_copy=self.signed_copy,
            prefers_mail=self.prefers == "mail",
            capacity_per_week=self.capacity_per_week,
            welcome=self.welcome,
            subcontractors=self.subcontractors,
            reporting=self.reporting,
            excluded=frozenset(each.lower() for each in self.excluded),
            kind=self.kind,
            has=frozenset(self.has),
            authorised=tuple(each.authorisation() for each in self.authorised),
            on_call=on_call,
        )
