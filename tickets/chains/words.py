"""A few words by which a partner judges its subcontractor's work, or hands a job on: ``words/chain.toml``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tickets.phrases import phrases_in, words_of
from tickets.policy import Partner
from tickets.thanks import only_thanks

_HEAD = re.compile(r"\s*(?P<head>[^:,.!\n–]{1,60}?)\s*(?:[:,.!\n–]+\s*(?P<rest>.*))?", re.DOTALL)
_LONGEST = 80  # characters of "hand on to NAME"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the words say of the work. `reason` is told when it is not good, in the writer's words."""

    is_good: bool
    reason: str = ""


def read_verdict(text: str) -> Verdict | None:
    """None: the words are anything else.

    >>> read_verdict("Godkjent, takk!")
    Verdict(is_good=True, reason='')
    >>> read_verdict("Not approved: a photo is missing")
    Verdict(is_good=False, reason='a photo is missing')
    >>> read_verdict("Er det godkjent?") is None
    True
    """
    match = _HEAD.fullmatch(text)
    if match is None or "?" in text:
        return None
    head, rest = " ".join(words_of(match["head"])), (match["rest"] or "").strip()
    if head in phrases_in("chain", "sent_back"):
        return Verdict(is_good=False, reason=rest or text.strip())
    if head in phrases_in("chain", "approved") and (not rest or only_thanks(rest)):
        return Verdict(is_good=True)
    return None


def read_hand_on(text: str, known: Sequence[Partner]) -> Partner | None:
    """To whom of `known` the words hand the job on; None: they do not, or nobody can tell to whom.

    >>> read_hand_on("Gi videre til Alfa", ()) is None
    True
    """
    line = " ".join(text.split()).strip(" .!")
    if len(line) > _LONGEST:
        return None
    for length in range(1, len(line.split())):
        verb, name = line.split()[:length], " ".join(line.split()[length:])
        if " ".join(words_of(" ".join(verb))) in phrases_in("chain", "handed_on"):
            return named(name.strip(" :"), known)
    return None


def named(name: str, known: Sequence[Partner]) -> Partner | None:
    """The partner of that id or name, or the only one whose name begins so."""
    wanted = name.casefold()
    exact = [each for each in known if wanted in (each.id.casefold(), each.name.casefold())]
    fitting = exact or [each for each in known if wanted and each.name.casefold().startswith(wanted)]
    return fitting[0] if len(fitting) == 1 else None
