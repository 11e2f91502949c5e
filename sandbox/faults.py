"""Trouble on order: the next calls of a method fail in a chosen way, before or after they took effect."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ApiError, Refused, too_many_requests

API_KINDS = frozenset({"500", "502", "503", "504", "429", "gateway", "timeout", "drop", "slow"})
SMTP_KINDS = frozenset({"drop", "slow"})

WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Dropped(Exception):
    """The connection ends here, without an answer."""


class GatewayDown(Exception):
    """Something before the Bot API answers in its place, with a page for people."""


@dataclass(slots=True)
class Fault:
    method: str
    """A Bot API method, ``*`` for all of them, or ``smtp``."""
    kind: str
    times: int = 1
    seconds: float | None = None
    """How long slow, timeout and 429 take; None means a sensible length for the kind."""
    after: bool = False
    """Whether the call takes effect first, so that only its answer is lost."""
    skip: int = 0
    """How many calls pass unharmed before it begins."""
    chat_id: int | None = None

    def __post_init__(self) -> None:
        known = self.kind in (SMTP_KINDS if self.method == "smtp" else API_KINDS)
        smtp_answer = (
            self.method == "smtp" and self.kind.isdigit() and self.kind[0] in "45" and len(self.kind) == 3
        )
        if not (known or smtp_answer):
            raise Refused(f"{self.kind} is no fault that {self.method} can have")

    def concerns(self, method: str, chat_id: int | None) -> bool:
        names = {self.method.lower(), "*"} if self.method != "*" else {method.lower(), "*"}
        same_chat = self.chat_id is None or self.chat_id == chat_id
        return method.lower() in names and same_chat and not (self.method == "*" and method == "smtp")

    def view(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Faults:
    ordered: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> None:
        self.ordered.append(fault)

    def clear(self) -> None:
        self.ordered.clear()

    def next(self, method: str, chat_id: int | None = None) -> Fault | None:
        """The fault that this call gets, counted down; None where all goes well."""
        for fault in self.ordered:
            if not fault.concerns(method, chat_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                return None
            fault.times -= 1
            if fault.times <= 0:
                self.ordered.remove(fault)
            return fault
        return None


async def strike(fault: Fault) -> None:
    """Does what an API fault does: waits, raises ApiError, or raises Dropped."""
    match fault.kind:
        case "slow":
            await asyncio.sleep(3.0 if fault.seconds is None else fault.seconds)
        case "timeout":
            await asyncio.sleep(120.0 if fault.seconds is None else fault.seconds)
            raise Dropped
        case "drop":
            raise Dropped
        case "gateway":
            raise GatewayDown
        case "429":
            raise too_many_requests(round(3 if fault.seconds is None else fault.seconds))
        case status:
            raise ApiError(int(status), WORDS[int(status)])
