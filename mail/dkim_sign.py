"""Signing outgoing mail (DKIM: RFC 6376, RFC 8301 for RSA keys, RFC 8463 for Ed25519).

Where the operator's mail server signs, it should do it, and this is left off.
"""

import base64
import re

import dkim
from dkim.crypto import UnparsableKeyError, parse_pem_private_key
from dkim.util import InvalidTagValueList

WEAK_BITS = 2048  # RSA keys below this are allowed, and worth a note (RFC 8301 section 3.2)

_FEWEST_BITS = 1024  # below this no receiver accepts a signature
_ED25519_PEM = bytes.fromhex("302e020100300506032b657004220420")  # PKCS #8 before the 32 octets (RFC 8410)
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # AlgorithmIdentifier of rsaEncryption
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,61}[a-z0-9])?")
# Signed once more than they occur, so that nobody can add another that a reader would see instead.
_SEALED = (b"from", b"to", b"subject", b"date", b"reply-to", b"message-id", b"in-reply-to", b"references")
_SIGNED = (
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"content-language",
    b"auto-submitted",
    b"x-stafett",
)


class DkimSigner:
    """Signs for one domain with one key. ValueError ("what is wrong. The mend") when it can't be done."""

    def __init__(self, *, domain: str, selector: str, key: str) -> None:
        if not _DOMAIN.fullmatch(domain.lower()):
            raise ValueError(f'"{domain}" is not a domain. Write it in ASCII, such as "nordlys.example"')
        if not _SELECTOR.fullmatch(selector.lower()):
            raise ValueError(f'"{selector}" is not a selector. Use letters, digits and hyphens')
        self.domain, self.selector = domain.lower(), selector.lower()
        text = key.strip().replace("\r\n", "\n").encode("ascii", "replace")
        seed = _ed25519_seed(text)
        self.bits: int | None = None  # None: Ed25519
        if seed is not None:
            self._algorithm, self._key = b"ed25519-sha256", base64.b64encode(seed)
            self.record = f"v=DKIM1; k=ed25519; p={base64.b64encode(_ed25519_public(seed)).decode()}"
        else:
            modulus, exponent = _rsa_numbers(text)
            self._algorithm, self._key, self.bits = b"rsa-sha256", text, modulus.bit_length()
            if self.bits < _FEWEST_BITS:
                raise ValueError(
                    f"the key has {self.bits} bits, which nobody accepts. Make one of 2048 bits, or Ed25519"
                )
            self.record = f"v=DKIM1; k=rsa; p={base64.b64encode(_public_key(modulus, exponent)).decode()}"

    @property
    def name(self) -> str:
        """Where the DNS record is looked for."""
        return f"{self.selector}._domainkey.{self.domain}"

    def sign(self, raw: bytes) -> bytes:
        """The mail with its signature on top."""
        signer = dkim.DKIM(raw, signature_algorithm=self._algorithm)
        there = {name.lower() for name, _ in signer.headers}
        fields = [name for name in (*_SEALED, *_SIGNED) if name in there] + list(_SEALED)
        signature: bytes = signer.sign(
            self.selector.encode(),
            self.domain.encode(),
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=fields,
        )
        return signature + raw

    def matches(self, record: bytes) -> bool:
        """Whether a DNS record holds this key's other half."""
        try:
            published = dkim.evaluate_pk(self.name, record)
            ours = dkim.evaluate_pk(self.name, self.record)
        except (dkim.DKIMException, InvalidTagValueList, ValueError):
            return False
        return bool(published[0] == ours[0])


def _ed25519_seed(text: bytes) -> bytes | None:
    """The 32 octets, from PEM (openssl) or from their bare base64 (dknewkey); None: it is no such key."""
    try:
        octets = base64.b64decode(re.sub(rb"-----[^-]+-----|\s", b"", text), validate=True)
    except ValueError:
        return None
    if len(octets) == 32 and not text.startswith(b"--"):
        return octets
    return octets[16:] if len(octets) == 48 and octets.startswith(_ED25519_PEM) else None


def _ed25519_public(seed: bytes) -> bytes:
    from nacl.signing import SigningKey

    return bytes(SigningKey(seed).verify_key)


def _rsa_numbers(text: bytes) -> tuple[int, int]:
    if b"ENCRYPTED" in text:
        raise ValueError(
            "the key is locked with a password. Give it without one, readable by this user alone"
        )
    if b"PUBLIC KEY" in text:
        raise ValueError("this is the public half of a key. Give the private one")
    try:
        key = parse_pem_private_key(text)
    except (UnparsableKeyError, ValueError, IndexError, TypeError):
        raise ValueError(
            "the key cannot be read. Make one: openssl genrsa 2048, or openssl genpkey -algorithm ed25519"
        ) from None
    return key["modulus"], key["publicExponent"]


def _public_key(modulus: int, exponent: int) -> bytes:
    """SubjectPublicKeyInfo (RFC 5280 section 4.1), as DNS records hold it."""
    numbers = _der(0x30, _integer(modulus) + _integer(exponent))
    return _der(0x30, _RSA + _der(0x03, b"\0" + numbers))


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
