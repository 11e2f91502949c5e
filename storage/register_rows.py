"""The register's values: from and to rows. Columns are named as the fields are unless said here."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Row, Table

from storage.keys import serial_key
from storage.schema import assets, contacts, contracts, customers, sites
from tickets.register import Asset, Contact, Contract, Customer, Site
from tickets.states import MayContact
from tickets.work.payers import Payer

Registered = Customer | Contact | Site | Asset | Contract

TABLES: dict[type[Registered], Table] = {
    Customer: customers,
    Contact: contacts,
    Site: sites,
    Asset: assets,
    Contract: contracts,
}


def register_values(value: Registered) -> dict[str, Any]:
    """The row: an asset's names and address are its customer's and site's, and not repeated."""
    columns = TABLES[type(value)].c
    row = {each.name: getattr(value, each.name) for each in fields(value) if each.name in columns}
    match value:
        case Customer():
            row["approved_partners"] = list(value.approved_partners)
        case Contact():
            row["email"] = value.email.lower() if value.email else None
        case Asset():
            row["serial_key"] = serial_key(value.serial)
        case Contract():
            row["checklist"] = list(value.checklist)
            row["evidence"] = list(value.evidence)
            row["partner_may_contact"] = value.partner_may_contact.value
            row["payer"] = value.payer.value if value.payer else None
            row["valid_until"] = value.valid_until.isoformat() if value.valid_until else None
        case Site():
            pass
    return row


def columns_of(kind: type[Registered], fields: Collection[str]) -> set[str]:
    """The columns that hold these fields of a kind."""
    columns = {name for name in fields if name in TABLES[kind].c}
    return columns | {"serial_key"} if kind is Asset and "serial" in fields else columns


def customer_from(row: Row[Any]) -> Customer:
    """The customer of a row."""
    return Customer(**{**row._mapping, "approved_partners": tuple(row.approved_partners)})


def contract_from(row: Row[Any]) -> Contract:
    """The contract of a row."""
    valid_until = date.fromisoformat(row.valid_until) if row.valid_until else None
    lists = {"checklist": tuple(row.checklist), "evidence": tuple(row.evidence)}
    rules = {
        "partner_may_contact": MayContact(row.partner_may_contact),
        "payer": Payer(row.payer) if row.payer else None,
    }
    return Contract(**{**row._mapping, **lists, **rules, "valid_until": valid_until})


def asset_from(row: Row[Any]) -> Asset:
    """The asset of a row joined with its customer's name and its site."""
    return Asset(**{each.name: row._mapping[each.name] for each in fields(Asset)})
