"""Signed mail verifies as a receiver's server sees it, and keys that are no good are refused."""

import shutil
import subprocess
from collections.abc import Callable

import dkim
import pytest

from mail.compose import compose
from mail.dkim_sign import DkimSigner
from tests.mail.test_compose import PHOTO, a_mail
from tests.mail.test_send import DESK, KARI, Relay, relaying, sending

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the keys and is not installed")


def openssl(*arguments: str) -> str:
    return subprocess.run([str(OPENSSL), *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module", params=["rsa", "rsa-pkcs1", "ed25519", "ed25519-bare"])
def key(request: pytest.FixtureRequest) -> str:
    """A key of each kind, as operators have them."""
    if request.param == "ed25519-bare":
        return "4uKLoxATwPm41FU1Khhbr3rm1TcfZbV6v2tCdJxVyPo="
    if request.param == "ed25519":
        return openssl("genpkey", "-algorithm", "ed25519")
    return openssl("genrsa", *(["-traditional"] if request.param == "rsa-pkcs1" else []), "2048")


def signer_of(key: str) -> DkimSigner:
    return DkimSigner(domain="Nordlys.example", selector="s2026", key=key)


def verifies(raw: bytes, signer: DkimSigner) -> bool:
    """As a receiver does, who finds the record in DNS."""

    def lookup(name: bytes, timeout: int = 5) -> bytes | None:
        assert name == b"s2026._domainkey.nordlys.example."
        return signer.record.encode()

    return bool(dkim.verify(raw, dnsfunc=lookup))


async def test_a_mail_verifies_as_it_reaches_the_next_server(key: str) -> None:
    relay, signer = Relay(), signer_of(key)
    mail = a_mail(html="<p>På vei.</p>", subject="Kaffemaskin på rom 4", attachments=(PHOTO,))
    async with relaying(relay, decode_data=False) as where, sending(where) as sender:
        await sender.send(signer.sign(compose(mail)), DESK, [KARI])
    assert verifies(relay.mails[0][2], signer)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"vei", b"vie"),
        lambda raw: b"Subject: Other\r\n" + raw,
        lambda raw: b"Reply-To: mallory@evil.example\r\n" + raw,
        lambda raw: raw.replace(b"Kari", b"Ola"),
    ],
    ids=["words", "subject", "reply", "to"],
)
def test_what_is_changed_on_the_way_does_not_verify(key: str, change: Callable[[bytes], bytes]) -> None:
    signer = signer_of(key)
    raw = signer.sign(compose(a_mail(text="Teknikeren er paa vei.\n")))
    assert (verifies(raw, signer), verifies(change(raw), signer)) == (True, False)


def test_the_record_in_dns_is_compared(key: str) -> None:
    signer = signer_of(key)
    other = signer_of(openssl("genpkey", "-algorithm", "ed25519"))
    assert signer.matches(signer.record.replace("v=DKIM1; ", "").encode())
    assert not any(signer.matches(record) for record in (other.record.encode(), b"", b"v=spf1 -all", b"p=!"))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "the key cannot be read. Make one"),
        ("secret", "the key cannot be read"),
        ("-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----", "the key cannot be read"),
        ("-----BEGIN PUBLIC KEY-----\nTUlJ\n-----END PUBLIC KEY-----", "this is the public half"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nTUlJ\n-----END", "locked with a password"),
    ],
)
def test_what_is_no_key_is_refused_without_showing_it(key: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        signer_of(key)
    assert "TUlJ" not in str(refused.value)


def test_a_weak_key_is_refused() -> None:
    with pytest.raises(ValueError, match="has 768 bits"):
        signer_of(openssl("genrsa", "768"))


@pytest.mark.parametrize(
    ("domain", "selector"), [("nordlys", "s"), ("a b.example", "s"), ("nordlys.example", "s/1")]
)
def test_names_that_dns_does_not_know_are_refused(domain: str, selector: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        DkimSigner(domain=domain, selector=selector, key="4uKLoxATwPm41FU1Khhbr3rm1TcfZbV6v2tCdJxVyPo=")
