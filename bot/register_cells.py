"""How a cell of a register file is read, by what it holds. Each reader raises BadCell with the mend."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, get_args
from zoneinfo import available_timezones

from bot.register_known import BadCell, Known
from bot.settings.kinds import Language
from bot.settings.problems import did_you_mean
from mail.fields.phone import e164
from tickets.evidence.demands import read_demands
from tickets.states import MayContact
from tickets.work.money import read_money
from tickets.work.payers import Payer, named

# What the cell means, given what is known and what was read from this row so far.
Reader = Callable[[str, Known, Mapping[str, Any]], Any]

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
_MAY_CONTACT = {
    **dict.fromkeys(("no", "aldri", "nei", "aldrig", "nej", "никогда", "нет"), "never"),
    **dict.fromkeys(("på_stedet", "på_plats", "на_месте"), "on_site"),
    **dict.fromkeys(("ja", "да"), "yes"),
}
_DATES = ("%Y-%m-%d", "%d.%m.%Y")


def upto(longest: int) -> Reader:
    """Text of at most so many characters."""

    def read(cell: str, _known: Known, _row: Mapping[str, Any]) -> str:
        if len(cell) > longest:
            raise BadCell(f"{len(cell)} characters are too many: at most {longest}")
        return cell

    return read


def degrees(most: int) -> Reader:
    """Decimal degrees between -most and most, with a point or a comma."""

    def read(cell: str, _known: Known, _row: Mapping[str, Any]) -> float:
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            value = math.inf
        if not -most <= value <= most:
            raise BadCell(f'"{cell}" is not a place. Write decimal degrees, such as 59.9139')
        return value

    return read


ident = upto(64)
text = upto(10_000)


def customer(cell: str, known: Known, _row: Mapping[str, Any]) -> str:
    """By id or exact name."""
    return known.customers.id_of(cell, "customer")


def site(cell: str, known: Known, row: Mapping[str, Any]) -> str | None:
    """By id or exact name, among those of the row's customer."""
    if "customer_id" not in row:
        return None  # the customer's own problem is told already
    sites = known.sites.get(row["customer_id"])
    if sites is None:
        raise BadCell(f'the customer "{row["customer_id"]}" has no site "{cell}". Import the site first')
    return sites.id_of(cell, "site")


def contract(cell: str, known: Known, _row: Mapping[str, Any]) -> str:
    """By id."""
    if cell not in known.contracts:
        raise BadCell(f'there is no contract "{cell}". Import the contract first')
    return cell


def language(cell: str, _known: Known, _row: Mapping[str, Any]) -> str:
    """One of ours."""
    return _one_of(cell.lower(), frozenset(get_args(Language)), "language")


def sla(cell: str, known: Known, _row: Mapping[str, Any]) -> str:
    """A key of the configuration."""
    return _one_of(cell, known.slas, "SLA in the configuration")


def category(cell: str, known: Known, _row: Mapping[str, Any]) -> str:
    """An id of the configuration."""
    return _one_of(cell, known.categories, "category in the configuration")


def partners(cell: str, known: Known, _row: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the configuration, with | or ; or , between."""
    ids = (each.strip() for each in re.split(r"[|;,]", cell))
    return tuple(_one_of(each, known.partners, "partner in the configuration") for each in ids if each)


def steps(cell: str, _known: Known, _row: Mapping[str, Any]) -> tuple[str, ...]:
    """Steps with | or a line break between."""
    return tuple(step.strip() for step in re.split(r"[|\n]", cell) if step.strip())


def evidence(cell: str, _known: Known, _row: Mapping[str, Any]) -> tuple[str, ...]:
    """Lines with | or a line break between."""
    lines = tuple(line.strip() for line in re.split(r"[|\n]", cell) if line.strip())
    try:
        read_demands(lines)
    except ValueError as error:
        raise BadCell(str(error)) from None
    return lines


def approval(cell: str, _known: Known, _row: Mapping[str, Any]) -> str | None:
    """Yes, no, or the amount above which the customer is asked."""
    said = cell.strip().lower()
    if said in ("yes", "ja", "да"):
        return "yes"
    if said in ("no", "nei", "nej", "нет"):
        return None
    if (amount := read_money(cell)) is None:
        raise BadCell(f'"{cell}" is not yes, no or an amount with its currency, such as 5 000 kr')
    return str(amount)


def may_contact(cell: str, _known: Known, _row: Mapping[str, Any]) -> MayContact:
    """A word of its own, as those who agreed on it say it."""
    said = cell.strip().lower().replace(" ", "_").replace("-", "_")
    try:
        return MayContact(_MAY_CONTACT.get(said, said))
    except ValueError:
        raise BadCell(f'"{cell}" is not never, on_site or yes') from None


def payer(cell: str, _known: Known, _row: Mapping[str, Any]) -> Payer | None:
    """Who pays what no line says otherwise of, in a word of any language; None: by agreement."""
    try:
        return named(cell)
    except ValueError:
        raise BadCell(f'"{cell}" is not maker, customer, network or us') from None


def email(cell: str, _known: Known, _row: Mapping[str, Any]) -> str:
    """In lower case."""
    if not _ADDRESS.fullmatch(cell):
        raise BadCell(f'"{cell}" is not a mail address')
    return cell.lower()


def phone(cell: str, known: Known, _row: Mapping[str, Any]) -> str:
    """E.164."""
    number = e164(cell, known.country)
    if number is None:
        raise BadCell(
            f'"{cell}" is not a telephone number. Write it with its country, such as +47 22 33 44 55'
        )
    return number


def timezone(cell: str, _known: Known, _row: Mapping[str, Any]) -> str:
    """An IANA name."""
    if cell not in available_timezones():
        raise BadCell(f'"{cell}" is not a time zone. Write it as Europe/Oslo')
    return cell


def day(cell: str, _known: Known, _row: Mapping[str, Any]) -> date:
    """2026-12-31, or 31.12.2026 as Excel has it here."""
    for shape in _DATES:
        try:
            return datetime.strptime(cell, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadCell(f'"{cell}" is not a date. Write it as 2026-12-31')


def _one_of(cell: str, known: frozenset[str], kind: str) -> str:
    if cell not in known:
        raise BadCell(f'there is no {kind} "{cell}". {did_you_mean(cell, known)}'.rstrip(". "))
    return cell
