"""Who wrote a mail: proven by a signature or a trusted server, never by what a stranger wrote himself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.authentication_results import read_results, server_of
from mail.identity import Sender, Trust, sender_of
from tests.mail.signing import Dns, sealed, signed
from tickets.parties import Identity

KARI = "kari@post.solsikken.example"
MAIL = (
    f"From: Kari <{KARI}>\nTo: service@nordlys.example\nSubject: Lekker\n"
    "Date: Thu, 5 Nov 2026 09:12:00 +0100\nMessage-ID: <1@solsikken.example>\n\nDen lekker.\n"
).encode()
TRUST = Trust(servers=frozenset({"mx.nordlys.example"}))
VERIFIED, UNVERIFIED, FAILED = Identity.VERIFIED, Identity.UNVERIFIED, Identity.FAILED


def of(raw: bytes, trust: Trust = TRUST, lookup: Dns | None = None) -> Sender:
    return sender_of(raw, KARI, trust, lookup or Dns("solsikken.example", "fremmed.example"))


def with_results(*fields: str) -> bytes:
    return "".join(f"Authentication-Results: {field}\n" for field in fields).encode() + MAIL


def test_a_signature_of_the_house_above_proves_the_sender() -> None:
    assert of(signed(MAIL, "solsikken.example")).identity is VERIFIED


def test_somebody_elses_signature_proves_nothing_and_is_not_even_looked_up() -> None:
    dns = Dns("fremmed.example")
    assert of(signed(MAIL, "fremmed.example"), lookup=dns).identity is UNVERIFIED
    assert not dns.asked


def test_of_two_signatures_the_one_that_fits_counts() -> None:
    broken = signed(MAIL, "solsikken.example").replace(b"Den lekker", b"Den brenner")
    assert of(broken).why == "signature of solsikken.example: the body was changed"
    assert of(signed(broken, "solsikken.example")).identity is VERIFIED


def test_a_changed_from_fails() -> None:
    mail = signed(MAIL, "solsikken.example").replace(b"From: Kari", b"From: Sjefen")
    assert of(mail).identity is FAILED


@pytest.mark.parametrize("dns", [Dns(broken=True), Dns()], ids=["no answer", "no key"])
def test_without_a_key_nothing_is_said(dns: Dns) -> None:
    assert of(signed(MAIL, "solsikken.example"), lookup=dns).identity is UNVERIFIED
    assert len(dns.asked) == 1


def test_a_signature_that_leaves_the_end_of_the_body_free_says_nothing() -> None:
    mail = signed(MAIL, "solsikken.example").replace(b"; s=s1", b"; l=0; s=s1")
    assert of(mail).identity is UNVERIFIED


def test_two_from_fields_are_nobodys() -> None:
    assert of(signed(MAIL, "solsikken.example") + b"", lookup=None).identity is VERIFIED
    assert of(b"From: boris@fremmed.example\r\n" + signed(MAIL, "solsikken.example")).identity is UNVERIFIED


@pytest.mark.parametrize(
    ("results", "identity"),
    [
        ("mx.nordlys.example; dmarc=pass header.from=post.solsikken.example", VERIFIED),
        ("mx.nordlys.example 1; spf=pass smtp.mailfrom=kari@solsikken.example", VERIFIED),
        ('mx.nordlys.example;\n dkim=pass reason="a; b" (ok (2048)) header.i=@solsikken.example', VERIFIED),
        (
            "mx.nordlys.example; spf=pass smtp.mailfrom=fremmed.example; dkim=pass header.d=x.example",
            UNVERIFIED,
        ),
        ("mx.nordlys.example; dmarc=fail (p=reject) header.from=post.solsikken.example", FAILED),
        ("mx.nordlys.example; spf=none (dmarc=pass header.from=solsikken.example)", UNVERIFIED),
        ('mx.nordlys.example; spf=none reason="; dmarc=pass header.from=solsikken.example"', UNVERIFIED),
        ("mx.nordlys.example; none", UNVERIFIED),
        ("mx.fremmed.example; dmarc=pass header.from=solsikken.example", UNVERIFIED),
        ("", UNVERIFIED),
        (";;;(((", UNVERIFIED),
    ],
)
def test_what_a_trusted_server_found_out(results: str, identity: Identity) -> None:
    assert of(with_results(results)).identity is identity


def test_only_the_topmost_results_of_a_trusted_server_count() -> None:
    forged = "mx.nordlys.example; dmarc=pass header.from=post.solsikken.example"
    ours = "mx.nordlys.example; dmarc=fail header.from=post.solsikken.example"
    assert of(with_results("other.example; dkim=pass", ours, forged)).is_denied
    assert of(with_results(forged), Trust()).identity is UNVERIFIED


def test_a_servers_name_may_stand_for_all_below_it() -> None:
    trust = Trust(servers=frozenset({".provider.example"}))
    passed = "dmarc=pass header.from=solsikken.example"
    assert of(with_results(f"mx7.provider.example; {passed}"), trust).identity is VERIFIED
    assert of(with_results(f"evilprovider.example; {passed}"), trust).identity is UNVERIFIED


def test_a_trusted_server_is_believed_before_anybody_is_asked() -> None:
    dns = Dns("solsikken.example")
    passed = b"Authentication-Results: mx.nordlys.example; dmarc=pass header.from=solsikken.example\r\n"
    assert of(passed + signed(MAIL, "solsikken.example"), lookup=dns).by == "dmarc"
    assert not dns.asked


def test_what_a_trusted_forwarder_has_sealed_counts_where_the_signature_broke() -> None:
    found = b"Authentication-Results: mx.lister.example; dmarc=pass header.from=solsikken.example\n"
    mail = sealed(found + MAIL, "lister.example", "mx.lister.example")
    dns, trust = Dns("lister.example"), Trust(sealers=frozenset({"lister.example"}))
    assert of(mail, trust, dns).by == "arc"
    assert of(mail, Trust(), dns).identity is UNVERIFIED
    assert of(mail.replace(b"Den lekker", b"Den brenner"), trust, dns).identity is UNVERIFIED


@pytest.mark.parametrize(
    "junk", [b"", b"\n", b" x\n: \nDKIM-Signature: d=solsikken.example; h=from; ;;=\n\n"]
)
def test_junk_is_nobodys(junk: bytes) -> None:
    assert of(junk + MAIL).identity is UNVERIFIED


def test_nobody_can_make_us_ask_a_hundred_times() -> None:
    mail = signed(MAIL, "solsikken.example")
    field = mail[: mail.index(b"From:")]
    dns = Dns(broken=True)
    of(b"".join(field.replace(b"s=s1", b"s=s%d" % number) for number in range(100)) + mail, lookup=dns)
    assert len(dns.asked) <= 3


@pytest.mark.parametrize(
    "junk",
    [
        'mx.nordlys.example; "' + '\\"' * 5000,
        "mx.nordlys.example; " + "a" * 50_000,
        "(" * 50_000,
        "a.b=" * 20_000,
    ],
    ids=["quotes", "word", "comments", "properties"],
)
def test_long_junk_is_nobodys(junk: str) -> None:
    assert of(with_results(*[junk] * 5)).identity is UNVERIFIED


@pytest.mark.parametrize("junk", ["a=b; ", "(c) ", "a.b=c "], ids=["findings", "comments", "properties"])
def test_of_a_long_field_only_the_beginning_is_read(junk: str) -> None:
    vouches = "; dkim=pass header.d=solsikken.example"
    assert read_results(f"mx.nordlys.example; {junk}{vouches}").vouch_for("solsikken.example") == "dkim"
    assert read_results(f"mx.nordlys.example; {junk * 5_000}{vouches}").vouch_for("solsikken.example") is None


@given(st.text(max_size=300))
def test_no_results_raise(field: str) -> None:
    assert read_results(field).server == server_of(field)


@settings(max_examples=50)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_damage_to_a_signed_mail_raises(junk: bytes, at: int) -> None:
    whole = signed(MAIL, "solsikken.example")
    assert of(whole[:at] + junk + whole[at:]).identity in Identity
