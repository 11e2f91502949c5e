"""What each answer between the lines of a quote answers."""

from collections.abc import Sequence

from mail.reply.attribution import attribution
from mail.reply.headerblock import role_of
from mail.reply.history import History
from mail.reply.lines import Line, joined

_MOST, _BROKEN = 3, 45  # lines of a question, and characters of one that goes on in the next


def asked_before(history: History, run: int) -> str:
    """The quoted lines directly above the ``run``-th run of new lines; empty where it answers all of a mail.

    Words above everything, or below everything, answer no line of it.
    """
    above = history.before[run]
    if not above or (above == len(history.old) and not any(history.before[:run])):
        return ""
    lines: list[Line] = []
    for at in range(above - 1, history.before[run - 1] - 1 if run else -1, -1):
        line = history.old[at]
        if line.blank and not lines:
            continue
        whole = bool(lines) and len(line.text) < _BROKEN  # too short to be one sentence with the next
        if line.blank or whole or len(lines) == _MOST or not _is_said(history.old, at):
            break
        lines.insert(0, line)
    return joined(lines)


def _is_said(old: Sequence[Line], at: int) -> bool:
    """Whether the line is of the mail itself, rather than of what a client wrote above it."""
    return role_of(old[at].text) is None and attribution(old, at) is None
