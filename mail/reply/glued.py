"""Lines that a client ran together: an answer and the quote line below it, a marker and its header lines."""

import re
from functools import cache

from mail.reply.lines import Line
from mail.reply.markers import marker
from mail.words import phrases

_MARKED = re.compile(r"(?<![-_=*])[-_=*]{3,}[^-_=*\n]{4,80}[-_=*]{3,}")
_MAX_LINE = 2000  # characters; a client's line is shorter
_SHARED = re.compile(
    r"(.{2,}?[\w.!?)])\s*(?:[-–—]{2,}\s*|(?<=[\s.!?)]))(?:On|Den|Am|Le|El|Il|Op|Em|På)\s(?=.{0,25}\d)"
)
_ROLES = ("from", "sent", "to", "cc", "subject")
_GLUED_LABELS = 3


def unglued(lines: list[Line]) -> list[Line]:
    """``lines`` with such ones parted."""
    whole = "\n".join([line.text for line in lines])
    if "---" not in whole and "___" not in whole:
        return lines
    found: list[Line] = []
    for line in lines:
        dashed = len(line.text) < _MAX_LINE and ("---" in line.text or "___" in line.text)
        match = _MARKED.search(line.text) if dashed else None
        if match is None:
            found.append(line)
            continue
        before, after = line.text[: match.start()].strip(), line.text[match.end() :].strip()
        labels = _labels_apart(after)
        if not any(map(str.isalnum, before + after)) or (len(labels) < 2 and marker(match[0]) is None):
            found.append(line)
            continue
        found += [Line(text, line.depth, line.marks) for text in (before, match[0], *labels) if text]
    return found


def shared_with(text: str) -> str:
    """What somebody wrote on the line on which a quote line begins; empty as a rule."""
    match = _SHARED.match(text)
    return match[1] if match and "@" not in match[1] and not any(map(str.isdigit, match[1])) else ""


def _labels_apart(text: str) -> list[str]:
    """ "From: A <a@x.example>To: BSubject: C" as lines; a capital tells a label from the end of a word."""
    starts = [match.start() for match in _labels().finditer(text)]
    if len(starts) < _GLUED_LABELS or starts[0] != 0:
        return [text]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


@cache
def _labels() -> re.Pattern[str]:
    known = {label.capitalize() for role in _ROLES for label in phrases("headers", role)}
    long = sorted((label for label in known if len(label) > 1), key=lambda label: (-len(label), label))
    one = "".join(sorted(label for label in known if len(label) == 1))
    return re.compile(rf"(?:{'|'.join(map(re.escape, long))}|(?<![^\W\d_])[{one}])\s?[:：]")
