"""The whole cut: what is new, what is old, what is signature, what was forwarded."""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from mail.reasons import within
from mail.reply.armour import unarmoured
from mail.reply.asked import asked_before
from mail.reply.beginnings import Past
from mail.reply.headerblock import HeaderBlock
from mail.reply.history import part
from mail.reply.lines import Line, Mark, joined, joined_texts
from mail.reply.names import initials, name_tokens
from mail.reply.parties import Parties
from mail.reply.signature import part_signature
from mail.words import pack, phrases

_LABEL = re.compile(r"\s{0,4}([^\W\d_][^:\n]{0,48}):(?:\s|$)")
_FORM_LABELS, _KNOWN_LABELS, _LONGEST_LABEL = 3, 2, 60
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
    forwarded: "Cut | None" = None  # the mail passed on, cut in the same way, with its own header
    form: bool = False
    answers: tuple[tuple[str, str], ...] = ()  # what was asked, and what is said to it, line by line


def cut(lines: list[Line], parties: Parties, nesting: int = 0) -> Cut:
    """``lines`` of a mail between ``parties``, cut."""
    history = part(unarmoured(lines), parties)
    numbered = [(at, run) for at, run in enumerate(history.new) if any(line.text.strip() for line in run)]
    runs = [run for _, run in numbered]
    form = is_form([line for run in runs for line in run], machine=parties.machine)
    tokens = name_tokens(parties.sender_name, parties.sender) | initials(parties.sender_name)
    kept: list[Line] = []
    signature: list[Line] = []
    answers: list[tuple[str, str]] = []
    for number, (at, run) in enumerate(numbered):
        last, elsewhere = number == len(runs) - 1, bool(kept) or history.past is Past.FORWARDED
        signed = part_signature(run, tokens, form=form, last=last, whole=last and elsewhere)
        if signed.text:
            kept += [Line(""), *signed.text] if kept else signed.text
            if history.past is Past.ANSWERED and (asked := asked_before(history, at)):
                answers.append((asked, joined(signed.text)))
        signature += signed.signature
    inner = None
    if history.past is Past.FORWARDED and nesting < _NESTING:
        with within("mail passed on"):
            inner = cut(history.passed_on, _inner_parties(history.header), nesting + 1)
            inner = replace(inner, header=history.header)
    return Cut(
        text=joined_texts([_as_written(line) if line.marks & Mark.CHEVRON else line.text for line in kept]),
        quoted=joined_texts(["> " * line.depth + line.text for line in history.old]),
        signature=joined(signature),
        past=history.past,
        lines=kept,
        header=history.header,
        forwarded=inner,
        form=form,
        answers=tuple(answers),
    )


def _as_written(line: Line) -> str:
    """An error message that somebody set off with ``>`` keeps it."""
    return "> " * line.depth + line.text


def is_form(lines: list[Line], *, machine: bool = False) -> bool:
    """Whether these are the label and value lines of a form or a program.

    People write colons too: unless a machine made the mail, two labels have to be ones that forms use.
    """
    written = [line for line in lines if not line.blank]
    labels = [label for line in written if (label := _label(line))]
    if len(labels) < _FORM_LABELS or len(labels) * (4 if machine else 2) < len(written):
        return False
    return machine or sum(label in _known_labels() for label in labels) >= _KNOWN_LABELS


def _label(line: Line) -> str:
    """The label on a line, lower case; empty when it has none."""
    match = _LABEL.match(line.text)
    if match and "://" not in line.text[:60]:
        return match[1].strip(" *").casefold()
    if line.text.count("\t") == 1:
        return line.text.partition("\t")[0].strip(" :*").casefold()
    return (
        line.text.strip(" :*?").casefold()
        if line.marks & Mark.LABEL and len(line.text) < _LONGEST_LABEL
        else ""
    )


@cache
def _known_labels() -> frozenset[str]:
    return frozenset().union(*(phrases("labels", role) for role in pack("en")["labels"]))


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
