"""Whose a domain is: the organisation above it, and the house that an address belongs to."""

from functools import cache

from publicsuffixlist import PublicSuffixList

# Where everybody has an address, a shared domain says nothing.
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
    "icloud.com", "me.com", "mac.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru",
    "yandex.ru", "ya.ru", "rambler.ru", "proton.me", "protonmail.com", "gmx.net", "gmx.com",
    "online.no", "telia.com", "hotmail.no", "hotmail.se", "hotmail.dk", "live.no", "live.se",
    "live.dk", "outlook.dk", "yahoo.no", "yahoo.se", "aol.com",
})  # fmt: skip


def domain_of(address: str) -> str:
    """What stands behind the @, in lower case; empty when there is none."""
    return address.strip("<> ").rpartition("@")[2].lower().rstrip(".") if "@" in address else ""


def organisation(domain: str) -> str:
    """The organisational domain (RFC 7489 section 3.2): ``post.coop.example`` is ``coop.example``."""
    name = _ascii(domain.lower().rstrip("."))
    return _suffixes().privatesuffix(name) or name


def same_house(domain: str, other: str) -> bool:
    """Whether two domains are aligned, relaxed (RFC 7489 section 3.1.1)."""
    return bool(domain and other) and organisation(domain) == organisation(other)


def party_of(address: str) -> str:
    """The house an address belongs to, as what is known of houses is kept by.

    Its organisational domain; the address itself where everybody can have one; empty for no address.
    """
    domain = domain_of(address)
    return address.strip("<> ").lower() if domain in FREE_MAIL else organisation(domain)


def _ascii(domain: str) -> str:
    """As signatures and DNS write it (RFC 5891): ``xn--...`` for other letters."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
