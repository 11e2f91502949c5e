"""Which columns a register file has, by kind. docs/register.md tells people the same, and a test compares."""

from dataclasses import dataclass, field

from bot import register_cells as cells
from bot.register_cells import Reader
from storage.register_rows import Registered
from tickets.register import Asset, Contact, Contract, Customer, Site


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the register."""

    field: str
    headers: tuple[str, ...]  # any of them; where a file has several, the first that is not empty counts
    read: Reader = cells.text
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What one file holds."""

    type: type[Registered]
    one: str  # "customer"
    columns: tuple[Column, ...]
    kept_elsewhere: dict[str, str] = field(default_factory=dict)  # header: where it belongs; not read here

    def headers(self) -> list[str]:
        """Every header that is known."""
        return [name for column in self.columns for name in column.headers] + list(self.kept_elsewhere)


def _id(kind: str) -> Column:
    return Column("id", (f"{kind}_id", "id"), cells.ident, required=True)


_NAME = Column("name", ("name",), required=True)
_CUSTOMER = Column("customer_id", ("customer_id", "customer"), cells.customer, required=True)
_LANGUAGE = Column("language", ("language",), cells.language)

KINDS: dict[str, Kind] = {
    "customers": Kind(
        Customer,
        "customer",
        (
            _id("customer"),
            _NAME,
            _LANGUAGE,
            # Not looked up: a contract belongs to a customer, so the customer comes first.
            Column("contract_id", ("contract_id", "contract"), cells.ident),
            Column("approved_partners", ("approved_partners",), cells.partners),
        ),
    ),
    "contacts": Kind(
        Contact,
        "contact",
        (
            _id("contact"),
            _CUSTOMER,
            _NAME,
            Column("email", ("email",), cells.email),
            Column("phone", ("phone",), cells.phone),
            _LANGUAGE,
        ),
    ),
    "sites": Kind(
        Site,
        "site",
        (
            _id("site"),
            _CUSTOMER,
            _NAME,
            Column("address", ("address",)),
            Column("postal_code", ("postal_code",), cells.upto(16)),
            Column("city", ("city",)),
            Column("access", ("access",)),
            Column("contact_name", ("contact_name",)),
            Column("contact_phone", ("contact_phone",), cells.phone),
            Column("timezone", ("timezone",), cells.timezone),
            Column("latitude", ("latitude", "lat"), cells.degrees(90)),
            Column("longitude", ("longitude", "lon"), cells.degrees(180)),
        ),
    ),
    "assets": Kind(
        Asset,
        "asset",
        (
            _id("asset"),
            _CUSTOMER,
            Column("serial", ("serial",), cells.upto(128)),
            Column("model", ("model",)),
            Column("brand", ("brand",)),
            Column("category", ("category",), cells.category),
            Column("site_id", ("site_id", "site"), cells.site),
            Column("contract_id", ("contract_id", "contract"), cells.contract),
            Column("location", ("location",)),
        ),
        kept_elsewhere=dict.fromkeys(("address", "postal_code", "city"), "sites"),
    ),
    "contracts": Kind(
        Contract,
        "contract",
        (
            _id("contract"),
            _CUSTOMER,
            _NAME,
            Column("sla", ("sla",), cells.sla, required=True),
            Column("terms", ("terms",)),
            Column("checklist", ("checklist",), cells.steps),
            Column("approved_parts", ("approved_parts",)),
            Column("cost_cap", ("cost_cap",)),
            Column("customer_approval", ("customer_approval",), cells.approval),
            Column("parts_by", ("parts_by",)),
            Column("claim_by", ("claim_by",)),
            Column("return_to", ("return_to",)),
            Column("payer", ("payer",), cells.payer),
            Column("partner_may_contact", ("partner_may_contact",), cells.may_contact),
            Column("evidence", ("evidence",), cells.evidence),
            Column("valid_until", ("valid_until",), cells.day),
        ),
    ),
}
