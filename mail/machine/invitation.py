"""Invitations and their answers: when somebody wants us, or says whether a time suits (RFC 5545, 5546, 6047).

Outlook names time zones in its own way, and some write them with colons that RFC 5545 forbids: both are read.
Times without a zone are the desk's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from icalendar import Calendar
from icalendar.timezone import tzp

from mail.mime.charset import decode
from mail.mime.part import Part, read_part

_log = structlog.get_logger()

_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
_LARGEST = 200_000  # octets; an invitation to one visit has a few thousand
_ZONE_WITH_COLON = re.compile(rb'(?m)^(DT[A-Z]+);TZID=([^"\r\n;]*?:[^"\r\n;]*?):(\d{8}T\d{6})[ \t]*(?=\r?$)')
_END_OF_DAY = time(23, 59)
_ZONES = Lock()  # icalendar remembers the zones that a calendar defines; the next calendar's are its own


class Says(StrEnum):
    """What a calendar's mail says."""

    INVITES = "invites"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    PROPOSES = "proposes"  # another time than the one that was asked about
    CANCELS = "cancels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One event of a calendar's mail. Moments are aware; of a whole day its first and last minute."""

    says: Says
    start: datetime | None
    end: datetime | None
    uid: str
    summary: str
    location: str
    description: str
    comment: str  # the answerer's words


def read_invitation(raw: bytes, zone: ZoneInfo) -> Invitation | None:
    """The first event of ``raw``, if it carries one. Never raises. ``zone`` is the desk's."""
    for part in read_part(raw).walk():
        if part.type not in _TYPES and not part.filename.lower().endswith(".ics"):
            continue
        calendar = _calendar(part)
        for event in calendar.walk("VEVENT") if calendar is not None else ():
            try:
                return _invitation(part, calendar, event, zone)
            except (ValueError, TypeError, OverflowError) as error:
                _log.info("invitation_unreadable", error=type(error).__name__)
    return None


def _calendar(part: Part) -> Any:
    if part.children or len(part.content) > _LARGEST:
        return None
    text = decode(part.content, part.charset or "utf-8").encode("utf-8", "replace")
    text = _ZONE_WITH_COLON.sub(rb'\1;TZID="\2":\3', text)
    try:
        with _ZONES:
            tzp.use_default()
            return Calendar.from_ical(text)
    except Exception as error:  # noqa: BLE001  whatever a calendar may hold
        _log.info("calendar_unreadable", error=type(error).__name__)
        return None


def _invitation(part: Part, calendar: Any, event: Any, zone: ZoneInfo) -> Invitation:
    method = str((calendar or {}).get("METHOD") or part.type_parameter("method") or "REQUEST").upper()
    start, end = _span(event, zone)
    return Invitation(
        says=_says(method, event),
        start=start,
        end=end,
        uid=_text(event, "UID"),
        summary=_text(event, "SUMMARY"),
        location=_text(event, "LOCATION"),
        description=_text(event, "DESCRIPTION"),
        comment=_text(event, "COMMENT"),
    )


def _says(method: str, event: Any) -> Says:
    if method in ("COUNTER", "CANCEL"):
        return Says.PROPOSES if method == "COUNTER" else Says.CANCELS
    if method != "REPLY":
        return Says.INVITES
    answers = {status for each in _attendees(event) if (status := each.upper())}
    if "DECLINED" in answers:
        return Says.DECLINED
    return Says.TENTATIVE if "TENTATIVE" in answers else Says.ACCEPTED


def _attendees(event: Any) -> Iterator[str]:
    """The status of each: a reply names the one who answers (RFC 5546 3.2.3)."""
    found = event.get("ATTENDEE") or []
    for each in found if isinstance(found, list) else [found]:
        yield str(getattr(each, "params", {}).get("PARTSTAT", ""))


def _span(event: Any, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    start, end, length = (_value(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date):
        return None, None
    if end is None and isinstance(length, timedelta):
        end = start + length
    if not isinstance(start, datetime):
        last = end - timedelta(days=1) if type(end) is date and end > start else start
        first_minute, last_minute = datetime.combine(start, time()), datetime.combine(last, _END_OF_DAY)
        return _aware(first_minute, zone), _aware(last_minute, zone)
    begins = _aware(start, zone)
    ends = _aware(end, zone) if isinstance(end, datetime) else None
    return begins, ends if ends is not None and ends >= begins else None


def _value(event: Any, name: str) -> Any:
    """The value as Python has it; None: it is not there, or broken."""
    try:
        return event[name].dt if name in event else None
    except (ValueError, TypeError, AttributeError) as error:
        _log.info("invitation_value_unreadable", name=name, error=type(error).__name__)
        return None


def _aware(at: datetime, zone: ZoneInfo) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)


def _text(event: Any, name: str) -> str:
    found = event.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return str(found).strip()[:5000] if found else ""
