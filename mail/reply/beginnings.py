"""Where history begins in a mail: at a marker, a header block, a container or an attribution line."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from mail.reasons import because
from mail.reply.attribution import Attribution, attribution
from mail.reply.blocks import block_at
from mail.reply.headerblock import HeaderBlock
from mail.reply.lines import Line, Mark
from mail.reply.markers import Marker, dashed, marker, pointed
from mail.reply.parties import Parties
from mail.reply.quoting import deeper

_NEAR = 4  # lines between a container's start or a marker and its header block


class Past(Enum):
    """What the old part of a mail is."""

    NONE = "none"
    ANSWERED = "answered"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Start:
    """History begins at ``at``; its content (behind header lines) at ``content``, up to ``end`` (None: it
    has no end).
    """

    at: int
    content: int
    past: Past
    header: HeaderBlock | None = None
    end: int | None = None


def start_at(
    lines: list[Line], at: int, parties: Parties, said_at: Callable[[int], Attribution | None]
) -> Start | None:
    """Whether history that has no end begins here."""
    line = lines[at]
    mark = marker(line.text)
    if mark is Marker.ABOVE and line.depth == 0:
        because("quoted", "a line that asks to answer above it", line.text)
        return Start(at, at + 1, Past.ANSWERED)
    if mark is Marker.FORWARDED:
        because("quoted", "a line that announces a forwarded mail", line.text)
        block = _block_near(lines, at + 1, parties)
        return Start(at, block.end if block else at + 1, Past.FORWARDED, block, _forwarded_end(lines, at))
    if mark is Marker.ORIGINAL and (start := _original(lines, at, parties)):
        because("quoted", "a line that announces the original mail", line.text)
        return start
    if line.depth:
        if not (pointed(line) or line.depth == 1):
            return None
        if pointed(line):
            because("quoted", "a line between three angles on each side", line.text)
            return Start(at, at + 1, Past.ANSWERED)
        return _passed_on_quoted(lines, at, parties)
    block = block_at(lines, at, parties)
    if block and not _is_a_form(lines, block, parties):
        because("quoted", "a header block (From, Sent, To, Subject)", line.text)
        return _of_block(at, block, parties)
    if line.marks and line.marks & Mark.FORWARDED:
        because("quoted", "the mail program's container for a forwarded mail", line.text)
        block = _block_near(lines, at, parties)
        return Start(at, block.end if block else at, Past.FORWARDED, block)
    if line.marks and line.marks & Mark.HISTORY:
        because("quoted", "the mail program's mark where history begins", line.text)
        block = _block_near(lines, at, parties)
        return _of_block(at, block, parties) if block else Start(at, at, Past.ANSWERED)
    said = said_at(at)
    if said and said.strong and not deeper(lines, said.end, 0) and _believed(lines, said, line, parties):
        because("quoted", "a line that announces a quote", line.text)
        return Start(at, said.end, Past.ANSWERED)
    return None


def attributed_forward(lines: list[Line], at: int, said: Attribution, parties: Parties) -> Start | None:
    """Somebody else's words under a quote line, passed on as a reply to nobody."""
    if not said.address or (parties.answers and not parties.forward_prefix):
        return None
    told = " ".join(line.text for line in lines[at : said.end])
    block = HeaderBlock(at, said.end, {"from": told})
    if not parties.strange(block):
        return None
    because("quoted", "a quote line of somebody who takes no part", told)
    return Start(at, said.end, Past.FORWARDED, block)


def _original(lines: list[Line], at: int, parties: Parties) -> Start | None:
    """The mail under "Original message"; without dashes that may be a heading of the writer's own."""
    block = _block_near(lines, at + 1, parties)
    if block:
        return _of_block(at, block, parties)
    if dashed(lines[at].text) or deeper(lines, at + 1, lines[at].depth):
        return Start(at, at + 1, Past.ANSWERED)
    if not parties.answers or any(
        _tells_history(lines, below, parties) for below in range(at + 1, len(lines))
    ):
        return None
    return Start(at, at + 1, Past.ANSWERED)


def _passed_on_quoted(lines: list[Line], at: int, parties: Parties) -> Start | None:
    """Somebody else's mail, header block and all behind quote marks, to the end of these."""
    if at and lines[at - 1].depth:
        return None
    block = block_at(lines, at, parties)
    if block is None or not parties.strange(block):
        return None
    because("quoted", "a header block behind quote marks", lines[at].text)
    return Start(at, block.end, Past.FORWARDED, block)


def _of_block(at: int, block: HeaderBlock, parties: Parties) -> Start:
    past = Past.FORWARDED if parties.strange(block) else Past.ANSWERED
    return Start(at, block.end, past, block)


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


def _forwarded_end(lines: list[Line], at: int) -> int | None:
    """Where words go on behind the line that ends a forwarded mail."""
    for end in range(at + 1, len(lines)):
        if marker(lines[end].text) is Marker.FORWARDED_END and lines[end].depth == lines[at].depth:
            return end + 1 if any(not line.blank for line in lines[end + 1 :]) else None
    return None


def _tells_history(lines: list[Line], at: int, parties: Parties) -> bool:
    """Whether something below is a surer sign of where history begins."""
    if lines[at].blank:
        return False
    said = attribution(lines, at)
    return (said is not None and said.strong) or block_at(lines, at, parties) is not None


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
