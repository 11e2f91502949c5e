"""Parting new from old: where quoting begins, what is answered line by line, and what is passed on.

Structure first: citation depth and clients' containers, then header blocks and attribution lines, and only
then phrases. Whether a mail answers or passes on is decided by whose words follow, not by its subject: mail
of somebody who is no party to this one was forwarded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, partial

from mail.reasons import because
from mail.reply.answers import answers_in
from mail.reply.attribution import Attribution, attribution
from mail.reply.blocks import block_at
from mail.reply.glued import shared_with, unglued
from mail.reply.headerblock import HeaderBlock
from mail.reply.lines import Line, Mark, joined
from mail.reply.markers import Marker, dashed, divider, marker, pointed
from mail.reply.parties import Parties
from mail.reply.quotemarks import with_other_marks
from mail.reply.quoting import announced_quotes, deeper, first_sign, quoted_above, quotes
from mail.reply.signed import STOP

_HEADING_WORDS = 7
_BROKEN = 60  # characters of a quoted line that may have been broken
_NEAR = 4  # lines between a container's start or a marker and its header block


class Past(Enum):
    """What the old part of a mail is."""

    NONE = "none"
    ANSWERED = "answered"
    FORWARDED = "forwarded"


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


@dataclass(frozen=True, slots=True)
class _Start:
    """History begins at ``at``; its content (behind header lines) at ``content``, up to ``end`` (None: it
    has no end).
    """

    at: int
    content: int
    past: Past
    header: HeaderBlock | None = None
    end: int | None = None


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
        start = None if line.blank else _start(lines, at, parties, said_at)
        if start:
            _keep_shared(history, line if said_at(at) else None)
            _finish(history, lines, start, parties)
            if start.end is None:
                return history
            at = start.end
            continue
        said = announced.get(at)
        if said and (start := _attributed_forward(lines, at, said, parties)):
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


def _start(
    lines: list[Line], at: int, parties: Parties, said_at: Callable[[int], Attribution | None]
) -> _Start | None:
    """Whether history that has no end begins here."""
    line = lines[at]
    mark = marker(line.text)
    if mark is Marker.ABOVE and line.depth == 0:
        because("quoted", "a line that asks to answer above it", line.text)
        return _Start(at, at + 1, Past.ANSWERED)
    if mark is Marker.FORWARDED:
        because("quoted", "a line that announces a forwarded mail", line.text)
        block = _block_near(lines, at + 1, parties)
        return _Start(at, block.end if block else at + 1, Past.FORWARDED, block, _forwarded_end(lines, at))
    if mark is Marker.ORIGINAL and (start := _original(lines, at, parties)):
        because("quoted", "a line that announces the original mail", line.text)
        return start
    if line.depth:
        if not (pointed(line) or line.depth == 1):
            return None
        if pointed(line):
            because("quoted", "a line between three angles on each side", line.text)
            return _Start(at, at + 1, Past.ANSWERED)
        return _passed_on_quoted(lines, at, parties)
    block = block_at(lines, at, parties)
    if block and not _is_a_form(lines, block, parties):
        because("quoted", "a header block (From, Sent, To, Subject)", line.text)
        return _of_block(at, block, parties)
    if line.marks and line.marks & Mark.FORWARDED:
        because("quoted", "the mail program's container for a forwarded mail", line.text)
        block = _block_near(lines, at, parties)
        return _Start(at, block.end if block else at, Past.FORWARDED, block)
    if line.marks and line.marks & Mark.HISTORY:
        because("quoted", "the mail program's mark where history begins", line.text)
        block = _block_near(lines, at, parties)
        return _of_block(at, block, parties) if block else _Start(at, at, Past.ANSWERED)
    said = said_at(at)
    if said and said.strong and not deeper(lines, said.end, 0) and _believed(lines, said, line, parties):
        because("quoted", "a line that announces a quote", line.text)
        return _Start(at, said.end, Past.ANSWERED)
    return None


def _original(lines: list[Line], at: int, parties: Parties) -> _Start | None:
    """The mail under "Original message"; without dashes that may be a heading of the writer's own."""
    block = _block_near(lines, at + 1, parties)
    if block:
        return _of_block(at, block, parties)
    if dashed(lines[at].text) or deeper(lines, at + 1, lines[at].depth):
        return _Start(at, at + 1, Past.ANSWERED)
    if not parties.answers or any(
        _tells_history(lines, below, parties) for below in range(at + 1, len(lines))
    ):
        return None
    return _Start(at, at + 1, Past.ANSWERED)


