"""Parting new from old: where quoting begins, what is answered line by line, and what is passed on.

Structure first: citation depth and clients' containers, then header blocks and attribution lines, and only
then phrases. Whether a mail answers or passes on is decided by whose words follow, not by its subject: mail
of somebody who is no party to this one was forwarded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from mail.reasons import because
from mail.reply.answers import answers_in
from mail.reply.attribution import attribution
from mail.reply.beginnings import Past, Start, attributed_forward, start_at
from mail.reply.glued import shared_with, unglued
from mail.reply.headerblock import HeaderBlock
from mail.reply.lines import Line, Mark, joined
from mail.reply.markers import Marker, dashed, divider, marker
from mail.reply.parties import Parties
from mail.reply.quotemarks import with_other_marks
from mail.reply.quoting import announced_quotes, first_sign, quoted_above, quotes
from mail.reply.signed import STOP

_HEADING_WORDS = 7

_BROKEN = 60  # characters of a quoted line that may have been broken


@dataclass(slots=True)
class History:
    """A mail's lines, parted. ``new`` are runs of new lines in order, several where answers stand between
    quotes.
    """

    new: list[list[Line]] = field(default_factory=list)
    old: list[Line] = field(default_factory=list)
    past: Past = Past.NONE
    passed_on: list[Line] = field(default_factory=list)  # a forwarded mail's own lines
    header: HeaderBlock | None = None  # that of the forwarded (or answered) mail
    before: list[int] = field(default_factory=list)  # for each run, how many old lines stand above it

    def add(self, line: Line) -> None:
        """One more new line, joined to the run before it when nothing old is between."""
        if not self.new:
            self.new.append([])
        if not self.new[-1]:
            self.before.append(len(self.old))
        self.new[-1].append(line)

    def add_old(self, lines: Sequence[Line]) -> None:
        """More history; ends the run of new lines."""
        if self.new and self.new[-1]:
            self.new.append([])
        self.old.extend(lines)


def part(lines: list[Line], parties: Parties) -> History:
    """``lines`` parted into what is new and what is old."""
    history = History()
    lines = unglued(with_other_marks(lines) if parties.answers else lines)
    said_at = cache(partial(attribution, lines))
    announced = announced_quotes(lines, said_at)
    quoting = quotes(lines, parties, announced)
    first = first_sign(lines, announced)
    above = quoted_above(lines, first) if quoting else frozenset()
    at = 0
    while at < len(lines):
        line = lines[at]
        start = None if line.blank else start_at(lines, at, parties, said_at)
        if start:
            _keep_shared(history, line if said_at(at) else None)
            _finish(history, lines, start, parties)
            if start.end is None:
                return history
            at = start.end
            continue
        said = announced.get(at)
        if said and (start := attributed_forward(lines, at, said, parties)):
            _finish(history, lines, start, parties)
            return history
        if said:
            because("quoted", "a line that announces a quote, above a quote", line.text)
            history.past = Past.ANSWERED
            _keep_shared(history, line)
            history.add_old(lines[at : said.end])
            at = said.end
        elif line.depth and (line.marks & Mark.CITED or (quoting and (at >= first or at in above))):
            because("quoted", "lines marked as quoted", line.text)
            history.past = Past.ANSWERED
            history.add_old([line])
            at += 1
        elif at and lines[at - 1].depth and _torn(lines, at):
            history.add_old([line])
            at += 1
        else:
            history.add(line)
            at += 1
    return history


def _keep_shared(history: History, line: Line | None) -> None:
    """Words of an answer on the very line that announces the quote."""
    if line and (words := shared_with(line.text)):
        history.add(Line(words, line.depth))


def _finish(history: History, lines: list[Line], start: Start, parties: Parties) -> None:
    while history.new and history.new[-1] and _belongs_below(history.new[-1][-1]):
        history.new[-1].pop()
    if lines[start.at].depth and start.header and history.new and history.new[-1]:
        _drop_heading(history.new[-1])
    if history.past is Past.NONE:
        history.past = start.past
        history.header = start.header
    if start.past is Past.ANSWERED:
        _answered(history, lines, start, parties)
        return
    history.add_old(lines[start.at : start.end])
    if history.past is Past.FORWARDED:
        inner = lines[start.content : start.end]
        inner = [line for line in inner if marker(line.text) is not Marker.FORWARDED_END]
        level = min((line.depth for line in inner if not line.blank), default=0)
        history.passed_on = [
            Line(line.text, max(line.depth - level, 0), _inner(line.marks)) for line in inner
        ]


def _answered(history: History, lines: list[Line], start: Start, parties: Parties) -> None:
    """The rest of a mail below a header block: history, and what the sender wrote between its lines."""
    below = lines[start.content :]
    fresh = answers_in(below, [line for run in history.new for line in run], parties)
    history.add_old(lines[start.at : start.content])
    if any(fresh):
        because("quoted", "answers between the lines of the mail answered", lambda: joined(below)[:200])
    for line, new in zip(below, fresh, strict=True):
        if new:
            history.add(line)
        else:
            history.add_old([line])


def _drop_heading(new: list[Line]) -> None:
    """ "Begin forwarded message:" in whatever language, directly above a quoted header block."""
    text = new[-1].text.rstrip()
    if text.endswith(":") and len(text.split()) <= _HEADING_WORDS:
        new.pop()


def _belongs_below(line: Line) -> bool:
    """Blank lines, rules and words between dashes directly above history are part of it."""
    return line.blank or divider(line.text) or dashed(line.text)


def _inner(marks: int) -> int:
    return marks & ~(Mark.HISTORY | Mark.FORWARDED | Mark.CITED | Mark.ATTRIBUTION)


def _torn(lines: list[Line], at: int) -> bool:
    """A scrap of a quoted line that a sloppy client broke without giving the rest its ``>``."""
    if not 0 < at < len(lines) - 1 or lines[at].depth or lines[at].blank:
        return False
    before, scrap, after = lines[at - 1], lines[at].text.strip(), lines[at + 1]
    broken = before.depth > 0 and len(before.text) >= _BROKEN and not STOP.search(before.text)
    return broken and after.depth == before.depth and len(scrap) < len(before.text) and scrap[:1].islower()
