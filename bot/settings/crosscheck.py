"""What one section says of another must be so."""

from collections.abc import Iterable, Iterator, Mapping

from bot.settings.problems import did_you_mean
from bot.settings.root import Settings
from bot.settings.routes import Condition

Finding = tuple[tuple[str | int, ...], str, str]  # where, what, mend


def findings(settings: Settings) -> Iterator[Finding]:
    """Every reference that leads nowhere, and every name given twice."""
    yield from _promises(settings)
    yield from _twice("categories", [category.id for category in settings.categories])
    yield from _twice("partners", [partner.id for partner in settings.partners])
    yield from _partners(settings)
    yield from _routes(settings)


def _promises(settings: Settings) -> Iterator[Finding]:
    for name, sla in settings.sla.items():
        calendar = settings.calendar_of(name)
        if sla.calendar or not calendar:
            yield from _unknown(("sla", name, "calendar"), calendar, settings.calendars, "calendar")
    if settings.desk.sla or not settings.default_sla:
        yield from _unknown(("desk", "sla"), settings.default_sla, settings.sla, "SLA")


def _partners(settings: Settings) -> Iterator[Finding]:
    for number, partner in enumerate(settings.partners):
        if partner.sla:
            yield from _unknown(("partners", number, "sla"), partner.sla, settings.sla, "SLA")
        if partner.on_call:
            at = ("partners", number, "on_call")
            yield from _unknown(at, partner.on_call, settings.calendars, "calendar")
        for place, each in enumerate(partner.authorised):
            if each.category:
                at_category = ("partners", number, "authorised", place, "category")
                yield from _unknown(at_category, each.category, _categories(settings), "category")
    yield from _chains(settings)


def _chains(settings: Settings) -> Iterator[Finding]:
    """Subcontractors are partners, and no job can come back to one who has handed it on."""
    subcontractors = {partner.id: partner.subcontractors for partner in settings.partners}
    for number, partner in enumerate(settings.partners):
        yield from _twice(("partners", number, "subcontractors"), partner.subcontractors)
        for place, name in enumerate(partner.subcontractors):
            at = ("partners", number, "subcontractors", place)
            yield from _unknown(at, name, subcontractors, "partner")
            if partner.id in _reached(name, subcontractors):
                yield (
                    at,
                    f'a job that goes to "{name}" could come back to "{partner.id}"',
                    "A subcontractor cannot be above the one it works for: remove one of the two",
                )


def _reached(start: str, subcontractors: Mapping[str, Iterable[str]]) -> set[str]:
    """Everybody to whom a job may get from there, and itself."""
    found, ahead = {start}, [start]
    while ahead:
        new = [each for each in subcontractors.get(ahead.pop(), ()) if each not in found]
        found.update(new)
        ahead += new
    return found


def _routes(settings: Settings) -> Iterator[Finding]:
    partners = {partner.id for partner in settings.partners}
    had = {each for partner in settings.partners for each in partner.has}
    for number, route in enumerate(settings.routes):
        for place, partner in enumerate(route.offer):
            yield from _unknown(("routes", number, "offer", place), partner, partners, "partner")
        yield from _twice(("routes", number, "offer"), route.offer)
        for place, need in enumerate(route.needs):
            if need not in had:
                at = ("routes", number, "needs", place)
                yield at, f'no partner has "{need}"', did_you_mean(need, had) or "Add it to a partner's `has`"
        yield from _conditions(("routes", number), route.when, settings)
    for number, rule in enumerate(settings.exclusive):
        yield from _unknown(("exclusive", number, "partner"), rule.partner, partners, "partner")
        yield from _conditions(("exclusive", number), rule.when, settings)
    for number, kept in enumerate(settings.never_outsource):
        yield from _conditions(("never_outsource", number), kept.when, settings)


def _conditions(
    at: tuple[str | int, ...], when: Mapping[Condition, str], settings: Settings
) -> Iterator[Finding]:
    if "category" in when:
        yield from _unknown((*at, "when", "category"), when["category"], _categories(settings), "category")
    if "hours" in when:
        yield from _unknown((*at, "when", "hours"), when["hours"], settings.calendars, "calendar")


def _categories(settings: Settings) -> set[str]:
    return {category.id for category in settings.categories}


def _unknown(at: tuple[str | int, ...], name: str, known: Iterable[str], kind: str) -> Iterator[Finding]:
    if not name:
        yield at, f"there are several and none is named for this {kind}", did_you_mean("", known)
    elif name not in known:
        yield (
            at,
            f'there is no {kind} "{name}"',
            did_you_mean(name, known) or f"Add the {kind}, or remove this",
        )


def _twice(at: str | tuple[str | int, ...], names: Iterable[str]) -> Iterator[Finding]:
    path = (at,) if isinstance(at, str) else at
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield (*path, number), f'"{name}" is given twice', "Keep one of them"
        seen.add(name)
