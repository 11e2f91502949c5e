"""Quote marks other than ``>`` in plain text: "KB> text" of The Bat, "| text", and ``>`` within HTML.

Only looked for in answers; where nobody is quoted these are a table or an arrow.
"""

import re
from collections import Counter

from mail.reply.lines import Line, Mark

_INITIALS = re.compile(r"\s?([^\W\d_]{1,4})(>{1,5})(?:\s|$)")
_BAR = re.compile(r"\s?((?:[|│»] ?)+)(?=\s|$|\w)")
_ANGLES = re.compile(r"(?:> ?)+")
_FEWEST_BARS = 3


def with_other_marks(lines: list[Line]) -> list[Line]:
    """``lines`` with such marks taken off and counted as depth."""
    initials = Counter(match[1] for line in lines if (match := _initials(line)))
    bars = [match for line in lines if (match := _bar(line))]
    angles = any(not line.depth and line.text.startswith(">") for line in lines)
    if not initials and not angles and len(bars) < _FEWEST_BARS:
        return lines
    return [_unmarked(line, bars=len(bars) >= _FEWEST_BARS) for line in lines]


def _initials(line: Line) -> re.Match[str] | None:
    return None if line.depth or ">" not in line.text[:12] else _INITIALS.match(line.text)


def _bar(line: Line) -> re.Match[str] | None:
    if line.depth or line.text.lstrip()[:1] not in ("|", "│", "»"):
        return None
    match = _BAR.match(line.text)
    return match if match and not set("|│") & set(line.text[match.end() :]) else None


def _unmarked(line: Line, *, bars: bool) -> Line:
    if match := _initials(line):
        return Line(line.text[match.end() :], len(match[2]), line.marks | Mark.CHEVRON)
    if not line.depth and (angles := _ANGLES.match(line.text)):
        return Line(line.text[angles.end() :], angles[0].count(">"), line.marks | Mark.CHEVRON)
    if bars and (match := _bar(line)):
        return Line(line.text[match.end() :].lstrip(), len(match[1].replace(" ", "")), line.marks)
    return line
