"""Addresses that fail, and what comes and goes, counted so that machines do not talk for ever (I15, I18)."""

from sqlalchemy import Column, Index, Integer, String, Table

from storage.schema.base import metadata, partial_index
from storage.types import Key, Label, Moment, Words

mail_addresses = Table(
    "mail_addresses",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("address", Label(320), nullable=False, unique=True),  # lower case
    Column("status", String(16)),  # RFC 3463
    Column("reason", Words, nullable=False),
    Column("failed_at", Moment, nullable=False),  # the last time
    Column("unreachable_at", Moment),  # since when nothing is tried; null: it may work now
    Column("told_at", Moment),  # when dispatchers last heard of it
)
partial_index(
    "ix_mail_addresses_unreachable",
    mail_addresses.c.unreachable_at,
    where=mail_addresses.c.unreachable_at.is_not(None),
)

mail_traffic = Table(
    "mail_traffic",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),  # storage.traffic.Passing
    Column("address", Label(320), nullable=False),
    Column("domain", Label(255)),  # null: does not count for its domain
    Column("ticket", Integer),
    Column("at", Moment, nullable=False),
    Index("ix_mail_traffic_address", "address", "at"),
    Index("ix_mail_traffic_domain", "domain", "at"),
    Index("ix_mail_traffic_ticket", "ticket", "at"),
)
breakers = Table(  # who gets no automatic mail for now
    "breakers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("target", Label(340), nullable=False, unique=True),  # ticket:1001, sender:a@b, domain:b
    Column("why", String(16), nullable=False),  # storage.traffic.Passing: of which there were too many
    Column("tripped_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),  # the last mail from there
    Column("held", Integer, nullable=False, server_default="0"),  # mails that came since, quietly kept
    Column("released_at", Moment),  # a dispatcher said that all is well: counting begins anew here
)

auto_answers = Table(
    "auto_answers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("address", Label(320), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_auto_answers_address", "address", "at"),
)
