"""The whole cut: what is new, what is old, what is signature, what was forwarded."""

import re
from dataclasses import dataclass, field

from mail.reply.headerblock import HeaderBlock
from mail.reply.history import Past, part
from mail.reply.lines import Line, Mark, joined
from mail.reply.names import name_tokens
from mail.reply.parties import Parties
from mail.reply.signature import part_signature

_LABEL = re.compile(r"\s{0,4}[^\W\d_][^:\n]{0,48}:(?:\s|$)")
_NESTING = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """A mail's text in its parts."""

    text: str
    quoted: str
    signature: str
    past: Past
    lines: list[Line] = field(default_factory=list)  # those of ``text``
    header: HeaderBlock | None = None  # of the mail answered or passed on, where it has one
    forwarded: "Cut | None" = None  # the mail passed on, cut in the same way
    form: bool = False


def cut(lines: list[Line], parties: Parties, nesting: int = 0) -> Cut:
    """``lines`` of a mail between ``parties``, cut."""
    history = part(lines, parties)
    runs = [run for run in history.new if joined(run)]
    form = is_form([line for run in runs for line in run], machine=parties.machine)
    tokens = name_tokens(parties.sender_name, parties.sender)
    kept: list[Line] = []
    signature: list[Line] = []
    for number, run in enumerate(runs):
        signed = part_signature(run, tokens, form=form, last=number == len(runs) - 1)
        if signed.text:
            kept += [Line(""), *signed.text] if kept else signed.text
        signature += signed.signature
    inner = None
    if history.past is Past.FORWARDED and nesting < _NESTING:
        inner = cut(history.passed_on, _inner_parties(history.header), nesting + 1)
    return Cut(
        text=joined(kept),
        quoted=joined([Line("> " * line.depth + line.text) for line in history.old]),
        signature=joined(signature),
        past=history.past,
        lines=kept,
        header=history.header,
        forwarded=inner,
        form=form,
    )


def is_form(lines: list[Line], *, machine: bool = False) -> bool:
    """Whether these are the label and value lines of a form or a program."""
    written = [line for line in lines if not line.blank]
    labelled = sum(bool(_LABEL.match(line.text)) and "://" not in line.text[:60] for line in written)
    headed = sum(bool(line.marks & Mark.LABEL) and len(line.text) < 60 for line in written)
    tabbed = sum(line.text.count("\t") == 1 for line in written)
    most = max(labelled, headed, tabbed)
    return most >= 3 and (most * 2 >= len(written) or (machine and most * 4 >= len(written)))


def _inner_parties(header: HeaderBlock | None) -> Parties:
    if header is None:
        return Parties(answers=True)
    return Parties(
        sender=header.sender,
        sender_name=header.sender_name,
        recipients=header.addresses,
        answers=True,
        reply_prefix=True,
    )
