"""Answers written into the mail that is answered, below a header block after which all else is history.

Three habits are told from mere history: everything old carries ``>`` and the answers do not; the writer says
"my answers in red below" and colours them; the writer puts a name in brackets before each.
"""

import re
from collections.abc import Sequence

from mail.reply.attribution import attribution
from mail.reply.headerblock import header_block
from mail.reply.lines import Line, Mark, joined
from mail.reply.markers import marker
from mail.reply.names import folded, initials, name_tokens
from mail.reply.parties import Parties
from mail.words import phrases

_TAG = re.compile(r"\s{0,8}[\[<(]{1,2}\s?([^\W\d_]{2,20})[^\[\]<>()\n]{0,40}[\])>]{1,2}")
_NAMED = re.compile(r"\s{0,8}([^\W\d_]{2,20})\s?[:>]\s")
_ARROW = re.compile(r"\s{0,8}(?:-{1,3}>|={1,3}>|→|>>)\s?\w")
_WORD = re.compile(r"\w+")
_MAX_ANNOUNCED = 1500  # characters of the words above that may announce answers below


def answers_in(history: Sequence[Line], said: list[Line], parties: Parties) -> list[bool]:
    """For each line of ``history`` (what follows the header block) whether the sender newly wrote it.

    ``said`` are the lines above the block.
    """
    first = next((line for line in history if not line.blank), None)
    if first is None:
        return [False] * len(history)
    if first.depth:
        return _unquoted(history)
    tokens = name_tokens(parties.sender_name, parties.sender)
    told = joined(said)[:_MAX_ANNOUNCED]
    announced = not told or _announces(told, "inline")
    shouted = announced and _announces(told, "caps")
    tagged = tokens | initials(parties.sender_name)
    return [
        (announced and not line.blank and _set_off(line, tagged, shouted=shouted))
        or _tagged(line.text, tokens)
        for line in history
    ]


def _unquoted(history: Sequence[Line]) -> list[bool]:
    """The lines without ``>`` between those with one, up to where older history begins without it."""
    found: list[bool] = []
    for at, line in enumerate(history):
        fresh = line.depth == 0 and not line.blank
        if fresh and (header_block(history, at) or marker(line.text) or attribution(history, at)):
            break
        found.append(fresh or (line.blank and bool(found) and found[-1]))
    return found + [False] * (len(history) - len(found))


def _set_off(line: Line, tokens: frozenset[str], *, shouted: bool) -> bool:
    """Whether a line is marked as an answer's: coloured, with a name or an arrow before it, in capitals."""
    if line.marks & Mark.TINTED or _named(line.text, tokens) or _tagged(line.text, tokens):
        return True
    return bool(_ARROW.match(line.text)) or (shouted and line.text.isupper())


def _announces(text: str, how: str) -> bool:
    spoken = " ".join(_WORD.findall(text.casefold()))
    low = f" {spoken} "
    return any(f" {phrase} " in low for phrase in phrases("reply", how))


def _named(text: str, tokens: frozenset[str]) -> bool:
    """ "KB: On Tuesday." """
    name = _NAMED.match(text)
    return name is not None and folded(name[1]) in tokens


def _tagged(text: str, tokens: frozenset[str]) -> bool:
    tag = _TAG.match(text)
    return tag is not None and folded(tag[1]) in tokens
