"""Whether a mail quotes at all, and from where on: ``>`` and <blockquote> have other uses."""

from collections.abc import Callable, Mapping, Sequence

from mail.reply.attribution import Attribution, attribution
from mail.reply.blocks import block_at
from mail.reply.headerblock import header_block, role_of
from mail.reply.lines import Line, Mark
from mail.reply.markers import marker
from mail.reply.parties import Parties
from mail.reply.signed import asks, is_prose

_ABOVE = 8  # lines above a quote in which the line that announces it begins, blank ones too
_ALMOST_ALL = 0.8  # of a mail's characters: left out, the rest would say almost nothing
_BELOW = 4  # lines, blank ones too, between that line and its quote


def announced_quotes(
    lines: Sequence[Line], said_at: Callable[[int], Attribution | None]
) -> Mapping[int, Attribution]:
    """The lines that announce a quote directly below them, by where they begin."""
    found: dict[int, Attribution] = {}
    last = 0
    for rise, line in enumerate(lines):
        if line.blank:
            continue
        above, last = last, line.depth
        if line.depth <= above:
            continue
        for at in range(max(0, rise - _ABOVE), rise):
            said = None if lines[at].blank or at in found else said_at(at)
            if said and deeper(lines, said.end, lines[at].depth):
                found[at] = said
    return found


def quotes(lines: Sequence[Line], parties: Parties, announced: Mapping[int, Attribution]) -> bool:
    """Whether deeper lines are quoted, rather than an error message or an indented list."""
    if not any(line.depth for line in lines):
        return False
    if announced:
        return True
    if parties.answers:
        return not _only_indented(lines)
    return (
        any(line.marks & Mark.CITED for line in lines)
        or _spoken(lines)
        or any(
            block_at(lines, at, parties) is not None
            for at, line in enumerate(lines)
            if line.depth and (not at or lines[at - 1].depth != line.depth)
        )
    )


def _only_indented(lines: Sequence[Line]) -> bool:
    """Whether <blockquote> elements that nothing calls quotes hold nearly all of a mail's words (I19)."""
    inside = [at for at, line in enumerate(lines) if line.depth and not line.blank]
    if any(lines[at].marks & (Mark.CHEVRON | Mark.CITED) for at in inside):
        return False
    for at in inside:
        if role_of(lines[at].text) or marker(lines[at].text) or attribution(lines, at):
            return False
    within = sum(len(lines[at].text) for at in inside)
    return sum(len(line.text) for line in lines) * _ALMOST_ALL < within


def first_sign(lines: Sequence[Line], announced: Mapping[int, Attribution]) -> int:
    """The first line at which something says that quoting begins; 0 where nothing does.

    What is indented above it, nobody announced.
    """
    first = min(announced, default=len(lines))
    first = next((at for at in range(first) if lines[at].marks & Mark.CITED), first)
    if first == len(lines) and any(line.depth for line in lines):
        first = next((at for at, line in enumerate(lines) if role_of(line.text) and _heads(lines, at)), first)
    return first if first < len(lines) else 0


def _heads(lines: Sequence[Line], at: int) -> bool:
    block = header_block(lines, at)
    return block is not None and block.sure


def quoted_above(lines: Sequence[Line], first: int) -> frozenset[int]:
    """Which lines above ``first`` (:func:`first_sign`) are quoted all the same: speech, or what stands in the
    quote too. The others behind ``>`` are an error message.
    """
    above = lines[:first]
    if not any(line.depth for line in above):
        return frozenset()
    spoken = _spoken(above)
    below = {line.text.strip() for line in lines[first:] if line.depth}
    return frozenset(
        at
        for at, line in enumerate(above)
        if line.depth and line.marks & Mark.CHEVRON
        if line.depth > 1 or line.text.strip() in below or (spoken and not compares(lines, at))
    )


def compares(lines: Sequence[Line], at: int) -> bool:
    """Whether a ``>`` is a comparison: "> 5 bar" on a line of its own, not in a quote."""
    around = (lines[near] for near in (at - 1, at + 1) if 0 <= near < len(lines))
    alone = lines[at].depth == 1 and not any(line.depth for line in around)
    return alone and bool(lines[at].marks & Mark.CHEVRON) and lines[at].text[:1].isdigit()


def deeper(lines: Sequence[Line], at: int, depth: int) -> bool:
    """Whether the next written line from ``at`` on is quoted deeper than ``depth``."""
    following = next((line for line in lines[at : at + _BELOW] if not line.blank), None)
    return following is not None and following.depth > depth


def _spoken(lines: Sequence[Line]) -> bool:
    """Whether lines behind ``>`` are somebody's words: sentences, and nothing above that introduces them."""
    first = next(at for at, line in enumerate(lines) if line.depth)
    above = next((line.text for line in reversed(lines[:first]) if not line.blank), "")
    if above.rstrip().endswith(":"):
        return False
    return any(
        line.depth and (is_prose(line.text) or asks(line.text)) and not compares(lines, at)
        for at, line in enumerate(lines)
    )
