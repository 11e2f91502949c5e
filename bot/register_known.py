"""What an import may refer to: customers and sites by id or exact name, partners, SLAs, categories."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.settings import Settings
from bot.settings.problems import did_you_mean
from mail.fields.phone import region
from storage.register import Register
from tickets.register import Contract


class BadCell(ValueError):
    """What is wrong with a cell, and the mend, for people."""


@dataclass(frozen=True, slots=True)
class Names:
    """Ids, and the ids that bear each name."""

    ids: frozenset[str]
    by_name: dict[str, list[str]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Names":
        """From (id, name)."""
        by_name: dict[str, list[str]] = defaultdict(list)
        for each, name in pairs:
            by_name[name].append(each)
        return cls(frozenset(each for named in by_name.values() for each in named), dict(by_name))

    def id_of(self, cell: str, kind: str) -> str:
        """The id that `cell` is, or whose name it is. Raises BadCell."""
        if cell in self.ids:
            return cell
        named = self.by_name.get(cell, [])
        if len(named) == 1:
            return named[0]
        if named:
            raise BadCell(
                f'there are {len(named)} {kind}s called "{cell}": write the id ({", ".join(named)})'
            )
        near = did_you_mean(cell, self.by_name) if len(self.by_name) < _MANY else ""
        mend = near if near.startswith("Did") else f"Import the {kind} first"
        raise BadCell(f'there is no {kind} "{cell}". {mend}')


_MANY = 5000  # names: beyond, looking for the nearest takes too long for every wrong cell of a file


@dataclass(frozen=True, slots=True)
class Known:
    """All of it."""

    customers: Names
    sites: dict[str, Names]  # by customer's id
    contracts: frozenset[str]
    partners: frozenset[str]
    slas: frozenset[str]
    categories: frozenset[str]
    country: str  # whose numbers need no country code

    @classmethod
    async def load(cls, settings: Settings, register: Register) -> "Known":
        """From the configuration and the database."""
        sites: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for site_id, customer_id, name in await register.site_names():
            sites[customer_id].append((site_id, name))
        return cls(
            customers=Names.of(await register.customer_names()),
            sites={customer: Names.of(pairs) for customer, pairs in sites.items()},
            contracts=frozenset(await register.ids(Contract)),
            partners=frozenset(partner.id for partner in settings.partners),
            slas=frozenset(settings.sla),
            categories=frozenset(category.id for category in settings.categories),
            country=region(settings.desk.language, ""),
        )
