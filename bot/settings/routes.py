"""Which job goes to whom, which region is one partner's, and what is never handed out: as written."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.settings.kinds import Id, Section, WorkingTime, check_postal_pattern
from bot.settings.problems import Odd, did_you_mean
from tickets.policy import Route
from tickets.states import Because, Priority

Condition = Literal["category", "postal_code", "customer", "brand", "model", "priority", "hours"]


def _sensible(when: dict[Condition, str]) -> dict[Condition, str]:
    if "priority" in when and when["priority"] not in list(Priority):
        raise Odd(f'"{when["priority"]}" is not a priority', did_you_mean(when["priority"], Priority))
    if "postal_code" in when:
        check_postal_pattern(when["postal_code"])
    return when


def _some(when: dict[Condition, str]) -> dict[Condition, str]:
    if not when:
        raise Odd(
            "without a condition it would be about every job", 'Say which, such as { category = "safe" }'
        )
    return when


Conditions = Annotated[dict[Condition, str], AfterValidator(_sensible)]
SomeConditions = Annotated[Conditions, AfterValidator(_some)]


class RouteSettings(Section):
    """Where jobs of a kind go. An empty ``when`` takes every job."""

    when: Conditions = Field(default_factory=dict)
    offer: tuple[Id, ...] = Field(min_length=1)
    accept_within: WorkingTime | None = None  # None: the partner's own accept target
    because: Because | None = None  # None: by what it matches on
    needs: tuple[Id, ...] = ()  # what a partner must have
    authorised: bool = False  # only partners that the maker has authorised
    outside_hours: tuple[Priority, ...] = (Priority.CRITICAL,)  # asked whatever their hours
    best_rated_first: bool = False  # our ratings say who of `offer` comes first

    def route(self) -> Route:
        """The domain's route."""
        return Route(
            when=conditions(self.when),
            offer=self.offer,
            accept_within=self.accept_within,
            because=self.because,
            needs=frozenset(self.needs),
            authorised=self.authorised,
            outside_hours=frozenset(self.outside_hours),
            best_rated_first=self.best_rated_first,
        )


class ExclusiveSettings(Section):
    """Jobs, as a rule of a region, that are one partner's alone."""

    when: SomeConditions
    partner: Id
    accept_within: WorkingTime | None = None  # None: the partner's own accept target

    def route(self) -> Route:
        """The domain's route, with this partner and no other."""
        return Route(
            when=conditions(self.when),
            offer=(self.partner,),
            accept_within=self.accept_within,
            because=Because.GEOGRAPHY,
        )


class NeverOutsourceSettings(Section):
    """Jobs that stay with us."""

    when: SomeConditions


def conditions(when: Mapping[Condition, str]) -> dict[str, str]:
    """The conditions as the domain has them."""
    return {key: value.lower() if key in ("brand", "model") else value for key, value in when.items()}
