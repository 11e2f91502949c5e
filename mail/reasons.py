"""Why a mail was understood as it was: the rules that decide say so while somebody asks, and only then.

A rule notes its reason where it decides, with :func:`because`; nobody passes anything along. Without a
listener (the usual case) that is one look at a context variable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_LONGEST = 120  # characters of evidence


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision: what it is ``about`` ("kind", "quoted", ...), by which ``rule``, and the ``words`` that
    it went by. ``where`` is empty for the mail itself, else which mail within it.
    """

    about: str
    rule: str
    words: str = ""
    where: str = ""


@dataclass(slots=True)
class _Listener:
    reasons: list[Reason] = field(default_factory=list)
    where: str = ""


_listener: ContextVar[_Listener | None] = ContextVar("reasons", default=None)


def because(about: str, rule: str, words: object = "") -> bool:
    """Note that ``rule`` decided; True, so that a rule can return it. Noted again, the first words stay.

    ``words`` that take time to put together may be a function that does, called while somebody asks.
    """
    listener = _listener.get()
    if listener is not None and not any(
        (one.about, one.rule, one.where) == (about, rule, listener.where) for one in listener.reasons
    ):
        said = " ".join(str(words() if callable(words) else words).split())
        shown = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
        listener.reasons.append(Reason(about, rule, shown, listener.where))
    return True


@contextmanager
def asking() -> Iterator[list[Reason]]:
    """The reasons of everything that is read within, in the order of deciding."""
    listener = _Listener()
    token = _listener.set(listener)
    try:
        yield listener.reasons
    finally:
        _listener.reset(token)


@contextmanager
def within(where: str) -> Iterator[None]:
    """What is decided inside is about another mail, one that this one carries."""
    listener = _listener.get()
    before = listener.where if listener else ""
    if listener:
        listener.where = where
    try:
        yield
    finally:
        if listener:
            listener.where = before
