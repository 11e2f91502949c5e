"""Addresses that mail can be sent to. One that could say more than an address is none."""

import re

_MAX_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3, errata 1690
_PART = r"[^\s<>()\[\]:;,\\\"@\x00-\x1f\x7f-\x9f\ud800-\udfff]+"
_ADDRESS = re.compile(f"{_PART}@{_PART}")


def checked_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA). ValueError when no mail server would take it.

    A local part beyond ASCII stays as it is: such a mail needs SMTPUTF8 (RFC 6532).
    """
    address = address.strip()
    if _ADDRESS.fullmatch(address) is None:
        raise ValueError(f"not a mail address: {address!r}")
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"not a mail domain: {domain!r}") from error
    if len(f"{local}@{domain}".encode()) > _MAX_ADDRESS:
        raise ValueError(f"a mail address is too long: {address[:40]!r}...")
    return f"{local}@{domain}"
