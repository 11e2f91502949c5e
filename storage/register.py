"""The register as intake, the card and the import ask it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, or_, select

from storage.keys import serial_key
from storage.register_rows import (
    TABLES,
    Registered,
    asset_from,
    columns_of,
    contract_from,
    customer_from,
    register_values,
)
from storage.repository import Repository
from storage.schema import assets, contacts, contracts, customers, sites
from tickets.register import Asset, Contact, Contract, Customer, Site

_BATCH = 500

_ASSETS = (
    select(
        assets,
        customers.c.name.label("customer"),
        sites.c.name.label("site"),
        sites.c.address,
        sites.c.postal_code,
        sites.c.city,
    )
    .join(customers, customers.c.id == assets.c.customer_id)
    .outerjoin(sites, sites.c.id == assets.c.site_id)
)


class Register(Repository):
    """Everything by the operator's own ids. None: there is none of that id."""

    async def customer(self, customer_id: str) -> Customer | None:
        """By id."""
        row = await self._row(customers, customers.c.id == customer_id)
        return None if row is None else customer_from(row)

    async def customers(self, ids: Sequence[str]) -> dict[str, Customer]:
        """Those of the ids that there are."""
        found = select(customers).where(customers.c.id.in_(list(ids)))
        return {row.id: customer_from(row) for row in await self.connection.execute(found)}

    async def contact(self, contact_id: str) -> Contact | None:
        """By id."""
        row = await self._row(contacts, contacts.c.id == contact_id)
        return None if row is None else Contact(**row._mapping)

    async def contact_by_email(self, email: str) -> Contact | None:
        """In any case of letters. Several may share an address: the first by id speaks for it."""
        row = await self._row(contacts, contacts.c.email == email.strip().lower())
        return None if row is None else Contact(**row._mapping)

    async def site(self, site_id: str) -> Site | None:
        """By id."""
        row = await self._row(sites, sites.c.id == site_id)
        return None if row is None else Site(**row._mapping)

    async def asset(self, asset_id: str) -> Asset | None:
        """By id, with the names of its customer and site, and the site's address."""
        found = await self._assets(assets.c.id == asset_id)
        return found[0] if found else None

    async def contract(self, contract_id: str) -> Contract | None:
        """By id."""
        row = await self._row(contracts, contracts.c.id == contract_id)
        return None if row is None else contract_from(row)

    async def assets_by_keys(self, ids: Sequence[str], serials: Sequence[str]) -> list[Asset]:
        """Those with one of the ids, or one of the serial numbers however it is spelt."""
        keys = [key for key in map(serial_key, serials) if key]
        if not ids and not keys:
            return []
        return await self._assets(or_(assets.c.id.in_(list(ids)), assets.c.serial_key.in_(keys)))

    async def assets_of_customer(self, customer_id: str, limit: int = 500) -> list[Asset]:
        """By id, at most `limit`."""
        return await self._assets(assets.c.customer_id == customer_id, limit)

    async def sites_of_customer(self, customer_id: str) -> list[Site]:
        """By id, at most 500."""
        found = select(sites).where(sites.c.customer_id == customer_id).order_by(sites.c.id).limit(_BATCH)
        return [Site(**row._mapping) for row in await self.connection.execute(found)]

    async def customer_names(self) -> list[tuple[str, str]]:
        """(id, name) of all."""
        found = await self.connection.execute(select(customers.c.id, customers.c.name))
        return [(row.id, row.name) for row in found]

    async def site_names(self) -> list[tuple[str, str, str]]:
        """(id, customer's id, name) of all."""
        found = await self.connection.execute(select(sites.c.id, sites.c.customer_id, sites.c.name))
        return [(row.id, row.customer_id, row.name) for row in found]

    async def ids(self, kind: type[Registered]) -> set[str]:
        """Of all that are of that kind."""
        return set(await self.connection.scalars(select(TABLES[kind].c.id)))

    async def upsert(self, values: Sequence[Registered], fields: Collection[str] | None = None) -> None:
        """Writes values of one kind, each over the one with its id if there is one.

        `fields`: what changes in one that is there; None: everything.
        """
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            columns = None if fields is None else columns_of(type(batch[0]), fields)
            rows = [register_values(value) for value in batch]
            await self.overwrite(TABLES[type(batch[0])], rows, columns)

    async def _row(self, table: Table, condition: ColumnElement[bool]) -> Row[Any] | None:
        found = await self.connection.execute(select(table).where(condition).order_by(table.c.id).limit(1))
        return found.one_or_none()

    async def _assets(self, condition: ColumnElement[bool], limit: int | None = None) -> list[Asset]:
        found = _ASSETS.where(condition).order_by(assets.c.id).limit(limit)
        return [asset_from(row) for row in await self.connection.execute(found)]
