"""Asking who wrote a mail: keys come from DNS, in a thread, within a time, and are remembered."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import structlog
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from mail.identity import Sender, Trust, sender_of
from mail.signatures import Lookup

_log = structlog.get_logger()

Value = TypeVar("Value")

_ANSWERS_WITHIN = 2.0  # seconds for one question
_KEPT = 3600.0  # seconds that an answer holds at the most: keys are changed by hand, and rarely
_KEPT_NONE = 300.0  # and that there is no key
_RESTS = 60.0  # seconds in which a domain that did not answer is not asked again
_MOST = 2000  # keys


class Identities:
    """Knows the senders of mails. One a process, for what it remembers."""

    def __init__(self, trust: Trust, lookup: Lookup | None = None) -> None:
        self._trust = trust
        self._lookup = lookup or Keys()

    async def of(self, raw: bytes, address: str | None) -> Sender:
        """Whether that From is proven. Never within a transaction: it may wait for the network."""
        sender = await asyncio.to_thread(sender_of, raw, address, self._trust, self._lookup)
        _log.info(
            "mail_identity",
            identity=sender.identity.value,
            by=sender.by,
            domain=sender.domain,
            why=sender.why,
        )
        return sender


class Keys:
    """TXT records by name, as `mail.signatures.Lookup` asks. For several threads."""

    def __init__(
        self,
        ask: Callable[[str], tuple[bytes | None, float]] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._ask = ask or _asked
        self._clock = clock
        self._known: OrderedDict[str, tuple[bytes | None, float]] = OrderedDict()
        self._silent: OrderedDict[str, float] = OrderedDict()  # until when a domain is left alone
        self._lock = threading.Lock()

    def __call__(self, name: str) -> bytes | None:
        """None: there is none of that name. Raises OSError when nobody answers."""
        now = self._clock()
        domain = name.rpartition("_domainkey.")[2]
        with self._lock:
            record, until = self._known.get(name, (None, 0.0))
            if now < until:
                return record
            if now < self._silent.get(domain, 0.0):  # its own servers, or ours: nobody waits for it again
                raise TimeoutError("did not answer lately")
        try:
            record, holds = self._ask(name)
        except OSError:
            with self._lock:
                _keep(self._silent, domain, self._clock() + _RESTS)
            raise
        with self._lock:
            _keep(self._known, name, (record, now + min(holds, _KEPT if record else _KEPT_NONE)))
        return record


def _keep(known: OrderedDict[str, Value], name: str, value: Value) -> None:
    """The latest ones stay."""
    known[name] = value
    known.move_to_end(name)
    while len(known) > _MOST:
        known.popitem(last=False)


def _asked(name: str) -> tuple[bytes | None, float]:
    """The record, and for how many seconds it holds."""
    try:
        answer = Resolver().resolve(name, "TXT", lifetime=_ANSWERS_WITHIN, search=False)
    except (NXDOMAIN, NoAnswer):
        return None, _KEPT_NONE
    except DNSException as error:  # no server answers, none is configured, or the name is none
        raise OSError(type(error).__name__) from error
    record: bytes = b"".join(answer[0].strings)
    return record, float(answer.rrset.ttl if answer.rrset else 0)
