"""Who wrote a mail: whether its From is proven, by a signature or by a server whose word counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import compat32

from mail.authentication_results import Results, read_results, server_of
from mail.domains import domain_of
from mail.signatures import Lookup, sealed_results, signature_of
from tickets.parties import Identity

_HEADER_BYTES = 256 * 1024  # in which the results of servers near us stand: each puts its own on top


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose word counts."""

    servers: frozenset[str] = frozenset()  # authserv-ids whose Authentication-Results are believed
    sealers: frozenset[str] = frozenset()  # domains whose ARC seals are believed
    signatures: bool = True  # whether DKIM signatures are checked here


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is known of the From of a mail."""

    identity: Identity
    by: str | None = None  # dkim, dmarc, spf or arc: what decided
    domain: str = ""  # the From's
    why: str = ""  # for the log and the operator

    @property
    def is_denied(self) -> bool:
        """Whether a server that we trust says, by the sender's own policy, that it is not theirs."""
        return self.identity is Identity.FAILED and self.by == "dmarc"


def sender_of(raw: bytes, address: str | None, trust: Trust, lookup: Lookup) -> Sender:
    """Whether the From, `address`, is proven. Asks for keys through `lookup`: network, in a thread.

    Aligned as DMARC aligns, relaxed (RFC 7489 section 3.1). A server that does not answer proves nothing and
    is no error.
    """
    domain = domain_of(address or "")
    fields = _fields(raw)
    authors = [value for name, value in fields if name == "from"]
    if not domain or len(authors) != 1:
        return Sender(identity=Identity.UNVERIFIED, domain=domain, why="no From, or several")
    return _decided(_findings(raw, domain, fields, trust, lookup), domain)


def _findings(
    raw: bytes, domain: str, fields: list[tuple[str, str]], trust: Trust, lookup: Lookup
) -> Iterator[Sender]:
    """What each of those whose word counts says."""
    results = _believed(fields, trust)
    if results is not None:
        yield from _said(results, domain, "")
    signature = signature_of(raw, domain, lookup) if trust.signatures else None
    if signature is not None:
        identity = Identity.VERIFIED if signature.fits else Identity.FAILED
        why = f"signature of {signature.domain}" + (f": {signature.why_not}" if signature.why_not else "")
        yield Sender(identity=identity, by="dkim", domain=domain, why=why)
    sealed = sealed_results(raw, trust.sealers, lookup) if trust.sealers else None
    if sealed is not None:
        yield from _said(sealed, domain, "arc")


def _said(results: Results, domain: str, way: str) -> Iterator[Sender]:
    method = results.vouch_for(domain)
    why = f"{results.server or 'the server'} says so"
    if method is not None:
        yield Sender(identity=Identity.VERIFIED, by=way or method, domain=domain, why=why)
    elif results.deny and not way:
        yield Sender(identity=Identity.FAILED, by="dmarc", domain=domain, why=why)


def _decided(findings: Iterable[Sender], domain: str) -> Sender:
    """One proof is enough; without one, a denial weighs more than a signature that was broken on the way."""
    denials = []
    for finding in findings:
        if finding.identity is Identity.VERIFIED:
            return finding  # and nobody is asked any more
        denials.append(finding)
    if not denials:
        return Sender(identity=Identity.UNVERIFIED, domain=domain, why="nothing says so")
    return next((denial for denial in denials if denial.is_denied), denials[0])


def _believed(fields: list[tuple[str, str]], trust: Trust) -> Results | None:
    """The topmost results of a server that we trust; those below it came with the mail (RFC 8601, 5)."""
    for name, value in fields:
        if name == "authentication-results":
            server = server_of(value)
            if any(_is(server, one) for one in trust.servers):
                return read_results(value)
    return None


def _is(server: str, trusted: str) -> bool:
    """``.provider.example`` stands for all below it: large providers number their servers."""
    return server.endswith(trusted) if trusted.startswith(".") else server == trusted


def _fields(raw: bytes) -> list[tuple[str, str]]:
    header = BytesHeaderParser(policy=compat32).parsebytes(raw[:_HEADER_BYTES])
    return [(name.lower(), str(value)) for name, value in header.items()]
