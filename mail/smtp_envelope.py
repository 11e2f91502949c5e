"""One mail as it was handed over: what the sender's server said, and the bytes it sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who handed over what to whom (RFC 5321 section 2.3.1), not what the mail's header says of it."""

    peer: str  # the IP address of the server that brought it
    sender: str  # the return path; "" for <>, from which bounces come
    recipients: tuple[str, ...]  # those of RCPT that are ours, as they were spelt
    raw: bytes  # with CRLF, as it came
    received_at: datetime  # aware, UTC


Receive = Callable[[Envelope], Awaitable[None]]
"""Keeps a mail for good. Returning is a promise, raising makes the sender try again later."""