def _tells_history(lines: list[Line], at: int, parties: Parties) -> bool:
    """Whether something below is a surer sign of where history begins."""
    if lines[at].blank:
        return False
    said = attribution(lines, at)
    return (said is not None and said.strong) or block_at(lines, at, parties) is not None


def _attributed_forward(lines: list[Line], at: int, said: Attribution, parties: Parties) -> _Start | None:
    """Somebody else's words under a quote line, passed on as a reply to nobody."""
    if not said.address or (parties.answers and not parties.forward_prefix):
        return None
    told = " ".join(line.text for line in lines[at : said.end])
    block = HeaderBlock(at, said.end, {"from": told})
    if not parties.strange(block):
        return None
    because("quoted", "a quote line of somebody who takes no part", told)
    return _Start(at, said.end, Past.FORWARDED, block)


def _passed_on_quoted(lines: list[Line], at: int, parties: Parties) -> _Start | None:
    """Somebody else's mail, header block and all behind quote marks, to the end of these."""
    if at and lines[at - 1].depth:
        return None
    block = block_at(lines, at, parties)
    if block is None or not parties.strange(block):
        return None
    because("quoted", "a header block behind quote marks", lines[at].text)
    return _Start(at, block.end, Past.FORWARDED, block)


def _forwarded_end(lines: list[Line], at: int) -> int | None:
    """Where words go on behind the line that ends a forwarded mail."""
    for end in range(at + 1, len(lines)):
        if marker(lines[end].text) is Marker.FORWARDED_END and lines[end].depth == lines[at].depth:
            return end + 1 if any(not line.blank for line in lines[end + 1 :]) else None
    return None


def _finish(history: History, lines: list[Line], start: _Start, parties: Parties) -> None:
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


def _answered(history: History, lines: list[Line], start: _Start, parties: Parties) -> None:
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


def _block_near(lines: list[Line], start: int, parties: Parties) -> HeaderBlock | None:
    seen = 0
    for at in range(start, min(start + 2 * _NEAR, len(lines))):
        if lines[at].blank:
            continue
        block = block_at(lines, at, parties)
        if block:
            return block
        seen += 1
        if seen > _NEAR or marker(lines[at].text):
            return None
    return None


def _of_block(at: int, block: HeaderBlock, parties: Parties) -> _Start:
    past = Past.FORWARDED if parties.strange(block) else Past.ANSWERED
    return _Start(at, block.end, past, block)


def _is_a_form(lines: list[Line], block: HeaderBlock, parties: Parties) -> bool:
    """Web forms begin with "From: ... Subject: ..." of their own, with nothing above: that is no
    forwarding.
    """
    if any(not line.blank for line in lines[: block.start]):
        return False
    return not parties.forward_prefix and (
        parties.machine or "sent" not in block.values or parties.writes(block.sender)
    )


def _believed(lines: list[Line], said: Attribution, line: Line, parties: Parties) -> bool:
    """An attribution without quote marks below counts in a reply, when the client marked it as one, or when
    it is whole and somebody's who takes part.
    """
    if parties.answers:
        return True
    if not any(not following.blank for following in lines[said.end :]):
        return False
    if line.marks & (Mark.ATTRIBUTION | Mark.HISTORY):
        return True
    return said.whole and said.end < len(lines) and lines[said.end].blank


def _torn(lines: list[Line], at: int) -> bool:
    """A scrap of a quoted line that a sloppy client broke without giving the rest its ``>``."""
    if not 0 < at < len(lines) - 1 or lines[at].depth or lines[at].blank:
        return False
    before, scrap, after = lines[at - 1], lines[at].text.strip(), lines[at + 1]
    broken = before.depth > 0 and len(before.text) >= _BROKEN and not STOP.search(before.text)
    return broken and after.depth == before.depth and len(scrap) < len(before.text) and scrap[:1].islower()
