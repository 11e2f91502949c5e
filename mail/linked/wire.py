"""A copy as JSON and back. What a newer Stafett adds is overlooked; what cannot be understood is refused."""

import dataclasses
import json
import re
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tickets.card_parts import Part
from tickets.evidence.demands import read_demands
from tickets.linked.copy import VERSION, Copy, Job, Worked

_MOST = 2**53  # JSON's whole numbers
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_COUNTED = 10**9  # of hours, kilometres, pieces and money
_LONGEST_KEY = 64
_CURRENCY = re.compile(r"[A-Z]{3}|kr")
_COPY: TypeAdapter[Copy] = TypeAdapter(Copy)


class NotUnderstood(Exception):
    """It is signed, and says nothing that we can read."""


class Newer(Exception):
    """It is written in a version that we do not know yet."""


def written(copy: Copy) -> bytes:
    """Its octets, the same for the same copy."""
    content = _COPY.dump_python(copy, mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read(payload: bytes) -> Copy:
    """The copy. Raises Newer and NotUnderstood."""
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise Newer
    try:
        copy = _COPY.validate_python(content)
    except ValidationError as error:
        raise NotUnderstood from error
    if copy.version != VERSION or not _is_sound(copy):
        raise NotUnderstood
    return copy


def schema() -> dict[str, Any]:
    """Its JSON schema, for whoever writes one."""
    return _COPY.json_schema()


def _is_sound(copy: Copy) -> bool:
    """Whether all that it says can be kept and shown."""
    numbers = (copy.seq, copy.seen, *(item.n for item in copy.said))
    if not all(0 <= number < _MOST for number in numbers) or _has_naive_moment(copy):
        return False
    hashes = (*copy.missing, *(file.sha256 for item in copy.said for file in item.files))
    if not all(_HASH.fullmatch(each) for each in hashes):
        return False
    if copy.standing is not None and not all(map(_is_sound_line, copy.standing.work or ())):
        return False
    return copy.job is None or _is_sound_job(copy.job)


def _is_sound_line(line: Worked) -> bool:
    """Whether it can be summed: numbers of this world, and a currency beside an amount."""
    counted = 0 < line.quantity < _MOST_COUNTED and len(line.key) <= _LONGEST_KEY
    priced = line.amount is None or (
        0 <= line.amount < _MOST_COUNTED and bool(_CURRENCY.fullmatch(line.currency))
    )
    return counted and priced


def _is_sound_job(job: Job) -> bool:
    try:
        read_demands(job.evidence, job.checklist)
        for part, _text in job.typed:
            Part(part)
    except ValueError:
        return False
    return True


def _has_naive_moment(value: object) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(_has_naive_moment(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, tuple):
        return any(map(_has_naive_moment, value))
    return False
