"""Mails signed and sealed with a key for tests, and the DNS that has its public half."""

import re
from pathlib import Path

import dkim

_KEYS = Path(__file__).parent / "keys"
_PEM = (_KEYS / "signing.pem").read_bytes()
_PUBLIC = b"".join((_KEYS / "signing.pub").read_bytes().split())
_SIGNED = [b"from", b"to", b"subject", b"date", b"message-id"]


def signed(raw: bytes, domain: str, selector: str = "s1") -> bytes:
    """With a DKIM signature of that domain on top."""
    mail = _with_crlf(raw)
    signature: bytes = dkim.sign(mail, selector.encode(), domain.encode(), _PEM, include_headers=_SIGNED)
    return signature + mail


def sealed(raw: bytes, domain: str, server: str) -> bytes:
    """With an ARC set of that domain on top, of what `server` wrote in its Authentication-Results."""
    mail = _with_crlf(raw)
    fields: list[bytes] = dkim.arc_sign(mail, b"s1", domain.encode(), _PEM, server.encode())
    return b"".join(fields) + mail


class Dns:
    """Has the key of every selector of these domains; counts the questions."""

    def __init__(self, *domains: str, broken: bool = False) -> None:
        self.domains = domains
        self.broken = broken
        self.asked: list[str] = []

    def __call__(self, name: str) -> bytes | None:
        self.asked.append(name)
        if self.broken:
            raise TimeoutError("no answer")
        domain = name.partition("._domainkey.")[2]
        return b"v=DKIM1; k=rsa; p=" + _PUBLIC if domain in self.domains else None


def _with_crlf(raw: bytes) -> bytes:
    return re.sub(rb"\r?\n", b"\r\n", raw)
