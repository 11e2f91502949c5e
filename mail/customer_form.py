"""Mail that a large customer's system fills in by a form of its own: site, number, deadline (S72).

The operator says once where each of these stands, by the label in front of it or by an expression.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from re import Pattern
from zoneinfo import ZoneInfo

from mail.parsed import ParsedMail

_LONGEST = 20_000  # characters of a mail that are searched
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")
_TIMES = ("%H:%M", "%H.%M", "%H:%M:%S")
_BETWEEN = re.compile(r"\s*,?\s+(?:(?:kl|at|в)\.?\s*)?|T", re.IGNORECASE)
_END_OF_DAY = time(23, 59)


class Field(StrEnum):
    """What a form may tell."""

    SITE = "site"
    REFERENCE = "reference"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One customer's form. A field that is not in `places` is not expected of them."""

    customer: str  # their id in the register
    senders: tuple[str, ...]  # addresses or @domains, lower case
    subject: Pattern[str] | None = None  # only mails whose subject it finds; None: all
    places: tuple[tuple[Field, Pattern[str]], ...]
    deadline_format: str | None = None  # as for strptime; None: the usual ways of writing it

    def fits(self, mail: ParsedMail) -> bool:
        """Whether this is how the sender's system writes."""
        sender = mail.sender.address.lower() if mail.sender else ""
        from_them = any(sender == one or (one[0] == "@" and sender.endswith(one)) for one in self.senders)
        return from_them and (self.subject is None or self.subject.search(mail.raw_subject) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a form says."""

    customer: str
    site: str | None = None  # as they call it
    reference: str | None = None
    deadline: datetime | None = None  # aware
    lacking: tuple[Field, ...] = ()  # expected, and not there or not readable


def expression(place: str) -> Pattern[str]:
    """Where a value stands: behind a label (``Butikknr``), or by an expression (``/butikk (\\d+)/``).

    ValueError when it is no expression, or has no group or several.
    """
    if len(place) > 1 and place.startswith("/") and place.endswith("/"):
        try:
            made = re.compile(place[1:-1], re.IGNORECASE | re.MULTILINE)
        except re.error as error:
            raise ValueError(
                f"{error.msg} at position {error.pos}" if error.pos is not None else error.msg
            ) from None
        if made.groups != 1:
            raise ValueError(f"it has {made.groups} groups")
        return made
    label = re.escape(place.strip().rstrip(":"))
    beside = r"(?:[:=|]|\t|  )[ \t|]*(?=\S)"
    below = r"[:=|]?[ \t|]*\n[ \t]*(?![^\n]*(?:\t|:[ \t]|:$))"  # where no next field stands
    value = r"(\S[^\t\n]*?)[ |]*(?:\t|$)"
    return re.compile(rf"^[ \t>*|-]*{label}[ \t]*(?:{beside}|{below}){value}", re.IGNORECASE | re.MULTILINE)


def read_form(form: Form, mail: ParsedMail, zone: ZoneInfo) -> Filled:
    """What the mail says by that form; times without a zone are the desk's. Never raises."""
    text = f"{mail.raw_subject}\n{mail.body}"[:_LONGEST]
    found: dict[Field, str] = {}
    for field, place in form.places:
        match = place.search(text)
        if match and match[1] and match[1].strip():
            found[field] = match[1].strip()
    deadline = _moment(found.get(Field.DEADLINE, ""), form.deadline_format, zone)
    lacking = [field for field, _ in form.places if field not in found]
    if Field.DEADLINE in found and deadline is None:
        lacking.append(Field.DEADLINE)
    return Filled(
        customer=form.customer,
        site=found.get(Field.SITE),
        reference=found.get(Field.REFERENCE),
        deadline=deadline,
        lacking=tuple(lacking),
    )


def _moment(text: str, wanted: str | None, zone: ZoneInfo) -> datetime | None:
    """None: it can't be read so. A day without a time ends with the day."""
    formats = [wanted] if wanted else [*_DATES, *(f"{date} {clock}" for date in _DATES for clock in _TIMES)]
    tried = (text,) if wanted else (" ".join(_BETWEEN.split(text, maxsplit=1)), text)
    for words in tried:
        for each in formats:
            try:
                read = datetime.strptime(words.strip(), each)  # noqa: DTZ007  the zone follows
            except ValueError:
                continue
            if not any(mark in each for mark in ("%H", "%I", "%c", "%X")):
                read = datetime.combine(read, _END_OF_DAY, tzinfo=read.tzinfo)
            return read if read.tzinfo else read.replace(tzinfo=zone)
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)
