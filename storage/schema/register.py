"""The register: customers, who speaks for them, their sites, contracts and assets."""

from sqlalchemy import JSON, Column, Float, ForeignKey, String, Table

from storage.schema.base import metadata
from storage.types import Label, Words

customers = Table(
    "customers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Words, nullable=False),
    Column("language", String(16)),
    Column("contract_id", String(64)),
    Column("approved_partners", JSON, nullable=False),
)
contacts = Table(
    "contacts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("email", Label(320), index=True),  # lower case
    Column("phone", String(32), index=True),
    Column("language", String(16)),
)
sites = Table(
    "sites",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("address", Words),
    Column("postal_code", String(16), index=True),
    Column("city", Words),
    Column("access", Words),
    Column("contact_name", Words),
    Column("contact_phone", String(32)),
    Column("timezone", String(64)),
    Column("latitude", Float),  # degrees, WGS 84
    Column("longitude", Float),
)
contracts = Table(
    "contracts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("sla", String(64), nullable=False),
    Column("terms", Words),
    Column("checklist", JSON, nullable=False),
    Column("approved_parts", Words),
    Column("cost_cap", Words),
    Column("customer_approval", Words),
    Column("parts_by", Words),
    Column("claim_by", Words),
    Column("return_to", Words),
    Column("payer", String(16)),
    Column("partner_may_contact", Label(16), nullable=False, server_default="yes"),
    Column("evidence", JSON, nullable=False, server_default="[]"),
    Column("valid_until", String(10)),  # ISO date
)
assets = Table(
    "assets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("serial", Words),
    Column("serial_key", Label(128), index=True),  # upper case, letters and digits only
    Column("model", Words),
    Column("brand", Words),
    Column("category", Label(64)),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("site_id", String(64), ForeignKey("sites.id"), index=True),
    Column("contract_id", String(64)),
    Column("location", Words),
)
