"""Signatures of a mail, checked with dkimpy: DKIM (RFC 6376) and the seals of forwarders (ARC, RFC 8617).

Keys come through a `Lookup`, which is network: call these in a thread, never within a transaction.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dkim
from dkim.util import InvalidTagValueList, parse_tag_value

from mail.authentication_results import Results, read_results
from mail.domains import same_house

Lookup = Callable[[str], bytes | None]  # a TXT record by name; None: there is none. Raises OSError: no answer

_MOST_SIGNATURES = 3  # that are checked: whoever sends a hundred wants us to be busy
_MOST_SEALS = 10
_LARGEST = 12 * 1024 * 1024  # bytes: canonicalising more takes longer than the answer is worth
_LARGEST_HEADER = 512 * 1024
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_quiet = logging.getLogger("dkim")
_quiet.setLevel(logging.CRITICAL)  # what it finds we tell ourselves


@dataclass(frozen=True, slots=True)
class Signature:
    """A domain's signature that was checked."""

    domain: str
    fits: bool
    why_not: str = ""


def signature_of(raw: bytes, domain: str, lookup: Lookup) -> Signature | None:
    """The signature of the house of `domain` that fits, else one that does not; None: nothing can be said.

    A signature of which a part of the body is free (``l=``), or without a key, says nothing.
    """
    found: Signature | None = None
    for place, theirs in enumerate(_aligned(raw, domain)):
        if place >= _MOST_SIGNATURES:
            break
        checked = _checked(raw, *theirs, lookup)
        if checked is not None and checked.fits:
            return checked
        found = found or checked
    return found


def sealed_results(raw: bytes, sealers: frozenset[str], lookup: Lookup) -> Results | None:
    """What the last forwarder found out, if it is one of `sealers` (domains) and its seal fits."""
    mail = _read(raw, dkim.ARC)
    if mail is None or not sealers:
        return None
    try:
        latest, headers = mail.sorted_arc_headers()
        seal = next(value for place, (name, value) in headers if (place, name) == (latest, b"arc-seal"))
        sealer = parse_tag_value(seal)[b"d"].decode("ascii").lower()
        if latest > _MOST_SEALS or not any(same_house(sealer, one) for one in sealers):
            return None
        verdict, chain, _reason = mail.verify(dnsfunc=_asking(lookup, []))
        if verdict != dkim.CV_Pass:
            return None
        said = chain[0]["aar-value"].decode("utf-8", "replace")
    except Exception:  # noqa: BLE001  dkimpy raises what it likes on what strangers write
        return None
    return read_results(said.partition(";")[2])  # behind the instance, "i=1;"


def _aligned(raw: bytes, domain: str) -> list[tuple[int, str]]:
    """(place, domain) of the signatures of that house."""
    mail = _read(raw, dkim.DKIM, whole=False)
    if mail is None:
        return []
    aligned = []
    signatures = [value for name, value in mail.headers if name.lower() == b"dkim-signature"]
    for place, value in enumerate(signatures):
        try:
            tags = parse_tag_value(value)
            signer = tags[b"d"].decode("ascii").lower()
        except (InvalidTagValueList, KeyError, UnicodeDecodeError):
            continue
        if b"l" not in tags and b"from" in tags.get(b"h", b"").lower() and same_house(signer, domain):
            aligned.append((place, signer))
    return aligned


def _checked(raw: bytes, place: int, signer: str, lookup: Lookup) -> Signature | None:
    keys: list[bytes] = []
    mail = _read(raw, dkim.DKIM)
    if mail is None:
        return None
    try:
        fits = mail.verify(place, dnsfunc=_asking(lookup, keys))
        why_not = "" if fits else "the headers were changed"
    except dkim.ValidationError as error:
        fits, why_not = False, "the body was changed" if "body hash" in str(error) else str(error)
    except Exception:  # noqa: BLE001  dkimpy raises what it likes on what strangers write
        return None
    return Signature(signer, fits, why_not) if keys else None


def _asking(lookup: Lookup, keys: list[bytes]) -> Callable[..., bytes | None]:
    """`lookup` as dkimpy asks; `keys` gets what was found."""

    def ask(name: bytes | str, timeout: float = 0) -> bytes | None:
        host = name.decode("ascii") if isinstance(name, bytes) else name
        try:
            record = lookup(host.rstrip("."))
        except OSError as error:
            raise dkim.DnsTimeoutError(str(error)) from error
        if record:
            keys.append(record)
        return record

    return ask


def _read(raw: bytes, kind: type[Any], *, whole: bool = True) -> Any:
    """The mail as dkimpy holds it, or its header; None when it is too large, or its header can't be split.

    The body is handed over as it is: dkimpy would split it into lines, which takes long for a large one.
    """
    end = _HEADER_END.search(raw)
    header, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    if len(header) > _LARGEST_HEADER or (whole and len(body) > _LARGEST):
        return None
    try:
        mail = kind(header + b"\r\n\r\n", logger=_quiet)
    except Exception:  # noqa: BLE001  dkimpy raises what it likes on what strangers write
        return None
    if whole:
        mail.body = body if body.count(b"\n") == body.count(b"\r\n") else _LINE_END.sub(b"\r\n", body)
    return mail
