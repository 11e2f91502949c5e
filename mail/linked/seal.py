"""Signing a copy and reading a signed one: JWS in its flattened JSON form with Ed25519 (RFC 7515, RFC 8037).

What is signed are the octets as they travel, so nothing depends on how two programs write the same JSON. The
public key goes along; whether it may be believed is for its fingerprint and the operator to say.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

MEDIA_TYPE = "application/vnd.stafett.handoff+json"
_TYPE = "stafett-handoff+jws"
_KEY_LENGTH = 32
_FINGERPRINT = 32  # hexadecimal digits: 128 bits


class NotSealed(Exception):
    """It is no signed copy at all."""


class BrokenSeal(Exception):
    """Its signature does not fit what it says."""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What a signed copy holds, and whose key has signed it."""

    payload: bytes
    fingerprint: str


class Sealer:
    """Signs with one key."""

    def __init__(self, seed: str) -> None:
        self._key = SigningKey(bytes.fromhex(seed))

    @property
    def fingerprint(self) -> str:
        """By which others know our key."""
        return fingerprint_of(bytes(self._key.verify_key))

    def seal(self, payload: bytes) -> str:
        """The signed form, as the attachment has it."""
        header = {"alg": "EdDSA", "typ": _TYPE, "jwk": _jwk(bytes(self._key.verify_key))}
        protected = _encoded(json.dumps(header, separators=(",", ":"), sort_keys=True).encode())
        body = _encoded(payload)
        signature = _encoded(self._key.sign(f"{protected}.{body}".encode()).signature)
        return json.dumps({"payload": body, "protected": protected, "signature": signature}, indent=1)


def new_seed() -> str:
    """A key to sign with; kept in the database, so that every process signs alike."""
    return bytes(SigningKey.generate()).hex()


def unseal(raw: bytes) -> Unsealed:
    """What a signed copy says. Raises NotSealed and BrokenSeal."""
    try:
        parts: Any = json.loads(raw)
        protected, body = str(parts["protected"]), str(parts["payload"])
        header: Any = json.loads(_decoded(protected))
        if (header["alg"], header["typ"], header["jwk"]["crv"]) != ("EdDSA", _TYPE, "Ed25519"):
            raise NotSealed
        key, signature, payload = _decoded(header["jwk"]["x"]), _decoded(parts["signature"]), _decoded(body)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotSealed from error
    if len(key) != _KEY_LENGTH:
        raise NotSealed
    try:
        VerifyKey(key).verify(f"{protected}.{body}".encode(), signature)
    except (CryptoError, ValueError) as error:
        raise BrokenSeal from error
    return Unsealed(payload=payload, fingerprint=fingerprint_of(key))


def fingerprint_of(key: bytes) -> str:
    """Of a public key, as two people can compare it: groups of four digits, 128 bits of SHA-256."""
    digits = hashlib.sha256(key).hexdigest()[:_FINGERPRINT]
    return " ".join(digits[start : start + 4] for start in range(0, _FINGERPRINT, 4))


def as_fingerprint(written: str) -> str | None:
    """The fingerprint somebody has typed or pasted, as we write it; None: it is none."""
    digits = "".join(each for each in written.lower() if each not in " :-\u00a0")
    if len(digits) != _FINGERPRINT or not set(digits) <= set("0123456789abcdef"):
        return None
    return " ".join(digits[start : start + 4] for start in range(0, _FINGERPRINT, 4))


def _jwk(key: bytes) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _encoded(key)}


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("not base64url") from error
