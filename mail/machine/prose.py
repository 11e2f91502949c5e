"""Bounces that are no report: qmail, Exim, Exchange, Gmail, Yandex, Mail.ru and plain words.

Mailman's detectors (flufl.bounce) know what fifteen kinds of servers write; where they find nothing, the
address that stands above the copy of our mail is the one, and the words beside it are why.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from functools import cache
from importlib.resources import files
from typing import Any

import structlog
from flufl.bounce import all_failures

from mail.body import text_lines
from mail.mime.headers import mailboxes
from mail.mime.part import Part
from mail.reply.lines import joined

_log = structlog.get_logger()

_ADDRESS = re.compile(r"[^\s<>()\[\]\"'«»,;:@=|]{1,64}@[^\s<>()\[\]\"'«»,;:@=|]{1,255}")
_MACHINE = re.compile(r"(?:mailer-?daemon|postmaster|no-?reply|abuse|support)@", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})\b(?!\.\d)")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -]\D)")
_MEANS = {"550": "5.1.1", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3", "554": "5.7.0"}
_TELLING = 6000  # characters: what is to be said stands at the top
_SCANNED = 100_000  # octets given to the detectors


@dataclass(frozen=True, slots=True)
class Prose:
    """What a bounce's words come to."""

    address: str | None  # lower case
    status: str | None  # RFC 3463, written there or what the words mean
    reason: str  # the line that tells why
    delayed: bool  # it is on its way still


def read_prose(root: Part, raw: bytes, own: frozenset[str]) -> Prose:
    """What the words of a bounce say. ``own`` are the desk's addresses, in lower case: it bounces to them."""
    text = _above_the_copy(_words(root))
    known, delayed = _detected(raw)
    failed_header = mailboxes(root.headers, "x-failed-recipients")
    addresses = [
        each for each in (*(box.address.lower() for box in failed_header), *known) if _counts(each, own)
    ]
    address = next(iter(addresses), None) or _first_address(text, own)
    status, reason = _why(text, address)
    says_delayed = any(
        phrase in f"{root.headers.text('subject')}\n{text}".casefold()
        for phrase in words("bounce", "delayed")
    )
    final = status is not None and status.startswith("5")
    return Prose(address, status, reason, delayed=(delayed or says_delayed) and not final)


def status_in(text: str) -> str | None:
    """The enhanced status code in a server's words; else what the words mean, or its SMTP code (RFC 3463)."""
    enhanced = _STATUS.search(text)
    if enhanced:
        return enhanced[1]
    low = text.casefold()
    for status, phrases in _pack()["bounce"]["status"].items():
        if any(phrase in low for phrase in phrases):
            return str(status)
    code = _CODE.search(text)
    return _MEANS.get(code[1], f"{code[1][0]}.0.0") if code else None


def _words(root: Part) -> str:
    """The words of the mail itself, not of one enclosed."""
    parts = [part for part in root.walk() if part.type.startswith("text/") and not part.children]
    plain = [part for part in parts if part.type == "text/plain"] or parts
    return joined(text_lines(plain[0])) if plain else ""


def _above_the_copy(text: str) -> str:
    lines = text[: _TELLING * 2].splitlines()
    for at, line in enumerate(lines):
        low = line.casefold()
        if at and any(phrase in low for phrase in words("bounce", "copy")):
            return "\n".join(lines[:at])[:_TELLING]
        if at and re.match(r"(received|return-path|dkim-signature|message-id): ", low):
            return "\n".join(lines[:at])[:_TELLING]
    return text[:_TELLING]


def _detected(raw: bytes) -> tuple[list[str], bool]:
    """What Mailman's detectors find: addresses, and whether the failure is temporary."""
    try:
        temporary, permanent = all_failures(message_from_bytes(raw[:_SCANNED]))
    except Exception as error:  # noqa: BLE001  they were written for mails that parse
        _log.info("bounce_not_scanned", error=type(error).__name__)
        return [], False
    found = sorted(permanent or temporary)
    return [each.decode("utf-8", "replace").strip().lower() for each in found], bool(
        temporary and not permanent
    )


def _counts(address: str, own: frozenset[str]) -> bool:
    local, _, domain = address.partition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return bool(domain) and plain not in own and not _MACHINE.match(address)


def _first_address(text: str, own: frozenset[str]) -> str | None:
    for found in _ADDRESS.finditer(text):
        address = found[0].strip(".>'`“”„").lower()
        if _counts(address, own) and "." in address.partition("@")[2]:
            return address
    return None


def _why(text: str, address: str | None) -> tuple[str | None, str]:
    """The status and the line that tells why: one with a code first, then one in words, then what follows the
    address."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    coded = [at for at, line in enumerate(lines) if _STATUS.search(line) or _CODE.search(line)]
    for at in (*coded, *range(len(lines))):
        if status := status_in(lines[at]):
            goes_on = lines[at + 1] if at + 1 < len(lines) and len(lines[at]) > 60 else ""
            return status, f"{lines[at]} {goes_on}".strip()
    if address is not None:
        for at, line in enumerate(lines):
            if address in line.lower():
                rest = line[line.lower().index(address) + len(address) :].strip(" >:.-")
                return None, rest or next((each for each in lines[at + 1 :] if each), "")
    return None, next((line for line in lines if len(line.split()) > 2), "")


def words(section: str, key: str) -> list[str]:
    """The phrases of ``words.toml``, in lower case."""
    phrases: list[str] = _pack()[section][key]
    return phrases


@cache
def _pack() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
